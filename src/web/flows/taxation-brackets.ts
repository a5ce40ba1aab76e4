/** The brackets of a tax schedule, in words and as a table. */
import type { View } from '../../../games/taxation/view.ts'
import type { Html, Pen } from '../pen.ts'
import { tableHtml } from './table.ts'

/** `Income from 0 to 11600`, as numbers are typed. */
export const bracketNames = (thresholds: readonly number[]): readonly string[] =>
  thresholds.map((from, i) => {
    const to = thresholds[i + 1]
    return to === undefined ? `Income above ${from}` : `Income from ${from} to ${to}`
  })

export const bracketTable = ({ thresholds, rates }: Pick<View, 'thresholds' | 'rates'>, pen: Pen): Html =>
  tableHtml(
    'The rates in force',
    ['Part of the income', 'Rate'],
    bracketNames(thresholds).map((name, i) => [name, percent(rates[i]!, pen)]),
  )

export const percent = (rate: number, pen: Pen): string => `${pen.number(rate)}\u00a0%`
