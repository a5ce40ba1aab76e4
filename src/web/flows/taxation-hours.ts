/** What hours of work bring in under the rates in force: a chart of all, and one choice in full. */
import { html } from 'hono/html'
import { gridOf } from '../../../games/taxation/benchmark.ts'
import { taxOf } from '../../../games/taxation/brackets.ts'
import { outcomeOf } from '../../../games/taxation/outcomes.ts'
import type { WorkerView } from '../../../games/taxation/view.ts'
import type { Html, Pen } from '../pen.ts'
import { linesHtml } from './lines.ts'
import { pairsHtml, tableHtml } from './table.ts'
import { percent } from './taxation-brackets.ts'

/** Points of the chart, and rows of its table, at most. */
const MOST_POINTS = 21

export function hoursChart({ skill, thresholds, rates, maxHours, hoursStep }: WorkerView, pen: Pen): Html {
  const choices = Math.floor(maxHours / hoursStep)
  const apart = hoursStep * Math.ceil(choices / (MOST_POINTS - 1))
  const at = Array.from({ length: Math.floor((choices * hoursStep) / apart) + 1 }, (_, i) => i * apart)
  const tax = at.map((hours) => taxOf(skill * hours, thresholds, rates))
  const kept = at.map((hours, i) => skill * hours - tax[i]!)
  const lines = [
    { name: 'Income after tax', values: kept },
    { name: 'Tax', values: tax },
  ]
  const title = 'Your income after tax, and your tax, by hours'
  return linesHtml({ id: 'hours', title, across: { name: 'Hours a week', at }, lines }, pen)
}

/** The rebate depends on what all do: without it, and with that of the last time. */
export function hoursPreview(view: WorkerView, hours: number, pen: Pen): Html {
  const { skill, thresholds, rates, maxHours, hoursStep, cost, exponent, steps, history } = view
  const labour = { thresholds, ...gridOf(maxHours, hoursStep, cost, exponent) }
  const last = steps.at(-1) ?? history.at(-1)?.steps.at(-1)
  const { income, tax, utility } = outcomeOf(skill, hours, rates, 0, labour)
  const effort = income - tax - utility
  return html`<h3>If you work ${pen.number(hours)} hours</h3>
    ${pairsHtml([
      ['Income', pen.number(income)],
      ['Tax', pen.number(tax)],
      ['What is left', pen.number(income - tax)],
      ['Cost of the effort', pen.number(effort)],
      ['Utility without a rebate', pen.number(utility)],
      ...(last
        ? ([
            ['Rebate of the last time', pen.number(last.rebate)],
            ['Utility with such a rebate', pen.number(outcomeOf(skill, hours, rates, last.rebate, labour).utility)],
          ] as const)
        : []),
    ])}
    ${taxByBracket(view, income, pen)}
    <p class="hint">The rebate is the same for all workers, and depends on how much all of them work.${last && ' This time it may be another.'}</p>`
}

function taxByBracket({ thresholds, rates }: WorkerView, income: number, pen: Pen): Html | null {
  const reached = thresholds.flatMap((from, i) => (income > from ? [i] : []))
  if (reached.length < 2) return null
  const upTo = (i: number) => Math.min(income, thresholds[i + 1] ?? income)
  const taxTo = (x: number) => taxOf(x, thresholds, rates)
  return tableHtml(
    'The tax in parts',
    ['Part of the income', 'Rate', 'Tax'],
    reached.map((i) => [
      `${pen.number(thresholds[i]!)} to ${pen.number(upTo(i))}`,
      percent(rates[i]!, pen),
      pen.number(taxTo(upTo(i)) - taxTo(thresholds[i]!)),
    ]),
  )
}
