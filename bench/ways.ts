/** Other ways of making the same calls: what people write without a scheduler. */
import { setTimeout as after } from 'node:timers/promises'
import OpenAI from 'openai'
import PQueue from 'p-queue'

/** A match as its calls: turns one after the other, the calls of a turn side by side. */
export type Work = readonly (readonly (readonly object[])[])[]

export interface Limits {
  readonly requestsPerWindow: number
  readonly windowMilliseconds: number
  readonly concurrency: number
}

export type Way = (url: string, work: Work, limits: Limits) => Promise<void>

/** A queue with an interval cap, kept as a sliding window; a refused call waits as long as it is told, and queues again. */
export const queueAlone: Way = async (url, work, { requestsPerWindow, windowMilliseconds, concurrency }) => {
  const client = clientOf(url)
  const capped =
    requestsPerWindow < Infinity ? { intervalCap: requestsPerWindow, interval: windowMilliseconds, strict: true } : {}
  const queue = new PQueue({ concurrency, ...capped })
  const call = async (body: object): Promise<void> => {
    const wait = await queue.add(() => asked(client, body))
    if (wait === undefined) return
    await after(wait)
    await call(body)
  }
  await Promise.all(work.map((match) => inTurns(match, call)))
}

/** LangChain's `maxConcurrency`, with the retries that are its own. */
export const langchain: Way = async (url, work, { concurrency }) => {
  const { initChatModel } = await import('langchain/chat_models/universal')
  const chat = await initChatModel('tiny', {
    modelProvider: 'openai',
    maxConcurrency: concurrency,
    maxRetries: 100,
    apiKey: 'none',
    configuration: { baseURL: `${url}/v1` },
  })
  const call = async (body: object): Promise<void> => {
    const { messages, response_format } = body as { messages: []; response_format: object }
    await chat.invoke(messages, { response_format } as object)
  }
  await Promise.all(work.map((match) => inTurns(match, call)))
}

/** One match after the other, and a pause after each turn that keeps the limit of requests. */
export const fixedSleeps: Way = async (url, work, { requestsPerWindow, windowMilliseconds }) => {
  const client = clientOf(url)
  const call = async (body: object): Promise<void> => {
    const wait = await asked(client, body)
    if (wait === undefined) return
    await after(wait)
    await call(body)
  }
  for (const match of work)
    for (const turn of match) {
      const began = performance.now()
      await Promise.all(turn.map(call))
      const pause = requestsPerWindow < Infinity ? (turn.length / requestsPerWindow) * windowMilliseconds : 0
      await after(Math.max(0, pause - (performance.now() - began)))
    }
}

async function inTurns(match: Work[number], call: (body: object) => Promise<void>): Promise<void> {
  for (const turn of match) await Promise.all(turn.map(call))
}

const clientOf = (url: string): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0, logLevel: 'off' })

/** Milliseconds to wait before it is asked again; undefined once it was answered. */
async function asked(client: OpenAI, body: object): Promise<number | undefined> {
  try {
    await client.chat.completions.create(body as OpenAI.Chat.ChatCompletionCreateParamsNonStreaming)
    return undefined
  } catch (error) {
    if (!(error instanceof OpenAI.APIError) || error.status === undefined || error.status === 400) throw error
    return Number(error.headers?.get('retry-after-ms') ?? 1000)
  }
}
