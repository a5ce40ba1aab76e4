/** The SQL of the log, prepared once. */
import type { Database, Statement } from 'better-sqlite3'
import { COLUMNS, COMPLETION } from './call-row.ts'
import type { Row } from './row.ts'

/** A row of `events` as its columns come. */
export type RawRow = readonly [
  seq: number,
  at: string,
  type: string,
  turn: number | null,
  seat: number | null,
  body: string | null,
  salt: string,
  hash: string,
  commitment: string | null,
]

/** By index: destructuring a list goes through its iterator, and this is read for every row of a log. */
export const rowOf = (raw: RawRow): Row => ({
  seq: raw[0],
  at: raw[1],
  type: raw[2] as Row['type'],
  turn: raw[3],
  seat: raw[4],
  body: raw[5],
  salt: raw[6],
  hash: raw[7],
  commitment: raw[8],
})

const EVENT = 'seq, at, type, turn, seat, body, salt, hash, commitment'
const CALL = COLUMNS.join(', ')
const KEY = 'match = @match AND turn = @turn AND seat = @seat AND purpose = @purpose AND attempt = @attempt'
/** Calls of a run's matches, and those that were made for it before a match was opened. */
const OF_RUN = `(match IN (SELECT id FROM matches WHERE run = @run) OR (match >= @run || '/' AND match < @run || '0'))`
const own = (column: string): string => `@${column}`

const sums = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, column]) => `coalesce(sum(${column}), 0) AS ${name}`)
    .join(', ')

const SQL = {
  insertRun: `INSERT INTO runs (id, name, experiment, file, texts, seed, code, at)
    VALUES (@id, @name, @experiment, @file, @texts, @seed, @code, @at)`,
  run: 'SELECT * FROM runs WHERE id = ?',
  runs: 'SELECT * FROM runs ORDER BY id',
  insertText: 'INSERT INTO texts (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING',
  text: 'SELECT body FROM texts WHERE hash = ?',
  texts: 'SELECT hash, body FROM texts WHERE hash > ? ORDER BY hash LIMIT ?',

  insertRunEvent: 'INSERT INTO run_events (run, seq, at, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)',
  runEvents: 'SELECT seq, at, type, body, hash FROM run_events WHERE run = ? ORDER BY seq',

  insertMatch: 'INSERT INTO matches (id, run) VALUES (?, ?)',
  key: 'SELECT key FROM matches WHERE id = ?',
  match: 'SELECT key, id, run FROM matches WHERE id = ?',
  matches: 'SELECT key, id, run FROM matches WHERE id > ? ORDER BY id LIMIT ?',
  matchesOf: 'SELECT key, id, run FROM matches WHERE run = ? AND id > ? ORDER BY id LIMIT ?',

  insertRow: `INSERT INTO events (match, ${EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  row: `SELECT ${EVENT} FROM events WHERE match = ? AND seq = ?`,
  rows: `SELECT ${EVENT} FROM events WHERE match = ? AND seq > ? ORDER BY seq LIMIT ?`,
  untimed: `SELECT ${EVENT.replace(' at,', " '' AS at,")} FROM events WHERE match = ? AND seq > ? ORDER BY seq LIMIT ?`,
  lastRow: 'SELECT seq, type, hash FROM events WHERE match = ? ORDER BY seq DESC LIMIT 1',
  erase: `UPDATE events SET body = NULL, salt = '' WHERE match = ? AND seq = ?`,

  insertCall: `INSERT INTO calls (${CALL}) VALUES (${COLUMNS.map(own).join(', ')})`,
  onTheWire: `SELECT id FROM calls WHERE ${KEY} AND try = @try AND status IS NULL ORDER BY id DESC LIMIT 1`,
  complete: `UPDATE calls SET ${COMPLETION.map((column) => `${column} = ${own(column)}`).join(', ')} WHERE id = @id`,
  read: `UPDATE calls SET outcome = @outcome, dropped = @dropped WHERE id =
    (SELECT id FROM calls WHERE ${KEY} AND status = 'ok' AND outcome IS NULL ORDER BY id LIMIT 1)`,
  tries: `SELECT ${CALL} FROM calls WHERE ${KEY} ORDER BY id`,
  usage: `SELECT provider, model, status, count(*) AS calls, sum(attempt > 1) AS reasked, sum(try > 1) AS retried,
    ${sums({ tokensIn: 'tokens_in', tokensOut: 'tokens_out', tokensReasoning: 'tokens_reasoning', tokensCached: 'tokens_cached' })},
    ${sums({ cost: 'cost', estimated: 'estimated', waited: 'waited', worked: 'worked' })},
    ${sums({ reservedTokens: 'reserved_tokens', reservedCost: 'reserved_cost' })}
    FROM calls WHERE ${OF_RUN} GROUP BY provider, model, status ORDER BY provider, model, status`,
  calls: `SELECT ${CALL} FROM calls WHERE match = ? ORDER BY id`,
  readings: `SELECT turn, seat, attempt, outcome FROM calls WHERE match = ? AND status = 'ok' AND purpose = 'answer'`,
  lose: `UPDATE calls SET status = 'lost' WHERE status IS NULL AND ${OF_RUN}`,
}

export type Statements = Readonly<Record<keyof typeof SQL, Statement>>

export function statementsOf(db: Database): Statements {
  const statements = Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)])) as Statements
  for (const one of ['key', 'text', 'onTheWire'] as const) statements[one].pluck()
  for (const list of ['texts', 'row', 'rows', 'untimed', 'lastRow'] as const) statements[list].raw()
  return statements
}
