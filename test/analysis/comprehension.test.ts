/** What a comprehension check came to, read from the log of real play. */
import { describe, expect, it } from 'vitest'
import { comprehensionOf } from '../../src/analysis/comprehension.ts'
import { repliesOf } from '../../src/analysis/replies.ts'
import { resultsOf } from '../../src/analysis/results.ts'
import { answering, played, provided, RUN } from './run.ts'

const QUESTION = /offers (\d+) of the (\d+) points, and that the responder (accepts|rejects).* does the (\w+) get/s

/** As one answers who understood the ultimatum; undefined where something else is asked. */
function right(prompt: string): number | undefined {
  const [, offer, pie, verb, whose] = QUESTION.exec(prompt) ?? []
  if (offer === undefined) return undefined
  const taken = whose === 'responder' ? Number(offer) : Number(pie) - Number(offer)
  return verb === 'accepts' ? taken : 0
}

async function checked() {
  const server = await answering(({ body: { model, messages, response_format } }) => {
    const answer = right(messages.at(-1)!.content)
    const schema = JSON.stringify(response_format?.json_schema.schema)
    if (answer === undefined) return { text: schema.includes('accept') ? '{"accept": true}' : '{"offer": 40}' }
    if (model === 'silent') return { text: 'I would rather not say.' }
    return { text: JSON.stringify({ answer: model === 'bright' ? answer : answer + 1 }) }
  })
  return played(`
game: ultimatum
players:
  - { name: bright, model: "here:bright" }
  - { name: wrong, model: "here:wrong" }
  - { name: silent, model: "here:silent" }
  - { name: pretending, model: "simulated:uniform" }
  - { strategy: fair }
endpoints: { here: { baseUrl: "${server.baseUrl}" } }
design: { format: round-robin }
comprehension: { questions: 4 }
`)
}

describe('a comprehension check', () => {
  it('comes to what each model answered right, with what is missing beside it', async () => {
    const { store } = await checked()
    const found = [...(await comprehensionOf(store, RUN)).values()]
    expect(found.map(({ player, questions, right, missing }) => [player, questions, right, missing])).toEqual([
      ['bright', 4, 4, 0],
      ['wrong', 4, 0, 0],
      ['silent', 4, 0, 4],
    ])
    for (const [match, understood] of await comprehensionOf(store, RUN)) expect(understood.match).toBe(match)
    expect([...(await comprehensionOf(store, 'another'))]).toEqual([])
  })

  it('is no part of the results, nor of the answers that are compared', async () => {
    const { store, conditionOf } = await checked()
    const { ended, rows } = await resultsOf(store, RUN, conditionOf)
    expect(ended).toBe(20) // five players, each against each in both roles
    expect(rows.every(({ matches }) => matches === 4)).toBe(true) // in each role
    const { models, sameness } = await repliesOf(store, RUN, conditionOf)
    expect(models.find(({ model }) => model === 'here:bright')!.answered[0]!.calls).toBe(4 + 8)
    expect(sameness.find(({ player }) => player === 'bright')!.answers).toBe(8)
  })

  it('that was not finished is not there', async () => {
    const { url } = await provided({ rate500: 1 })
    const { store, outcome } = await played(`
game: ultimatum
players: [{ name: one, model: "here:a" }, { strategy: fair }]
endpoints: { here: { baseUrl: "${url}/v1" } }
limits: { tries: 1 }
comprehension: { questions: 2 }
`)
    expect(outcome.status).not.toBe('finished')
    expect([...(await comprehensionOf(store, RUN))]).toEqual([])
  })
})
