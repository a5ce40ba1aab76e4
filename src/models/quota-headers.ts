/** What providers say of their limits in the headers of a response. */
import type { Quota, Remaining } from './model.ts'

/** Of OpenAI's `x-ratelimit-*` and Anthropic's `anthropic-ratelimit-*`; undefined where there are none. `now`: milliseconds since 1970. */
export function quotaOf(headers: Headers, now: number = Date.now()): Quota | undefined {
  const found = {
    requests: remainingOf(headers, 'requests', now),
    tokens: remainingOf(headers, 'tokens', now),
    tokensIn: remainingOf(headers, 'input-tokens', now),
    tokensOut: remainingOf(headers, 'output-tokens', now),
  }
  const known = Object.entries(found).filter(([, remaining]) => remaining !== undefined)
  return known.length === 0 ? undefined : (Object.fromEntries(known) as Quota)
}

/** Milliseconds that `retry-after-ms` or `retry-after` (seconds, or a date) ask to wait; undefined where neither can be read. */
export function retryAfterOf(headers: Headers, now: number = Date.now()): number | undefined {
  const exact = Number.parseFloat(headers.get('retry-after-ms') ?? '')
  if (exact >= 0) return exact
  const text = headers.get('retry-after')
  if (text === null) return undefined
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function remainingOf(headers: Headers, what: string, now: number): Remaining | undefined {
  const read = (name: 'limit' | 'remaining' | 'reset') =>
    headers.get(`x-ratelimit-${name}-${what}`) ?? headers.get(`anthropic-ratelimit-${what}-${name}`)
  const limit = count(read('limit'))
  const remaining = count(read('remaining'))
  const resetMilliseconds = untilReset(read('reset'), now)
  if (limit === undefined && remaining === undefined && resetMilliseconds === undefined) return undefined
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMilliseconds !== undefined && { resetMilliseconds }),
  }
}

const count = (text: string | null): number | undefined =>
  text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `6m0s`, `1s`, `250ms`, plain seconds, or a date (RFC 3339). */
function untilReset(text: string | null, now: number): number | undefined {
  if (text === null) return undefined
  const seconds = count(text)
  if (seconds !== undefined) return seconds * 1000
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  if (parts.length > 0 && parts.map(([whole]) => whole).join('') === text.trim())
    return parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!, 0)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
