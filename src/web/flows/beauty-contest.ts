/** Pages of the beauty contest: a box for a number; afterwards all numbers in order of size, and nobody’s but one’s own marked. */
import { html } from 'hono/html'
import type { beautyContest } from '../../../games/beauty-contest/rules.ts'
import type { ViewOf } from '../../core/game.ts'
import type { PartResult } from '../../lab/pages.ts'
import type { Html, Pen } from '../pen.ts'
import type { Flow } from './flow.ts'
import { stripHtml } from './strip.ts'
import { type Cell, tableHtml } from './table.ts'

type View = ViewOf<typeof beautyContest>

const STATISTIC = { mean: 'average', median: 'median', max: 'highest' } as const

export const beautyContestFlow: Flow = {
  labels: { guess: 'Your number', belief: 'Your estimate' },
  words: ({ ask }) =>
    ask === 'guess'
      ? { guess: { label: 'Your number' } }
      : ask === 'belief'
        ? { belief: { label: 'Your estimate of the others' } }
        : undefined,
  before: ({ view }, pen) => totalLine(view as View, pen),
  table: (view, pen) => roundsTable(view as View, pen),
  resultFigure,
}

const totalLine = ({ total, history }: View, pen: Pen): Html | null =>
  total === null || history.length === 0 ? null : html`<p>Your total so far: ${pen.number(total)} points.</p>`

/** More numbers than a cell can hold are told in words alone. */
const MOST_LISTED = 12

function roundsTable(view: View, pen: Pen): Html | null {
  const { history, statistic, feedback, beliefPrize } = view
  if (history.length === 0) return null
  const shown = feedback !== 'none'
  const listed = feedback === 'full' && view.seats <= MOST_LISTED
  const head = [
    'Round',
    'Your number',
    ...(beliefPrize === null ? [] : ['Your estimate']),
    ...(shown ? [`The ${STATISTIC[statistic]}`, 'Target', 'Nearest', 'Your points'] : []),
    ...(shown && beliefPrize !== null ? ['For your estimate'] : []),
    ...(listed ? ['All numbers'] : []),
  ]
  const rows = history.map(({ guess, belief, result }, i): readonly Cell[] => [
    String(i + 1),
    pen.number(guess),
    ...(beliefPrize === null ? [] : [belief === undefined ? '' : pen.number(belief)]),
    ...(result
      ? [
          pen.number(result.statistic),
          pen.number(result.target),
          result.winning.map(pen.number).join(' and '),
          pen.number(result.payoff),
          ...(beliefPrize === null ? [] : [result.beliefPayoff === undefined ? '' : pen.number(result.beliefPayoff)]),
          ...(listed && result.guesses ? [result.guesses.map(pen.number).join(', ')] : []),
        ]
      : []),
  ])
  return tableHtml('Round by round', head, rows)
}

/** Of the last round. */
function resultFigure({ view, others }: PartResult, pen: Pen, id: string): Html | null {
  const { history, min, max } = view as View
  const last = history.at(-1)
  if (!last) return null
  const numbers = others?.field === 'guess' ? others.values : othersIn(last.result?.guesses, last.guess)
  if (numbers === undefined) return null
  const title = history.length > 1 ? 'The numbers of the last round' : 'The numbers chosen'
  const mark = last.result && { label: 'target', at: last.result.target }
  return stripHtml({ id, title, min, max, others: numbers, own: last.guess, mark }, pen)
}

/** All numbers but one’s own. */
const othersIn = (all: readonly number[] | undefined, own: number): readonly number[] | undefined =>
  all?.toSpliced(all.indexOf(own), 1)
