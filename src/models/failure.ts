/** What went wrong with a call over HTTP, in a sentence that can be acted on, and without its key. */
import { quoted } from '../core/errors.ts'
import { ModelError, type ModelErrorOptions } from './errors.ts'
import { quotaOf, retryAfterOf } from './quota-headers.ts'

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

/**
 * The class and sentence of whatever a call threw: an error of one of the SDKs (they have `status`, `error` and `headers`), or
 * of the network under them. `stopped`: by the caller; `expired`: by its own time-out.
 */
export function failureOf(
  endpoint: Endpoint,
  error: unknown,
  { stopped, expired }: { readonly stopped: boolean; readonly expired: boolean },
): ModelError {
  const { name, url, timeout } = endpoint
  if (error instanceof ModelError) return error
  if (stopped) return new ModelError('aborted', `the call to ${name} was stopped`, { charged: true })
  if (expired)
    return new ModelError('timeout', `${name} at ${url} gave no complete answer within ${timeout / 1000} seconds`, {
      charged: true,
    })
  const { status, error: body, headers, requestID } = (error ?? {}) as SdkError
  if (typeof status === 'number') {
    const said = { status, code: wordOf(body, 'code'), type: wordOf(body, 'type'), body: body ?? error }
    return statusFailure(endpoint, said, headers, requestID ?? undefined)
  }
  if (
    codeOf(error) !== undefined ||
    (error as object | null)?.constructor?.name === 'APIConnectionError' ||
    isBroken(error)
  )
    return unreachable(endpoint, error)
  return new ModelError('failed', `${name}: ${said(endpoint, error)}`, { cause: error })
}

/** What errors of the SDKs have in common. */
interface SdkError {
  readonly status?: unknown
  readonly error?: unknown
  readonly headers?: Headers | undefined
  readonly requestID?: string | null | undefined
}

/** Undici's word for a body that ends before its end. */
const isBroken = (error: unknown): boolean =>
  error instanceof TypeError && /terminated|fetch failed/.test(error.message)

/** The JSON of a response that came with status 200. Throws ModelError `bad-reply` on what is none: a proxy's page, a cut-off body. */
export function parsedBody(endpoint: Endpoint, response: Response, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const type = response.headers.get('content-type') ?? 'no content type'
    const found = quoted(scrubbed(endpoint, text))
    const message = `${endpoint.name} at ${endpoint.url} answered with ${type} in place of JSON: ${found}; is the address right, or is a proxy in between?`
    throw new ModelError('bad-reply', message, { cause, status: response.status, charged: true })
  }
}

/** A body of status 200 that holds no answer: an error in disguise, or something else altogether. */
export function bodyFailure(endpoint: Endpoint, body: unknown): ModelError {
  const error = (body as { readonly error?: unknown } | null)?.error
  if (error) {
    const status = Number(wordOf(error, 'code'))
    if (status >= 400 && status < 600)
      return statusFailure(endpoint, { status, code: undefined, type: wordOf(error, 'type'), body: error })
    const sentence = `${endpoint.name} at ${endpoint.url} answered with an error: ${said(endpoint, error)}`
    return new ModelError('bad-reply', sentence, { charged: true })
  }
  const found = scrubbed(endpoint, quoted(body))
  return new ModelError('bad-reply', `${endpoint.name} at ${endpoint.url} answered without a choice: ${found}`, {
    charged: true,
  })
}

/** What a provider said with a status that is no answer. */
interface Said {
  readonly status: number
  readonly code: string | undefined
  readonly type: string | undefined
  readonly body: unknown
}

/** How servers say that a prompt is longer than the model can read: OpenAI's code, and the words of others. */
const TOO_LONG =
  /context[_ ]length|context (size|window)|maximum context|prompt is too long|exceed\w* (the )?(available |maximum )?context|too many tokens/i

function statusFailure(
  endpoint: Endpoint,
  { status, code, type, body }: Said,
  headers?: Headers,
  requestId?: string,
): ModelError {
  const { name, model, url, keyFrom } = endpoint
  const message = said(endpoint, body)
  const options: ModelErrorOptions = {
    status,
    ...(headers && { retryAfter: retryAfterOf(headers), quota: quotaOf(headers) }),
    requestId: requestId ?? headers?.get('x-request-id') ?? undefined,
  }
  const fail = (failure: string, sentence: string) => new ModelError(failure, sentence, options)
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
    case 529:
      return fail('overloaded', `${name}: ${url} is overloaded (529): ${message}`)
  }
  if (status >= 500) return fail('server', `${name}: ${url} failed (${status}): ${message}`)
  if (status === 413 || TOO_LONG.test(`${code} ${type} ${message}`))
    return fail(
      'too-long',
      `${name}: the prompt is longer than the model can read (${status}): ${message}; a shorter memory (window:5) or fewer rounds help`,
    )
  return fail('bad-request', `${name}: ${url} refuses the request (${status}): ${message}`)
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

/** Nothing went out. */
const UNSENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

/** As OpenSSL and Node name what is wrong with one. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS_|^ERR_SSL_/

function unreachable(endpoint: Endpoint, error: unknown): ModelError {
  const { name, url } = endpoint
  const { hostname, port, protocol } = new URL(url)
  const where = `${hostname}:${port || (protocol === 'http:' ? 80 : 443)}`
  const code = codeOf(error)
  if (code !== undefined && CERTIFICATE.test(code))
    return new ModelError(
      'certificate',
      `${name}: the certificate of ${where} is not trusted (${code}); if it is your own server, name its authority's file in NODE_EXTRA_CA_CERTS`,
      { cause: error },
    )
  const why = code === undefined ? said(endpoint, error) : `${NETWORK[code] ?? 'the network failed'} (${code})`
  const charged = code === undefined || !UNSENT.includes(code)
  return new ModelError('network', `${name}: cannot reach ${where}: ${why}`, { cause: error, charged })
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
  const message = wordOf(error, 'message') ?? (error as { message?: unknown } | null)?.message ?? error
  const text = typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message))
  const line = scrubbed(endpoint, text).replace(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 299)}…` : line || 'no reason given'
}

/** A member of an error's body, which may stand in another: `{ type: 'error', error: { type, message } }`. */
function wordOf(body: unknown, member: 'message' | 'code' | 'type'): string | undefined {
  const { error, [member]: word } = (body ?? {}) as {
    error?: unknown
    message?: unknown
    code?: unknown
    type?: unknown
  }
  const inner = typeof error === 'object' && error !== null ? wordOf(error, member) : undefined
  if (inner !== undefined) return inner
  if (member === 'message' && typeof error === 'string') return error
  return typeof word === 'string' || typeof word === 'number' ? String(word) : undefined
}

/** Without the key, whole or in part, in case it was echoed. */
function scrubbed({ apiKey }: Endpoint, text: string): string {
  const plain = apiKey ? text.replaceAll(apiKey, '[key]') : text
  return plain.replace(/\b(sk|key|Bearer)[-_ ][\w*.-]{6,}/g, '[key]')
}
