/** Decisions of people and of programs in the same table. */
import type { Composition } from '../composition.ts'
import type { Person } from '../session.ts'
import type { Column, Table } from './column.ts'
import type { Decided } from './decided.ts'
import { fieldColumns, fieldsOf } from './fields.ts'
import { type Gathered, marked, type Played } from './gathered.ts'

export function decisionsTable(of: Gathered, decisions: readonly Decided[]): Table {
  return marked(of, 'decisions_long.csv', columnsOf(of, decisions), decisions)
}

function columnsOf(of: Gathered, decisions: readonly Decided[]): readonly Column<Decided>[] {
  const fields = fieldsOf(of.input.prepared.blocks.values(), decisions)
  return [
    {
      ...{ name: 'match', type: 'text', cell: ({ played }) => played?.match.match },
      ...{ says: 'The match, as its log is named.', empty: 'the choice came into no match' },
    },
    { name: 'block', type: 'text', says: 'The block of the session file.', cell: ({ block }) => block.id },
    { name: 'nth', type: 'number', says: NTH, cell: ({ nth }) => placeOf(nth) },
    { name: 'turn', type: 'number', says: 'Turn of the match as in its log, from 0.', cell: ({ turn }) => turn },
    {
      ...{ name: 'unit', type: 'text', cell: ({ played }) => played?.match.unit },
      says: 'Matching group: people of different groups never met, so it is the unit of independence.',
      empty: 'the choice came into no match',
    },
    {
      ...{ name: 'seat', type: 'number', says: 'Seat at the table, from 0.', cell: ({ seat }) => seat },
      empty: 'the choice came into no match',
    },
    {
      ...{ name: 'role', type: 'text', says: 'Role of the seat.', cell: ({ role }) => role },
      empty: 'the choice came into no match, and people have several roles',
    },
    {
      ...{ name: 'treatment', type: 'text', cell: (one) => sharedOf(of, one, (person) => person.assigned?.treatment) },
      says: 'Treatment of the participant; of a program, that of the people in the match.',
      empty: 'the people in the match have different ones',
    },
    {
      ...{ name: 'order', type: 'text', cell: (one) => sharedOf(of, one, orderOf) },
      says: 'Blocks in the order of the participant, with > between them; of a program, that of the people in the match.',
      empty: 'the people in the match have different ones',
    },
    {
      ...{
        name: 'position',
        type: 'number',
        cell: (one) => sharedOf(of, one, (person) => positionOf(person, one.block.id)),
      },
      says: 'Place of the block in that order, from 1.',
      empty: 'the people in the match have different ones',
    },
    {
      ...{ name: 'participant', type: 'text', cell: ({ person }) => person?.id },
      ...{ says: 'Pseudonym of the participant who decided.', empty: 'a program decided' },
    },
    {
      ...{ name: 'player', type: 'text', cell: ({ player }) => player },
      says: 'Who decided, by the name in the session file; person: a participant.',
    },
    {
      ...{ name: 'player_kind', type: 'text', cell: ({ playerKind }) => playerKind },
      says: 'person; model: a language model; simulated: a program that only looks like one; script: another program.',
    },
    {
      ...{
        name: 'told_key',
        type: 'text',
        cell: ({ told, block }) => (told !== null && told === block.told?.text ? block.told.key : null),
      },
      says: 'Name of the wording that this seat was told of the others.',
      empty: 'nothing was told',
    },
    {
      ...{ name: 'told', type: 'text', cell: ({ told }) => told, empty: 'nothing was told' },
      says: 'The wording itself, as the log has it.',
    },
    {
      ...{
        name: 'claim',
        type: 'text',
        cell: ({ told, block }) => (told !== null && told === block.told?.text ? block.told.says : null),
      },
      says: 'What the wording says of the others: people, models, programs, people-or-programs, mixed, nothing.',
      empty: 'nothing was told',
    },
    {
      ...{ name: 'actual', type: 'text', cell: ({ others }) => (others ? actualOf(others) : null) },
      says: 'The others at the table at that moment, by kind.',
      empty: 'the choice came into no match',
    },
    {
      ...{ name: 'decision', type: 'text', cell: ({ kind }) => kind },
      ...{ says: 'Kind of the decision.', empty: 'erased' },
    },
    ...fieldColumns(
      fields,
      ({ action }: Decided) => action,
      'not asked for in this decision, missing, or erased (see source and reason_code)',
    ),
    {
      ...{ name: 'source', type: 'text', cell: ({ source }) => source, empty: 'erased (see reason_code)' },
      says: 'Where the action came from. player: decided then; strategy: from the table that was filled in beforehand; deferred: decided before groups were formed; fallback: the declared action of who did not decide; missing: there is none.',
    },
    {
      ...{ name: 'reason_code', type: 'text', cell: ({ code }) => code },
      says: 'Why the action is no decision of the player’s own: timeout, departed, …; erased: the participant’s data were.',
      empty: 'it is a decision of the player’s own',
    },
    {
      ...{ name: 'reason', type: 'text', cell: ({ reason }) => reason },
      ...{ says: 'Reason for the decision in the player’s words.', empty: 'see reason_missing' },
    },
    {
      ...{ name: 'reason_missing', type: 'text', cell: ({ reasonMissing }) => reasonMissing },
      says: 'Why there is no reason: not asked, left open, none given, erased.',
      empty: 'there is one',
    },
    {
      ...{
        name: 'payoff',
        type: 'number',
        cell: ({ played, seat }) => (seat === null ? null : played?.payoffs?.[seat]),
      },
      says: 'Points of the seat in the whole match, whoever sat there.',
      empty: 'the match did not end (see match_status)',
    },
    {
      ...{ name: 'match_status', type: 'text', cell: ({ played }) => played?.match.status ?? 'none' },
      says: 'ended; voided: broken off without a result; playing; none: the choice came into no match.',
    },
    {
      ...{ name: 'match_reason', type: 'text', cell: ({ played }) => played?.match.reason },
      ...{ says: 'Why the match was voided.', empty: 'it was not' },
    },
    ...timeColumns(of),
    {
      ...{ name: 'logged_at', type: 'time', cell: ({ loggedAt }) => loggedAt },
      says: 'When it was written to the log of the match.',
      empty: 'it stands in the session’s journal alone: it came into no match, or the match was broken off before',
    },
  ]
}

export const NTH =
  'Match of the block, from 1 (the round in oTree); practice matches, which are not paid, count from −n to −1.'

/** As it is exported: from 1. */
export const placeOf = (nth: number): number => (nth < 0 ? nth : nth + 1)

export const orderOf = ({ assigned }: Person): string | undefined => assigned?.order.join(' > ')

export function positionOf({ assigned }: Person, block: string): number | undefined {
  const at = assigned?.order.indexOf(block) ?? -1
  return at < 0 ? undefined : at + 1
}

/** Of the participant, or what all participants of the match share. */
function sharedOf<T>(
  of: Gathered,
  { person, played }: Pick<Decided, 'person' | 'played'>,
  what: (person: Person) => T,
): T | undefined {
  if (person) return what(person)
  const all = new Set(peopleIn(of, played).map(what))
  return all.size === 1 ? [...all][0] : undefined
}

const peopleIn = ({ session }: Gathered, played: Played | null): readonly Person[] =>
  (played?.match.people ?? []).flatMap(({ person }) => session.people.get(person) ?? [])

const actualOf = ({ people, models, simulated, scripts }: Composition): string =>
  `people ${people}, models ${models}, simulated ${simulated}, scripts ${scripts}`

/** When a participant saw the page, first touched it and sent it, and why one of these is not known. */
export function timeColumns(of: Gathered): readonly Column<Decided>[] {
  const isOwn = ({ choice, source }: Decided) => choice?.origin.by === 'player' && source !== 'strategy'
  const submitted = (one: Decided) => (isOwn(one) ? one.choice!.at : null)
  return [
    {
      ...{ name: 'shown_at', type: 'time', cell: ({ choice }) => iso(choice?.shownAt) },
      ...{ says: 'When the page of the decision was first sent.', empty: 'see times_missing' },
    },
    {
      ...{ name: 'first_input_at', type: 'time', cell: ({ choice }) => iso(choice?.firstInputAt) },
      says: 'When something was first entered, as the browser says.',
      empty: 'see times_missing; also where the browser did not say',
    },
    {
      ...{ name: 'submitted_at', type: 'time', cell: (one) => iso(submitted(one)) },
      ...{ says: 'When the decision came in.', empty: 'see times_missing' },
    },
    {
      ...{ name: 'seconds_to_first_input', type: 'number', empty: 'one of the two times is' },
      says: 'From shown_at to first_input_at.',
      cell: ({ choice }) => between(choice?.shownAt, choice?.firstInputAt),
    },
    {
      ...{ name: 'seconds', type: 'number', says: 'From shown_at to submitted_at.', empty: 'one of the two times is' },
      cell: (one) => between(one.choice?.shownAt, submitted(one)),
    },
    {
      ...{ name: 'times_missing', type: 'text', empty: 'the page was shown, and the decision came in' },
      says: 'Why a time is missing: program; strategy: decided beforehand; not submitted: nothing came in; not shown; erased; not logged.',
      cell: (one) => {
        if (!one.person) return 'program'
        if (!one.choice) return of.erased.has(one.person.id) ? 'erased' : 'not logged'
        if (one.source === 'strategy') return 'strategy'
        if (!isOwn(one)) return 'not submitted'
        return one.choice.shownAt === null ? 'not shown' : null
      },
    },
  ]
}

export const iso = (time: number | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString()

export const between = (from: number | null | undefined, to: number | null | undefined): number | null =>
  typeof from === 'number' && typeof to === 'number' ? (to - from) / 1000 : null
