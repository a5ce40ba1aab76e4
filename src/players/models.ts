/** Which model a player's `model:` names, and what it needs: keys from the environment alone. */
import type { PlayerEntry } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { hint, StagegameError } from '../core/errors.ts'
import { anthropicModel } from '../models/anthropic.ts'
import { type Capabilities, capabilitiesOf, unsupported } from '../models/capabilities.ts'
import { langchainModel } from '../models/langchain.ts'
import { localModel, modelFile } from '../models/local.ts'
import type { Model } from '../models/model.ts'
import { openaiModel } from '../models/openai.ts'
import type { Adapter, Reach } from './reach.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A model's name in its parts: `openai:gpt-5-mini`, `ollama:qwen3:4b`, `langchain:groq:llama-3`, `local:file.gguf`. */
export interface ModelName {
  readonly provider: string
  readonly model: string
}

export function modelName(name: string): ModelName | undefined {
  const at = name.indexOf(':')
  return at < 1 || at === name.length - 1 ? undefined : { provider: name.slice(0, at), model: name.slice(at + 1) }
}

type Fault = (message: string, code?: string) => StagegameError

const PROVIDERS = ['openai', 'anthropic', 'langchain', 'local', 'simulated']

/**
 * The adapter of a model of the world, made once a player. Throws with the line of the file where the name, its key, its price
 * or what is asked of it is at fault.
 */
export function adapterOf(player: PlayerEntry, index: number, file: ExperimentFile, reach: Reach): Adapter {
  const fault: Fault = (message, code) => file.fault(['players', index, 'model'], message, code)
  const name = player.model!
  const parts = modelName(name)
  if (!parts) throw fault(`expected <provider>:<model>, as in openai:gpt-5-mini, got ${JSON.stringify(name)}`)
  if (player.options !== undefined)
    throw file.fault(
      ['players', index, 'options'],
      `options go with strategies and simulated players; ${name} has none`,
    )
  checkAsked(player, index, file)
  const made = wired(player, parts, file, reach, fault)
  const price = priceOf(name, file, made.free)
  return { model: made.model, account: made.account, limits: file.experiment.endpoints[parts.provider] ?? {}, price }
}

/** Throws where a player asks of its model what that does not take: nothing is dropped in silence. */
export function checkAsked(player: PlayerEntry, index: number, file: ExperimentFile): void {
  const name = player.model!
  const capabilities = capabilitiesFor(name, file)
  if (!capabilities) return
  const { temperature, topP, effort, seeded, structured } = player
  const [first] = unsupported(name, capabilities, { temperature, topP, effort, seeded, structured })
  if (first) throw file.fault(['players', index, first.key], first.message, 'unsupported')
}

/** Whether the model of a player can be held to a JSON Schema. */
export const holds = (player: PlayerEntry, file: ExperimentFile): boolean =>
  capabilitiesFor(player.model!, file)?.schema === 'native'

/** What a model takes; of a server of one's own that depends on what it speaks. Undefined where the name is none. */
export function capabilitiesFor(name: string, { experiment }: ExperimentFile): Capabilities | undefined {
  const parts = modelName(name)
  if (!parts) return undefined
  const own = Object.hasOwn(experiment.endpoints, parts.provider) ? experiment.endpoints[parts.provider] : undefined
  const provider = own ? (own.api === 'anthropic' ? 'anthropic' : 'endpoint') : parts.provider
  return capabilitiesOf(provider, parts.model)
}

interface Wired {
  readonly model: Model
  readonly account: string
  /** It runs here, and nobody charges for it. */
  readonly free: boolean
}

function wired(
  player: PlayerEntry,
  { provider, model }: ModelName,
  { experiment }: ExperimentFile,
  reach: Reach,
  fault: Fault,
): Wired {
  const name = player.model!
  const { structured, seeded } = player
  const timeout = experiment.limits.secondsPerTry * 1000
  const endpoint = Object.hasOwn(experiment.endpoints, provider) ? experiment.endpoints[provider] : undefined
  if (endpoint) {
    const { baseUrl, keyFrom, api } = endpoint
    const apiKey = keyFrom && keyFor(keyFrom, reach, fault)
    const options = { name, model, baseUrl, apiKey, keyFrom, timeout }
    return {
      model: api === 'anthropic' ? anthropicModel(options) : openaiModel({ ...options, seeded }),
      account: [baseUrl, model, keyFrom ?? ''].join(' '),
      free: isLoopback(baseUrl),
    }
  }
  switch (provider) {
    case 'openai':
      return paid(openaiModel({ name, model, apiKey: keyFor('OPENAI_API_KEY', reach, fault), timeout, seeded }))
    case 'anthropic':
      return paid(anthropicModel({ name, model, apiKey: keyFor('ANTHROPIC_API_KEY', reach, fault), timeout }))
    case 'langchain': {
      const inner = modelName(model)
      if (!inner)
        throw fault(
          `expected langchain:<provider>:<model>, as in langchain:groq:llama-3.3-70b, got ${JSON.stringify(name)}`,
        )
      return paid(langchainModel({ name, provider: inner.provider, model: inner.model, timeout }))
    }
    case 'local': {
      const environment = reach.by === 'wire' ? reach.environment : {}
      const found = reach.by === 'wire' ? fileOf(model, name, environment, fault) : model
      return {
        model: localModel({ name, file: found, grammar: structured ?? true, environment }),
        account: name,
        free: true,
      }
    }
    default: {
      const names = [...PROVIDERS, ...Object.keys(experiment.endpoints)]
      throw fault(
        `there is no provider or endpoint ${JSON.stringify(provider)}: ${hint(provider, names)}`,
        'unknown-provider',
      )
    }
  }
}

const paid = (model: Model): Wired => ({ model, account: model.name, free: false })

/** A price is the user's own. Without one a run under a dollar limit cannot keep it. */
function priceOf(name: string, file: ExperimentFile, free: boolean): Adapter['price'] {
  const { prices, limits } = file.experiment
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined
  if (price) return price
  if (free) return 'free'
  if (limits.dollars === undefined) return undefined
  throw file.fault(
    ['limits', 'dollars'],
    `the price of ${name} is not known, so this limit cannot be kept: add prices: { ${JSON.stringify(name)}: { inputPerMillion: …, outputPerMillion: … } }, in dollars`,
    'missing-price',
  )
}

const isLoopback = (url: string): boolean => /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(url).hostname)

/** Looked for before the run, so that nothing is played without it. */
function fileOf(file: string, name: string, environment: Environment, fault: Fault): string {
  try {
    return modelFile(file, name, environment)
  } catch (error) {
    if (error instanceof StagegameError) throw fault(error.message, 'missing-file')
    throw error
  }
}

/** The value of an environment variable; empty where nobody is going to be asked. */
export function keyFor(variable: string, reach: Reach, fault: Fault): string {
  if (reach.by !== 'wire') return ''
  const key = reach.environment[variable]
  if (key) return key
  throw fault(
    `needs a key in the environment variable ${variable}, which is not set (a .env file works too)`,
    'missing-key',
  )
}
