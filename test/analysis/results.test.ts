/** The table of results, against payoffs that can be reckoned by hand. */
import { describe, expect, it } from 'vitest'
import { resultsOf } from '../../src/analysis/results.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { all, log, played as matchPlayed, runNamed } from '../store/matches.ts'
import { answering, played, provided, RUN } from './run.ts'

const ULTIMATUM = `
game: ultimatum
players:
  - { name: generous, strategy: fair, options: { offer: 0.6, reject: 0.2 } }
  - { name: strict, strategy: fair, options: { offer: 0.5, reject: 0.7 } }
design: { format: round-robin, repetitions: 3 }
`

describe('results', () => {
  it('are means of what seats came to, by role: one rejects sixty of a hundred, the other takes half', async () => {
    const { store, conditionOf } = await played(ULTIMATUM)
    const { rows, measures, ...counts } = await resultsOf(store, RUN, conditionOf)
    expect(counts).toEqual({ ended: 6, voided: 0, open: 0 })
    const none = { matches: 3, payoffs: 3, decisions: 3, fallbacks: 0, missing: 0, firstAttempts: 0, firstLegal: 0 }
    expect(rows).toMatchObject([
      { condition: 'ultimatum', player: 'generous', role: 'proposer', mean: 0, ...none },
      { condition: 'ultimatum', player: 'strict', role: 'responder', mean: 0, ...none },
      { condition: 'ultimatum', player: 'strict', role: 'proposer', mean: 50, ...none },
      { condition: 'ultimatum', player: 'generous', role: 'responder', mean: 50, ...none },
    ])
    for (const { matches, mean } of measures) {
      expect(matches).toBe(6)
      expect(Number.isFinite(mean)).toBe(true)
    }
  })

  it('have the measures of each player apart where it sat in all seats', async () => {
    const { store, conditionOf } = await played(ULTIMATUM.replace('round-robin', 'self-play'))
    const { measures } = await resultsOf(store, RUN, conditionOf)
    const accepted = measures.filter(({ name }) => name === 'accepted')
    expect(accepted).toMatchObject([
      { player: null, mean: 0.5, matches: 6 },
      { player: 'generous', mean: 1, matches: 3 },
      { player: 'strict', mean: 0, matches: 3 },
    ])
  })

  it('count a match once for who sits in two of its seats, and each payoff', async () => {
    const store = memoryStore()
    await store.createRun(runNamed(RUN), new Map())
    const seats = ['twice', 'twice', 'once'].map((player) => ({ role: 'player', player }))
    log(store, `${RUN}/a`, matchPlayed(`${RUN}/a`, { seats }), RUN)
    const { rows } = await resultsOf(store, RUN, () => 'c')
    expect(rows).toMatchObject([
      { player: 'twice', matches: 1, payoffs: 2, decisions: 4 },
      { player: 'once', matches: 1, payoffs: 1, decisions: 2 },
    ])
    const [summary] = await all(store.matches(RUN))
    expect(rows[0]!.mean * 2 + rows[1]!.mean).toBeCloseTo(
      summary!.payoffs!.reduce((a, b) => a + b, 0),
      10,
    )
  })

  it('count voided and unfinished matches, and leave them out of every mean', async () => {
    const store = memoryStore()
    await store.createRun(runNamed(RUN), new Map())
    const events = matchPlayed('a')
    log(store, 'a', events, RUN)
    log(store, 'b', matchPlayed('b').slice(0, 3), RUN)
    log(store, 'c', [...matchPlayed('c').slice(0, 2), { type: 'voided', reason: 'model-network' }], RUN)
    const whole = await resultsOf(store, RUN, () => 'c')
    expect(whole).toMatchObject({ ended: 1, voided: 1, open: 1 })
    const alone = memoryStore()
    await alone.createRun(runNamed(RUN), new Map())
    log(alone, 'a', events, RUN)
    const { rows, measures } = await resultsOf(alone, RUN, () => 'c')
    expect({ rows: whole.rows, measures: whole.measures }).toEqual({ rows, measures })
    expect(await resultsOf(store, 'another', () => 'c')).toEqual({
      ...{ rows: [], measures: [], ended: 0, voided: 0, open: 0 },
    })
  })

  it('count first answers that were legal, fallbacks, and conditions apart', async () => {
    const server = await answering(({ body: { messages } }) => ({
      text: messages.some(({ role }) => role === 'assistant') ? '{"guess": 5}' : '{"guess": 500}',
    }))
    const { store, conditionOf } = await played(`
game: beauty-contest
players: [{ name: asked-twice, model: "here:a" }, { name: asked-once, model: "here:b", attempts: 1 }]
endpoints: { here: { baseUrl: "${server.baseUrl}" } }
design: { repetitions: 2, pairing: fixed, factors: { params.factor: [1/2, 2/3] } }
`)
    const { rows } = await resultsOf(store, RUN, conditionOf)
    expect(rows.map(({ player }) => player).sort()).toEqual(['asked-once', 'asked-once', 'asked-twice', 'asked-twice'])
    expect(new Set(rows.map(({ condition }) => condition)).size).toBe(2)
    for (const row of rows) {
      expect(row).toMatchObject({ matches: 2, decisions: 2, missing: 0, firstAttempts: 2, firstLegal: 0 })
      expect(row.fallbacks).toBe(row.player === 'asked-once' ? 2 : 0)
    }
  })

  it('are the same whatever the order in which matches are played', async () => {
    const { url } = await provided({ seed: 'results', latencySpread: 20, malformed: 0.3 })
    const text = (concurrency: number) => `
game: beauty-contest
params: { rounds: 2 }
players: [{ name: model, model: "here:a" }, { strategy: uniform }]
endpoints: { here: { baseUrl: "${url}/v1" } }
design: { repetitions: 6 }
limits: { concurrency: ${concurrency} }
`
    const [one, many] = [await played(text(1)), await played(text(16))]
    expect(await resultsOf(many.store, RUN, many.conditionOf)).toEqual(await resultsOf(one.store, RUN, one.conditionOf))
  })
})
