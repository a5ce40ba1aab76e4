/**
 * A GGUF file behind an OpenAI-compatible server on loopback, to try `endpoints:` without any other program:
 * npx tsx scripts/serve-local.ts SmolLM2-135M-Instruct.Q4_1.gguf [port]
 */
import { createServer, type IncomingMessage } from 'node:http'
import { stream } from '../src/core/chance.ts'
import type { JsonSchema } from '../src/core/legal.ts'
import { localModel } from '../src/models/local.ts'
import type { Message } from '../src/models/model.ts'

interface Asked {
  readonly messages: readonly Message[]
  readonly temperature?: number
  readonly max_tokens?: number
  readonly seed?: number
  readonly response_format?: { readonly json_schema?: { readonly schema?: JsonSchema } }
}

const [file, port = '11500'] = process.argv.slice(2)
if (file === undefined) throw new Error('expected a .gguf file')
const model = localModel({ file, name: `local:${file}` })
let served = 0

const server = createServer(async (request, response) => {
  const answer = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `local-${served}` })
    response.end(JSON.stringify(body))
  }
  if (request.method !== 'POST' || !request.url?.endsWith('/chat/completions'))
    return answer(404, { error: { message: `there is no ${request.method} ${request.url} here` } })
  served++
  try {
    const asked = JSON.parse(await text(request)) as Asked
    const schema = asked.response_format?.json_schema?.schema ?? null
    const reply = await model.complete(
      {
        key: { match: 'served', turn: served, seat: 0, purpose: 'answer', attempt: 1 },
        messages: asked.messages,
        schema,
        temperature: asked.temperature,
        maxTokens: asked.max_tokens,
        seed: asked.seed ?? served,
        about: { kind: '', view: null, answer: schema ?? {}, rng: stream(['served', served]) },
      },
      new AbortController().signal,
    )
    answer(200, {
      id: `chatcmpl-${served}`,
      object: 'chat.completion',
      model: reply.model,
      choices: [{ index: 0, finish_reason: reply.finish, message: { role: 'assistant', content: reply.text } }],
      usage: { prompt_tokens: reply.tokens.input ?? 0, completion_tokens: reply.tokens.output ?? 0 },
    })
  } catch (error) {
    answer(500, { error: { message: error instanceof Error ? error.message : String(error) } })
  }
})
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/v1`))
process.on('SIGTERM', () => server.close(() => void model.close?.()))

async function text(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
