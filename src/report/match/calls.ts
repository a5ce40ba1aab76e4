/** Prompts and replies of models, to be opened beside the move that came of them. */
import type { CallStory } from '../../analysis/call-story.ts'
import { escaped, figure, many } from './html.ts'

/** Shorter texts are repeated rather than pointed at. */
const WORTH_A_POINTER = 200

/** Where a text of a seat's conversation was shown first: `seat/role/text` → its turn. */
export type SaidBefore = Map<string, number>

/** `before` is added to: a text that stands on the page already is not shown a second time. */
export function callsHtml(calls: readonly CallStory[], before: SaidBefore): string {
  const attempts = new Set(calls.map(({ purpose, attempt }) => `${purpose}/${attempt}`)).size
  const again = attempts === 1 ? '' : ` <span class="aside">${many(attempts, 'attempt')}</span>`
  return `<details class="calls"><summary>Prompt and reply${again}</summary>${calls
    .map((call) => callHtml(call, before))
    .join('')}</details>`
}

function callHtml(call: CallStory, before: SaidBefore): string {
  const { purpose, attempt, messages, reply, error, dropped } = call
  const again = call.try > 1 ? `, try ${call.try}` : ''
  const title = `${purpose === 'answer' ? '' : `${purpose}: `}attempt ${attempt}${again}`
  const said = messages.map(({ role, content }) => messageHtml(call, role, content, before))
  return `<section class="call"><h4>${escaped(title)} ${readHtml(call)}</h4><p class="facts">${factsOf(call).map(escaped).join(' · ')}</p>${said.join('')}${
    reply === undefined ? '' : spoken('reply', escaped(reply))
  }${error === undefined ? '' : spoken('error', escaped(error))}${
    dropped === null ? '' : spoken('dropped from the reply', escaped(dropped))
  }</section>`
}

function readHtml({ status, outcome }: CallStory): string {
  if (status === null) return '<span class="flag"><span aria-hidden="true">◌</span> not completed</span>'
  if (status !== 'ok') return `<span class="flag bad"><span aria-hidden="true">✕</span> ${escaped(status)}</span>`
  if (outcome === null) return ''
  if (outcome === 'legal') return '<span class="flag good"><span aria-hidden="true">✓</span> read as legal</span>'
  return `<span class="flag bad"><span aria-hidden="true">✕</span> read as ${escaped(outcome)}</span>`
}

function factsOf(call: CallStory): readonly string[] {
  const { model, answered, tokensIn, tokensOut, tokensReasoning, estimated, cost, waited, worked } = call
  const about = estimated ? 'about ' : ''
  return [
    model,
    ...(answered === undefined ? [] : [`answered by ${answered}`]),
    ...(tokensIn === undefined ? [] : [`${about}${many(tokensIn, 'token')} in`]),
    ...(tokensOut === undefined ? [] : [`${about}${many(tokensOut, 'token')} out`]),
    ...(tokensReasoning === undefined ? [] : [`${figure(tokensReasoning)} of them reasoning`]),
    ...(cost === undefined ? [] : [`$${figure(cost)}`]),
    ...(waited === undefined ? [] : [`waited ${figure(waited)} ms`]),
    ...(worked === undefined ? [] : [`worked ${figure(worked)} ms`]),
  ]
}

function messageHtml({ seat, turn }: CallStory, role: string, content: string, before: SaidBefore): string {
  const key = `${seat}/${role}/${content}`
  const first = before.get(key)
  if (first === undefined || content.length < WORTH_A_POINTER) {
    before.set(key, first ?? turn)
    return spoken(role, escaped(content))
  }
  const where = first === turn ? 'as above' : `as in <a href="#turn-${first}">turn ${first}</a>`
  return spoken(role, `<span class="none">${where} (${many(content.length, 'character')})</span>`)
}

const spoken = (who: string, html: string): string =>
  `<div class="said"><div class="who">${escaped(who)}</div><div class="words">${html}</div></div>`
