/** The session file: on disk when it is said so, append-only, and what was changed in it is found. */

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openIdentity } from '../../src/lab/identity.ts'
import { type Journal, openingOf, openJournal } from '../../src/lab/journal.ts'
import type { SessionEvent } from '../../src/lab/session-event.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from '../store/folder.ts'

const OPENED: SessionEvent = {
  ...{ type: 'opened', session: 's', run: 'r', db: 'r.sqlite', seed: 'seed', freeze: 'f', code: '1' },
  ...{ demo: false, pilot: false },
}
const created = (person: string): SessionEvent => ({ type: 'created', person, link: `link of ${person}`, room: null })
const reasoned = (person: string, reason: string): SessionEvent => ({
  ...{ type: 'reasoned', person, block: 'part', nth: 0, turn: 0, reason },
})
const note = (text: string): SessionEvent => ({ type: 'acted', act: 'note', person: null, match: null, note: text })

const EVENTS = [OPENED, created('p1'), created('p2'), reasoned('p1', 'because'), reasoned('p2', 'so'), note('a note')]

function written(events: readonly SessionEvent[] = EVENTS): { readonly file: string; readonly journal: Journal } {
  const file = join(temporary(), 'session.lab')
  let now = Date.UTC(2026, 0, 1)
  const journal = openJournal(file, { now: () => now++ })
  journal.append(...events)
  return { file, journal }
}

/** Changes a file as somebody could who wants to hide it. */
function tampered(file: string, ...statements: readonly string[]) {
  const db = new Database(file)
  db.exec('DROP TRIGGER session_events_delete; DROP TRIGGER session_events_update')
  for (const statement of statements) db.exec(statement)
  db.close()
}

function checked(file: string): readonly string[] {
  const journal = openJournal(file, { readonly: true })
  try {
    return journal.check()
  } finally {
    journal.close()
  }
}

describe('what was appended', () => {
  it('is read again in its order, with when it was', () => {
    const { journal } = written()
    expect(journal.events().map(({ event }) => event)).toEqual(EVENTS)
    expect(journal.events().slice(0, 2)).toEqual([
      { seq: 1, at: '2026-01-01T00:00:00.000Z', type: 'opened', person: null, event: OPENED },
      { seq: 2, at: '2026-01-01T00:00:00.001Z', type: 'created', person: 'p1', event: created('p1') },
    ])
    expect(openingOf(journal)).toEqual(OPENED)
    expect(journal.check()).toEqual([])
    journal.close()
  })

  it('is there at once for another who reads the file', () => {
    const { file, journal } = written([OPENED])
    journal.append(created('p1'))
    const other = openJournal(file, { readonly: true })
    expect(other.events()).toEqual(journal.events())
    expect(other.head()).toBe(journal.head())
    other.close()
    journal.close()
  })

  it('goes on after it was opened again, with the same head', () => {
    const { file, journal } = written()
    const head = journal.head()
    journal.close()
    const again = openJournal(file, { create: false })
    expect(again.head()).toBe(head)
    expect(again.events().map(({ event }) => event)).toEqual(EVENTS)
    again.append(created('p3'))
    expect(again.head()).not.toBe(head)
    expect(again.events().at(-1)).toMatchObject({ seq: EVENTS.length + 1, event: created('p3') })
    expect(again.check()).toEqual([])
    again.close()
  })

  it('is all of it or none', () => {
    const { journal } = written([OPENED])
    const head = journal.head()
    const bad = { type: 'paid', person: 'p1', points: 1, amount: 1.5, fee: 0, drawn: null, how: [] } as SessionEvent
    expect(() => journal.append(created('p1'), bad)).toThrow(expect.objectContaining({ code: 'bad-session-event' }))
    expect(journal.events()).toHaveLength(1)
    expect(journal.head()).toBe(head)
    journal.append(created('p1'))
    expect(journal.events().map(({ seq }) => seq)).toEqual([1, 2])
    expect(journal.check()).toEqual([])
    journal.close()
  })

  it('in memory alone is kept in the same way', () => {
    const journal = openJournal(':memory:')
    journal.append(...EVENTS)
    expect(journal.events().map(({ event }) => event)).toEqual(EVENTS)
    expect(journal.check()).toEqual([])
    journal.close()
  })
})

describe('the file is append-only', () => {
  it.each([
    ['DELETE FROM session_events WHERE seq = 6', 'the journal is append-only'],
    [
      "UPDATE session_events SET at = '2030-01-01' WHERE seq = 4",
      'the journal is append-only: what is logged of a participant can only be erased',
    ],
    ["UPDATE session_events SET body = '{}' WHERE seq = 4", 'can only be erased'],
    ['UPDATE session_events SET body = NULL WHERE seq = 4', 'can only be erased'],
    ["UPDATE session_events SET body = NULL, salt = '', hash = '' WHERE seq = 4", 'can only be erased'],
    ["UPDATE session_events SET body = NULL, salt = '' WHERE seq = 6", 'can only be erased'],
    ['UPDATE session_events SET seq = 9 WHERE seq = 6', 'can only be erased'],
  ])('%s', (statement, message) => {
    const { file, journal } = written()
    const db = new Database(file)
    expect(() => db.exec(statement)).toThrow(message)
    db.close()
    expect(journal.events()).toHaveLength(EVENTS.length)
    expect(journal.check()).toEqual([])
    journal.close()
  })

  it('for who opened it to read, nothing can be appended', () => {
    const { file, journal } = written()
    journal.close()
    const reader = openJournal(file, { readonly: true })
    expect(() => reader.append(created('p9'))).toThrow(expect.objectContaining({ code: 'read-only' }))
    reader.close()
  })
})

describe('who changed it is found out', () => {
  const SWAP =
    'UPDATE session_events SET seq = 99 WHERE seq = 2; UPDATE session_events SET seq = 2 WHERE seq = 3; UPDATE session_events SET seq = 3 WHERE seq = 99'
  it.each([
    [
      'an edited text',
      `UPDATE session_events SET body = replace(body, 'because', 'whereas') WHERE seq = 4`,
      ['event 4 (reasoned) was changed: its text is not the one that was logged'],
    ],
    [
      'an edited time',
      `UPDATE session_events SET at = '2026-01-01T00:00:00.500Z' WHERE seq = 4`,
      ['event 4 (reasoned) does not follow from the one before it'],
    ],
    [
      'another person',
      `UPDATE session_events SET person = 'p2' WHERE seq = 4`,
      ['event 4 (reasoned) does not follow from the one before it'],
    ],
    [
      'a dropped row',
      'DELETE FROM session_events WHERE seq = 3',
      ['event 3 is missing: 4 stands in its place', 'event 4 (reasoned) does not follow from the one before it'],
    ],
    [
      'a dropped row, with those after it counted anew',
      'DELETE FROM session_events WHERE seq = 5; UPDATE session_events SET seq = 5 WHERE seq = 6',
      ['event 5 (acted) does not follow from the one before it'],
    ],
    [
      'rows in another order',
      SWAP,
      [
        'event 2 (created) does not follow from the one before it',
        'event 3 (created) does not follow from the one before it',
        'event 4 (reasoned) does not follow from the one before it',
      ],
    ],
    [
      'a row that is not there any more, at the beginning',
      'DELETE FROM session_events WHERE seq = 1',
      ['event 1 is missing: 2 stands in its place', 'event 2 (created) does not follow from the one before it'],
    ],
    [
      'a blanked text that is of no participant',
      `UPDATE session_events SET body = NULL, salt = '' WHERE seq = 6`,
      ['event 6 (acted) has lost its text, which is none that can be erased'],
    ],
    [
      'a blanked text without which the rest makes no sense',
      `UPDATE session_events SET body = NULL, salt = '' WHERE seq = 2`,
      ['event 2 (created) has lost its text, which is none that can be erased'],
    ],
  ])('%s', (_, statement, found) => {
    const { file, journal } = written()
    journal.close()
    tampered(file, statement)
    expect(checked(file)).toEqual(found)
  })

  it('rows that are gone at the end, by the head alone', () => {
    const { file, journal } = written()
    const head = journal.head()
    journal.close()
    tampered(file, 'DELETE FROM session_events WHERE seq = 6')
    expect(checked(file)).toEqual([])
    const reader = openJournal(file, { readonly: true })
    expect(reader.head()).not.toBe(head)
    reader.close()
  })
})

describe('erasing a participant', () => {
  it('blanks what they said, and nothing else, and the chain stays whole', () => {
    const { file, journal } = written()
    const head = journal.head()
    expect(journal.erase('p1')).toBe(1)
    expect(journal.events().map(({ event }) => event)).toEqual(
      EVENTS.map((event) => (event.type === 'reasoned' && event.person === 'p1' ? null : event)),
    )
    expect(journal.events()[3]).toMatchObject({ seq: 4, type: 'reasoned', person: 'p1' })
    expect(journal.check()).toEqual([])
    expect(journal.head()).toBe(head)
    journal.append(note('after'))
    expect(journal.check()).toEqual([])
    journal.close()
    expect(checked(file)).toEqual([])
  })

  it('leaves none of it in the file, nor beside it', () => {
    const { file, journal } = written([
      OPENED,
      created('p1'),
      reasoned('p1', 'my-very-own-words'),
      reasoned('p2', 'kept-words'),
    ])
    journal.erase('p1')
    const bytes = ['', '-wal']
      .map((end) => `${file}${end}`)
      .filter((one) => existsSync(one))
      .map((one) => readFileSync(one, 'latin1'))
      .join()
    expect(bytes).not.toContain('my-very-own-words')
    expect(bytes).toContain('kept-words')
    journal.close()
  })

  it('takes the completion code, and leaves how they went out', () => {
    const exited: SessionEvent = { type: 'exited', person: 'p1', exit: 'dropped', reason: 'timeout', code: 'K7QZ93XD' }
    const { file, journal } = written([OPENED, created('p1'), exited])
    expect(journal.erase('p1')).toBe(1)
    expect(journal.events().map(({ event }) => event)).toEqual([OPENED, created('p1'), null, { ...exited, code: '' }])
    expect(journal.check()).toEqual([])
    expect(journal.erase('p1')).toBe(0)
    expect(readFileSync(file, 'latin1')).not.toContain('K7QZ93XD')
    journal.close()
  })

  it('twice, or of somebody who is not there, erases nothing more', () => {
    const { journal } = written()
    journal.erase('p1')
    expect(journal.erase('p1')).toBe(0)
    expect(journal.erase('p9')).toBe(0)
    journal.close()
  })

  it('cannot be guessed back: the same words have another commitment each time', () => {
    const commitments = [1, 2].map(() => {
      const { file, journal } = written([OPENED, reasoned('p1', 'yes')])
      journal.close()
      const db = new Database(file, { readonly: true })
      const commitment = db.prepare('SELECT commitment FROM session_events WHERE seq = 2').pluck().get()
      db.close()
      return commitment
    })
    expect(new Set(commitments).size).toBe(2)
  })
})

describe('a session is held by one process', () => {
  const heldBy = (file: string, pid: number, host = hostname()) => {
    const db = new Database(file)
    db.prepare("INSERT OR REPLACE INTO holders VALUES ('session', 'token', ?, NULL, ?, '2026-01-01')").run(pid, host)
    db.close()
  }
  const refused = (message: string) =>
    expect.objectContaining({ code: 'run-held', message: expect.stringContaining(message) })

  it('and by one journal in it, until that is closed', () => {
    const { file, journal } = written()
    journal.hold()
    journal.hold()
    const other = openJournal(file)
    expect(() => other.hold()).toThrow(refused(`in ${file} is held by this process, ${process.pid}`))
    journal.close()
    other.hold()
    other.close()
  })

  it('and goes on where the one before it ended, also when it was opened before that', () => {
    const { file, journal } = written()
    const other = openJournal(file)
    journal.hold()
    journal.append({ type: 'late', person: 'ada', page: 'quiz:1', why: 'the page had been left' })
    journal.close()
    other.hold()
    other.append({ type: 'late', person: 'ada', page: 'quiz:2', why: 'the page had been left' })
    expect(other.check()).toEqual([])
    other.close()
  })

  it('which is said by its number, and where it runs', () => {
    const { file, journal } = written()
    heldBy(file, process.ppid)
    expect(() => journal.hold()).toThrow(refused(`is held by process ${process.ppid} since 2026-01-01`))
    heldBy(file, 1, 'elsewhere')
    expect(() => journal.hold()).toThrow(refused('is held by process 1 on host elsewhere'))
    journal.close()
  })

  it('and goes to the next where that is gone', () => {
    const { file, journal } = written()
    heldBy(file, spawnSync(process.execPath, ['-e', '']).pid)
    journal.hold()
    const other = openJournal(file)
    expect(() => other.hold()).toThrow(refused('this process'))
    other.close()
    journal.close()
  })
})

describe('a file that is no session', () => {
  it('is not made where none is to be', () => {
    const file = join(temporary(), 'none.lab')
    for (const options of [{ create: false }, { readonly: true }])
      expect(() => openJournal(file, options)).toThrow(
        expect.objectContaining({ code: 'missing-file', message: `there is no session file ${file}` }),
      )
    expect(existsSync(file)).toBe(false)
  })

  it('is made with its folder else, and has no session in it yet', () => {
    const file = join(temporary(), 'new', 'session.lab')
    const journal = openJournal(file)
    expect(journal.events()).toEqual([])
    expect(journal.head()).toBe('')
    expect(() => openingOf(journal)).toThrow(
      expect.objectContaining({ code: 'not-opened', message: `${file} has no session in it` }),
    )
    journal.close()
  })

  it('of another kind is refused with what was found, and left as it was', async () => {
    const folder = temporary()
    const [log, identity] = [join(folder, 'log.sqlite'), join(folder, 'people.identity')]
    await openSqlite(log).close()
    openIdentity(identity).close()
    for (const [file, what] of [
      [log, 'a log of matches'],
      [identity, 'an identity file'],
    ] as const) {
      const before = readFileSync(file)
      expect(() => openJournal(file)).toThrow(
        expect.objectContaining({
          code: 'wrong-version',
          message: `${file} is ${what}, expected a session file`,
        }),
      )
      expect(readFileSync(file).equals(before)).toBe(true)
    }
  })

  it('of another version is refused with both', () => {
    const { file, journal } = written()
    journal.close()
    const db = new Database(file)
    db.pragma('user_version = 7')
    db.close()
    expect(() => openJournal(file)).toThrow(
      expect.objectContaining({
        code: 'wrong-version',
        message: `${file} is a session file of version 7, expected version 1: use the stagegame that wrote it`,
      }),
    )
  })
})
