/** Files of the lab as SQLite has them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { type Kind, openLabDatabase } from '../../src/lab/lab-database.ts'
import { temporary } from '../store/folder.ts'

const KIND: Kind = {
  what: 'a shopping list',
  application: 42,
  version: 3,
  schema: 'CREATE TABLE things (name TEXT) STRICT;',
}
const refused = (code: string, message: string) => expect.objectContaining({ code, message })

function made(file: string): string {
  const db = openLabDatabase(file, KIND)
  db.exec("INSERT INTO things VALUES ('bread')")
  db.close()
  return file
}

it('a file is made with its folder, and opened again as it was left', () => {
  const file = made(join(temporary(), 'a', 'b', 'list'))
  for (const options of [{}, { create: false }, { readonly: true }]) {
    const db = openLabDatabase(file, KIND, options)
    expect(db.prepare('SELECT name FROM things').pluck().all()).toEqual(['bread'])
    db.close()
  }
})

it('what is erased is overwritten, and what is written is on disk before it is said so', () => {
  const db = openLabDatabase(join(temporary(), 'list'), KIND)
  expect(['journal_mode', 'synchronous', 'secure_delete'].map((name) => db.pragma(name, { simple: true }))).toEqual([
    'wal',
    2,
    1,
  ])
  db.close()
})

it('a file opened to be read cannot be written', () => {
  const db = openLabDatabase(made(join(temporary(), 'list')), KIND, { readonly: true })
  expect(() => db.exec("INSERT INTO things VALUES ('butter')")).toThrow(/readonly/)
  db.close()
})

describe('is refused', () => {
  it('a file that is not there', () => {
    const file = join(temporary(), 'none')
    for (const options of [{ create: false }, { readonly: true }])
      expect(() => openLabDatabase(file, KIND, options)).toThrow(
        refused('missing-file', `there is no shopping list ${file}`),
      )
    expect(existsSync(file)).toBe(false)
  })

  it('an empty file to read from', () => {
    const file = join(temporary(), 'empty')
    writeFileSync(file, '')
    expect(() => openLabDatabase(file, KIND, { readonly: true })).toThrow(
      refused('missing-file', `${file} is empty, expected a shopping list`),
    )
  })

  it.each([
    [
      'of another program',
      { application: 41, version: 3 },
      (file: string) => `${file} is a database of another program, expected a shopping list`,
    ],
    [
      'of a later version',
      { application: 42, version: 4 },
      (file: string) => `${file} is a shopping list of version 4, expected version 3: use the stagegame that wrote it`,
    ],
    [
      'of an earlier version',
      { application: 42, version: 2 },
      (file: string) => `${file} is a shopping list of version 2, expected version 3: use the stagegame that wrote it`,
    ],
  ])('a file %s, which stays as it was', (_, of, message) => {
    const file = join(temporary(), 'list')
    openLabDatabase(file, { ...KIND, ...of }).close()
    const before = readFileSync(file)
    expect(() => openLabDatabase(file, KIND)).toThrow(refused('wrong-version', message(file)))
    expect(() => openLabDatabase(file, KIND, { readonly: true })).toThrow(refused('wrong-version', message(file)))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('a database that somebody made without saying what it is', () => {
    const file = join(temporary(), 'list')
    const db = new Database(file)
    db.exec('CREATE TABLE other (a TEXT)')
    db.close()
    expect(() => openLabDatabase(file, KIND)).toThrow(expect.objectContaining({ code: 'wrong-version' }))
  })

  it('a file that is no database, and stays as it was', () => {
    const file = join(temporary(), 'notes.txt')
    const text = 'notes of my own '.repeat(100)
    writeFileSync(file, text)
    expect(() => openLabDatabase(file, KIND)).toThrow(expect.objectContaining({ code: 'not-a-database' }))
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('a folder', () => {
    const folder = temporary()
    expect(() => openLabDatabase(folder, KIND)).toThrow(expect.objectContaining({ code: 'cannot-open' }))
    expect(() => openLabDatabase(join(made(join(folder, 'list')), 'inside'), KIND)).toThrow(
      expect.objectContaining({ code: 'no-folder' }),
    )
  })
})
