/** Charts of one number a row: values with their intervals, and the ranks that the data allow. */
import type { DataTable } from '../../analysis/data-table.ts'
import { shownBy, withBounds } from '../numbers.ts'
import type { IntervalsChart, RanksChart } from '../report.ts'
import type { IntervalRow, IntervalSheet } from './interval-rows.ts'
import { columnOf, isOf, nameIn, numberIn, panelsOf } from './rows.ts'
import { wholeAxis } from './scale.ts'

export function intervalSheet(table: DataTable, chart: IntervalsChart): IntervalSheet {
  const { column } = columnOf(table, chart.value)
  const [name, value, low, high] = [nameIn(table, chart.label), ...valuesIn(table, chart)]
  const people = chart.baselines ?? []
  const shown = shownBy(
    column,
    [...table.rows.map(value), ...people.map((one) => one.value)],
    table.rows.map((row) => [low(row), high(row)]),
  )
  const row = (of: Omit<IntervalRow, 'numbers'>): IntervalRow => ({
    ...of,
    numbers: withBounds(shown(of.value), shown(of.low), shown(of.high)),
  })
  return {
    type: column.type,
    unit: chart.unit,
    reference: chart.reference,
    panels: panelsOf(table, chart.groups).map((panel) => ({
      title: panel.title,
      rows: [
        ...panel.rows.map((cells) =>
          row({ name: name(cells), value: value(cells), low: low(cells), high: high(cells) }),
        ),
        ...people
          .filter(({ group }) => isOf(panel, group))
          .map((one) =>
            row({ name: one.label, value: one.value, low: one.low ?? null, high: one.high ?? null, people: true }),
          ),
      ],
    })),
  }
}

const valuesIn = (table: DataTable, { value, low, high }: Pick<IntervalsChart, 'value' | 'low' | 'high'>) =>
  [numberIn(table, value), numberIn(table, low), numberIn(table, high)] as const

/** A rank that is certain is a point, others are bars from the best to the worst. */
export function rankSheet(table: DataTable, chart: RanksChart): IntervalSheet {
  const [name, low, high] = [nameIn(table, chart.label), numberIn(table, chart.low), numberIn(table, chart.high)]
  const shown = shownBy({ type: 'count' }, [])
  const panels = panelsOf(table, chart.groups).map(({ title, rows }) => ({
    title,
    rows: rows.map((row): IntervalRow => {
      const [best, worst] = [low(row), high(row)]
      const certain = best !== null && best === worst
      const numbers = best === null || worst === null || certain ? shown(best) : `${shown(best)}–${shown(worst)}`
      return { name: name(row), value: certain ? best : null, low: best, high: worst, numbers }
    }),
  }))
  const ranks = panels.flatMap(({ rows }) => rows.flatMap(({ low, high }) => [low ?? 1, high ?? 1]))
  return {
    type: 'count',
    unit: 'rank, 1 is best',
    panels,
    axis: (many) => wholeAxis(1, Math.max(2, ...ranks), 2 * many),
  }
}
