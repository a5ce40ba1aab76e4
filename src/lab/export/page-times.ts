/**
 * When participants saw each page and when they left it. Names, and 0 and 1 for no and yes, as in the page times of oTree 5
 * (`TimeSpentRow` in its `otree/common2.py`); what oTree does not have stands beside: `page`, `epoch_time_shown`, `seconds`.
 */
import type { LoggedEvent } from '../journal.ts'
import type { Person } from '../session.ts'
import type { SessionEvent } from '../session-event.ts'
import { type Column, type Table, table } from './column.ts'
import { placeOf } from './decisions.ts'
import type { Gathered } from './gathered.ts'

interface PageTime {
  readonly person: Person
  /** From 1. */
  readonly index: number
  /** The key: `decision:1:0:0`. */
  readonly page: string
  /** Milliseconds since 1970. */
  readonly shown: number
  left: number | null
  /** Null: not known, since it was erased; or not left. */
  timedOut: boolean | null
}

export function pageTimesTable(of: Gathered): Table {
  const { opened, lab } = of
  const rows = pageTimes(of)
  const columns: readonly Column<PageTime>[] = [
    { name: 'session_code', type: 'text', says: 'The session.', cell: () => opened.session },
    {
      ...{ name: 'participant_id_in_session', type: 'number', cell: ({ person }) => of.people.indexOf(person) + 1 },
      says: 'Number of the place, from 1.',
    },
    { name: 'participant_code', type: 'text', says: 'Pseudonym.', cell: ({ person }) => person.id },
    {
      ...{ name: 'page_index', type: 'number', cell: ({ index }) => index },
      says: 'Number of the page among those that this participant was shown, from 1. A page that is shown again, as a wait page of a later turn, stands here once.',
    },
    {
      ...{ name: 'app_name', type: 'text', cell: ({ person, page }) => blockIn(person, page) },
      ...{ says: 'The block of the session file.', empty: 'the page belongs to none' },
    },
    {
      ...{ name: 'page_name', type: 'text', cell: ({ page }) => kindOf(page) },
      says: 'consent, instructions, quiz, part, strategy, decision, reason, belief, wait, result, questionnaire, results, manipulation, debrief, end.',
    },
    {
      ...{ name: 'page', type: 'text', cell: ({ page }) => page },
      says: 'Key of the page: page_name, then with colons the place of the block in the participant’s order from 1, the match from 0 (practice below 0), and the turn from 0; of a quiz the attempt from 1, of a questionnaire the page from 0.',
    },
    {
      ...{ name: 'round_number', type: 'number', cell: ({ page }) => roundIn(page) },
      says: 'Match of the block, from 1; practice matches count from −n to −1.',
      empty: 'the page belongs to no match',
    },
    {
      ...{ name: 'is_wait_page', type: 'number', cell: ({ page }) => Number(kindOf(page) === 'wait') },
      says: '1: it only waits; 0: it does not.',
    },
    {
      ...{ name: 'epoch_time_shown', type: 'number', cell: ({ shown }) => shown / 1000 },
      says: 'When it was first sent: seconds since 1970.',
    },
    {
      ...{ name: 'epoch_time_completed', type: 'number', cell: ({ left }) => (left === null ? null : left / 1000) },
      says: 'When it was answered or left; of a wait page, or where nothing says so, when the next one was shown: seconds since 1970.',
      empty: 'it was not left, as far as is known',
    },
    {
      ...{ name: 'seconds', type: 'number', cell: ({ left, shown }) => (left === null ? null : (left - shown) / 1000) },
      ...{ says: 'Between the two.', empty: 'it was not left, as far as is known' },
    },
    {
      ...{
        name: 'timeout_happened',
        type: 'number',
        cell: ({ timedOut }) => (timedOut === null ? null : Number(timedOut)),
      },
      says: '1: it was left because the time for it was over; 0: for another reason.',
      empty: 'it was not left, as far as is known, or how was erased',
    },
    { name: 'demo', type: 'truth', says: 'No people: a demonstration.', cell: () => opened.demo },
    { name: 'pilot', type: 'truth', says: 'People are scripted: a pilot.', cell: () => opened.pilot },
    {
      ...{ name: 'deception_override', type: 'text', cell: () => lab.override?.ethics },
      says: 'Reference of the approval under which the session ran although a wording was not true of it.',
      empty: 'the session declared none: what was told was checked',
    },
  ]
  return table('page_times.csv', columns, rows)
}

function pageTimes({ input, people, session }: Gathered): readonly PageTime[] {
  const pages = new Map<string, PageTime[]>(people.map(({ id }) => [id, []]))
  for (const logged of input.events) {
    const person = logged.person === null ? undefined : session.people.get(logged.person)
    if (!person) continue
    const own = pages.get(person.id)!
    const at = Date.parse(logged.at)
    const last = own.at(-1)
    const { event } = logged
    const leave = (timedOut: boolean | null) => {
      if (last && last.left === null) Object.assign(last, { left: at, timedOut })
    }
    if (event?.type === 'shown') {
      leave(false)
      own.push({ ...{ person, index: own.length + 1, page: event.page, shown: at }, left: null, timedOut: null })
    } else if (last && leaves(person, last.page, logged))
      leave(
        event === null
          ? null
          : event.type === 'chose' && event.origin.by !== 'player' && event.origin.reason === 'timeout',
      )
  }
  return people.flatMap(({ id }) => pages.get(id)!)
}

/** Which event is the answer to a page. */
const ANSWERS: Readonly<Record<string, SessionEvent['type']>> = {
  consent: 'consented',
  quiz: 'quizzed',
  strategy: 'strategy',
  decision: 'chose',
  reason: 'reasoned',
  belief: 'believed',
  questionnaire: 'answered',
  manipulation: 'checked',
}

/** Of an erased event the type alone is known: the page that is open was left by it, if it is of that kind. */
function leaves(person: Person, page: string, { type, event }: LoggedEvent): boolean {
  const kind = kindOf(page)
  if (type === 'exited') return kind !== 'end' && kind !== 'debrief'
  if (type !== (ANSWERS[kind] ?? 'passed')) return false
  if (!event) return true
  switch (event.type) {
    case 'passed':
    case 'answered':
    case 'checked':
      return event.page === page
    case 'chose':
      return page === `decision:${positionIn(person, event.block)}:${event.nth}:${event.turn}`
    case 'reasoned':
      return page === `reason:${positionIn(person, event.block)}:${event.nth}:${event.turn}`
    case 'believed':
      return page === `belief:${positionIn(person, event.block)}:${event.nth}`
    case 'strategy':
      return page === `strategy:${positionIn(person, event.block)}`
    case 'quizzed':
      return page === `quiz:${event.attempt}`
    default:
      return true
  }
}

const positionIn = ({ assigned }: Person, block: string): number => (assigned?.order.indexOf(block) ?? -1) + 1

const kindOf = (page: string): string => page.split(':')[0]!

const OF_BLOCKS = ['part', 'strategy', 'decision', 'reason', 'belief', 'wait', 'result']

/** The block that a page belongs to. */
export function blockIn({ assigned }: Person, page: string): string | undefined {
  const [kind, position] = page.split(':')
  return OF_BLOCKS.includes(kind!) ? assigned?.order[Number(position) - 1] : undefined
}

function roundIn(page: string): number | undefined {
  const [kind, , nth] = page.split(':')
  return OF_BLOCKS.includes(kind!) && nth !== undefined ? placeOf(Number(nth)) : undefined
}
