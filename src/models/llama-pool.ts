/** Model files in memory: one copy of each in the process, with a few contexts that calls take turns with. */
import { basename } from 'node:path'
import type { JsonSchema } from '../core/legal.ts'
import { ModelError } from './errors.ts'
import { grammarSchema } from './grammar.ts'
import {
  type Llama,
  type LlamaChat,
  type LlamaGrammar,
  type LlamaModel,
  type LlamaPackage,
  type LlamaSequence,
  startedLlama,
} from './llama.ts'

/** Calls on one file at the same time: they share the processor, so more gain nothing. */
const CONTEXTS = 2
/** Tokens of a context at most; models with less get what they have. */
const CONTEXT_SIZE = 8192
const MOST_GRAMMARS = 64

export interface Place {
  readonly chat: LlamaChat
  readonly sequence: LlamaSequence
  readonly contextSize: number
}

/** A model file as one user of it holds it. */
export interface Loaded {
  /** Its name, without the folder. */
  readonly file: string
  readonly tokenizer: unknown
  grammar(schema: JsonSchema): Promise<LlamaGrammar>
  /** Waits for a free context, empties it, and gives it back afterwards. */
  withChat<T>(signal: AbortSignal, use: (place: Place) => Promise<T>): Promise<T>
  /** The last user to let go frees the memory. */
  release(): Promise<void>
}

interface Shared {
  readonly loading: Promise<Omit<Loaded, 'release'> & { readonly model: LlamaModel }>
  users: number
}

const files = new Map<string, Shared>()

/** Throws ModelError `bad-file` on what is no model. */
export async function loadedModel(path: string, name: string, library: LlamaPackage): Promise<Loaded> {
  const shared = files.get(path) ?? { loading: read(path, name, library), users: 0 }
  files.set(path, shared)
  shared.users++
  const release = async () => {
    shared.users--
    if (shared.users > 0) return
    if (files.get(path) === shared) files.delete(path)
    await (await shared.loading).model.dispose()
  }
  try {
    return { ...(await shared.loading), release }
  } catch (error) {
    if (files.get(path) === shared) files.delete(path)
    throw error
  }
}

async function read(path: string, name: string, library: LlamaPackage) {
  const llama = await startedLlama(library)
  const model = await llama.loadModel({ modelPath: path }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ModelError('bad-file', `${name}: ${path} is no model that can be loaded: ${why}`, { cause })
  })
  return {
    model,
    file: basename(path),
    tokenizer: model.tokenizer,
    grammar: grammars(llama),
    withChat: places(model, library),
  }
}

/** Makes each grammar once. */
function grammars(llama: Llama): Loaded['grammar'] {
  const made = new Map<string, Promise<LlamaGrammar>>()
  return (schema) => {
    const wanted = grammarSchema(schema)
    const key = JSON.stringify(wanted)
    const found = made.get(key)
    if (found) return found
    if (made.size >= MOST_GRAMMARS) made.clear()
    const grammar = llama.createGrammarForJsonSchema(wanted)
    made.set(key, grammar)
    return grammar
  }
}

interface Context {
  readonly sequence: LlamaSequence
  readonly contextSize: number
}

/** Hands out contexts, first come, first served; a second one is made when the first is taken. */
function places(model: LlamaModel, { LlamaChat }: LlamaPackage): Loaded['withChat'] {
  const free: Context[] = []
  const waiting: ((context: Context) => void)[] = []
  let made = 0
  const take = async (signal: AbortSignal): Promise<Context> => {
    const ready = free.pop()
    if (ready) return ready
    if (made < CONTEXTS) {
      made++
      try {
        const context = await model.createContext({ sequences: 1, contextSize: { max: CONTEXT_SIZE } })
        return { sequence: context.getSequence(), contextSize: context.contextSize }
      } catch (error) {
        made--
        throw error
      }
    }
    return new Promise((resolve, reject) => {
      const got = (context: Context) => {
        signal.removeEventListener('abort', left)
        resolve(context)
      }
      const left = () => {
        waiting.splice(waiting.indexOf(got), 1)
        reject(signal.reason)
      }
      waiting.push(got)
      signal.addEventListener('abort', left, { once: true })
    })
  }
  const give = (context: Context) => {
    const next = waiting.shift()
    if (next) next(context)
    else free.push(context)
  }
  return async (signal, use) => {
    const context = await take(signal)
    try {
      signal.throwIfAborted()
      await context.sequence.clearHistory()
      const chat = new LlamaChat({ contextSequence: context.sequence })
      try {
        return await use({ chat, ...context })
      } finally {
        chat.dispose()
      }
    } finally {
      give(context)
    }
  }
}
