/** The tables of a log file, its guards against change, and its views for the analyst: plain SQL over JSON. */
import { COLUMNS, COMPLETION } from './call-row.ts'

/** Goes up with every change to the tables; `PRAGMA user_version` of a file. */
export const SCHEMA_VERSION = 3

/** `PRAGMA application_id` of a log file: 'Stag' in ASCII. */
export const APPLICATION = 0x53746167

/** Columns that version 2 added to `calls`. */
const ADDED_2 = [
  'reserved_tokens INTEGER', // what a call counts that was on the wire when its process ended
  'reserved_cost REAL', // dollars
  'estimated INTEGER', // 1: tokens and cost are estimates, the provider did not say
  'fingerprint TEXT', // what the provider says of the configuration that answered
]

/** Added by version 3. */
const runEvents = `
CREATE TABLE run_events (
  run TEXT NOT NULL REFERENCES runs (id),
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,                       -- canonical JSON
  hash TEXT NOT NULL,                       -- chained as in events
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
${forbidden('run_events', 'UPDATE')}
${forbidden('run_events', 'DELETE')}
`

const tables = `
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  experiment TEXT NOT NULL,
  file TEXT NOT NULL,
  texts TEXT NOT NULL,                      -- JSON: path -> hash
  seed TEXT NOT NULL,
  code TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE texts (
  hash TEXT PRIMARY KEY,                    -- SHA-256 of the body
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
  key INTEGER PRIMARY KEY,                  -- short, because it stands in every event; means nothing
  id TEXT NOT NULL UNIQUE,
  run TEXT REFERENCES runs (id)
) STRICT;
CREATE INDEX matches_of_run ON matches (run, id);

CREATE TABLE events (
  match INTEGER NOT NULL,                   -- the key of a match; no foreign key, which would cost a tenth of the speed
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  turn INTEGER,
  seat INTEGER,
  body TEXT,                                -- canonical JSON; null where it was erased
  salt TEXT NOT NULL,
  hash TEXT NOT NULL,
  commitment TEXT,                          -- of salted rows; of others it follows from the body
  PRIMARY KEY (match, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reseatings ON events (match, seat, seq) WHERE type = 'reseated';
CREATE INDEX endings ON events (match) WHERE type = 'ended';

CREATE TABLE calls (
  id INTEGER PRIMARY KEY,
  match TEXT NOT NULL,
  turn INTEGER NOT NULL,
  seat INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  attempt INTEGER NOT NULL,                 -- re-asks of the player
  try INTEGER NOT NULL,                     -- transport tries of one attempt
  at TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,                      -- asked for
  request TEXT NOT NULL,                    -- JSON; {"text": hash} stands for a long text
  status TEXT,                              -- null while it is on the wire
  answered TEXT,                            -- the model that says it answered
  text TEXT,
  reply TEXT,                               -- JSON
  finish TEXT,
  tokens_in INTEGER,
  tokens_out INTEGER,
  tokens_reasoning INTEGER,
  tokens_cached INTEGER,
  cost REAL,                                -- dollars
  request_id TEXT,
  waited REAL,                              -- milliseconds in the queue
  worked REAL,                              -- milliseconds on the wire
  error TEXT,
  outcome TEXT,                             -- how the reply was read
  dropped TEXT,                             -- JSON: fields of the reply that were dropped
  ${ADDED_2.join(',\n  ')}
) STRICT;
CREATE INDEX calls_by_key ON calls (match, turn, seat, purpose, attempt, try);
CREATE INDEX calls_on_the_wire ON calls (match) WHERE status IS NULL;

CREATE TABLE holders (
  run TEXT PRIMARY KEY REFERENCES runs (id),
  token TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_start TEXT,                       -- tells a process from a later one with its pid; null where that is unknown
  host TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

const guardOfCalls = `
-- a call is completed once, and its reading noted once
CREATE TRIGGER calls_update BEFORE UPDATE ON calls
WHEN NOT (
  ${unchanged(['id', ...COLUMNS.slice(0, COLUMNS.indexOf('status'))])}
  AND (OLD.status IS NULL OR ${unchanged(COMPLETION)})
  AND (OLD.outcome IS NULL OR ${unchanged(['outcome', 'dropped'])})
)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a call is completed once'); END;
`

/** Rows are added and never changed, but for the two changes that the log itself makes. */
const guards = `
${['runs', 'texts', 'matches'].map((table) => `${forbidden(table, 'UPDATE')}\n${forbidden(table, 'DELETE')}`).join('\n')}
${forbidden('events', 'DELETE')}
${forbidden('calls', 'DELETE')}

-- an event's free text may be erased: body and salt are blanked, all else stays
CREATE TRIGGER events_update BEFORE UPDATE ON events
WHEN NOT (
  OLD.commitment IS NOT NULL AND OLD.body IS NOT NULL AND OLD.type <> 'started'
  AND NEW.body IS NULL AND NEW.salt = ''
  AND ${unchanged(['match', 'seq', 'at', 'type', 'turn', 'seat', 'hash', 'commitment'])}
)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event can only be erased'); END;

${guardOfCalls}`

const views = `
-- one row a decision; \`kind\` is null in imported logs that do not name it
CREATE VIEW moves AS
SELECT m.run, m.id AS match, s.body ->> '$.game' AS game, e.turn, e.seat,
  s.body ->> ('$.seats[' || e.seat || '].role') AS role,
  CASE WHEN r.seq IS NULL THEN s.body ->> ('$.seats[' || e.seat || '].player') ELSE r.body ->> '$.player' END AS player,
  CASE WHEN r.seq IS NULL THEN s.body ->> ('$.seats[' || e.seat || '].subject') ELSE r.body ->> '$.subject' END AS subject,
  e.body ->> '$.kind' AS kind,
  e.body -> '$.action' AS action,
  e.body ->> '$.origin.by' AS origin,
  e.body ->> '$.origin.reason' AS origin_reason,
  e.body ->> '$.reason' AS reason,
  CASE WHEN r.seq IS NULL THEN s.body ->> ('$.seats[' || e.seat || '].told') ELSE r.body ->> '$.told' END AS told,
  e.at
FROM events e
JOIN matches m ON m.key = e.match
JOIN events s ON s.match = e.match AND s.seq = 0
LEFT JOIN events r ON r.match = e.match AND r.seq = (
  SELECT max(x.seq) FROM events x WHERE x.type = 'reseated' AND x.match = e.match AND x.seat = e.seat AND x.seq < e.seq)
WHERE e.type = 'moved';

-- one row a match: under which rules and treatment; what is told is told to every seat
CREATE VIEW setups AS
SELECT m.run, m.id AS match, s.body ->> '$.game' AS game, s.body ->> '$.version' AS version,
  s.body -> '$.wraps' AS wraps, s.body -> '$.params' AS params, s.body ->> '$.seats[0].told' AS told,
  s.body ->> '$.seed' AS seed,
  coalesce((SELECT e.type FROM events e WHERE e.match = m.key AND e.type IN ('ended', 'voided') LIMIT 1), 'open') AS status
FROM matches m
JOIN events s ON s.match = m.key AND s.seq = 0;

-- one row a seat of a match that ended; the player is who sat there last
CREATE VIEW payoffs AS
SELECT m.run, m.id AS match, s.body ->> '$.game' AS game, p.key AS seat,
  s.body ->> ('$.seats[' || p.key || '].role') AS role,
  CASE WHEN r.seq IS NULL THEN s.body ->> ('$.seats[' || p.key || '].player') ELSE r.body ->> '$.player' END AS player,
  CASE WHEN r.seq IS NULL THEN s.body ->> ('$.seats[' || p.key || '].subject') ELSE r.body ->> '$.subject' END AS subject,
  p.value AS payoff
FROM events e
JOIN json_each(e.body, '$.payoffs') p
JOIN matches m ON m.key = e.match
JOIN events s ON s.match = e.match AND s.seq = 0
LEFT JOIN events r ON r.match = e.match AND r.seq = (
  SELECT max(x.seq) FROM events x WHERE x.type = 'reseated' AND x.match = e.match AND x.seat = p.key)
WHERE e.type = 'ended';

-- one row a figure of a match that ended
CREATE VIEW measures AS
SELECT m.run, m.id AS match, s.body ->> '$.game' AS game, f.key AS measure, f.value AS value
FROM events e
JOIN json_each(e.body, '$.measures') f
JOIN matches m ON m.key = e.match
JOIN events s ON s.match = e.match AND s.seq = 0
WHERE e.type = 'ended';

-- what the calls of a seat came to; milliseconds
CREATE VIEW usage AS
SELECT m.run, c.match, c.seat, c.provider, c.model, c.answered,
  count(*) AS calls,
  count(*) FILTER (WHERE c.status = 'ok') AS ok,
  count(*) FILTER (WHERE c.status = 'lost') AS lost,
  count(*) FILTER (WHERE c.attempt > 1) AS reasked,
  count(*) FILTER (WHERE c.try > 1) AS retried,
  sum(c.tokens_in) AS tokens_in, sum(c.tokens_out) AS tokens_out,
  sum(c.tokens_reasoning) AS tokens_reasoning, sum(c.tokens_cached) AS tokens_cached, sum(c.cost) AS cost,
  count(*) FILTER (WHERE c.estimated = 1) AS estimated,
  sum(c.waited) AS waited, sum(c.worked) AS worked
FROM calls c
LEFT JOIN matches m ON m.id = c.match
GROUP BY c.match, c.seat, c.provider, c.model, c.answered;
`

/** The views that can be exported as tables. */
export const VIEWS = ['setups', 'moves', 'payoffs', 'measures', 'usage'] as const
export type View = (typeof VIEWS)[number]

export const SCHEMA = `${tables}${runEvents}${guards}${views}
PRAGMA application_id = ${APPLICATION};
PRAGMA user_version = ${SCHEMA_VERSION};
`

/** What brings a file of version 1 to version 2, within a transaction: guards and views are made anew. */
export const FROM_1 = `
DROP TRIGGER calls_update;
${VIEWS.map((view) => `DROP VIEW ${view};`).join('\n')}
${ADDED_2.map((column) => `ALTER TABLE calls ADD COLUMN ${column};`).join('\n')}
${guardOfCalls}${views}
PRAGMA user_version = 2;
`

/** What brings a file of version 2 to this one, within the same transaction. */
export const FROM_2 = `${runEvents}
PRAGMA user_version = ${SCHEMA_VERSION};
`

function forbidden(table: string, change: 'UPDATE' | 'DELETE'): string {
  const name = `${table}_${change.toLowerCase()}`
  return `CREATE TRIGGER ${name} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'the log is append-only: ${table}'); END;`
}

function unchanged(columns: readonly string[]): string {
  return columns.map((column) => `NEW.${column} IS OLD.${column}`).join(' AND ')
}
