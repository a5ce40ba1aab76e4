/** Pages of taxation: brackets and what hours bring in for who works, a rate a bracket for who governs, candidates for who votes. */
import { html } from 'hono/html'
import type { View } from '../../../games/taxation/view.ts'
import type { DecisionPage } from '../../lab/pages.ts'
import type { WordsBy } from '../form/words.ts'
import type { Html, Pen } from '../pen.ts'
import type { Flow } from './flow.ts'
import { figureHtml } from './table.ts'
import { ballot } from './taxation-ballot.ts'
import { bracketNames, bracketTable } from './taxation-brackets.ts'
import { historyTables } from './taxation-history.ts'
import { hoursChart, hoursPreview } from './taxation-hours.ts'
import { schedulePreview } from './taxation-schedule.ts'

export const taxationFlow: Flow = {
  labels: {
    rates: 'Your rates, in percent',
    deltas: 'Your changes, in percentage points',
    hours: 'Your hours a week',
    run: 'You run for election',
    for: 'The worker you vote for',
    satisfied: 'You are satisfied',
  },
  words: wordsOf,
  before: ({ ask, view }, pen) => (ask in BEFORE ? standing(view as View, ask, pen) : null),
  table: (view, pen) => historyTables(view as View, pen),
  fields: (page, form, pen) => (page.ask === 'vote' ? ballot(page, form, pen) : null),
  tries: ['labour', 'schedule', 'campaign'],
  preview,
}

const BEFORE = { labour: true, schedule: true, campaign: true, vote: true, satisfied: true }

function wordsOf({ ask, view }: DecisionPage): WordsBy | undefined {
  const known = view as View
  const rates = { label: 'Rates, in percent', boxes: bracketNames(known.thresholds) }
  const deltas = { label: 'Changes, in percentage points', boxes: bracketNames(known.thresholds), options: SIGNED }
  switch (ask) {
    case 'labour':
      return { hours: { label: 'Hours a week' } }
    case 'schedule':
      return { rates, deltas }
    case 'campaign': {
      const none = { hint: 'Who names none does not run.', none: 'I do not run, and name none' }
      const run = { label: 'Do you run for election?' }
      return { run, rates: { ...rates, ...none }, deltas: { ...deltas, ...none } }
    }
    case 'vote':
      return { for: { label: 'The worker you vote for' } }
    default:
      return undefined
  }
}

const SIGNED = { '10': '+10', '20': '+20' }

/** Who one is, what is in force, and what hours bring in. */
function standing(view: View, ask: string, pen: Pen): Html {
  const { role, governance, leader, seat, history, total } = view
  return html`${role === 'worker' && figureHtml('Your skill', pen.number(view.skill), 'of income for each hour')}
    ${role === 'worker' && governance !== 'planner' && html`<p>You are worker ${seat}.${leader === seat ? ' You were elected last.' : leader !== null && ` Worker ${leader} was elected last.`}</p>`}
    ${bracketTable(view, pen)}
    ${role === 'worker' && ask === 'labour' && hoursChart(view, pen)}
    ${history.length > 0 && html`<p>Your points so far: ${pen.number(total)}.</p>`}`
}

function preview({ ask, view }: DecisionPage, action: unknown, pen: Pen): Html | null {
  const known = view as View
  const said = action as {
    readonly hours?: number
    readonly rates?: number[] | null
    readonly deltas?: number[] | null
  }
  if (ask === 'labour' && known.role === 'worker') return hoursPreview(known, said.hours!, pen)
  if (ask === 'schedule' || ask === 'campaign') return schedulePreview(known, said, pen)
  return null
}
