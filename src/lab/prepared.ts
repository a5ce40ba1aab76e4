/** A session file with everything at hand that a session needs. */
import type { PromptBook } from '../agents/prompt.ts'
import type { Condition } from '../arena/conditions.ts'
import type { Reader } from '../arena/frozen.ts'
import type { OwnGame } from '../arena/own-game.ts'
import type { Rehearsal } from '../arena/rehearsal.ts'
import type { Seat } from '../core/game.ts'
import type { Shelf } from '../core/shelf.ts'
import type { Roster } from '../players/roster.ts'
import type { LabFile } from './lab-file.ts'
import type { Block, Claim } from './lab-schema.ts'

/** Who sits at a table: `person`, or the name of a player, by seat. */
export const PERSON = 'person'

export interface Table {
  readonly lineup: readonly string[]
  readonly roles: readonly string[]
}

export const seatsOfPeople = (lineup: readonly string[]): readonly Seat[] =>
  lineup.flatMap((name, seat) => (name === PERSON ? [seat] : []))

/** A block with its game at hand. */
export interface PreparedBlock extends Table {
  readonly id: string
  readonly block: Block
  readonly condition: Condition
  readonly rehearsal: Rehearsal
  /** What is rendered for people. */
  readonly book: PromptBook
  readonly title: string
  /** How many people sit at a table. */
  readonly people: number
  /** Seats at which a person may come to sit, in order: those that say so, and unless seats are kept all others of their roles. */
  readonly personSeats: readonly Seat[]
  readonly practice: (Table & { readonly condition: Condition; readonly rehearsal: Rehearsal }) | null
  readonly told: { readonly key: string; readonly text: string; readonly says: Claim } | null
}

export interface PreparedLab {
  readonly file: LabFile
  readonly own: readonly OwnGame[]
  readonly shelf: Shelf
  readonly blocks: ReadonlyMap<string, PreparedBlock>
  readonly roster: Roster
  readonly reader: Reader
  /** Texts of the session file, read from their own files where it names them. */
  readonly texts: { readonly consent: string; readonly instructions: string | null; readonly debrief: string | null }
}
