/** Who participants are outside the session: kept apart, for the owner of the file alone. */
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Identity, openIdentity } from '../../src/lab/identity.ts'
import { openJournal } from '../../src/lab/journal.ts'
import { temporary } from '../store/folder.ts'

function fresh(): Identity {
  const identity = openIdentity(join(temporary(), 'session.identity'))
  onTestFinished(() => identity.close())
  return identity
}

const NOBODY = { room: null, label: null, outside: {}, amount: null, currency: null }

describe('what is known of a person', () => {
  it('comes together from what is noted, one after another', () => {
    const identity = fresh()
    identity.pay('p2', { amount: 1250, currency: 'EUR' })
    identity.label('p1', 'lab', 'seat-7')
    identity.outside('p1', { PROLIFIC_PID: 'abc', STUDY_ID: 'ü' })
    identity.pay('p1', { amount: 0, currency: 'EUR' })
    identity.pay('p2', { amount: 1300, currency: 'EUR' })
    expect(identity.rows()).toEqual([
      {
        ...NOBODY,
        person: 'p1',
        room: 'lab',
        label: 'seat-7',
        outside: { PROLIFIC_PID: 'abc', STUDY_ID: 'ü' },
        amount: 0,
        currency: 'EUR',
      },
      { ...NOBODY, person: 'p2', amount: 1300, currency: 'EUR' },
    ])
  })

  it('is there after the file was opened again', () => {
    const file = join(temporary(), 'session.identity')
    const before = openIdentity(file)
    before.label('p1', 'lab', 'seat-7')
    before.close()
    const after = openIdentity(file, { create: false })
    expect(after.personOf('lab', 'seat-7')).toBe('p1')
    after.close()
  })
})

describe('a label', () => {
  it('is one person’s in its room', () => {
    const identity = fresh()
    identity.label('p1', 'lab', 'seat-7')
    identity.label('p2', 'other', 'seat-7')
    expect(identity.personOf('lab', 'seat-7')).toBe('p1')
    expect(identity.personOf('other', 'seat-7')).toBe('p2')
    expect(identity.personOf('lab', 'Seat-7')).toBeUndefined()
    expect(identity.personOf('nowhere', 'seat-7')).toBeUndefined()
    expect(() => identity.label('p3', 'lab', 'seat-7')).toThrow(
      expect.objectContaining({
        code: 'label-taken',
        message: 'the label "seat-7" of room lab is somebody else’s already',
      }),
    )
    expect(identity.personOf('lab', 'seat-7')).toBe('p1')
    expect(identity.rows()).toHaveLength(2)
  })

  it('may be noted again for the same person, and changed', () => {
    const identity = fresh()
    identity.label('p1', 'lab', 'seat-7')
    identity.label('p1', 'lab', 'seat-7')
    identity.label('p1', 'lab', 'seat-8')
    expect(identity.personOf('lab', 'seat-7')).toBeUndefined()
    expect(identity.personOf('lab', 'seat-8')).toBe('p1')
  })
})

describe('a secret', () => {
  it('is made when it is first asked for, and stays the same, also over reopening', () => {
    const file = join(temporary(), 'session.identity')
    const before = openIdentity(file)
    const secret = before.secret('cookies')
    expect(secret).toMatch(/^[\w-]{27}$/) // 160 bits
    expect(before.secret('cookies')).toBe(secret)
    expect(before.secret('links')).not.toBe(secret)
    before.close()
    const after = openIdentity(file)
    expect(after.secret('cookies')).toBe(secret)
    after.setSecret('cookies', 'chosen')
    expect(after.secret('cookies')).toBe('chosen')
    after.close()
  })

  it('is another in another file', () => {
    expect(fresh().secret('cookies')).not.toBe(fresh().secret('cookies'))
  })
})

describe('the file', () => {
  const modeOf = (file: string) => statSync(file).mode & 0o777
  const beside = (file: string) => [file, `${file}-wal`, `${file}-shm`].filter((one) => existsSync(one))

  it('can be read by its owner alone, and so can what SQLite keeps beside it', () => {
    const { file, label } = fresh()
    label('p1', 'lab', 'seat-7')
    expect(beside(file)).toHaveLength(3)
    expect(beside(file).map(modeOf)).toEqual([0o600, 0o600, 0o600])
  })

  it('becomes so again when it is opened', () => {
    const file = join(temporary(), 'session.identity')
    openIdentity(file).close()
    chmodSync(file, 0o644)
    const identity = openIdentity(file)
    identity.label('p1', 'lab', 'seat-7')
    expect(beside(file).map(modeOf)).toEqual(beside(file).map(() => 0o600))
    identity.close()
  })

  it('of another kind is refused, and stays as readable as it was', () => {
    const file = join(temporary(), 'session.lab')
    openJournal(file).close()
    chmodSync(file, 0o644)
    expect(() => openIdentity(file)).toThrow(
      expect.objectContaining({
        code: 'wrong-version',
        message: `${file} is a session file, expected an identity file`,
      }),
    )
    expect(modeOf(file)).toBe(0o644)
  })

  it('is not made where none is to be', () => {
    const file = join(temporary(), 'none')
    expect(() => openIdentity(file, { create: false })).toThrow(
      expect.objectContaining({ code: 'missing-file', message: `there is no identity file ${file}` }),
    )
  })
})

describe('erasing a person', () => {
  it('leaves nothing of them, nor in the file or beside it', () => {
    const identity = fresh()
    identity.label('p1', 'lab', 'my-own-name')
    identity.outside('p1', { PROLIFIC_PID: 'my-prolific-id' })
    identity.label('p2', 'lab', 'another-name')
    expect(identity.erase('p1')).toBe(true)
    expect(identity.rows().map(({ person }) => person)).toEqual(['p2'])
    expect(identity.personOf('lab', 'my-own-name')).toBeUndefined()
    const bytes = [identity.file, `${identity.file}-wal`]
      .filter((one) => existsSync(one))
      .map((one) => readFileSync(one, 'latin1'))
      .join()
    expect(bytes).not.toMatch(/my-own-name|my-prolific-id/)
    expect(bytes).toContain('another-name')
    expect(identity.erase('p1')).toBe(false)
    identity.label('p3', 'lab', 'my-own-name')
    expect(identity.personOf('lab', 'my-own-name')).toBe('p3')
  })
})
