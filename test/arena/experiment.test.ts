import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Experiment } from '../../src/arena/experiment.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'

/** The example of the specification, whole: parts that are not built yet must be refused by name, and only they. */
const example = `
name: guess-two-thirds
game: beauty-contest
params: { factor: 2/3, rounds: 5, feedback: summary }
wraps: []
reasons: off
players:
  - { name: level-2, strategy: level-k, options: { level: 2 } }
  - { name: nash, strategy: equilibrium }
  - { name: noisy, model: "simulated:level-k", options: { level: 1, noise: 8, malformed: 0.02 } }
  - name: careful-mini
    model: openai:gpt-5-mini
    persona: prompts/personas/economist.md
    reasoning: think
    memory: view
    attempts: 3
endpoints:
  ollama: { baseUrl: "http://127.0.0.1:11434/v1", requestsPerMinute: 600, concurrency: 4 }
told: { people: "The others are people.", models: "The others are language models." }
design:
  format: everyone
  seats: 4
  repetitions: 30
  pairing: rotate
  seeds: common
  factors: { params.factor: [1/2, 2/3], prompts: [default, cloaked], told: [people, models] }
limits: { requestsPerMinute: 500, tokensPerMinute: 200000, concurrency: 16, dollars: 5, tokens: 2000000 }
prices: { "openai:gpt-5-mini": { inputPerMillion: 0.25, cachedPerMillion: 0.03, outputPerMillion: 2.0 } }
onNoAnswer: fallback
onFailure: pause
analysis: { primary: payoff, exclude: fallbackShare > 0.2 }
seed: 2026
`

describe('the example of the specification', () => {
  it('is read as it stands', () => {
    const { experiment, name } = parseExperiment(example, 'example.yaml')
    expect(name).toBe('guess-two-thirds')
    expect(experiment.seed).toBe('2026')
    expect(experiment.limits).toEqual({
      ...{ requestsPerMinute: 500, tokensPerMinute: 200_000, concurrency: 16, dollars: 5, tokens: 2_000_000 },
      ...{ windowSeconds: 60, tries: 6, secondsPerTry: 120, secondsPerCall: 900 },
    })
    expect(experiment.reasons).toBe('off')
    expect(experiment.analysis).toEqual({
      ...{ primary: 'payoff', exclude: 'fallbackShare > 0.2', confidence: 0.95, resamples: 2000 },
    })
  })
})

describe('an experiment', () => {
  it('needs a game and players alone', () => {
    const { experiment, name } = parseExperiment(
      'game: ultimatum\nplayers: [{ strategy: fair }]\n',
      'folder/small.yaml',
    )
    expect(name).toBe('small')
    expect(experiment.design).toEqual({
      format: 'everyone',
      repetitions: 1,
      pairing: 'rotate',
      seeds: 'common',
      factors: {},
    })
    expect(experiment.onFailure).toBe('pause')
  })

  it('has its JSON Schema published for editors, and the published one is the current one', () => {
    const published = JSON.parse(readFileSync(new URL('../../experiment.schema.json', import.meta.url), 'utf8'))
    expect(published).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(Experiment, { io: 'input', unrepresentable: 'any' }))),
    )
  })
})
