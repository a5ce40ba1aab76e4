/** The assignment, the calls of models, and every event of the session, as they were logged. */

import type { Call } from '../../store/store.ts'
import { itemsOf } from '../ability.ts'
import type { LoggedEvent } from '../journal.ts'
import type { EventOf, SessionEvent } from '../session-event.ts'
import type { Column, Table } from './column.ts'
import { schemaOf, withoutFreeText } from './free-text.ts'
import { type Gathered, marked, type Played } from './gathered.ts'

interface Assigned {
  readonly event: EventOf<'assigned'>
  readonly at: string
}

export function assignmentsTable(of: Gathered): Table {
  const rows = of.input.events.flatMap(({ event, at }): Assigned[] =>
    event?.type === 'assigned' ? [{ event, at }] : [],
  )
  return marked<Assigned>(
    of,
    'assignments.csv',
    [
      {
        ...{ name: 'nth', type: 'number', cell: ({ event }) => event.nth + 1 },
        says: 'Number among those who were assigned, from 1: the treatment follows from it and the seed.',
      },
      { name: 'participant', type: 'text', says: 'Pseudonym.', cell: ({ event }) => event.person },
      { name: 'treatment', type: 'text', says: 'Treatment.', cell: ({ event }) => event.treatment },
      {
        ...{ name: 'order', type: 'text', cell: ({ event }) => event.order.join(' > ') },
        says: 'Blocks in the order of the participant, with > between them.',
      },
      { name: 'at', type: 'time', says: 'When it was assigned.', cell: ({ at }) => at },
    ],
    rows,
  )
}

interface Called {
  readonly played: Played
  readonly call: Call
  readonly player: string | null
}

/** Throws what the store throws. */
export async function callsTable(of: Gathered): Promise<Table> {
  const rows: Called[] = []
  for (const played of of.matches)
    for (const call of await of.input.store.calls(played.match.match))
      rows.push({ played, call, player: playerOf(played, call) })
  const tokens = (name: string, says: string, cell: (call: Call) => number | null | undefined): Column<Called> => ({
    ...{ name, type: 'number', says, empty: 'the provider did not say, or there was no reply' },
    cell: ({ call }) => cell(call),
  })
  return marked<Called>(
    of,
    'llm_calls.csv',
    [
      {
        name: 'match',
        type: 'text',
        says: 'The match, as its log is named.',
        cell: ({ played }) => played.match.match,
      },
      { name: 'block', type: 'text', says: 'The block of the session file.', cell: ({ played }) => played.block.id },
      { name: 'turn', type: 'number', says: 'Turn of the match, from 0.', cell: ({ call }) => call.turn },
      { name: 'seat', type: 'number', says: 'Seat at the table, from 0.', cell: ({ call }) => call.seat },
      {
        ...{ name: 'player', type: 'text', cell: ({ player }) => player },
        ...{ says: 'Who sat there in that turn, by the name in the session file.', empty: 'not known' },
      },
      {
        name: 'purpose',
        type: 'text',
        says: 'What the call was for: answer, or a step before it.',
        cell: ({ call }) => call.purpose,
      },
      {
        name: 'attempt',
        type: 'number',
        says: 'Asks of the player for this, from 1.',
        cell: ({ call }) => call.attempt,
      },
      { name: 'try', type: 'number', says: 'Transport tries of one attempt, from 1.', cell: ({ call }) => call.try },
      { name: 'at', type: 'time', says: 'When it was written, before it was sent.', cell: ({ call }) => call.at },
      { name: 'provider', type: 'text', says: 'The provider.', cell: ({ call }) => call.provider },
      { name: 'model', type: 'text', says: 'The model that was asked for.', cell: ({ call }) => call.model },
      {
        ...{ name: 'answered_model', type: 'text', cell: ({ call }) => call.answered },
        ...{ says: 'The model that says it answered.', empty: 'none said so' },
      },
      {
        ...{ name: 'status', type: 'text', cell: ({ call }) => call.status, empty: 'it was on the wire' },
        says: 'ok, or the class of the failure; lost: on the wire when a process ended.',
      },
      {
        ...{ name: 'outcome', type: 'text', cell: ({ call }) => call.outcome, empty: 'it was not read' },
        says: 'How the reply was read: legal, or why not.',
      },
      tokens('tokens_in', 'Tokens in.', ({ tokensIn }) => tokensIn),
      tokens('tokens_out', 'Tokens out.', ({ tokensOut }) => tokensOut),
      tokens('tokens_reasoning', 'Of these, tokens of reasoning.', ({ tokensReasoning }) => tokensReasoning),
      tokens('tokens_cached', 'Tokens in that were cached.', ({ tokensCached }) => tokensCached),
      {
        ...{ name: 'cost', type: 'number', says: 'Dollars.', empty: 'there is no price, or no reply' },
        cell: ({ call }) => call.cost,
      },
      {
        ...{ name: 'estimated', type: 'truth', says: 'Tokens and cost are estimates.', empty: 'there was no reply' },
        cell: ({ call }) => (call.status === null ? null : (call.estimated ?? false)),
      },
      {
        ...{ name: 'waited', type: 'number', says: 'Milliseconds in the queue.', empty: 'not known' },
        cell: ({ call }) => call.waited,
      },
      {
        ...{ name: 'worked', type: 'number', says: 'Milliseconds on the wire.', empty: 'not known' },
        cell: ({ call }) => call.worked,
      },
    ],
    rows,
  )
}

function playerOf({ started, log }: Played, { seat, turn }: Call): string | null {
  let player = started?.seats[seat]?.player ?? null
  for (const { event } of log)
    if (event?.type === 'reseated' && event.seat === seat && event.turn <= turn) ({ player } = event)
  return player
}

export function eventsTable(of: Gathered): Table {
  return marked<LoggedEvent>(
    of,
    'events.csv',
    [
      { name: 'seq', type: 'number', says: 'Place in the journal, from 1.', cell: ({ seq }) => seq },
      { name: 'at', type: 'time', says: 'When it was logged.', cell: ({ at }) => at },
      { name: 'type', type: 'text', says: 'What happened.', cell: ({ type }) => type },
      {
        ...{ name: 'participant', type: 'text', cell: ({ person }) => person },
        ...{ says: 'Pseudonym.', empty: 'it is about no single participant' },
      },
      {
        ...{ name: 'body', type: 'json', empty: 'erased', cell: ({ event }) => (event ? bodyOf(of, event) : null) },
        says: 'All that is logged of it, but for the type and the participant, texts that somebody typed (null in their place), completion codes, and hashes of links and cookies.',
      },
      {
        ...{ name: 'missing', type: 'text', says: 'erased: the participant’s data were.', empty: 'there is a body' },
        cell: ({ event }) => (event ? null : 'erased'),
      },
    ],
    of.input.events,
  )
}

function bodyOf(of: Gathered, event: SessionEvent): string {
  const body = { ...withoutTexts(of, event), type: undefined, person: undefined }
  return JSON.stringify(body) // which leaves out what is undefined
}

function withoutTexts({ input, lab }: Gathered, event: SessionEvent): object {
  switch (event.type) {
    case 'created': {
      const { link: _, ...rest } = event
      return rest
    }
    case 'joined': {
      const { cookie: _, ...rest } = event
      return rest
    }
    case 'exited': {
      const { code: _, ...rest } = event
      return rest
    }
    case 'chose': {
      const block = input.prepared.blocks.get(event.block)
      const { action, ...rest } = event
      if (action === undefined) return rest
      return { ...rest, action: withoutFreeText(action, block && schemaOf(block, event.kind)) }
    }
    case 'strategy': {
      const block = input.prepared.blocks.get(event.block)
      const schema = block && schemaOf(block, block.block.strategy?.kind)
      return { ...event, actions: event.actions.map((action) => withoutFreeText(action, schema)) }
    }
    case 'reasoned':
      return { ...event, reason: null }
    case 'acted':
      return { ...event, note: null }
    case 'answered': {
      const page = lab.questionnaire[Number(event.page.split(':')[1])]
      const typed = new Set(itemsOf(page?.items ?? []).flatMap(({ kind, name }) => (kind === 'text' ? [name] : [])))
      const answers = Object.entries(event.answers).map(([name, answer]) => [name, typed.has(name) ? null : answer])
      return { ...event, answers: Object.fromEntries(answers) }
    }
    default:
      return event
  }
}
