/** Which model a player's `model:` names, and what it needs: keys from the environment alone. */
import type { PlayerEntry } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { hint, list, StagegameError } from '../core/errors.ts'
import type { AnyStrategy } from '../core/game.ts'
import { localModel, modelFile } from '../models/local.ts'
import type { Model } from '../models/model.ts'
import { openaiModel } from '../models/openai.ts'
import { simulatedModel, simulatorOptions } from '../models/simulated.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A model's name in its parts: `openai:gpt-5-mini`, `ollama:qwen3:4b`, `local:file.gguf`, `simulated:level-k`. */
export interface ModelName {
  readonly provider: string
  readonly model: string
}

export function modelName(name: string): ModelName | undefined {
  const at = name.indexOf(':')
  return at < 1 || at === name.length - 1 ? undefined : { provider: name.slice(0, at), model: name.slice(at + 1) }
}

type Fault = (message: string, code: string) => StagegameError

const PROVIDERS = ['openai', 'local', 'simulated']
const NOT_YET = ['anthropic', 'langchain']

/**
 * A model of the world, made once a player; `environment` null: only looked at, never asked, so no key is needed. Throws with
 * the line of the file where the name or its key is at fault.
 */
export function modelOf(
  player: PlayerEntry,
  index: number,
  file: ExperimentFile,
  environment: Environment | null,
): Model {
  const fault = (message: string, code?: string) => file.fault(['players', index, 'model'], message, code)
  const name = player.model!
  const parts = modelName(name)
  if (!parts) throw fault(`expected <provider>:<model>, as in openai:gpt-5-mini, got ${JSON.stringify(name)}`)
  const { provider, model } = parts
  if (player.options !== undefined)
    throw file.fault(
      ['players', index, 'options'],
      `options go with strategies and simulated players; ${name} has none`,
    )
  const endpoint = file.experiment.endpoints[provider]
  if (endpoint) {
    const apiKey = endpoint.keyFrom && keyFrom(endpoint.keyFrom, environment, fault)
    return openaiModel({ name, model, baseUrl: endpoint.baseUrl, apiKey, keyFrom: endpoint.keyFrom })
  }
  if (provider === 'openai') return openaiModel({ name, model, apiKey: keyFrom('OPENAI_API_KEY', environment, fault) })
  if (provider === 'local') {
    const found = environment === null ? model : fileOf(model, name, environment, fault)
    return localModel({ name, file: found, grammar: player.structured ?? true, environment: environment ?? {} })
  }
  if (NOT_YET.includes(provider))
    throw fault(`${provider}: models are not built yet; there are ${list([...PROVIDERS, 'endpoints of your own'])}`)
  const names = [...PROVIDERS, ...Object.keys(file.experiment.endpoints)]
  throw fault(
    `there is no provider or endpoint ${JSON.stringify(provider)}: ${hint(provider, names)}`,
    'unknown-provider',
  )
}

/** Looked for before the run, so that nothing is played without it. */
function fileOf(file: string, name: string, environment: Environment, fault: Fault): string {
  try {
    return modelFile(file, name, environment)
  } catch (error) {
    if (error instanceof StagegameError) throw fault(error.message, 'missing-file')
    throw error
  }
}

function keyFrom(variable: string, environment: Environment | null, fault: Fault): string {
  if (environment === null) return ''
  const key = environment[variable]
  if (key) return key
  throw fault(
    `needs a key in the environment variable ${variable}, which is not set (a .env file works too)`,
    'missing-key',
  )
}

/** A player that only looks like a model: a strategy of the game, in prose, failing at given rates. */
export function simulatedOf(name: string, options: unknown, play: AnyStrategy, quiet: ReturnType<AnyStrategy>): Model {
  const { simulator, strategy: rest } = simulatorOptions(options)
  return simulatedModel({ ...simulator, name, play: { ...quiet, ...play(rest) } })
}
