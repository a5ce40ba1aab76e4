/** One participant is erased, and what others did still holds. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import type { Finding } from '../../src/arena/finding.ts'
import { type Verified, verify } from '../../src/arena/verify.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { eraseParticipant, erasureLines } from '../../src/lab/erase.ts'
import { exportSession } from '../../src/lab/export/export-session.ts'
import { openSession } from '../../src/lab/open-session.ts'
import type { Archive } from '../../src/store/archive.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { freshFolder } from '../cli/stagegame.ts'
import { virtualTime } from '../web/virtual-time.ts'
import { exportedSession, inputOf } from './exported-session.ts'

async function verified(store: Archive): Promise<{ readonly findings: readonly Finding[]; readonly total: Verified }> {
  const findings: Finding[] = []
  const going = verify(store, ({ game, wraps }) => gameOf(shelf, { game, wraps }))
  for (;;) {
    const next = await going.next()
    if (next.done) return { findings, total: next.value }
    findings.push(next.value)
  }
}

describe('a participant who is erased', () => {
  it('loses what they wrote, and the decisions that it stood beside', async () => {
    const session = await exportedSession()
    const erased = await eraseParticipant({ ...session, person: 'eve' })
    expect(erased).toEqual({
      person: 'eve',
      identity: true,
      events: 11,
      decisions: [
        { match: 'tiny/alone/2', turn: 0, seat: 0 },
        { match: 'tiny/talking/1', turn: 0, seat: 1 },
      ],
      quoted: [],
    })
    const talked = (await session.store.log('tiny/talking/1')).map(({ event }) => event)
    expect(talked.map((event) => event?.type ?? null)).toEqual(['started', 'moved', null, 'moved', 'moved', 'ended'])
    expect(session.identity.rows().map(({ person }) => person)).not.toContain('eve')
  })

  it('leaves no byte of it in the log of matches', async () => {
    const folder = freshFolder()
    const session = await exportedSession({ store: (now) => openSqlite(join(folder, 'log.sqlite'), { now }) })
    await session.store.durable()
    const bytes = () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('')
    expect(bytes().includes('my name is Eve')).toBe(true)
    await eraseParticipant({ ...session, person: 'eve' })
    expect(bytes().includes('my name is Eve')).toBe(false)
    expect(bytes().includes('I am Eve')).toBe(false)
    await session.store.close()
  })

  it('goes by no completion code any more, and left the session when they left it', async () => {
    const session = await exportedSession()
    const exported = async () => {
      const files = new Map<string, string>()
      for await (const [name, text] of exportSession(inputOf(session))) files.set(name, text)
      const rows = parse(files.get('wide.csv')!, { columns: true }) as Readonly<Record<string, string>>[]
      return {
        exits: rows.map((row) => [row['participant.exit'], row['participant.exit_at']]),
        coded: [...files].filter(([, text]) => text.includes('CODE-eve')).map(([name]) => name),
      }
    }
    const before = await exported()
    expect(before.coded).toEqual(['payments/payments.csv'])
    await eraseParticipant({ ...session, person: 'eve' })
    expect(await exported()).toEqual({ ...before, coded: [] })
  })

  it('is noted as erased by verify, and never as a mismatch: the head of the matches stays as it was', async () => {
    const session = await exportedSession()
    const before = await verified(session.store)
    expect(before.total).toMatchObject({ mismatches: 0, notes: 0 })
    await eraseParticipant({ ...session, person: 'eve' })
    const after = await verified(session.store)
    expect(after.findings.map(({ match, code, note }) => [match, code, note])).toEqual([
      ['tiny/alone/2', 'erased', true],
      ['tiny/talking/1', 'erased', true],
    ])
    expect(after.total).toMatchObject({ mismatches: 0, heads: before.total.heads })
    expect(session.journal.check()).toEqual([])
  })

  it('keeps decisions without words, which others were paid by', async () => {
    const session = await exportedSession()
    await eraseParticipant({ ...session, person: 'ann' })
    const pairs = (await session.store.log('tiny/pairs/1')).filter(({ type }) => type === 'moved')
    expect(pairs.map(({ turn, seat, event }) => [turn, seat, event !== null])).toEqual([
      [0, 0, false], // beside her reason
      [0, 1, true],
      [0, 2, true],
      [1, 0, true],
      [1, 1, true],
      [1, 2, true],
    ])
  })

  it('is told of requests to models that quote their words, since these stay', async () => {
    const session = await exportedSession()
    const erased = await eraseParticipant({ ...session, person: 'ben' })
    expect(erased.quoted).toEqual([{ match: 'tiny/pairs/1', calls: 1 }])
    expect(erasureLines(erased)).toContain(
      '1 request to language models quote these words and stay: a call is never changed',
    )
  })

  it('can be erased again, with nothing left to do', async () => {
    const session = await exportedSession()
    await eraseParticipant({ ...session, person: 'eve' })
    expect(await eraseParticipant({ ...session, person: 'eve' })).toEqual({
      ...{ person: 'eve', identity: false, events: 0, decisions: [], quoted: [] },
    })
  })

  it('does not come back when the session is opened again: nothing is settled a second time', async () => {
    const session = await exportedSession()
    await eraseParticipant({ ...session, person: 'eve' })
    const before = session.journal.events().filter(({ person }) => person === 'eve')
    const time = virtualTime()
    const opening = { session: 'tiny-1', run: 'tiny', freeze: '', demo: false, pilot: false, db: '' }
    const open = await openSession({ ...session, clock: time, code: 'test', opening })
    await time.run(open.close())
    expect(session.journal.events().filter(({ person }) => person === 'eve')).toEqual(before)
    const names = session.identity
      .rows()
      .flatMap(({ person, label, outside }) => (person === 'eve' ? [label, outside] : []))
    expect(names.filter((name) => name !== null && Object.keys(name).length > 0)).toEqual([])
  })
})

describe('nobody is erased', () => {
  it('by a label or an outside name, which lead to the pseudonym', async () => {
    const session = await exportedSession()
    await expect(eraseParticipant({ ...session, person: 'pid-eve' })).rejects.toThrow(
      'there is no participant "pid-eve": outside the session eve goes by that; name the pseudonym',
    )
  })

  it('who is not there', async () => {
    const session = await exportedSession()
    await expect(eraseParticipant({ ...session, person: 'zoe' })).rejects.toMatchObject({ code: 'unknown-person' })
  })

  it('who is in a match that is not over', async () => {
    const session = await exportedSession()
    const people = [{ person: 'gus', seat: 0 }]
    session.journal.append({ type: 'grouped', match: 'tiny/alone/9', block: 'alone', nth: 0, unit: 'alone-9', people })
    await expect(eraseParticipant({ ...session, person: 'gus' })).rejects.toMatchObject({
      code: 'still-playing',
      message: expect.stringContaining('tiny/alone/9'),
    })
  })
})
