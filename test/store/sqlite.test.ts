import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { VIEWS } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { storeContract } from './contract.ts'
import { temporary } from './folder.ts'
import { all, callBegun, callDone, callKey, log, played, runNamed, startOf } from './matches.ts'

const fresh = () => join(temporary(), 'log.sqlite')

storeContract('a SQLite file', () => openSqlite(fresh()))

/** Runs SQL behind the store's back. */
function behind(file: string, sql: string): unknown[] {
  const db = new Database(file)
  try {
    const statement = db.prepare(sql)
    if (statement.reader) return statement.all()
    statement.run()
    return []
  } finally {
    db.close()
  }
}

describe('a log file', () => {
  it('goes on where another process left it', async () => {
    const file = fresh()
    const events = played('a')
    const first = openSqlite(file)
    log(first, 'a', events.slice(0, 3))
    await first.close()
    const second = openSqlite(file)
    for (const event of events.slice(3)) second.append('a', event)
    await second.close()
    const third = openSqlite(file)
    expect((await third.log('a')).map(({ event }) => event)).toEqual(events)
    expect(() => third.append('a', events[1]!)).toThrow(expect.objectContaining({ code: 'match-closed' }))
    await third.close()
  })

  it('is made with its folder, or refused where it must be there', async () => {
    const file = join(temporary(), 'deep', 'down', 'log.sqlite')
    expect(() => openSqlite(file, { create: false })).toThrow(expect.objectContaining({ code: 'missing-file' }))
    await openSqlite(file).close()
    expect(existsSync(file)).toBe(true)
  })

  it('keeps every row of thousands of matches, written in batches', async () => {
    const store = openSqlite(fresh())
    const events = played('a')
    for (let nth = 0; nth < 1500; nth++) log(store, `m${nth}`, [{ ...startOf(`m${nth}`) }, ...events.slice(1)])
    await store.durable()
    const summaries = await all(store.matches())
    expect(summaries.length).toBe(1500)
    expect(summaries.every(({ status }) => status === 'ended')).toBe(true)
    expect(summaries.map(({ id }) => id)).toEqual(summaries.map(({ id }) => id).sort())
    await store.close()
  })
})

describe('a file that is no log of this version', () => {
  it.each([
    [99, 'newer'],
    [0, 'the stagegame that wrote it'],
  ])('of version %i is refused with the version it has and the one expected', async (version, advice) => {
    const file = fresh()
    await openSqlite(file).close()
    behind(file, `PRAGMA user_version = ${version}`)
    const before = readFileSync(file)
    expect(() => openSqlite(file)).toThrow(
      expect.objectContaining({
        code: 'wrong-version',
        message: expect.stringMatching(`version ${version}, expected version 3.*${advice}`),
      }),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('of another program is refused, and stays as it was', () => {
    const file = fresh()
    behind(file, 'CREATE TABLE invoices (id INTEGER)')
    expect(() => openSqlite(file)).toThrow(
      expect.objectContaining({ code: 'wrong-version', message: expect.stringContaining('invoices') }),
    )
    expect(behind(file, 'SELECT name FROM sqlite_schema')).toEqual([{ name: 'invoices' }])
  })

  it('but a text is refused', () => {
    const file = fresh()
    writeFileSync(file, 'these are minutes of a meeting, and no database at all\n'.repeat(20))
    expect(() => openSqlite(file)).toThrow(
      expect.objectContaining({ code: 'not-a-database', message: expect.stringContaining(file) }),
    )
  })

  it('or cannot be a file there, is refused', () => {
    const file = fresh()
    writeFileSync(file, '')
    expect(() => openSqlite(join(file, 'log.sqlite'))).toThrow(expect.objectContaining({ code: 'no-folder' }))
    expect(() => openSqlite(temporary())).toThrow(expect.objectContaining({ code: 'cannot-open' }))
  })
})

describe('append-only', () => {
  it.each([
    `UPDATE events SET body = '{}' WHERE seq = 1`,
    `UPDATE events SET body = NULL, salt = '' WHERE seq = 1`,
    `UPDATE events SET body = NULL, salt = '', hash = 'x' WHERE seq = 2`,
    `UPDATE events SET body = NULL WHERE seq = 2`,
    'DELETE FROM events WHERE seq = 3',
    `UPDATE matches SET id = 'b'`,
    'DELETE FROM matches',
    `UPDATE runs SET seed = 'other'`,
    'DELETE FROM runs',
    `UPDATE run_events SET type = 'replaced'`,
    'DELETE FROM run_events',
    `UPDATE texts SET body = 'other'`,
    'DELETE FROM texts',
    `UPDATE calls SET status = 'lost'`,
    `UPDATE calls SET request = 'null'`,
    `UPDATE calls SET outcome = 'illegal'`,
    'DELETE FROM calls',
  ])('%s is refused', async (sql) => {
    const file = fresh()
    const store = openSqlite(file)
    await store.createRun(runNamed('r'), new Map([['hash', 'text']]))
    store.appendRun('r', { type: 'round', condition: 'c', round: 1, tables: [['a', 'b']], byes: [] })
    store.open('a', 'r', startOf('a'))
    store.append('a', { type: 'moved', turn: 0, seat: 0, action: { guess: 3 }, origin: { by: 'player' } })
    store.append('a', { type: 'moved', turn: 0, seat: 1, action: { guess: 3 }, reason: 'so', origin: { by: 'player' } })
    store.append('a', { type: 'moved', turn: 0, seat: 2, action: { guess: 3 }, origin: { by: 'player' } })
    await store.begin(callBegun, false)
    await store.complete({ ...callKey, try: 1 }, callDone, false)
    store.read(callKey, 'legal', null)
    await store.close()
    const tables = ['events', 'matches', 'runs', 'run_events', 'texts', 'calls']
    const before = tables.map((table) => behind(file, `SELECT * FROM ${table}`))
    expect(before.every((rows) => rows.length > 0)).toBe(true)
    expect(() => behind(file, sql)).toThrow('the log is append-only')
    expect(tables.map((table) => behind(file, `SELECT * FROM ${table}`))).toEqual(before)
  })

  it('an erased text is gone from the file’s bytes', async () => {
    const file = fresh()
    const store = openSqlite(file)
    store.open('a', null, startOf('a'))
    const reason = 'my telephone number is 555-0199'
    store.append('a', { type: 'moved', turn: 0, seat: 0, action: { guess: 3 }, reason, origin: { by: 'player' } })
    await store.durable()
    const bytes = () =>
      ['', '-wal'].map((end) => (existsSync(file + end) ? readFileSync(file + end, 'latin1') : '')).join('')
    expect(bytes()).toContain(reason)
    await store.erase({ match: 'a', seq: 1 })
    expect(bytes()).not.toContain(reason)
    await store.close()
  })
})

describe('views', () => {
  it('attribute every decision and payoff to who sat there', async () => {
    const file = fresh()
    const store = openSqlite(file)
    await store.createRun(runNamed('r'), new Map())
    const seats = [
      { role: 'proposer', player: 'ann', subject: 's-1', told: 'a machine' },
      { role: 'responder', player: 'gpt' },
    ]
    store.open('u', 'r', startOf('u', { game: 'ultimatum', seats }))
    store.append('u', {
      type: 'moved',
      turn: 0,
      seat: 0,
      action: { offer: 40 },
      reason: 'half',
      origin: { by: 'player' },
    })
    store.append('u', { type: 'reseated', turn: 1, seat: 1, player: 'fair', reason: 'departed' })
    store.append('u', {
      type: 'moved',
      turn: 1,
      seat: 1,
      action: { accept: true },
      origin: { by: 'fallback', reason: 'timeout' },
    })
    store.append('u', { type: 'ended', payoffs: [60, 40], measures: { accepted: 1 } })
    const one = { run: 'r', match: 'u', game: 'ultimatum', kind: null }
    const moves = (await all(store.view('moves'))).map(({ at: _, ...move }) => move)
    expect(moves).toEqual([
      {
        ...one,
        turn: 0,
        seat: 0,
        role: 'proposer',
        player: 'ann',
        subject: 's-1',
        action: '{"offer":40}',
        origin: 'player',
        origin_reason: null,
        reason: 'half',
        told: 'a machine',
      },
      {
        ...one,
        turn: 1,
        seat: 1,
        role: 'responder',
        player: 'fair',
        subject: null,
        action: '{"accept":true}',
        origin: 'fallback',
        origin_reason: 'timeout',
        reason: null,
        told: null,
      },
    ])
    expect(await all(store.view('payoffs'))).toEqual([
      { run: 'r', match: 'u', game: 'ultimatum', seat: 0, role: 'proposer', player: 'ann', subject: 's-1', payoff: 60 },
      {
        run: 'r',
        match: 'u',
        game: 'ultimatum',
        seat: 1,
        role: 'responder',
        player: 'fair',
        subject: null,
        payoff: 40,
      },
    ])
    expect(await all(store.view('measures'))).toEqual([
      { run: 'r', match: 'u', game: 'ultimatum', measure: 'accepted', value: 1 },
    ])
    await store.close()
  })

  it('add up what calls used', async () => {
    const store = openSqlite(fresh())
    store.open('a', null, startOf('a'))
    for (const attempt of [1, 2]) {
      await store.begin({ ...callBegun, attempt }, false)
      await store.complete({ ...callKey, attempt, try: 1 }, callDone, false)
    }
    expect(await all(store.view('usage'))).toEqual([
      {
        run: null,
        match: 'a',
        seat: 1,
        provider: 'openai',
        model: 'gpt-5-mini',
        answered: 'gpt-5-mini-2026',
        calls: 2,
        ok: 2,
        lost: 0,
        reasked: 1,
        retried: 0,
        tokens_in: 240,
        tokens_out: 18,
        tokens_reasoning: null,
        tokens_cached: 0,
        cost: 0.0006,
        estimated: 0,
        waited: 3,
        worked: 1660,
      },
    ])
    await store.close()
  })

  it('can be read while an erased row stands in them', async () => {
    const store = openSqlite(fresh())
    log(store, 'a', played('a', { reasons: true }))
    await store.durable()
    await store.erase({ match: 'a', seq: 1 })
    const [first] = await all(store.view('moves'))
    expect(first).toMatchObject({ turn: 0, seat: 0, player: 'player 0', action: null, origin: null, reason: null })
    for (const view of VIEWS) await all(store.view(view))
    await store.close()
  })
})

/** Writes a holder's row as another process would have. */
function held(
  file: string,
  run: string,
  {
    pid,
    start = null,
    host = hostname(),
  }: { readonly pid: number; readonly start?: string | null; readonly host?: string },
): void {
  const began = start === null ? 'NULL' : `'${start}'`
  const columns = 'run, token, pid, process_start, host, since'
  behind(
    file,
    `INSERT INTO holders (${columns}) VALUES ('${run}', 'old', ${pid}, ${began}, '${host}', '2026-11-23T10:00:00.000Z')`,
  )
}

describe('two processes on one file', () => {
  it('one run is held by one of them: the other is told who, and since when', async () => {
    const file = fresh()
    const one = openSqlite(file, { now: () => Date.parse('2026-11-23T10:00:00Z') })
    await one.createRun(runNamed('r'), new Map())
    await one.hold('r')
    const other = openSqlite(file)
    await expect(other.hold('r')).rejects.toMatchObject({
      code: 'run-held',
      message: expect.stringContaining(`this process, ${process.pid}, since 2026-11-23T10:00:00.000Z`),
    })
    await one.close()
    await other.hold('r')
    await other.close()
  })

  it('a holder that is gone loses its run, and its calls on the wire are marked lost', async () => {
    const file = fresh()
    const store = openSqlite(file)
    await store.createRun(runNamed('r'), new Map())
    store.open('a', 'r', startOf('a'))
    await store.begin(callBegun, true)
    await store.begin({ ...callBegun, match: 'of another run' }, true)
    const gone = spawn(process.execPath, ['-e', ''])
    await once(gone, 'exit')
    held(file, 'r', { pid: gone.pid! })
    await store.hold('r')
    expect((await store.calls('a')).map(({ status }) => status)).toEqual(['lost'])
    expect((await store.calls('of another run')).map(({ status }) => status)).toEqual([null])
    await store.close()
  })

  it('a holder with this very pid from before a restart is gone; one on another host may be alive', async () => {
    const file = fresh()
    const store = openSqlite(file)
    for (const id of ['r', 's']) await store.createRun(runNamed(id), new Map())
    held(file, 'r', { pid: process.pid })
    held(file, 's', { pid: process.pid, host: 'elsewhere' })
    await store.hold('r')
    await expect(store.hold('s')).rejects.toMatchObject({
      code: 'run-held',
      message: expect.stringContaining('host elsewhere'),
    })
    await store.close()
  })

  it('a process that lives may not be the holder: without its start that stays open', async () => {
    const file = fresh()
    const store = openSqlite(file)
    await store.createRun(runNamed('r'), new Map())
    held(file, 'r', { pid: process.ppid })
    const message = `process ${process.ppid} since 2026-11-23T10:00:00.000Z, or another process has that number now`
    const refused = store.hold('r')
    await expect(refused).rejects.toMatchObject({ code: 'run-held', message: expect.stringContaining(message) })
    await expect(refused).rejects.not.toThrow('end it')
    await store.close()
  })

  it.runIf(process.platform === 'linux')('a holder whose pid another process has now is gone', async () => {
    const file = fresh()
    const store = openSqlite(file)
    await store.createRun(runNamed('r'), new Map())
    held(file, 'r', { pid: process.ppid, start: 'another' })
    await store.hold('r')
    expect(behind(file, 'SELECT pid FROM holders')).toEqual([{ pid: process.pid }])
    await store.close()
  })

  it.runIf(process.platform === 'linux')(
    'a holder that surely lives may be ended',
    async () => {
      const file = fresh()
      const child = writer([file, 'forever'])
      await once(child.stdout!, 'data')
      const store = openSqlite(file)
      await expect(store.hold('r')).rejects.toMatchObject({
        code: 'run-held',
        message: expect.stringMatching(`process ${child.pid} since .*: wait until it ends, or end it`),
      })
      child.kill('SIGKILL')
      await once(child, 'close')
      await store.hold('r')
      await store.close()
    },
    30_000,
  )

  it('a second writer waits, then says that the file is busy, and what waited is not lost', async () => {
    const file = fresh()
    const store = openSqlite(file, { busyMilliseconds: 50 })
    const lock = new Database(file)
    lock.exec('BEGIN IMMEDIATE')
    store.open('a', null, startOf('a'))
    await expect(store.durable()).rejects.toMatchObject({ code: 'store-busy' })
    lock.exec('ROLLBACK')
    lock.close()
    await store.durable()
    expect(await store.status('a')).toBe('open')
    await store.close()
  })

  it('two writers of one match are told apart', async () => {
    const file = fresh()
    const [one, other] = [openSqlite(file), openSqlite(file)]
    one.open('a', null, startOf('a'))
    await one.durable()
    const moved = { type: 'moved', turn: 0, seat: 0, action: { guess: 1 }, origin: { by: 'player' } } as const
    other.append('a', moved)
    one.append('a', moved)
    await one.durable()
    await expect(other.durable()).rejects.toMatchObject({ code: 'two-writers' })
    await one.close()
    await expect(other.close()).rejects.toMatchObject({ code: 'two-writers' })
  })
})

/** Runs test/store/writer.ts as a process of its own. */
const writer = (args: readonly string[], options: object = {}) =>
  spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'writer.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })

async function outcome(child: ChildProcess): Promise<string> {
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += chunk
  })
  child.stderr?.on('data', (chunk) => {
    text += chunk
  })
  await once(child, 'close')
  return text
}

describe('a process that dies', () => {
  it('by kill -9 loses nothing that was durable', async () => {
    const file = fresh()
    const child = writer([file, 'forever'])
    const gone = once(child, 'exit')
    let said = ''
    for await (const chunk of child.stdout!) {
      said += chunk
      if (said.split('\n').length > 30) child.kill('SIGKILL')
    }
    await gone
    const durable = Number(
      said
        .trimEnd()
        .split('\n')
        .filter((line) => /^\d+\.$/.test(line))
        .at(-1)
        ?.slice(0, -1),
    )
    expect(durable).toBeGreaterThan(20)
    const store = openSqlite(file)
    const logged = await store.log('a')
    expect(logged.length).toBeGreaterThanOrEqual(durable)
    expect(logged.map(({ seq }) => seq)).toEqual(logged.map((_, seq) => seq))
    expect((await store.calls('a')).filter(({ status }) => status === 'ok').length).toBeGreaterThanOrEqual(durable - 1)
    await store.hold('r')
    await store.close()
  }, 30_000)

  it('for want of room says so, and keeps what was durable', async () => {
    const file = fresh()
    // a limit on the size of files stands for a full disk: 6000 blocks of 512 or 1024 bytes
    const child = spawn('sh', [
      '-c',
      `ulimit -f 6000; exec "$0" --import tsx "$1" "$2" forever`,
      process.execPath,
      join(import.meta.dirname, 'writer.ts'),
      file,
    ])
    const said = await outcome(child)
    expect(said).toMatch(/(disk-full|write-failed): .*log\.sqlite/)
    const durable = Number(
      said
        .split('\n')
        .filter((line) => /^\d+\.$/.test(line))
        .at(-1)
        ?.slice(0, -1),
    )
    expect(durable).toBeGreaterThan(20)
    const store = openSqlite(file)
    expect((await store.log('a')).length).toBeGreaterThanOrEqual(durable)
    await store.close()
  }, 30_000)
})

/** Root may write where nobody else may: then another user is asked to. */
const asRoot = process.getuid?.() === 0
const reader = asRoot ? { uid: 65534, gid: 65534 } : {}

describe('a log that is only read', () => {
  it('gives what it holds, changes no byte of it, and refuses to write', async () => {
    const file = fresh()
    const events = played('a', { reasons: true })
    const written = openSqlite(file)
    await written.createRun(runNamed('r'), new Map())
    log(written, 'a', events, 'r')
    await written.close()
    const bytes = readFileSync(file)
    const store = openSqlite(file, { readonly: true })
    expect((await store.log('a')).map(({ event }) => event)).toEqual(events)
    expect(await all(store.view('payoffs'))).toHaveLength(3)
    const refused = expect.objectContaining({ code: 'read-only', message: expect.stringContaining(file) })
    expect(() => store.open('b', null, startOf('b'))).toThrow(refused)
    await expect(store.hold('r')).rejects.toEqual(refused)
    await expect(store.putText('so')).rejects.toEqual(refused)
    await expect(store.erase({ match: 'a', seq: 1 })).rejects.toEqual(refused)
    await store.close()
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('is read while another process logs, as far as that has come', async () => {
    const file = fresh()
    const writing = openSqlite(file)
    log(writing, 'a', played('a').slice(0, 3))
    await writing.durable()
    const store = openSqlite(file, { readonly: true })
    expect(await store.log('a')).toHaveLength(3)
    for (const event of played('a').slice(3)) writing.append('a', event)
    await writing.close()
    expect(await store.status('a')).toBe('ended')
    await store.close()
  })

  it('must be there, and be a log of this version', async () => {
    const file = fresh()
    const open = () => openSqlite(file, { readonly: true })
    expect(open).toThrow(expect.objectContaining({ code: 'missing-file' }))
    writeFileSync(file, '')
    expect(open).toThrow(expect.objectContaining({ code: 'wrong-version', message: expect.stringContaining('empty') }))
    writeFileSync(file, 'minutes of a meeting\n'.repeat(100))
    expect(open).toThrow(expect.objectContaining({ code: 'not-a-database' }))
  })
})

describe('a read-only place', () => {
  /** Closes a folder's files for writing and gives it that mode, runs writer.ts as somebody else, and opens all again. */
  async function asReader(
    folder: string,
    runs: readonly (readonly string[])[],
    mode = 0o555,
  ): Promise<readonly string[]> {
    const modes = [
      ...readdirSync(folder).map((name) => [join(folder, name), 0o444, 0o644] as const),
      [folder, mode, 0o755] as const,
    ]
    for (const [path, closed] of modes) chmodSync(path, closed)
    try {
      const said: string[] = []
      for (const args of runs) said.push(await outcome(writer(args, reader)))
      return said
    } finally {
      for (const [path, , open] of modes) chmodSync(path, open)
    }
  }
  const rootAlone = (said: readonly string[]) =>
    asRoot && said.some((one) => /EACCES|Cannot find/.test(one) && !/^[a-z-]+: /.test(one))
  const WHY = 'this checkout can be read by root alone'

  it('is refused in words: the file, and the folder', async ({ skip }) => {
    const folder = temporary()
    const file = join(folder, 'log.sqlite')
    await openSqlite(file).close()
    const other = [join(folder, 'other.sqlite'), join(folder, 'deep', 'log.sqlite')]
    const said = await asReader(
      folder,
      [file, ...other].map((path) => [path, 'once']),
    )
    if (rootAlone(said)) skip(WHY)
    expect(said[0]).toMatch(/read-only: .*log\.sqlite/)
    expect(said[1]).toMatch(/(cannot-open|read-only): .*other\.sqlite/)
    expect(said[2]).toMatch(/read-only: .*deep/)
  }, 30_000)

  it.for([
    { shut: 'folder', mode: 0o555 },
    { shut: 'file', mode: 0o777 },
  ])(
    'is read all the same, views included, and nothing is left there: a $shut',
    { timeout: 30_000 },
    async ({ mode }, { skip }) => {
      const folder = temporary()
      const file = join(folder, 'log.sqlite')
      const store = openSqlite(file)
      log(store, 'a', played('a'))
      await store.close()
      const said = await asReader(folder, [[file, 'read']], mode)
      if (rootAlone(said)) skip(WHY)
      expect(said).toEqual(['8 events, 6 moves\n'])
      expect(readdirSync(folder)).toEqual(['log.sqlite'])
    },
  )

  it('is read with the rows that its last process left in the WAL, or says that it cannot be', async ({ skip }) => {
    const folder = temporary()
    const file = join(folder, 'log.sqlite')
    const child = writer([file, 'forever'])
    await once(child.stdout!, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    const whole = await asReader(folder, [[file, 'read']])
    if (rootAlone(whole)) skip(WHY)
    expect(whole[0]).toMatch(/^\d+ events, \d+ moves\n$/)
    rmSync(`${file}-shm`)
    const torn = await asReader(folder, [[file, 'read']])
    expect(torn[0]).toMatch(/^read-only: .*log\.sqlite-wal.*copy both/)
  }, 30_000)
})
