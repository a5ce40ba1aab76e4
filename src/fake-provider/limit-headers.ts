/** What a provider says of its limits in the headers of a response. */
import type { Admission } from './admission.ts'
import type { FakeOptions } from './options.ts'
import type { Wire } from './wire.ts'

export type Headers = Readonly<Record<string, string>>

/** Limits a minute, and what is left of them in the window. */
export function limitHeaders(options: FakeOptions, admission: Admission, { limits }: Wire): Headers {
  if (!options.headers || limits === undefined) return {}
  const { requests, tokens, resetMilliseconds } = admission.left()
  const told = [
    ['requests', options.requestsPerMinute, requests],
    ['tokens', options.tokensPerMinute, tokens],
  ] as const
  const headers: Record<string, string> = {}
  for (const [what, limit, left] of told) {
    if (limit === Infinity) continue
    const name = (member: string) =>
      limits === 'openai' ? `x-ratelimit-${member}-${what}` : `anthropic-ratelimit-${what}-${member}`
    headers[name('limit')] = String(limit)
    headers[name('remaining')] = String(left)
    headers[name('reset')] =
      limits === 'openai' ? duration(resetMilliseconds) : new Date(Date.now() + resetMilliseconds).toISOString()
  }
  return headers
}

/** Whole seconds, as the standard has it, and for OpenAI's clients the milliseconds beside them; both rounded up. */
export function retryHeaders(milliseconds: number | undefined, { limits }: Wire): Headers {
  if (milliseconds === undefined) return {}
  return {
    'retry-after': String(Math.ceil(milliseconds / 1000)),
    ...(limits === 'openai' && { 'retry-after-ms': String(Math.ceil(milliseconds)) }),
  }
}

/** As OpenAI writes it: `120ms`, `8.64s`, `6m0s`. */
export function duration(milliseconds: number): string {
  const whole = Math.ceil(milliseconds)
  if (whole < 1000) return `${whole}ms`
  if (whole < 60_000) return `${whole / 1000}s`
  return `${Math.floor(whole / 60_000)}m${(whole % 60_000) / 1000}s`
}
