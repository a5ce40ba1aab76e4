/** What the server needs of a session: the page of each participant, what became of a post, and the experimenter’s view. */
import type { Exit } from './lab-schema.ts'
import type { Page } from './pages.ts'

/** The fields of a form, each with all values that were sent under its name. */
export type Fields = Readonly<Record<string, readonly string[]>>

/** What became of a post. The participant is then sent to their page in any case, which tells the rest. */
export type Taken = 'taken' | 'complained' | 'late'

export interface Joining {
  readonly person: string
  /** To be set as the cookie; it is stored as a hash alone. */
  readonly cookie: string
}

/** All for which a page that is open must be shown anew. */
export interface Standing {
  readonly nonce: string
  readonly paused: boolean
  /** Of its timer: milliseconds since 1970. */
  readonly endsAt: number | null
  /** Of a page that waits. */
  readonly mayLeave: boolean
}

/** Each method that changes something resolves once it is on disk. */
export interface Desk {
  readonly title: string
  readonly language: string
  readonly demo: boolean
  /** Whom a link belongs to, or which room; undefined: nobody’s. Nothing is changed: link previews take no seat. */
  link(token: string): { readonly person: string } | { readonly room: string; readonly labels: boolean } | undefined
  /**
   * Takes the seat. Of a room with labels, for a label; what an open link brought (PROLIFIC_PID …) goes into the identity file.
   * Throws StagegameError `unknown-link`, `unknown-label`, `session-full`.
   */
  join(
    token: string,
    brought: { readonly label?: string | undefined; readonly outside?: Readonly<Record<string, string>> },
  ): Promise<Joining>
  /** Whom a cookie belongs to. */
  holder(cookie: string): string | undefined
  /** The page that this participant is to see now; notes the first time that it is shown. Throws `unknown-person`. */
  page(person: string): Promise<Page>
  /** What is due now, without making a page of it: nothing is noted as shown. Throws `unknown-person`. */
  standing(person: string): Promise<Standing>
  /** Takes what was sent from the page of that nonce. */
  submit(person: string, nonce: string, fields: Fields): Promise<Taken>
  /** More time for the page of that nonce. */
  extend(person: string, nonce: string): Promise<Taken>
  /** Leaves for good: `withdrew`, or `waited` where the wait page offers it. */
  leave(person: string, nonce: string): Promise<Taken>
  /** Calls whenever this participant is to see another page than before. Gives what ends it. */
  watch(person: string, changed: () => void): () => void
  /** Somebody’s page is open (an event stream stands). */
  present(person: string, here: boolean): void
  monitor(): Monitor
  /** Calls, at most a few times a second, when the monitor has changed. */
  watchAll(changed: () => void): () => void
  act(act: Act): Promise<void>
  /** A page as it would be shown, of each kind in each treatment: for the experimenter to look at. */
  previews(): Promise<readonly { readonly treatment: string; readonly name: string; readonly page: Page }[]>
  /** Addresses of the links, made at the start of this process; those of an earlier one are not known any more. */
  links(): readonly { readonly name: string; readonly token: string }[]
}

export type Act =
  | { readonly act: 'advance' | 'withdraw' | 'extend'; readonly person: string }
  | { readonly act: 'pause' | 'go-on' | 'close-matching' }
  | { readonly act: 'note'; readonly note: string; readonly person?: string | undefined }
  | { readonly act: 'end-group'; readonly match: string }

export interface PersonRow {
  readonly person: string
  /** Of a room with labels; from the identity file. */
  readonly label: string | null
  readonly treatment: string | null
  readonly order: readonly string[]
  readonly page: string
  /** Milliseconds since 1970 at which this page was first shown; null: not yet. */
  readonly since: number | null
  readonly status: 'not-joined' | 'active' | 'waiting' | 'away' | 'left' | 'done'
  readonly exit: Exit | null
  readonly deadline: number | null
  /** Smallest coins, once it is settled. */
  readonly amount: number | null
}

export interface MatchRow {
  readonly match: string
  readonly block: string
  readonly turn: number
  readonly people: readonly string[]
  /** Who is awaited: participants and players. What was answered is not told before the turn is complete. */
  readonly awaited: readonly string[]
  readonly status: 'playing' | 'ended' | 'voided' | 'waiting'
  readonly failure: string | null
}

export interface CallsRow {
  readonly model: string
  readonly calls: number
  readonly failed: number
  readonly inFlight: number
  readonly dollars: number
}

export interface Monitor {
  readonly session: string
  readonly demo: boolean
  readonly paused: boolean
  readonly expected: number
  readonly currency: string
  readonly people: readonly PersonRow[]
  readonly matches: readonly MatchRow[]
  readonly calls: readonly CallsRow[]
  readonly notes: readonly { readonly at: number; readonly text: string }[]
  /** People who wait for others to be matched with, by block. */
  readonly pools: readonly { readonly block: string; readonly waiting: number; readonly needed: number }[]
}
