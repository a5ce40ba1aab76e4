/** The years so far, as the one who looks back may see them. */
import { html } from 'hono/html'
import type { SocietyYear, WorkerYear } from '../../../games/taxation/records.ts'
import type { View } from '../../../games/taxation/view.ts'
import type { Html, Pen } from '../pen.ts'
import { type Cell, tableHtml } from './table.ts'

export function historyTables(view: View, pen: Pen): Html | null {
  const society = view.role === 'planner' ? view.history : (view.society?.history ?? [])
  const years = view.role === 'planner' ? [] : view.history
  const now = view.role === 'planner' ? [] : view.steps
  if (society.length === 0 && years.length === 0 && now.length === 0) return null
  return html`${(years.length > 0 || now.length > 0) && workerTable(view, years, pen)}${society.length > 0 && societyTable(view, society, pen)}`
}

function workerTable(view: View, years: readonly WorkerYear[], pen: Pen): Html {
  const { governance, satisfaction, stepsPerYear, year, rates } = view
  const elected = governance !== 'planner'
  const now =
    view.role === 'worker' && view.steps.length > 0 ? [{ year, rates, leader: view.leader, steps: view.steps }] : []
  const head = [
    'Year',
    ...(stepsPerYear > 1 ? ['Choice'] : []),
    ...(elected ? ['Elected'] : []),
    'Rates, percent',
    'Hours',
    'Income',
    'Tax',
    'Rebate',
    'Utility',
    ...(satisfaction ? ['You were satisfied'] : []),
  ]
  const rows = [...years, ...now].flatMap(
    (one: Pick<WorkerYear, 'year' | 'rates' | 'steps' | 'leader' | 'satisfied'>) =>
      one.steps.map(({ hours, income, tax, rebate, utility }, i): readonly Cell[] => [
        String(one.year),
        ...(stepsPerYear > 1 ? [String(i + 1)] : []),
        ...(elected ? [typeof one.leader === 'number' ? `worker ${one.leader}` : '–'] : []),
        one.rates.map(pen.number).join(', '),
        pen.number(hours),
        ...[income, tax, rebate, utility].map(pen.number),
        ...(satisfaction ? [typeof one.satisfied === 'boolean' ? (one.satisfied ? 'yes' : 'no') : '–'] : []),
      ]),
  )
  return tableHtml('Year by year', head, rows)
}

function societyTable(view: View, years: readonly SocietyYear[], pen: Pen): Html {
  const { satisfaction, role } = view
  const head = [
    'Year',
    'Rates, percent',
    'Incomes by bracket',
    'Income: mean',
    'median',
    'standard deviation',
    'Utility: mean',
    'median',
    'standard deviation',
    'Gini coefficient of incomes',
    'Sum of taxes',
    'Mean hours',
    ...(satisfaction ? ['Share satisfied'] : []),
    ...(role === 'planner' ? ['Your points'] : []),
  ]
  const rows = years.map(({ income, utility, ...year }): readonly Cell[] => [
    String(year.year),
    year.rates.map(pen.number).join(', '),
    year.counts.join(', '),
    ...[income.mean, income.median, income.sd, utility.mean, utility.median, utility.sd].map(pen.number),
    ...[year.gini, year.revenue, year.meanHours].map(pen.number),
    ...(satisfaction ? [typeof year.satisfied === 'number' ? pen.number(year.satisfied) : '–'] : []),
    ...(role === 'planner' ? [pen.number(year.result.payoff)] : []),
  ])
  return tableHtml('All workers, by year', head, rows)
}
