/** A server on loopback that speaks OpenAI's chat completions, and fails on demand. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'

/** What to answer: a completion, or any other HTTP response. */
export type Answer =
  | {
      readonly text: string | null
      readonly finish?: string
      readonly refusal?: string
      /** Milliseconds before the first byte. */
      readonly delay?: number
    }
  | {
      readonly status: number
      readonly body: string
      readonly type?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly delay?: number
      /** Milliseconds between the head of the response and its body. */
      readonly bodyDelay?: number
    }

/** A request as it came in. */
export interface Seen {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: SeenBody
}
export interface SeenBody {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly response_format?: { readonly json_schema: { readonly strict: boolean; readonly schema: unknown } }
  readonly [key: string]: unknown
}

export interface FakeLlm {
  /** Up to and with `/v1`. */
  readonly baseUrl: string
  readonly seen: readonly Seen[]
  /** How many requests were broken off by the client before they were answered. */
  readonly abandoned: () => number
  readonly close: () => Promise<void>
}

/** Answers the nth request (from 1) by `answer`. */
export async function fakeLlm(answer: (seen: Seen, nth: number) => Answer): Promise<FakeLlm> {
  const seen: Seen[] = []
  let abandoned = 0
  const server = createServer(async (request, response) => {
    const one = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(await textOf(request)) as SeenBody,
    }
    seen.push(one)
    response.on('close', () => {
      if (!response.writableFinished) abandoned++
    })
    await send(response, one, seen.length, answer(one, seen.length))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    abandoned: () => abandoned,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An error as OpenAI words it. */
export const apiError = (status: number, message: string, code: string | null = null): Answer => ({
  status,
  body: JSON.stringify({ error: { message, type: 'error', param: null, code } }),
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

async function send(response: ServerResponse, { body }: Seen, nth: number, answer: Answer): Promise<void> {
  await after(answer.delay ?? 0)
  response.setHeader('x-request-id', `req_${nth}`)
  if ('status' in answer) {
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json', ...answer.headers })
    response.flushHeaders()
    await after(answer.bodyDelay ?? 0)
    response.end(answer.body)
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(completion(body.model, answer)))
}

function completion(model: string, answer: Extract<Answer, { text: string | null }>): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: `${model}-2026-01-01`,
    system_fingerprint: 'fp_1',
    choices: [
      {
        index: 0,
        finish_reason: answer.finish ?? 'stop',
        message: { role: 'assistant', content: answer.text, refusal: answer.refusal ?? null },
      },
    ],
    usage: {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 1 },
    },
  }
}
