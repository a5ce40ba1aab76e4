/** What a part came to: one’s own decision, the points, where things stood at the end, and the numbers of the others. */
import { html } from 'hono/html'
import type { PartResult } from '../../lab/pages.ts'
import { plainly } from '../../lab/wanted.ts'
import { flowOf } from '../flows/index.ts'
import { stripHtml } from '../flows/strip.ts'
import { figureHtml, pairsHtml } from '../flows/table.ts'
import { plainText } from '../form/plain-text.ts'
import { labelOf } from '../form/words.ts'
import type { Html, Pen } from '../pen.ts'

/** `id` begins the ids in it: no two on a page are the same. */
export function partResultHtml(result: PartResult, pen: Pen, id: string): Html {
  const flow = flowOf(result.game)
  const { own, points, pending, out, practice, paid, belief } = result
  const figure = result.view === null ? null : (flow?.resultFigure?.(result, pen, id) ?? null)
  const table = result.view === null ? null : (flow?.table?.(result.view, pen) ?? null)
  return html`
    ${pending && html`<p>This part is played from the choices of all who take part. Its result is not known yet.</p>`}
    ${out && html`<p>You are out of this part: it goes on without you, and you need not wait for its end. Your result stands.</p>`}
    ${points !== null && figureHtml('Your result', pen.number(points))}
    ${points === null && !pending && html`<p>This part has no result: it did not come to its end.</p>`}
    ${practice ? html`<p class="practice">This was practice: it is not paid.</p>` : !paid && html`<p>This part is not paid.</p>`}
    ${own !== null && pairsHtml(Object.entries(own).map(([field, value]) => [flow?.labels[field] ?? labelOf(field), decided(value)]))}
    ${figure ?? othersHtml(result, pen, id)}
    ${table}
    ${situationHtml(result.situation, table !== null)}
    ${belief && html`<p>You stated ${pen.number(belief.stated)} for the others; it was ${pen.number(belief.right)}. For this you get ${pen.number(belief.points)} points.</p>`}`
}

function situationHtml(situation: string, hasTable: boolean): Html | null {
  if (situation.trim() === '') return null
  const said = plainText(situation)
  return hasTable
    ? html`<details class="situation"><summary>The same in words</summary>${said}</details>`
    : html`<div class="situation">${said}</div>`
}

/** Numbers of the others in order of size, with the own one where it is a number of the same kind. */
function othersHtml({ others, own }: PartResult, pen: Pen, id: string): Html | null {
  if (others === null || others.values.length === 0) return null
  const mine = own?.[others.field]
  const number = typeof mine === 'number' ? mine : null
  const all = number === null ? others.values : [...others.values, number]
  const strip = { id, title: 'What was chosen', own: number, mark: null, others: others.values }
  return stripHtml({ ...strip, min: Math.min(...all), max: Math.max(...all) }, pen)
}

/** What was decided, digit for digit. */
function decided(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return plainly(value).replace('-', '−')
  if (Array.isArray(value)) return value.map(decided).join(', ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, inner]) => `${labelOf(name)}: ${decided(inner)}`)
    .join('; ')
}
