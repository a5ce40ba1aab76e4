/** node-llama-cpp, where it is installed: an optional package, loaded when a local model is first asked. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ModelError } from './errors.ts'

/** What is used of the package; it has types of its own, but need not be there when this is compiled. */
export interface LlamaPackage {
  readonly getLlama: (options: {
    readonly build: 'never'
    readonly gpu: false
    readonly logLevel: string
    readonly progressLogs: false
    readonly maxThreads: number
  }) => Promise<Llama>
  readonly LlamaChat: new (options: { readonly contextSequence: LlamaSequence }) => LlamaChat
}

export interface Llama {
  loadModel(options: { readonly modelPath: string }): Promise<LlamaModel>
  createGrammarForJsonSchema(schema: unknown): Promise<LlamaGrammar>
}

export type LlamaGrammar = object

export interface LlamaModel {
  readonly tokenizer: unknown
  createContext(options: {
    readonly sequences: number
    readonly contextSize: { readonly max: number }
  }): Promise<LlamaContext>
  dispose(): Promise<void>
}

export interface LlamaContext {
  readonly contextSize: number
  getSequence(): LlamaSequence
}

export interface LlamaSequence {
  readonly tokenMeter: { getState(): { readonly usedInputTokens: number; readonly usedOutputTokens: number } }
  clearHistory(): Promise<void>
}

export type LlamaTurn =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: readonly string[] }

export interface LlamaChat {
  readonly chatWrapper: {
    generateContextState(options: { readonly chatHistory: readonly LlamaTurn[] }): {
      readonly contextText: { tokenize(tokenizer: unknown): readonly unknown[] }
    }
  }
  generateResponse(history: readonly LlamaTurn[], options: LlamaGeneration): Promise<LlamaResponse>
  dispose(): void
}

export interface LlamaGeneration {
  readonly signal: AbortSignal
  readonly maxTokens: number
  readonly temperature: number
  readonly seed: number
  readonly grammar?: LlamaGrammar | undefined
}

export interface LlamaResponse {
  readonly response: string
  readonly metadata: { readonly stopReason: string }
}

export type Environment = Readonly<Record<string, string | undefined>>

const PACKAGE = 'node-llama-cpp'
const VERSION = '3.21.1'

/**
 * The package: where Node would find it, else in the folder it was installed in for the purpose (~/.cache/stagegame/llama, or
 * STAGEGAME_LLAMA). Throws ModelError `missing-package` that says what to run.
 */
export async function llamaPackage(environment: Environment): Promise<LlamaPackage> {
  const folder = environment['STAGEGAME_LLAMA'] ?? join(homedir(), '.cache', 'stagegame', 'llama')
  const places = [...(createRequire(import.meta.url).resolve.paths(PACKAGE) ?? []), join(folder, 'node_modules')]
  const entry = places.map((place) => join(place, PACKAGE, 'dist', 'index.js')).find((file) => existsSync(file))
  if (entry === undefined) throw missing(folder)
  try {
    return (await import(pathToFileURL(entry).href)) as LlamaPackage
  } catch (cause) {
    throw unusable(cause)
  }
}

const missing = (folder: string): ModelError =>
  new ModelError(
    'missing-package',
    `local models need ${PACKAGE}: npm install ${PACKAGE}@${VERSION} (or with --prefix ${folder}, to keep it apart)`,
  )

const unusable = (cause: unknown): ModelError =>
  new ModelError(
    'missing-package',
    `${PACKAGE} is there, but does not load: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  )

let started: Promise<Llama> | undefined

/**
 * One engine a process; a failed start may be tried again. One core is left to the rest of the machine: the engine's threads wait
 * for each other by spinning, and with more threads than free cores a reply took minutes in place of a second.
 */
export function startedLlama({ getLlama }: LlamaPackage): Promise<Llama> {
  const maxThreads = Math.max(1, availableParallelism() - 1)
  started ??= getLlama({ build: 'never', gpu: false, logLevel: 'error', progressLogs: false, maxThreads }).catch(
    (cause: unknown) => {
      started = undefined
      throw unusable(cause)
    },
  )
  return started
}
