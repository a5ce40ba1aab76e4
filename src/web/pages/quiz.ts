/** Questions about the instructions, which may be opened again while they are answered. */
import { html } from 'hono/html'
import type { PageOf, QuizAsked } from '../../lab/pages.ts'
import { errorsHtml } from '../form/errors.ts'
import { formHtml } from '../form/form.ts'
import type { Html, Pen } from '../pen.ts'
import { draftOf, numberAsked, optionsAsked } from './asked.ts'

export function renderQuiz({ items, attempt, attempts, instructions }: PageOf<'quiz'>, pen: Pen): Html {
  const questions = items.map((item) => ({ ...item, entered: [item.entered] }))
  const names = new Map(items.map(({ name }, i) => [name, `Question ${i + 1}`]))
  return html`
    ${errorsHtml(draftOf(questions), (name) => names.get(name) ?? 'A question')}
    <h1>Questions about the instructions</h1>
    <p>${attemptText(attempt, attempts)}</p>
    ${instructions !== '' && html`<details class="rules"><summary>Read the instructions again</summary><div>${pen.prose(instructions)}</div></details>`}
    ${formHtml(pen, items.map(itemHtml))}`
}

function itemHtml(item: QuizAsked, i: number): Html {
  const question = { ...item, ask: `${i + 1}. ${item.ask}`, entered: [item.entered] }
  return item.options === null ? numberAsked(question, { type: 'number' }) : optionsAsked(question, item.options)
}

function attemptText(attempt: number, attempts: number): string {
  const left = attempts - attempt
  const more =
    left === 0
      ? 'There is no further attempt after this one.'
      : left === 1
        ? 'If it fails, you have one more.'
        : `If it fails, you have ${left} more.`
  return attempts === 1 ? 'You have one attempt.' : `This is attempt ${attempt} of ${attempts}. ${more}`
}
