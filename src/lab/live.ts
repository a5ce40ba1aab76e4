/** What the parts of a running session share: its state, its journal, its matches’ log and its time. */
import { createHmac } from 'node:crypto'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Identity } from './identity.ts'
import type { Journal } from './journal.ts'
import type { Lab } from './lab-schema.ts'
import type { PreparedBlock, PreparedLab } from './prepared.ts'
import { type Person, type Session, type SessionMatch, sessionFold, slot } from './session.ts'
import type { SessionEvent } from './session-event.ts'

export interface Live {
  readonly prepared: PreparedLab
  readonly lab: Lab
  readonly session: Session
  readonly store: Store
  readonly identity: Identity
  readonly clock: Clock
  /** The run of its matches, and what chance is drawn from. */
  readonly run: string
  readonly seed: string
  /** Since when this process goes on with it. */
  readonly openedAt: number
  /** Puts events into the journal and the state; they are on disk once `durable` resolves. */
  log(...events: readonly SessionEvent[]): void
  /** Awaited before anybody is told what follows from an event: an answer, a page, a move in a match. Throws what the disk says. */
  durable(): Promise<void>
  /** A value that only this session can make: for nonces. */
  signed(text: string): string
  /** This participant is to see another page. */
  changed(person: string): void
  block(id: string): PreparedBlock
  person(id: string): Person
}

export interface LiveParts {
  readonly prepared: PreparedLab
  readonly journal: Journal
  readonly identity: Identity
  readonly store: Store
  readonly clock: Clock
  readonly secret: string
  readonly changed: (person: string) => void
}

/** Folds what the journal has, and goes on from there. */
export function live({ prepared, journal, identity, store, clock, secret, changed }: LiveParts): Live {
  const { session, apply } = sessionFold()
  for (const { event, at } of journal.events()) if (event) apply(event, Date.parse(at))
  const { lab } = prepared.file
  return {
    ...{ prepared, lab, session, store, identity, clock, changed },
    openedAt: clock.now(),
    get run() {
      return session.opened!.run
    },
    get seed() {
      return session.opened!.seed
    },
    log: (...events) => {
      journal.queue(...events)
      const now = clock.now()
      for (const event of events) apply(event, now)
    },
    durable: journal.durable,
    signed: (text) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, 32),
    block: (id) => prepared.blocks.get(id)!,
    person: (id) => session.people.get(id)!,
  }
}

export const matchOf = ({ session }: Live, person: Person, block: string, nth: number): SessionMatch | undefined => {
  const match = person.matches.get(slot(block, nth))
  return match === undefined ? undefined : session.matches.get(match)
}

/** Whether the match of a step is over for this person, and the time has come when its end is shown. */
export function isShownOver(live: Live, person: Person, block: string, nth: number): boolean {
  const match = matchOf(live, person, block, nth)
  if (!match) return false
  const out = match.out.get(person.id)
  if (out !== undefined) return live.clock.now() >= out
  if (match.status === 'playing') return false
  const shown = Math.max(0, ...match.released.values())
  return live.clock.now() >= shown
}
