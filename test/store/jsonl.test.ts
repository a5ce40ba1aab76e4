import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Archive } from '../../src/store/archive.ts'
import { nodeDigest } from '../../src/store/chain.ts'
import { exportLines } from '../../src/store/export.ts'
import { importLog } from '../../src/store/import.ts'
import { jsonErrorAt } from '../../src/store/json-error.ts'
import { readLog } from '../../src/store/jsonl.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from './folder.ts'
import { all, callBegun, callDone, callKey, log, played, runNamed, startOf } from './matches.ts'

const exported = async (store: Archive, selection = {}) => (await all(exportLines(store, selection))).join('')

function fileOf(text: string, name = 'log.jsonl'): string {
  const file = join(temporary(), name)
  writeFileSync(file, text)
  return file
}

/** A store with a bit of everything. */
async function filled(store: Archive): Promise<Archive> {
  const rules = 'the rules '.repeat(50)
  const hash = nodeDigest(rules)
  await store.createRun(
    runNamed('r', { texts: { 'prompts/rules.md': hash } }),
    new Map([
      [hash, rules],
      [nodeDigest('spec'), 'spec'],
    ]),
  )
  const seats = [0, 1].map((seat) => ({
    role: 'player',
    player: `p${seat}`,
    spec: nodeDigest('spec'),
    told: 'a person',
    subject: `s-${seat}`,
  }))
  log(store, 'a', played('a', { seats, reasons: true }), 'r')
  store.appendRun('r', { type: 'round', condition: 'c', round: 1, tables: [['p0', 'p1']], byes: [] })
  store.appendRun('r', { type: 'replaced', condition: 'c', at: 8, player: 'p0', standing: 1 / 3, by: 'p2' })
  log(store, 'b', played('b', { game: 'ultimatum', wraps: [{ id: 'talk' }, { id: 'repeated', params: { times: 3 } }] }))
  store.open('c', 'r', startOf('c'))
  store.append('c', { type: 'reseated', turn: 0, seat: 1, player: 'level-1', reason: 'departed' })
  store.append('c', { type: 'paused', turn: 0, reason: 'budget' })
  await store.begin(callBegun, false)
  await store.complete({ ...callKey, try: 1 }, callDone, false)
  store.read(callKey, 'legal', null)
  await store.begin({ ...callBegun, match: 'c' }, false)
  await store.durable()
  await store.erase({ match: 'a', seq: 3 })
  await store.erase({ match: 'c', seq: 2 })
  return store
}

describe('export and import', () => {
  it.each(['memory', 'sqlite'])('lose nothing (%s): what was imported is exported byte for byte', async (kind) => {
    const open = () => (kind === 'memory' ? memoryStore() : openSqlite(join(temporary(), 'log.sqlite')))
    const store = await filled(open())
    for (const selection of [{}, { run: 'r' }, { match: 'a' }, { match: 'b' }]) {
      const text = await exported(store, selection)
      const other = open()
      await importLog(other, fileOf(text))
      expect(await exported(other, selection)).toBe(text)
      await other.close()
    }
    expect((await exported(store)).split('\n').filter((line) => line.includes('"type":"text"')).length).toBe(3)
    await store.close()
  })

  it('whatever a person writes', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.jsonValue(),
        fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
        async (reason, say, request, x) => {
          const store = memoryStore()
          store.open('a', null, startOf('a'))
          store.append('a', { type: 'moved', turn: 0, seat: 0, action: { say, x }, reason, origin: { by: 'player' } })
          await store.begin({ ...callBegun, request }, false)
          await store.complete({ ...callKey, try: 1 }, { ...callDone, text: reason, reply: request }, false)
          const lines = await exported(store)
          const other = memoryStore()
          await importLog(other, fileOf(lines))
          expect(await other.log('a')).toEqual(await store.log('a'))
          expect(await other.calls('a')).toEqual(await store.calls('a'))
          expect(await exported(other)).toBe(lines)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lines are the wire format, type first and bookkeeping last', async () => {
    const store = memoryStore({ now: () => 0 })
    store.open('a', null, startOf('a', { game: 'ultimatum' }))
    store.append('a', { origin: { by: 'player' }, action: { offer: 3 }, seat: 0, turn: 0, type: 'moved' })
    const [first, second] = (await exported(store)).split('\n')
    expect(first).toMatch(
      /^\{"type":"started","wire":1,"match":"a","game":"ultimatum","version":1,"params":\{\},"seats":/,
    )
    expect(second).toMatch(
      /^\{"type":"moved","turn":0,"seat":0,"action":\{"offer":3\},"origin":\{"by":"player"\},"at":"1970-01-01T00:00:00.000Z","hash":"[0-9a-f]{64}"\}$/,
    )
  })

  it('what is not there cannot be exported', async () => {
    await expect(exported(memoryStore(), { match: 'a' })).rejects.toMatchObject({ code: 'unknown-match' })
    await expect(exported(memoryStore(), { run: 'r' })).rejects.toMatchObject({ code: 'unknown-run' })
  })

  it('importing twice does nothing the second time, and says so', async () => {
    const file = fileOf(await exported(await filled(memoryStore())))
    const store = memoryStore()
    expect(await importLog(store, file)).toMatchObject({ runs: 1, matches: 3, calls: 2, already: [] })
    const before = await exported(store)
    expect(await importLog(store, file)).toMatchObject({ runs: 0, matches: 0, calls: 0, already: ['a', 'b', 'c'] })
    expect(await exported(store)).toBe(before)
  })

  it('a match that is there with other events is refused, and stays', async () => {
    const store = memoryStore()
    log(store, 'a', played('a').slice(0, 3))
    const before = await exported(store)
    const file = fileOf(
      played('a')
        .map((event) => JSON.stringify(event))
        .join('\n'),
    )
    await expect(importLog(store, file)).rejects.toMatchObject({
      code: 'match-differs',
      message: expect.stringMatching(/log\.jsonl.*"a".*3 there, 8 in the file/),
    })
    expect(await exported(store)).toBe(before)
  })

  it('a run that is there and is another is refused', async () => {
    const store = memoryStore()
    await store.createRun(runNamed('r', { seed: 'other' }), new Map())
    const file = fileOf(await exported(await filled(memoryStore())))
    await expect(importLog(store, file)).rejects.toMatchObject({ code: 'run-differs' })
  })
})

describe('the events of a run', () => {
  const round = (n: number) => ({ type: 'round', condition: 'c', round: n, tables: [['a', 'b']], byes: [] }) as const
  const noted = async (rounds: readonly number[]) => {
    const store = memoryStore({ now: () => 0 })
    await store.createRun(runNamed('r'), new Map())
    for (const n of rounds) store.appendRun('r', { ...round(n), tables: [['a', 'b']], byes: [] })
    return store
  }

  it('have lines of their own', async () => {
    const [, line] = (await exported(await noted([1]))).split('\n')
    expect(line).toMatch(
      /^\{"type":"run-event","run":"r","seq":0,"at":"1970-01-01T00:00:00.000Z","event":\{.*"type":"round"\},"hash":"[0-9a-f]{64}"\}$/,
    )
  })

  it('that follow those that are there are taken, and others refused', async () => {
    const store = await noted([1])
    await importLog(store, fileOf(await exported(await noted([1, 2, 3]))))
    expect((await store.runLog('r')).map(({ event }) => event)).toEqual([round(1), round(2), round(3)])
    await expect(importLog(store, fileOf(await exported(await noted([1, 4]))))).rejects.toMatchObject({
      code: 'run-differs',
      message: expect.stringMatching(/line 3: run "r" is there already with another event 1/),
    })
  })

  it('are refused with their line where they were edited, dropped, or are of a kind that nobody knows', async () => {
    const lines = (await exported(await noted([1, 2, 3]))).trimEnd().split('\n')
    const refused = (damaged: readonly string[]) => expect(importLog(memoryStore(), fileOf(damaged.join('\n')))).rejects
    await refused(lines.with(2, lines[2]!.replace('"a"', '"z"'))).toMatchObject({
      code: 'broken-chain',
      message: expect.stringMatching(/line 3: event 1 of run "r" was edited/),
    })
    await refused(lines.toSpliced(2, 1)).toMatchObject({
      code: 'broken-chain',
      message: expect.stringMatching(/line 3: expected event 1 of run "r", found 2/),
    })
    await refused(lines.with(2, lines[2]!.replace('"type":"round"', '"type":"square"'))).toMatchObject({
      code: 'bad-line',
      message: expect.stringMatching(/line 3: no event of a run/),
    })
    await refused(lines.slice(1)).toMatchObject({ code: 'unknown-run', message: expect.stringMatching(/line 1/) })
  })
})

describe('a log that somebody else wrote', () => {
  const bare = (id: string) =>
    played(id).map((event) => {
      if (event.type === 'started') {
        const { match: _, wire: __, code: ___, ...start } = event
        return start
      }
      return event.type === 'ended' ? { type: 'ended', payoffs: event.payoffs } : event
    })
  const text = [...bare('x'), ...bare('y').slice(0, -1)].map((event) => JSON.stringify(event)).join('\r\n')

  it('may lack ids, times and hashes: it gets the file’s name, and a chain', async () => {
    const store = memoryStore()
    const file = fileOf(`\uFEFF\n${text}\n\n`, 'nagel 1995.jsonl')
    expect(await importLog(store, file)).toMatchObject({ matches: 2, events: 15 })
    expect((await all(store.matches())).map(({ id, status }) => [id, status])).toEqual([
      ['nagel 1995/1', 'ended'],
      ['nagel 1995/2', 'open'],
    ])
    const [start, move] = await store.log('nagel 1995/1')
    expect(start?.event).toMatchObject({ match: 'nagel 1995/1', seed: 'seed of x' })
    expect(move).toMatchObject({ at: '', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const lines = await exported(store)
    const other = memoryStore()
    await importLog(other, fileOf(lines))
    expect(await exported(other)).toBe(lines)
    expect(await importLog(store, file)).toMatchObject({ matches: 0, already: ['nagel 1995/1', 'nagel 1995/2'] })
  })

  it('but hashes that are there are checked, with an id or without', async () => {
    const store = memoryStore()
    log(store, 'a', played('a', { reasons: true }))
    const lines = (await exported(store)).trimEnd().split('\n')
    const edited = lines.with(3, lines[3]!.replace(/"guess":\d+/, '"guess":7'))
    await expect(importLog(memoryStore(), fileOf(edited.join('\n')))).rejects.toMatchObject({
      code: 'broken-chain',
      message: expect.stringContaining('line 4: event 3 of match "a"'),
    })
    await expect(importLog(memoryStore(), fileOf(lines.toSpliced(2, 1).join('\n')))).rejects.toMatchObject({
      code: 'broken-chain',
    })
    const hashless = lines.with(4, lines[4]!.replace(/,"hash":"\w+"/, ''))
    await expect(importLog(memoryStore(), fileOf(hashless.join('\n')))).rejects.toMatchObject({
      code: 'broken-chain',
      message: expect.stringContaining('found none'),
    })
    const into = memoryStore()
    await expect(importLog(into, fileOf(edited.join('\n')))).rejects.toThrow()
    expect(await into.status('a')).toBeUndefined()
  })
})

describe('a damaged file', () => {
  const lines = played('a').map((event) => JSON.stringify(event))
  const failure = async (text: string) => {
    const file = fileOf(text)
    const error = await all(readLog(file)).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    )
    return [error?.code, error?.message.replace(file, 'FILE')]
  }

  it('is refused with line and column', async () => {
    const bad = [lines[0], `${lines[1]!.slice(0, 23)}x${lines[1]!.slice(23)}`, lines[2]].join('\n')
    expect(await failure(bad)).toEqual([
      'bad-line',
      expect.stringMatching(/^FILE, line 2, column 24: no JSON, found "/),
    ])
    expect(await failure(`${lines[0]}\n{"type":"moved",\n${lines[2]}`)).toEqual([
      'bad-line',
      'FILE, line 2, column 17: no JSON, found the end of the line',
    ])
  })

  it('whose last line is cut off says so', async () => {
    expect(await failure(lines.join('\n').slice(0, -20))).toEqual([
      'truncated-log',
      expect.stringMatching(/^FILE, line 8 is cut off/),
    ])
    expect(await failure(lines.join('\n'))).toEqual([undefined, undefined])
  })

  it.each([
    ['{"type":"mooved","turn":0}', /line 1: expected an event .*got "mooved"/],
    ['[1]', /line 1: expected an object, got \[1\]/],
    ['{"type":"moved","turn":0,"seat":0,"origin":{"by":"player"},"sead":1}', /line 1: .*moved event.*sead/],
    ['{"type":"text","hash":"x"}', /line 1: no text line: body/],
    ['{"type":"voided","reason":"x","run":"r"}', /line 1: run stands with the started event alone/],
    ['{"type":"voided","reason":"x","hash":3}', /line 1: no event line: hash/],
  ])('%s is no line of a log', async (line, message) => {
    expect(await failure(line)).toEqual(['bad-line', expect.stringMatching(message)])
  })

  const call =
    '{"type":"call","match":"q","turn":0,"seat":0,"purpose":"answer","attempt":1,"try":1,"at":"","provider":"p","model":"m","request":{},"status":null,"tokensIn":null,"tokensOut":null,"tokensReasoning":null,"tokensCached":null,"cost":null,"outcome":null,"dropped":null}'
  it.each([
    ['no-start', 'events without a start', lines[1]!],
    ['match-closed', 'an event after the end', `${lines.join('\n')}\n${lines[1]}`],
    ['wrong-hash', 'a text under another hash', '{"type":"text","hash":"x","body":"y"}'],
    ['unknown-match', 'a call without its match', call],
    ['unknown-run', 'a match of a run that is not there', lines[0]!.replace('{', '{"run":"none",')],
  ])('is not imported: %s, %s', async (code, _, text) => {
    await expect(importLog(memoryStore(), fileOf(text))).rejects.toMatchObject({ code })
  })

  it('that is not there is named', async () => {
    await expect(importLog(memoryStore(), '/no/such.jsonl')).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringContaining('/no/such.jsonl'),
    })
  })

  it('JSON errors are found where JSON.parse stops', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', 'x', '"', '{', ',', '\\', '\u0001'),
        (json, place, inserted) => {
          const at = place % (json.length + 1)
          const text = inserted === '' ? json.slice(0, at) : json.slice(0, at) + inserted + json.slice(at)
          const valid = (() => {
            try {
              JSON.parse(text)
              return true
            } catch {
              return false
            }
          })()
          const found = jsonErrorAt(text)
          if (valid) expect(found).toBe(text.length)
          else expect(found).toBeLessThanOrEqual(text.length)
          if (inserted === '' && !valid) expect(found).toBe(text.length)
        },
      ),
    )
    expect(jsonErrorAt('{"a": [1, 2,, 3]}')).toBe(12)
    expect(jsonErrorAt('{"a": tru')).toBe(9)
    expect(jsonErrorAt('{"a": 1} x')).toBe(9)
    expect(jsonErrorAt('"a\\x"')).toBe(2)
  })
})

it('an exported file is plain UTF-8 with one line a record', async () => {
  const file = fileOf(await exported(await filled(memoryStore())))
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('run')
})
