/** What the parts of an open session need of each other. */
import type { Asks } from './asks.ts'
import type { Drafts } from './drafts.ts'
import type { Exit } from './lab-schema.ts'
import type { Live } from './live.ts'
import type { Sight } from './page-of.ts'
import type { Person } from './session.ts'
import type { SessionEvent } from './session-event.ts'
import type { PlayingTable } from './table.ts'

export interface Going {
  readonly live: Live
  readonly asks: Asks
  readonly drafts: Drafts
  readonly sight: Sight
  /** Matches that are played, or were in this process. */
  readonly tables: Map<string, PlayingTable>
  /** The session stops. */
  readonly stop: AbortSignal
  /** The version of the code. */
  readonly code: string
  /** This participant may be to see another page. */
  changed(person: string): void
  /** Something is under way; where it fails, that is noted. */
  work(promise: Promise<unknown>): void
  /** Everything that comes about for a person without their doing: exits, the treatment, the payment. */
  settle(person: Person): Promise<void>
  /** The way out, logged together with what led to it. */
  exits(person: Person, exit: Exit, reason: string, ...before: readonly SessionEvent[]): Promise<void>
  /** Forms every group that can be. */
  form(): void
  /** Forms what can be of those who wait, and no more: the rest are left over. Logged together with that it was wished. */
  closeMatching(wish: SessionEvent): void
  /** Sits people and players down at a match that was grouped. */
  seat(match: string): void
  /** Watches the time of a choice that belongs to no match yet. */
  watchDeferred(person: Person): void
  /** The time of such a choice is over. */
  expiredDeferred(person: Person): void
  /** What is asked of this person is over without an answer. */
  passOver(person: Person): void
}
