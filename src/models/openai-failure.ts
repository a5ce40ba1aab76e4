/** What went wrong with a call to an OpenAI-compatible server, in a sentence that can be acted on, and without its key. */
import { APIConnectionError, APIError } from 'openai'
import { quoted } from '../core/errors.ts'
import { ModelError } from './errors.ts'

/** Where a call goes, for messages. */
export interface Endpoint {
  readonly name: string
  readonly model: string
  /** Without user, password and query. */
  readonly url: string
  readonly keyFrom: string | undefined
  readonly apiKey: string | undefined
  readonly timeout: number
}

/** The class and sentence of whatever a call threw. `stopped`: by the caller; `expired`: by its own time-out. */
export function failureOf(
  endpoint: Endpoint,
  error: unknown,
  { stopped, expired }: { readonly stopped: boolean; readonly expired: boolean },
): ModelError {
  const { name, url, timeout } = endpoint
  if (error instanceof ModelError) return error
  if (stopped) return new ModelError('aborted', `the call to ${name} was stopped`)
  if (expired)
    return new ModelError('timeout', `${name} at ${url} gave no complete answer within ${timeout / 1000} seconds`)
  if (error instanceof APIConnectionError) return unreachable(endpoint, error)
  if (error instanceof APIError && typeof error.status === 'number')
    return statusFailure(endpoint, error.status, said(endpoint, error.error ?? error.message), error.code)
  if (codeOf(error) !== undefined) return unreachable(endpoint, error)
  return new ModelError('failed', `${name}: ${said(endpoint, error)}`, { cause: error })
}

/** The JSON of a response that came with status 200. Throws ModelError `bad-reply` on what is none: a proxy's page, a cut-off body. */
export function parsedBody(endpoint: Endpoint, response: Response, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const type = response.headers.get('content-type') ?? 'no content type'
    const found = quoted(scrubbed(endpoint, text))
    const message = `${endpoint.name} at ${endpoint.url} answered with ${type} in place of JSON: ${found}; is the address right, or is a proxy in between?`
    throw new ModelError('bad-reply', message, { cause, status: response.status })
  }
}

/** A body of status 200 that holds no answer: an error in disguise, or something else altogether. */
export function bodyFailure(endpoint: Endpoint, body: unknown): ModelError {
  const error = (body as { readonly error?: { readonly code?: unknown } | null } | null)?.error
  if (error) {
    const code = Number(error.code)
    if (code >= 400 && code < 600) return statusFailure(endpoint, code, said(endpoint, error), undefined)
    return new ModelError(
      'bad-reply',
      `${endpoint.name} at ${endpoint.url} answered with an error: ${said(endpoint, error)}`,
    )
  }
  const found = scrubbed(endpoint, quoted(body))
  return new ModelError('bad-reply', `${endpoint.name} at ${endpoint.url} answered without a choice: ${found}`)
}

function statusFailure(endpoint: Endpoint, status: number, message: string, code: unknown): ModelError {
  const { name, model, url, keyFrom } = endpoint
  const fail = (failure: string, sentence: string) => new ModelError(failure, sentence, { status })
  const key = keyFrom === undefined ? 'a key, and none is set for this endpoint' : `the key in ${keyFrom}`
  switch (status) {
    case 401: // providers quote parts of the key here, so their words are left out
      return fail('key', `${name}: ${url} ${keyFrom === undefined ? 'wants' : 'does not accept'} ${key} (401)`)
    case 403:
      return fail('forbidden', `${name}: ${url} does not allow this call (403): ${message}`)
    case 404:
      return fail(
        'not-found',
        `${name}: there is no model ${model} at ${url}, or this is not the address of such a server (404): ${message}`,
      )
    case 408:
      return fail('timeout', `${name}: ${url} gave up waiting (408): ${message}`)
    case 409:
      return fail('conflict', `${name}: ${url} reports a conflict (409): ${message}`)
    case 429:
      if (code === 'insufficient_quota')
        return fail('quota', `${name}: the account at ${url} has no credit left (429): ${message}`)
      return fail('overloaded', `${name}: too many requests to ${url} (429): ${message}`)
    default:
      if (status >= 500) return fail('server', `${name}: ${url} failed (${status}): ${message}`)
      return fail('bad-request', `${name}: ${url} refuses the request (${status}): ${message}`)
  }
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host’s name cannot be looked up now',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ETIMEDOUT: 'no answer to the connection',
  UND_ERR_CONNECT_TIMEOUT: 'no answer to the connection',
}

function unreachable(endpoint: Endpoint, error: unknown): ModelError {
  const { name, url } = endpoint
  const { hostname, port, protocol } = new URL(url)
  const where = `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`
  const code = codeOf(error)
  const why = code === undefined ? said(endpoint, error) : `${NETWORK[code] ?? 'the network failed'} (${code})`
  return new ModelError('network', `${name}: cannot reach ${where}: ${why}`, { cause: error })
}

/** The system's code, wherever in the chain of causes it stands. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: readonly unknown[] }
  if (typeof code === 'string' && code !== '') return code
  return codeOf(cause, depth + 1) ?? codeOf(errors?.[0], depth + 1)
}

/** A provider's own words, on one line, of a readable length. */
function said(endpoint: Endpoint, error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message ?? error
  const text = typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message))
  const line = scrubbed(endpoint, text).replace(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line || 'no reason given'
}

/** Without the key, whole or in part, in case it was echoed. */
function scrubbed({ apiKey }: Endpoint, text: string): string {
  const plain = apiKey ? text.replaceAll(apiKey, '[key]') : text
  return plain.replace(/\b(sk|key|Bearer)[-_ ][\w*.-]{6,}/g, '[key]')
}
