/** A model from a file on this machine: no key and no network. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { list } from '../core/errors.ts'
import { ModelError } from './errors.ts'
import { type Environment, type LlamaTurn, llamaPackage } from './llama.ts'
import { type Loaded, loadedModel } from './llama-pool.ts'
import type { Message, Model, ModelReply, ModelRequest } from './model.ts'

export interface LocalOptions {
  /** A path, or a bare name that is looked up in the current folder and then among the models. */
  readonly file: string
  /** As the experiment names it: `local:file.gguf`. */
  readonly name: string
  /** Whether the ask's schema holds the model as a grammar. */
  readonly grammar?: boolean | undefined
  /** STAGEGAME_LLAMA: where node-llama-cpp was installed; STAGEGAME_MODELS: where models lie. */
  readonly environment?: Environment | undefined
}

/** Where the request sets none; what was used is recorded. */
const TEMPERATURE = 0.8
const MAX_TOKENS = 256
/** With less room than this for an answer the prompt counts as too long. */
const LEAST_ROOM = 16

/**
 * Loaded at the first call, and shared by all that name the same file. Each call starts from an empty context with the
 * request's seed, so a reply follows from the request on the same machine, whatever was asked before.
 */
export function localModel({ file, name, grammar = true, environment = process.env }: LocalOptions): Model {
  let loading: Promise<Loaded> | undefined
  const load = () => {
    loading ??= opened(file, name, environment).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  return {
    name,
    provider: 'local',
    simulated: false,
    sends: (request) => settingsOf(request, grammar),
    complete: async (request, signal) => {
      if (signal.aborted) throw stopped(name)
      const model = await load()
      return generated(name, model, request, grammar, signal)
    },
    close: async () => {
      const open = loading
      loading = undefined
      await (await open?.catch(() => undefined))?.release()
    },
  }
}

/** The model's file. Throws ModelError `missing-file` with every path looked at. */
export function modelFile(file: string, name: string, environment: Environment): string {
  const shelf = environment['STAGEGAME_MODELS'] ?? join(homedir(), '.cache', 'stagegame', 'models')
  const paths = isAbsolute(file) ? [file] : [resolve(file), ...(basename(file) === file ? [join(shelf, file)] : [])]
  const found = paths.find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new ModelError('missing-file', `${name}: there is no model file at ${list(paths)}`)
}

async function opened(file: string, name: string, environment: Environment): Promise<Loaded> {
  const path = modelFile(file, name, environment)
  return loadedModel(path, name, await llamaPackage(environment))
}

async function generated(
  name: string,
  model: Loaded,
  request: ModelRequest,
  held: boolean,
  signal: AbortSignal,
): Promise<ModelReply> {
  const { messages, schema, temperature, maxTokens, seed } = settingsOf(request, held)
  const history = historyOf(messages)
  try {
    const grammar = schema ? await model.grammar(schema) : undefined
    return await model.withChat(signal, async ({ chat, sequence, contextSize }) => {
      const prompt = chat.chatWrapper
        .generateContextState({ chatHistory: history })
        .contextText.tokenize(model.tokenizer).length
      const room = contextSize - prompt - 1
      if (room < LEAST_ROOM) throw tooLong(name, prompt, contextSize)
      const limit = Math.min(maxTokens, room)
      const before = sequence.tokenMeter.getState()
      const { response, metadata } = await chat.generateResponse(history, {
        signal,
        maxTokens: limit,
        temperature,
        seed,
        grammar,
      })
      const after = sequence.tokenMeter.getState()
      return {
        text: response,
        finish: finishOf(metadata.stopReason),
        model: model.file,
        tokens: {
          input: prompt,
          output: after.usedOutputTokens - before.usedOutputTokens,
          reasoning: null,
          cached: null,
        },
        received: { stopReason: metadata.stopReason },
      }
    })
  } catch (error) {
    if (signal.aborted) throw stopped(name)
    if (error instanceof ModelError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new ModelError('server', `${name}: the model failed: ${why}`, { cause: error })
  }
}

/** What the engine is given: the defaults filled in, and the schema only where it holds the model as a grammar. */
function settingsOf(request: ModelRequest, held: boolean) {
  const { messages, schema, temperature = TEMPERATURE, maxTokens = MAX_TOKENS, seed } = request
  return { messages, schema: held ? schema : null, temperature, maxTokens, seed }
}

/** The chat as the engine takes it; the empty turn at the end is the one to be written. */
const historyOf = (messages: readonly Message[]): readonly LlamaTurn[] => [
  ...messages.map(
    ({ role, content }): LlamaTurn =>
      role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
  ),
  { type: 'model', response: [] },
]

const finishOf = (reason: string): ModelReply['finish'] => {
  if (reason === 'maxTokens') return 'length'
  return reason === 'eogToken' || reason === 'stopGenerationTrigger' ? 'stop' : 'other'
}

const stopped = (name: string): ModelError => new ModelError('aborted', `the call to ${name} was stopped`)

const tooLong = (name: string, prompt: number, contextSize: number): ModelError =>
  new ModelError(
    'bad-request',
    `${name}: the prompt has ${prompt} tokens, and the model's context ${contextSize}: there is no room for an answer`,
  )
