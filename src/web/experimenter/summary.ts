/** The line of numbers at the head of the monitor. */
import { html } from 'hono/html'
import type { Monitor, PersonRow } from '../../lab/desk.ts'
import type { Html } from '../pen.ts'
import { PERSON_STATES } from './words.ts'

/** The states of those who have joined, in the order in which one looks for trouble. */
const STATES: readonly PersonRow['status'][] = ['active', 'waiting', 'away', 'left', 'done']

export function summaryHtml({ people, matches, expected }: Monitor): Html {
  const joined = people.filter(({ status }) => status !== 'not-joined').length
  const failed = matches.filter(({ status, failure }) => status === 'playing' && failure !== null).length
  return html`<dl id="summary" class="summary">
  ${figure('joined', `${joined} of ${expected}`)}
  ${STATES.map((state) => figure(PERSON_STATES[state].word, countOf(people, state)))}
  ${figure('matches playing', countOf(matches, 'playing'))}
  ${failed > 0 ? figure('with a failure', failed, 'trouble') : ''}
</dl>`
}

const countOf = <T extends string>(rows: readonly { readonly status: T }[], state: T): number =>
  rows.filter(({ status }) => status === state).length

const figure = (name: string, value: string | number, mark = ''): Html =>
  html`<div${mark === '' ? '' : html` class="${mark}"`}><dt>${name}</dt><dd>${value}</dd></div>`
