/** Who participants are outside the session: a file of its own, joined by their pseudonyms alone, to be kept apart and deleted. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync } from 'node:fs'
import { quoted, StagegameError } from '../core/errors.ts'
import { openLabDatabase } from './lab-database.ts'

export interface IdentityRow {
  readonly person: string
  readonly room: string | null
  readonly label: string | null
  /** What an open link brought: PROLIFIC_PID, STUDY_ID, SESSION_ID. */
  readonly outside: Readonly<Record<string, string>>
  /** Smallest coins; null: not settled. */
  readonly amount: number | null
  readonly currency: string | null
}

export interface Identity {
  readonly file: string
  /** Throws `label-taken`. */
  label(person: string, room: string, label: string): void
  personOf(room: string, label: string): string | undefined
  outside(person: string, brought: Readonly<Record<string, string>>): void
  pay(person: string, payment: { readonly amount: number; readonly currency: string }): void
  rows(): readonly IdentityRow[]
  /** Whether there was anything of that person. */
  erase(person: string): boolean
  /** A secret of this session's server by its name: 160 random bits, made when it is first asked for. */
  secret(name: string): string
  setSecret(name: string, secret: string): void
  close(): void
}

const SCHEMA = `
CREATE TABLE people (
  person TEXT PRIMARY KEY,
  room TEXT,
  label TEXT,
  outside TEXT NOT NULL DEFAULT '{}',   -- JSON
  amount INTEGER,                       -- smallest coins
  currency TEXT,
  UNIQUE (room, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

/** `application_id`: 'StId' in ASCII. */
const KIND = { what: 'an identity file', application: 0x53744964, version: 1, schema: SCHEMA }

/** `:memory:` keeps it in memory alone. Throws `missing-file`, `wrong-version`, and what the disk says. */
export function openIdentity(
  file: string,
  options: { readonly create?: boolean; readonly readonly?: boolean } = {},
): Identity {
  const db = openLabDatabase(file, KIND, options)
  if (file !== ':memory:' && !options.readonly) keepPrivate(file)
  const found = db.prepare('SELECT secret FROM secrets WHERE name = ?').pluck()
  const kept = new Map<string, string>()
  const set = (person: string, columns: Readonly<Record<string, string | number>>) => {
    const names = Object.keys(columns)
    db.prepare(
      `INSERT INTO people (person, ${names.join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')})
       ON CONFLICT (person) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    ).run(person, ...Object.values(columns))
  }
  const personOf = (room: string, label: string) =>
    db.prepare('SELECT person FROM people WHERE room = ? AND label = ?').pluck().get(room, label) as string | undefined
  const setSecret = (name: string, secret: string) => {
    db.prepare('INSERT OR REPLACE INTO secrets (name, secret) VALUES (?, ?)').run(name, secret)
    kept.set(name, secret)
  }
  return {
    file,
    label: (person, room, label) => {
      if ((personOf(room, label) ?? person) !== person)
        throw new StagegameError('label-taken', `the label ${quoted(label)} of room ${room} is somebody else’s already`)
      set(person, { room, label })
    },
    personOf,
    outside: (person, brought) => set(person, { outside: JSON.stringify(brought) }),
    pay: (person, { amount, currency }) => set(person, { amount, currency }),
    rows: () =>
      (
        db.prepare('SELECT * FROM people ORDER BY person').all() as (Omit<IdentityRow, 'outside'> & {
          outside: string
        })[]
      ).map((row) => ({ ...row, outside: JSON.parse(row.outside) as Record<string, string> })),
    erase: (person) => {
      const { changes } = db.prepare('DELETE FROM people WHERE person = ?').run(person)
      db.pragma('wal_checkpoint(TRUNCATE)')
      return changes > 0
    },
    secret: (name) => {
      const known = kept.get(name) ?? (found.get(name) as string | undefined)
      if (known !== undefined) {
        kept.set(name, known)
        return known
      }
      const made = randomBytes(20).toString('base64url')
      setSecret(name, made)
      return made
    },
    setSecret,
    close: () => db.close(),
  }
}

/** For its owner alone, with what SQLite keeps beside it: those files were made as readable as it was at first. */
function keepPrivate(file: string): void {
  for (const one of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(one)) chmodSync(one, 0o600)
}
