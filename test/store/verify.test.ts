import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/arena/finding.ts'
import { type Verified, verify } from '../../src/arena/verify.ts'
import type { Archive } from '../../src/store/archive.ts'
import { runHead } from '../../src/store/chain.ts'
import { exportLines } from '../../src/store/export.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from './folder.ts'
import { all, gameFor, log, played, runNamed } from './matches.ts'

async function verified(
  source: Archive | string,
  options = {},
): Promise<Verified & { readonly findings: readonly Finding[] }> {
  const findings: Finding[] = []
  const verification = verify(source, gameFor, options)
  for (;;) {
    const { done, value } = await verification.next()
    if (done) return { ...value, findings }
    findings.push(value)
  }
}

/** A file with three matches of eight events each, the second of them with reasons. */
async function threeMatches(): Promise<string> {
  const file = join(temporary(), 'log.sqlite')
  const store = openSqlite(file)
  for (const id of ['a', 'b', 'c']) log(store, id, played(id, { reasons: id === 'b' }))
  await store.close()
  return file
}

/** Changes rows behind the guards' back: `b` is match 2. */
function tamper(file: string, ...sql: readonly string[]): void {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  for (const { name } of db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all() as {
    name: string
  }[])
    db.exec(`DROP TRIGGER ${name}`)
  for (const statement of sql) db.exec(statement)
  db.close()
}

async function findingsIn(file: string): Promise<readonly Finding[]> {
  const store = openSqlite(file)
  const found = await verified(store)
  await store.close()
  expect(found.matches).toBe(3)
  return found.findings
}

describe('verify', () => {
  it('says nothing against a log as it was played: every game, wrap and kind of event', async () => {
    const store = memoryStore()
    await store.createRun(runNamed('r'), new Map())
    log(store, 'a', played('a'), 'r')
    log(
      store,
      'b',
      played('b', { game: 'ultimatum', wraps: [{ id: 'talk' }, { id: 'repeated', params: { times: 3 } }] }),
      'r',
    )
    const moves = played('c', { game: 'ultimatum', params: { outside: { min: 0, max: 9 } } })
    log(store, 'c', [
      moves[0]!,
      { type: 'reseated', turn: 0, seat: 0, player: 'x', reason: 'departed' },
      moves[1]!,
      { type: 'paused', turn: 1, reason: 'budget' },
      ...moves.slice(2),
    ])
    const summaries = await all(store.matches('r'))
    const { findings, matches, decisions, mismatches, heads } = await verified(store)
    expect({ findings, matches, decisions, mismatches }).toEqual({
      findings: [],
      matches: 3,
      decisions: 6 + 18 + 2,
      mismatches: 0,
    })
    expect(heads.get('r')).toBe(runHead(summaries.map(({ id, head }) => [id, head])))
    expect([...heads.keys()]).toEqual(['r', null])
    expect(await verified(store, { run: 'r' })).toMatchObject({ matches: 2 })
  })

  it('notes a match that has not ended, which is no mismatch', async () => {
    const store = memoryStore()
    log(store, 'a', played('a').slice(0, 3))
    log(store, 'b', played('b').slice(0, -1))
    const { findings, mismatches, notes } = await verified(store)
    expect(findings).toEqual([
      { match: 'a', turn: 0, code: 'open', message: expect.stringContaining('turn 0 awaits seats 2'), note: true },
      { match: 'b', turn: 2, code: 'open', message: expect.stringContaining('its end is not claimed'), note: true },
    ])
    expect([mismatches, notes]).toEqual([0, 2])
  })

  it('an edited row is found, by its hash and by what follows from it', async () => {
    const file = await threeMatches()
    tamper(file, `UPDATE events SET body = json_set(body, '$.action.guess', 7) WHERE match = 2 AND seq = 2`)
    expect(await findingsIn(file)).toMatchObject([
      { match: 'b', turn: 0, seat: 1, code: 'broken-chain', note: false },
      { match: 'b', code: 'wrong-end', note: false },
    ])
  })

  it.each([
    [`UPDATE events SET seat = 2 WHERE match = 2 AND seq = 2`, { turn: 0, seat: 2, code: 'broken-chain' }],
    [`UPDATE events SET salt = '' WHERE match = 2 AND seq = 3`, { turn: 0, seat: 2, code: 'broken-chain' }],
    [`UPDATE events SET hash = 'x' WHERE match = 2 AND seq = 3`, { turn: 0, seat: 2, code: 'broken-chain' }],
    [`UPDATE events SET commitment = 'x' WHERE match = 2 AND seq = 3`, { turn: 0, seat: 2, code: 'edited-row' }],
    [
      `DELETE FROM events WHERE match = 2 AND seq = 3`,
      { turn: 1, seat: 0, code: 'dropped-row', expected: 'event 3', found: 'event 4' },
    ],
    [`DELETE FROM events WHERE match = 2 AND seq = 0`, { turn: 0, seat: 0, code: 'dropped-row' }],
    [`DELETE FROM events WHERE match = 2`, { code: 'no-start' }],
    [`UPDATE events SET body = '{' WHERE match = 2 AND seq = 3`, { turn: 0, seat: 2, code: 'broken-chain' }],
  ])('%s is found', async (sql, expected) => {
    const file = await threeMatches()
    tamper(file, sql)
    const [first] = await findingsIn(file)
    expect(first).toMatchObject({ match: 'b', ...expected, note: false })
  })

  it('blanked hashes are found, whatever the rows say: in a store every row has one', async () => {
    const file = await threeMatches()
    tamper(
      file,
      `UPDATE events SET hash = '' WHERE match = 2`,
      `UPDATE events SET body = json_set(body, '$.seats[0].player', 'somebody else') WHERE match = 2 AND seq = 0`,
    )
    const found = await findingsIn(file)
    expect(found).toHaveLength(8)
    for (const one of found) expect(one).toMatchObject({ match: 'b', code: 'broken-chain', found: 'none', note: false })
  })

  it('rows in another order are found, renumbered or not', async () => {
    const swap = (a: number, b: number) => [
      `UPDATE events SET seq = -1 WHERE match = 2 AND seq = ${a}`,
      `UPDATE events SET seq = ${a} WHERE match = 2 AND seq = ${b}`,
      `UPDATE events SET seq = ${b} WHERE match = 2 AND seq = -1`,
    ]
    const file = await threeMatches()
    tamper(file, ...swap(2, 3))
    expect((await findingsIn(file))[0]).toMatchObject({ match: 'b', turn: 0, seat: 2, code: 'broken-chain' })
    const other = await threeMatches()
    tamper(
      other,
      'DELETE FROM events WHERE match = 2 AND seq = 3',
      ...[4, 5, 6, 7].map((seq) => `UPDATE events SET seq = ${seq - 1} WHERE match = 2 AND seq = ${seq}`),
    )
    expect((await findingsIn(other))[0]).toMatchObject({ match: 'b', turn: 1, seat: 0, code: 'broken-chain' })
  })

  it('rows cut off at the end leave the match open, and the run with another head', async () => {
    const file = await threeMatches()
    const before = openSqlite(file)
    const { heads } = await verified(before)
    await before.close()
    tamper(file, 'DELETE FROM events WHERE match = 2 AND seq >= 6')
    const store = openSqlite(file)
    const after = await verified(store)
    await store.close()
    expect(after.findings).toMatchObject([{ match: 'b', code: 'open', note: true }])
    expect(after.heads.get(null)).not.toBe(heads.get(null))
  })

  it('a forged chain does not help an illegal move, a wrong payoff, measure or fingerprint', async () => {
    const events = played('a')
    const end = events.at(-1)!
    if (end.type !== 'ended') throw new Error('the match did not end')
    const cases = [
      {
        events: events.with(2, { type: 'moved', turn: 0, seat: 1, action: { guess: 101 }, origin: { by: 'player' } }),
        code: 'illegal-move',
        turn: 0,
        seat: 1,
        expected: expect.stringContaining('100'),
        found: '{"guess":101}',
      },
      { events: events.with(2, events[1]!), code: 'seat-not-awaited', turn: 0, seat: 0 },
      {
        events: events.with(-1, { ...end, payoffs: end.payoffs.with(1, 77) }),
        code: 'wrong-end',
        seat: 1,
        expected: `payoff ${end.payoffs[1]}`,
        found: '77',
      },
      {
        events: events.with(-1, { ...end, measures: { ...end.measures, meanFirst: 1 } }),
        code: 'wrong-end',
        expected: expect.stringContaining('measure meanFirst'),
        found: '1',
      },
      {
        events: events.with(-1, { ...end, fingerprint: 'x' }),
        code: 'wrong-end',
        expected: expect.stringContaining('fingerprint'),
        found: '"x"',
      },
      {
        events: events.with(0, { ...events[0]!, version: 99 } as (typeof events)[0]),
        code: 'wrong-game',
        expected: expect.stringContaining('beauty-contest@'),
        found: 'beauty-contest@99',
      },
      { events: events.with(0, { ...events[0]!, game: 'beuty-contest' } as (typeof events)[0]), code: 'unknown-game' },
    ]
    const store = memoryStore()
    for (const [nth, { events: forged }] of cases.entries())
      log(store, `m${nth}`, forged.with(0, { ...forged[0]!, match: `m${nth}` } as (typeof events)[0]))
    const { findings, mismatches } = await verified(store)
    expect(findings).toMatchObject(
      cases.map(({ events: _, ...expected }, nth) => ({ match: `m${nth}`, note: false, ...expected })),
    )
    expect(mismatches).toBe(cases.length)
  })

  it('an erased text is `erased`, and no mismatch', async () => {
    const store = memoryStore()
    log(store, 'b', played('b', { reasons: true }))
    await store.erase({ match: 'b', seq: 3 })
    expect(await verified(store)).toMatchObject({
      mismatches: 0,
      findings: [
        {
          match: 'b',
          turn: 0,
          seat: 2,
          code: 'erased',
          message: expect.stringContaining('cannot be folded'),
          note: true,
        },
      ],
    })
  })

  it('but a text that somebody else blanked with its commitment is a mismatch', async () => {
    const file = await threeMatches()
    tamper(file, `UPDATE events SET body = NULL, salt = '', commitment = 'x' WHERE match = 2 AND seq = 3`)
    expect((await findingsIn(file))[0]).toMatchObject({ match: 'b', turn: 0, seat: 2, code: 'broken-chain' })
  })

  it('an edited text is found', async () => {
    const file = join(temporary(), 'log.sqlite')
    const store = openSqlite(file)
    await store.putText('the rules')
    await store.close()
    tamper(file, `UPDATE texts SET body = 'other rules'`)
    const again = openSqlite(file)
    expect((await verified(again)).findings).toMatchObject([{ match: null, code: 'edited-text', note: false }])
    await again.close()
  })
})

describe('verify over the events of a run', () => {
  const noted = async (store: Archive) => {
    await store.createRun(runNamed('r'), new Map())
    for (const round of [1, 2, 3])
      store.appendRun('r', { type: 'round', condition: 'c', round, tables: [['a', 'b']], byes: [] })
    return store
  }

  it('says nothing against them as they were noted', async () => {
    const store = await noted(memoryStore())
    expect((await verified(store)).findings).toEqual([])
    const file = join(temporary(), 'log.jsonl')
    writeFileSync(file, (await all(exportLines(store))).join(''))
    expect((await verified(file)).findings).toEqual([])
  })

  it.each([
    ['an edited one', `UPDATE run_events SET body = replace(body, '"a"', '"z"') WHERE seq = 1`, 'broken-chain'],
    ['a dropped one', 'DELETE FROM run_events WHERE seq = 1', 'dropped-row'],
    ['a body that is none', `UPDATE run_events SET body = '{}' WHERE seq = 1`, 'broken-chain'],
    ['another type', `UPDATE run_events SET type = 'replaced' WHERE seq = 1`, 'broken-chain'],
  ])('finds %s', async (_, sql, code) => {
    const file = join(temporary(), 'log.sqlite')
    await (await noted(openSqlite(file))).close()
    tamper(file, sql)
    const again = openSqlite(file)
    const { findings, mismatches } = await verified(again)
    expect(findings[0]).toMatchObject({ match: null, code, message: expect.stringContaining('run "r"'), note: false })
    expect(mismatches).toBe(findings.length)
    await again.close()
  })

  it('finds a line that was edited', async () => {
    const file = join(temporary(), 'log.jsonl')
    const lines = (await all(exportLines(await noted(memoryStore())))).join('')
    writeFileSync(file, lines.replace('"round":2', '"round":5'))
    expect((await verified(file)).findings).toMatchObject([
      { code: 'broken-chain', message: expect.stringContaining('event 1') },
    ])
  })
})

describe('verify over a file of lines', () => {
  const fileOf = (text: string) => {
    const file = join(temporary(), 'log.jsonl')
    writeFileSync(file, text)
    return file
  }
  const linesOf = async () => {
    const store = memoryStore()
    for (const id of ['a', 'b', 'c']) log(store, id, played(id, { reasons: id === 'b' }))
    return { store, lines: (await all(exportLines(store))).join('').trimEnd().split('\n') }
  }

  it('finds what it finds in the store that the file came from', async () => {
    const { store, lines } = await linesOf()
    await store.erase({ match: 'b', seq: 1 })
    const erased = (await all(exportLines(store))).join('')
    expect(await verified(fileOf(erased))).toEqual(await verified(store))
    expect(await verified(fileOf(lines.join('\n')))).toMatchObject({
      matches: 3,
      decisions: 18,
      mismatches: 0,
      notes: 0,
    })
  })

  it.each([
    ['an edited line', (lines: string[]) => lines.with(10, lines[10]!.replace(/because of/, 'for')), 'broken-chain'],
    ['a dropped line', (lines: string[]) => lines.toSpliced(10, 1), 'broken-chain'],
    ['a reordered line', (lines: string[]) => lines.with(10, lines[11]!).with(11, lines[10]!), 'broken-chain'],
    ['a line that is no JSON', (lines: string[]) => lines.with(10, lines[10]!.slice(0, -1)), 'bad-line'],
    ['a line of an unknown type', (lines: string[]) => lines.with(10, '{"type":"mowed"}'), 'bad-line'],
    ['a match that is there twice', (lines: string[]) => [...lines.slice(8, 16), ...lines], 'match-exists'],
  ])('%s is found, and the other matches are verified', async (_, damage, code) => {
    const { lines } = await linesOf()
    const { findings, matches, heads } = await verified(fileOf(damage(lines).join('\n')))
    expect(findings[0]).toMatchObject({ match: 'b', code, note: false })
    expect(new Set(findings.map(({ match }) => match))).toEqual(new Set(['b']))
    expect(matches).toBeGreaterThanOrEqual(3)
    expect(heads.size).toBe(1)
  })

  it('a file that is cut off says so, and where', async () => {
    const { lines } = await linesOf()
    const { findings } = await verified(fileOf(lines.join('\n').slice(0, -30)))
    expect(findings).toMatchObject([{ match: 'c', code: 'truncated-log', message: expect.stringContaining('line 24') }])
  })

  it('a log without hashes, ids, measures and fingerprints is verified by its rules', async () => {
    const bare = played('x').map(({ ...event }) => {
      if (event.type === 'started') return { ...event, match: undefined, wire: undefined, code: undefined }
      return event.type === 'ended' ? { type: 'ended', payoffs: event.payoffs } : event
    })
    const good = bare.map((event) => JSON.stringify(event))
    expect(await verified(fileOf(good.join('\n')))).toMatchObject({ matches: 1, decisions: 6, mismatches: 0, notes: 0 })
    const bad = good.with(2, good[2]!.replace(/"guess":[\d.]+/, '"guess":-1'))
    expect((await verified(fileOf(bad.join('\n')))).findings).toMatchObject([
      { match: 'log/1', turn: 0, seat: 1, code: 'illegal-move' },
    ])
  })
})
