/** What rates would have meant for incomes as they were: exactly where that is known, between bounds where it is not. */
import { html } from 'hono/html'
import { moved, taxOf } from '../../../games/taxation/brackets.ts'
import { FULL_TIME } from '../../../games/taxation/income.ts'
import type { SocietyYear } from '../../../games/taxation/records.ts'
import type { View } from '../../../games/taxation/view.ts'
import type { Html, Pen } from '../pen.ts'
import { meanTax, revenueBounds } from './revenue.ts'
import { tableHtml } from './table.ts'
import { bracketNames, percent } from './taxation-brackets.ts'

/** Null where no rates were named. */
export function schedulePreview(
  view: View,
  { rates, deltas }: { readonly rates?: number[] | null; readonly deltas?: number[] | null },
  pen: Pen,
): Html | null {
  const named = rates ?? (deltas ? moved(view.rates, deltas) : null)
  if (named === null) return html`<p>You have named no rates: there is nothing to work out.</p>`
  const year = (view.role === 'planner' ? view.history : view.society?.history)?.at(-1)
  return html`<h3>With these rates</h3>${compared(view, named, year, pen)}${year ? ofLastYear(view, named, year, pen) : view.role === 'planner' && ofFirstYear(view, named, pen)}${taxes(view, named, year, pen)}`
}

function compared(
  { thresholds, rates }: View,
  named: readonly number[],
  year: SocietyYear | undefined,
  pen: Pen,
): Html {
  return tableHtml(
    'Rates, and those in force',
    ['Part of the income', 'Yours', 'In force', ...(year ? ['Incomes that ended here last year'] : [])],
    bracketNames(thresholds).map((name, i) => [
      name,
      percent(named[i]!, pen),
      percent(rates[i]!, pen),
      ...(year ? [String(year.counts[i]!)] : []),
    ]),
  )
}

/** Who governs sees counts and a mean, not incomes: what they can have brought in lies between two bounds. */
function ofLastYear(
  { thresholds, workers, stepsPerYear }: View,
  named: readonly number[],
  year: SocietyYear,
  pen: Pen,
): Html {
  const [least, most] = revenueBounds({ counts: year.counts, mean: year.income.mean }, thresholds, named)
  const exact = most - least < 1e-9 * Math.max(1, most)
  const between = (of: number) =>
    exact ? `${pen.number(least / of)}` : `between ${pen.number(least / of)} and ${pen.number(most / of)}`
  return html`<p>If all incomes were those of year ${year.year}, these rates would bring in ${between(1)} in taxes, and each worker would get back ${between(workers)}. In that year the taxes were ${pen.number(year.revenue)}.</p>
    <p class="hint">${!exact && 'More cannot be told from how many incomes lay in each bracket, and from their mean. '}${stepsPerYear > 1 && 'Incomes are each worker’s means over the year. '}Workers may work more or less under other rates.</p>`
}

/** Nothing has been earned yet: the distribution of skills is public. */
function ofFirstYear(
  { thresholds, workers, maxHours, hoursStep, skillQuantiles, skillsFrom }: View,
  named: readonly number[],
  pen: Pen,
): Html {
  const hours = hoursStep * Math.floor(Math.min(FULL_TIME, maxHours) / hoursStep)
  const tax = meanTax(
    skillQuantiles.map((skill) => skill * hours),
    thresholds,
    named,
  )
  const about = skillsFrom === 'given' ? '' : 'about '
  return html`<p>Nobody has worked yet. If every worker worked ${hours} hours, these rates would bring in ${about}${pen.number(tax * workers)} in taxes, and each worker would get back ${about}${pen.number(tax)}.</p>
    <p class="hint">${skillsFrom !== 'given' && 'This takes skills as the rules describe them; those of these workers are not known. '}Workers choose their hours themselves.</p>`
}

/** The tax on incomes that are known. */
function taxes(view: View, named: readonly number[], year: SocietyYear | undefined, pen: Pen): Html {
  const { thresholds, rates } = view
  const own = view.role === 'worker' ? (view.steps.at(-1) ?? view.history.at(-1)?.steps.at(-1)) : undefined
  const incomes = [
    ...thresholds.slice(1).map((income) => ({ name: '', income })),
    ...(year
      ? [
          { name: 'median', income: year.income.median },
          { name: 'mean', income: year.income.mean },
        ]
      : []),
    ...(own ? [{ name: 'yours, the last time', income: own.income }] : []),
  ].sort((a, b) => a.income - b.income)
  if (incomes.length === 0) return html``
  return tableHtml(
    'The tax on some incomes',
    ['Income', 'With your rates', 'With those in force'],
    incomes.map(({ name, income }) => [
      name ? `${pen.number(income)} (${name})` : pen.number(income),
      pen.number(taxOf(income, thresholds, named)),
      pen.number(taxOf(income, thresholds, rates)),
    ]),
  )
}
