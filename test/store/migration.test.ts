/** Logs that versions 1 and 2 wrote: four matches each with simulated calls, as files of their time. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { verify } from '../../src/arena/verify.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { root } from '../cli/stagegame.ts'
import { temporary } from './folder.ts'

describe.each([1, 2])('a log of version %i', (version) => {
  it('is brought up to date when it is opened to be written, with all that stood in it', async () => {
    const file = fileOf(version)
    const before = rows(file)
    const store = openSqlite(file)
    const findings = []
    for await (const finding of verify(store, (begin) => gameOf(shelf, begin))) findings.push(finding)
    expect(findings).toEqual([])
    const ids: string[] = []
    for await (const { id } of store.matches('e-1')) ids.push(id)
    expect(ids).toHaveLength(4)
    const [call] = await store.calls(ids[0]!)
    expect(call).toMatchObject({ provider: 'simulated', status: 'ok', outcome: expect.any(String) })
    expect(call).not.toHaveProperty('estimated')
    const [usage] = await store.usage('e-1')
    expect(usage).toMatchObject({ model: 'simulated:fair', status: 'ok', retried: 0, reservedTokens: 0 })
    await store.close()
    expect(rows(file)).toEqual({ ...before, version: 3 })
  })

  it('takes calls of this version, still complete once each', async () => {
    const store = openSqlite(fileOf(version))
    const key = { match: 'e-1/rep-1-rot-1', turn: 9, seat: 0, purpose: 'answer', attempt: 1, try: 1 }
    await store.begin(
      { ...key, provider: 'openai', model: 'm', request: {}, reservedTokens: 70, reservedCost: 0.5 },
      true,
    )
    await store.complete(key, { status: 'ok', fingerprint: 'fp_1', estimated: true }, true)
    expect((await store.tried(key)).answered).toMatchObject({
      reservedTokens: 70,
      fingerprint: 'fp_1',
      estimated: true,
    })
    await expect(store.complete(key, { status: 'ok' }, true)).rejects.toMatchObject({ code: 'unknown-call' })
    await store.close()
  })

  it('is not changed by somebody who only reads it, and is told from one that cannot be read', () => {
    const file = fileOf(version)
    const before = readFileSync(file)
    expect(() => openSqlite(file, { readonly: true })).toThrow(
      new RegExp(`is a log of version ${version}, expected version 3.*brought up to date`),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('takes events of its runs', async () => {
    const store = openSqlite(fileOf(version))
    expect(await store.runLog('e-1')).toEqual([])
    const event = { type: 'round', condition: 'ultimatum', round: 1, tables: [['fair', 'noisy']], byes: [] } as const
    store.appendRun('e-1', { ...event, tables: [['fair', 'noisy']], byes: [] })
    expect((await store.runLog('e-1')).map((logged) => logged.event)).toEqual([event])
    await store.close()
  })

  it('has the tables, guards and views of a new one afterwards', async () => {
    const [old, fresh] = [fileOf(version), join(temporary(), 'new.sqlite')]
    await openSqlite(old).close()
    await openSqlite(fresh).close()
    expect(shapeOf(old)).toEqual(shapeOf(fresh))
  })
})

function fileOf(version: number): string {
  const file = join(temporary(), 'old.sqlite')
  writeFileSync(file, gunzipSync(readFileSync(join(root, 'test', 'store', `version-${version}.sqlite.gz`))))
  return file
}

function rows(file: string) {
  const db = new Database(file, { readonly: true })
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  const found = {
    version: db.pragma('user_version', { simple: true }),
    ...Object.fromEntries(['runs', 'texts', 'matches', 'events', 'calls'].map((table) => [table, count(table)])),
  }
  db.close()
  return found
}

/** Tables, columns, triggers and views as SQLite knows them. */
function shapeOf(file: string) {
  const db = new Database(file, { readonly: true })
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all() as string[]
  const columns = tables.map((table) => [table, db.pragma(`table_info(${table})`)])
  const others = db
    .prepare(`SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY name`)
    .all()
  db.close()
  return { columns, others }
}
