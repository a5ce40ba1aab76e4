/** What the wide table says of participants and of their session, by oTree's names. */
import type { Person } from '../session.ts'
import { keyOf as pageKeyOf, stepsOf } from '../steps.ts'
import { type Column, columnIf } from './column.ts'
import { orderOf } from './decisions.ts'
import { type Gathered, whyNone } from './gathered.ts'
import { blockIn } from './page-times.ts'

export function participantColumns(of: Gathered): readonly Column<Person>[] {
  const { lab, people, input } = of
  const labels = new Map(input.identity.map(({ person, label }) => [person, label]))
  const joined = new Map<string, string>()
  for (const { type, person, at } of input.events)
    if (type === 'joined' && person !== null && !joined.has(person)) joined.set(person, at)
  const left = new Map<string, string>() // when they first did: a way out is logged again where it is erased
  for (const { type, person, at } of input.events)
    if (type === 'exited' && person !== null && !left.has(person)) left.set(person, at)
  const here = ({ shown }: Person) => [...shown.keys()].at(-1)
  const steps = ({ assigned }: Person) => stepsOf(lab, assigned?.order)
  const index = (person: Person) => {
    const page = pageOf(here(person) ?? '')
    return page === '' ? 0 : steps(person).findIndex((step) => pageKeyOf(step) === page) + 1
  }
  return [
    {
      ...{ name: 'participant.id_in_session', type: 'number', cell: (person) => people.indexOf(person) + 1 },
      says: 'Number of the place, from 1, in the order in which places were made.',
    },
    { name: 'participant.code', type: 'text', says: 'Pseudonym.', cell: ({ id }) => id },
    ...columnIf<Person>(input.options.labels, {
      ...{ name: 'participant.label', type: 'text', cell: ({ id }) => labels.get(id) },
      ...{ says: 'Label, from the identity file.', empty: 'there is none, or it was erased' },
    }),
    isBot(of),
    {
      ...{ name: 'participant._index_in_pages', type: 'number', cell: index },
      says: 'Number of the last step that was shown, from 1; 0: none was.',
    },
    {
      ...{ name: 'participant._max_page_index', type: 'number', cell: (person) => steps(person).length },
      says: 'Steps of this participant, as far as they are known: before the assignment those without the blocks.',
    },
    {
      ...{ name: 'participant._current_app_name', type: 'text', cell: (person) => blockIn(person, here(person) ?? '') },
      ...{ says: 'The block of that page.', empty: 'it belongs to none, or no page was shown' },
    },
    {
      ...{ name: 'participant._current_page_name', type: 'text', cell: here, empty: 'no page was shown' },
      says: 'Key of the last page that was shown (as page in page_times.csv).',
    },
    {
      ...{ name: 'participant.time_started_utc', type: 'time', cell: ({ id }) => joined.get(id) },
      ...{ says: 'When the link was confirmed.', empty: 'it never was' },
    },
    {
      ...{ name: 'participant.visited', type: 'number', cell: ({ joined: came }) => Number(came) },
      says: '1: the link was confirmed; 0: it never was.',
    },
    {
      ...{ name: 'participant.payoff', type: 'number', cell: ({ paid }) => paid?.points },
      ...{ says: 'Points that are paid for.', empty: 'see participant.payoff_missing' },
    },
    {
      ...{ name: 'participant.payoff_missing', type: 'text', empty: 'there is a payoff' },
      says: 'Why there is no payoff: not settled; erased.',
      cell: (person) => (person.paid ? null : whyNone(of, person, 'not settled')),
    },
    {
      ...{ name: 'participant.treatment', type: 'text', cell: ({ assigned }) => assigned?.treatment },
      ...{ says: 'Treatment.', empty: 'none was assigned' },
    },
    {
      ...{ name: 'participant.order', type: 'text', cell: orderOf, empty: 'none was assigned' },
      says: 'Blocks in the order of the participant, with > between them.',
    },
    {
      ...{ name: 'participant.exit', type: 'text', cell: ({ exit }) => exit?.exit, empty: 'still in the session' },
      says: 'The way out: completed, declined, failed-quiz, waited, leftover, group-ended, dropped, withdrew.',
    },
    {
      ...{
        name: 'participant.exit_at',
        type: 'time',
        cell: ({ id }) => left.get(id),
        empty: 'still in the session',
      },
      says: 'When the participant came to the way out.',
    },
  ]
}

/** The step of a page: what is asked in a match is one step. */
const pageOf = (page: string): string =>
  page.replace(/^quiz:.*/, 'quiz').replace(/^(?:decision|belief|reason|wait):(\d+):(-?\d+).*/, 'play:$1:$2')

/** `participant._is_bot`. */
export const isBot = ({ opened }: Gathered): Column<unknown> => ({
  ...{ name: 'participant._is_bot', type: 'number', cell: () => Number(opened.pilot) },
  says: '1: people are scripted, a pilot; 0: they are people.',
})

export function sessionColumns({ opened, lab }: Gathered): readonly Column<unknown>[] {
  return [
    { name: 'session.code', type: 'text', says: 'The session.', cell: () => opened.session },
    {
      ...{ name: 'session.is_demo', type: 'number', cell: () => Number(opened.demo) },
      says: '1: no people, a demonstration; 0: a session.',
    },
    {
      ...{ name: 'session.config.name', type: 'text', cell: () => lab.name ?? opened.session },
      says: 'Name in the session file.',
    },
    {
      ...{ name: 'session.config.participation_fee', type: 'number', cell: () => lab.payment.fee },
      says: `For taking part, in ${lab.payment.currency}.`,
    },
    {
      ...{ name: 'session.config.real_world_currency_per_point', type: 'number' },
      ...{ says: `${lab.payment.currency} for one point.`, cell: () => 1 / lab.payment.pointsPerUnit },
    },
    {
      ...{ name: 'session.config.deception_override', type: 'text', cell: () => lab.override?.ethics },
      says: 'Reference of the approval under which the session ran although a wording was not true of it.',
      empty: 'the session declared none: what was told was checked',
    },
  ]
}
