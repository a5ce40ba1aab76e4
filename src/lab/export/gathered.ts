/** What an export is made of: the session folded anew from its events, and the logs of its matches. */
import { StagegameError } from '../../core/errors.ts'
import type { Started } from '../../core/event.ts'
import type { Logged, Store } from '../../store/store.ts'
import type { IdentityRow } from '../identity.ts'
import type { LoggedEvent } from '../journal.ts'
import type { Lab } from '../lab-schema.ts'
import type { PreparedBlock, PreparedLab } from '../prepared.ts'
import { type Person, type Session, type SessionMatch, sessionFold } from '../session.ts'
import type { EventOf } from '../session-event.ts'
import { type Column, type Table, table } from './column.ts'

export interface ExportInput {
  readonly prepared: PreparedLab
  readonly events: readonly LoggedEvent[]
  /** Of the journal. */
  readonly head: string
  readonly store: Pick<Store, 'log' | 'calls' | 'matches'>
  /** The run of the session’s matches, and its head. */
  readonly run: string
  readonly runHead: string
  readonly identity: readonly IdentityRow[]
  /** The version of the code that exports. */
  readonly code: string
  readonly options: {
    /** Labels of participants in `wide.csv`; in the payments they stand in any case. */
    readonly labels: boolean
    /** A demo session is exported all the same. */
    readonly demo: boolean
  }
}

/** A match of the session with its log. */
export interface Played {
  readonly match: SessionMatch
  readonly block: PreparedBlock
  /** Number among the matches of the same block and nth, from 1. */
  readonly group: number
  /** Empty where it was not begun. */
  readonly log: readonly Logged[]
  readonly started: Started | null
  /** By seat; null until it ended. */
  readonly payoffs: readonly number[] | null
}

export interface Gathered {
  readonly input: ExportInput
  readonly lab: Lab
  readonly opened: EventOf<'opened'>
  readonly session: Session
  /** In the order in which their places were made. */
  readonly people: readonly Person[]
  /** People of whom an event was erased. */
  readonly erased: ReadonlySet<string>
  /** In the order in which they were formed. */
  readonly matches: readonly Played[]
  readonly played: ReadonlyMap<string, Played>
}

/** Throws `not-opened`, `demo-session`, `wrong-session`, and what the store throws. */
export async function gathered(input: ExportInput): Promise<Gathered> {
  const { session, apply } = sessionFold()
  for (const { event, at } of input.events) if (event) apply(event, Date.parse(at))
  const { opened } = session
  if (!opened) throw new StagegameError('not-opened', 'there is no session in this journal')
  if (opened.demo && !input.options.demo)
    throw new StagegameError(
      'demo-session',
      `session ${opened.session} is a demo and holds no data of people: with --demo it is exported all the same, with every row marked`,
    )
  const begun = new Set<string>()
  for await (const { id } of input.store.matches(input.run)) begun.add(id)
  const groups = new Map<string, number>()
  const matches: Played[] = []
  for (const match of session.matches.values()) {
    const block = input.prepared.blocks.get(match.block)
    if (!block)
      throw new StagegameError(
        'wrong-session',
        `match ${match.match} is of block ${match.block}, which the session file does not have: export with the file as it was frozen`,
      )
    const place = `${match.block} ${match.nth}`
    const group = (groups.get(place) ?? 0) + 1
    groups.set(place, group)
    const log = begun.has(match.match) ? await input.store.log(match.match) : []
    matches.push({ match, block, group, log, ...claims(log) })
  }
  return {
    ...{ input, opened, session, matches, lab: input.prepared.file.lab },
    people: [...session.people.values()],
    erased: new Set(input.events.flatMap(({ event, person }) => (event === null && person !== null ? [person] : []))),
    played: new Map(matches.map((one) => [one.match.match, one])),
  }
}

function claims(log: readonly Logged[]): Pick<Played, 'started' | 'payoffs'> {
  let started: Started | null = null
  let payoffs: readonly number[] | null = null
  for (const { event } of log) {
    if (event?.type === 'started') started = event
    if (event?.type === 'ended') ({ payoffs } = event)
  }
  return { started, payoffs }
}

/** Why there is nothing of a person who went no further, or of whom it was erased. */
export const whyNone = ({ erased }: Gathered, { id }: Person, otherwise = 'not reached'): string =>
  erased.has(id) ? 'erased' : otherwise

/** A table whose every row says of which session it is, and what must not be forgotten of that. */
export function marked<Row>(of: Gathered, file: string, columns: readonly Column<Row>[], rows: readonly Row[]): Table {
  const { opened, lab } = of
  return table(
    file,
    [
      { name: 'session', type: 'text', says: 'The session.', cell: () => opened.session },
      ...columns,
      { name: 'demo', type: 'truth', says: 'No people: a demonstration.', cell: () => opened.demo },
      { name: 'pilot', type: 'truth', says: 'People are scripted: a pilot.', cell: () => opened.pilot },
      {
        ...{ name: 'deception_override', type: 'text' },
        says: 'Reference of the approval under which the session ran although a wording was not true of it.',
        empty: 'the session declared none: what was told was checked',
        cell: () => lab.override?.ethics,
      },
    ],
    rows,
  )
}
