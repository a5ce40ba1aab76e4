/** What every store refuses, in the same words. */
import { quoted, StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import type { Row } from './row.ts'

export const runExists = (id: string): StagegameError =>
  new StagegameError('run-exists', `there is a run ${quoted(id)} already: resume it, or give the new one another id`)

export const unknownRun = (id: string): StagegameError =>
  new StagegameError('unknown-run', `there is no run ${quoted(id)}`)

export const matchExists = (id: string): StagegameError =>
  new StagegameError('match-exists', `there is a match ${quoted(id)} already`)

export const unknownMatch = (id: string): StagegameError =>
  new StagegameError('unknown-match', `there is no match ${quoted(id)}`)

export const matchClosed = (id: string): StagegameError =>
  new StagegameError('match-closed', `match ${quoted(id)} is closed: nothing follows its end`)

export const unknownCall = (key: string, nth: number): StagegameError =>
  new StagegameError('unknown-call', `no call ${key}, try ${nth}, waits to be completed`)

/** The start as it is logged: it names its match. Throws `wrong-match` where it names another. */
export function named(started: Started, match: string): Started {
  if (started.match === match) return started
  if (started.match === undefined) return { ...started, match }
  throw new StagegameError(
    'wrong-match',
    `match ${quoted(match)} is opened by the start of match ${quoted(started.match)}`,
  )
}

/** Why an event's text cannot be erased; undefined where it can. */
export function notErasable(match: string, seq: number, row: Row | undefined): StagegameError | undefined {
  if (!row) return new StagegameError('unknown-event', `match ${quoted(match)} has no event ${seq}`)
  const what = `event ${seq} (${row.type}) of match ${quoted(match)}`
  if (row.type === 'started') return new StagegameError('not-erasable', `${what} is needed by all that follows it`)
  if (row.body === null) return new StagegameError('not-erasable', `${what} is erased already`)
  if (row.salt === '') return new StagegameError('not-erasable', `${what} holds no free text`)
  return undefined
}
