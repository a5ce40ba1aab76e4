/** What models take: the table, what is said where more is asked, and that what is taken is sent. */
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { prepare } from '../../src/cli/prepare.ts'
import { type Capabilities, capabilitiesOf, unsupported } from '../../src/models/capabilities.ts'
import { adapterOf } from '../../src/players/models.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { guessRequest } from './request.ts'

const words = ({ temperature, topP, seed, effort, schema }: Capabilities): string =>
  [temperature && 'temperature', topP && 'top-p', seed && 'seed', effort && 'effort', schema].filter(Boolean).join(' ')

describe('the table of what models take', () => {
  it.each([
    ['openai', 'gpt-5-mini', 'effort native'],
    ['openai', 'o3', 'effort native'],
    ['openai', 'o4-mini', 'effort native'],
    ['openai', 'gpt-4o', 'temperature top-p seed native'],
    ['openai', 'gpt-4.1-mini', 'temperature top-p seed native'],
    ['openai', 'gpt-4', 'temperature top-p seed prompt'],
    ['openai', 'gpt-4-turbo', 'temperature top-p seed prompt'],
    ['openai', 'gpt-3.5-turbo', 'temperature top-p seed prompt'],
    ['anthropic', 'claude-haiku-4-5', 'effort native'],
    ['langchain', 'openai:gpt-5-mini', 'native'],
    ['langchain', 'openai:gpt-4o', 'temperature top-p native'],
    ['langchain', 'ollama:qwen3:4b', 'temperature top-p native'],
    ['langchain', 'anthropic:claude-haiku-4-5', 'prompt'],
    ['langchain', 'groq:llama-3.3-70b', 'temperature prompt'],
    ['local', 'tiny.gguf', 'temperature seed native'],
    ['simulated', 'level-k', 'prompt'],
    ['endpoint', 'gpt-5-mini', 'temperature top-p seed effort native'],
  ])('has for %s:%s: %s', (provider, model, takes) => {
    expect(words(capabilitiesOf(provider, model))).toBe(takes)
  })
})

describe('what is asked beyond that', () => {
  const all = { temperature: 0, topP: 1, seeded: true, effort: 'low', structured: true } as const
  const keys = (provider: string, model: string) =>
    unsupported('x', capabilitiesOf(provider, model), all).map(({ key }) => key)

  it('is named key by key, also where its value is 0', () => {
    expect(keys('simulated', 'random')).toEqual(['temperature', 'topP', 'seeded', 'effort', 'structured'])
    expect(keys('anthropic', 'claude')).toEqual(['temperature', 'topP', 'seeded'])
    expect(keys('endpoint', 'any')).toEqual([])
  })

  it('is said with the model and the reason', () => {
    expect(unsupported('anthropic:claude', capabilitiesOf('anthropic', 'claude'), { temperature: 0.5 })).toEqual([
      { key: 'temperature', message: 'anthropic:claude takes no temperature (its API takes none): leave it out' },
    ])
  })

  it('is nothing where nothing is asked, or what is asked is none', () => {
    expect(unsupported('x', capabilitiesOf('simulated', 'random'), { seeded: false, structured: false })).toEqual([])
  })
})

const experiment = (model: string, more: string) =>
  parseExperiment(
    `game: beauty-contest
players:
  - { strategy: level-k }
  - model: "${model}"
    ${more}
endpoints:
  mine: { baseUrl: "http://127.0.0.1:9/v1" }
  theirs: { baseUrl: "http://127.0.0.1:9", api: anthropic }
`,
    'e.yaml',
  )

const prepared = (model: string, more: string) =>
  prepare(experiment(model, more), memoryStore(), (own) => diskReader(packageFolder, packageFolder, own), {
    by: 'nobody',
  })

describe('an experiment that asks a model for what it does not take', () => {
  it.each([
    ['openai:gpt-5-mini', 'topP: 0.9', /^e\.yaml:5:\d+: players\.1\.topP: openai:gpt-5-mini takes no top-p/],
    ['openai:gpt-4o', 'effort: low', /^e\.yaml:5:\d+: players\.1\.effort: openai:gpt-4o takes no reasoning effort/],
    ['openai:gpt-4', 'structured: true', /^e\.yaml:5:\d+: players\.1\.structured: openai:gpt-4 takes no JSON Schema/],
    ['anthropic:claude', 'seeded: true', /^e\.yaml:5:\d+: players\.1\.seeded: anthropic:claude takes no seed/],
    ['langchain:anthropic:claude', 'temperature: 1', /takes no temperature \(its API takes none\)/],
    ['langchain:ollama:qwen3:4b', 'seeded: true', /takes no seed \(reached through LangChain\)/],
    ['langchain:groq:llama', 'structured: true', /takes no JSON Schema/],
    ['local:tiny.gguf', 'topP: 0.9', /takes no top-p \(a model in this process\)/],
    ['simulated:level-k', 'temperature: 0', /^e\.yaml:5:\d+: players\.1\.temperature: simulated:level-k takes no/],
    ['theirs:claude', 'temperature: 0.5', /^e\.yaml:5:\d+: players\.1\.temperature: theirs:claude takes no temper/],
  ])('is refused before the run, with its line: %s, %s', async (model, more, message) => {
    await expect(prepared(model, more)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(message),
    })
  })

  it.each([
    ['openai:gpt-5-mini', 'effort: low'],
    ['openai:gpt-4', 'structured: false'],
    ['anthropic:claude', 'effort: high'],
    ['mine:any', '{ temperature: 0, topP: 0.5, seeded: true, effort: low, structured: true }'],
  ])('is taken where it does: %s, %s', async (model, more) => {
    const flat = more.replace(/[{}]/g, '').trim().replaceAll(', ', '\n    ')
    const { roster, conditions, leave } = await prepared(model, flat)
    expect(roster.voice(conditions[0]!, model)?.model.name).toBe(model)
    leave()
    await roster.close()
  })
})

/** How each setting looks on the wire, whatever the provider calls it. */
const SENT = {
  temperature: /"temperature":0\.25/,
  topP: /"top_?p":0\.75/i,
  effort: /"(reasoning_)?effort":"high"/,
  seed: /"seed":7/,
} as const

describe.each([
  'openai:gpt-5-mini',
  'openai:gpt-4o',
  'anthropic:claude-haiku-4-5',
  'langchain:openai:gpt-4o',
  'langchain:ollama:qwen3:4b',
  'langchain:anthropic:claude-haiku-4-5',
  'langchain:groq:llama',
  'mine:any',
  'theirs:claude',
])('%s', (name) => {
  it('sends, and so records, all that the table says it takes', () => {
    const capabilities = name.startsWith('mine:')
      ? capabilitiesOf('endpoint', 'any')
      : capabilitiesOf(...(name.replace(/^theirs/, 'anthropic').split(/:(.*)/s) as [string, string]))
    const file = experiment(name, capabilities.seed ? 'seeded: true' : 'attempts: 1')
    const { model } = adapterOf(file.experiment.players[1]!, 1, file, { by: 'nobody' })
    const { temperature, topP, effort, seed, schema } = capabilities
    const request = guessRequest({
      ...{ seed: 7, maxTokens: 123, schema: schema === 'native' ? guessRequest().schema : null },
      ...(temperature && { temperature: 0.25 }),
      ...(topP && { topP: 0.75 }),
      ...(effort && { effort: 'high' as const }),
    })
    const sent = JSON.stringify(model.sends!(request))
    const found = Object.entries(SENT).map(([key, pattern]) => [key, pattern.test(sent)])
    expect(Object.fromEntries(found)).toEqual({ temperature, topP, effort, seed })
    expect(sent).toMatch(/:123\b/)
    expect(/"guess":\{"type":"integer"/.test(sent)).toBe(schema === 'native')
  })
})
