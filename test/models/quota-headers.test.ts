/** What providers say of their limits, in headers as they send them. */
import { describe, expect, it } from 'vitest'
import { quotaOf, retryAfterOf } from '../../src/models/quota-headers.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')

describe('a quota in headers', () => {
  it('is read as OpenAI writes it, with durations', () => {
    const headers = new Headers({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '29980',
      'x-ratelimit-reset-tokens': '6m0.5s',
    })
    expect(quotaOf(headers, NOW)).toEqual({
      requests: { limit: 500, remaining: 499, resetMilliseconds: 120 },
      tokens: { limit: 30000, remaining: 29980, resetMilliseconds: 360_500 },
    })
  })

  it('is read as Anthropic writes it, with dates, and each direction of tokens apart', () => {
    const headers = new Headers({
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:07Z',
      'anthropic-ratelimit-tokens-limit': '60000',
      'anthropic-ratelimit-input-tokens-remaining': '40000',
      'anthropic-ratelimit-output-tokens-remaining': '8000',
      'anthropic-ratelimit-output-tokens-reset': '2026-03-01T11:59:00Z',
    })
    expect(quotaOf(headers, NOW)).toEqual({
      requests: { limit: 50, remaining: 0, resetMilliseconds: 7000 },
      tokens: { limit: 60000 },
      tokensIn: { remaining: 40000 },
      tokensOut: { remaining: 8000, resetMilliseconds: 0 },
    })
  })

  it.each([
    ['1s', 1000],
    ['250ms', 250],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['2.5', 2500],
    ['59', 59_000],
    ['soon', undefined],
    ['1s or so', undefined],
  ])('is reset after %s: %s ms', (reset, milliseconds) => {
    const headers = new Headers({ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': reset })
    expect(quotaOf(headers, NOW)?.requests?.resetMilliseconds).toBe(milliseconds)
  })

  it('leaves out what cannot be read, and is none where nothing is left', () => {
    const headers = new Headers({ 'x-ratelimit-limit-requests': 'many', 'x-ratelimit-remaining-tokens': '-5' })
    expect(quotaOf(headers, NOW)).toBeUndefined()
    expect(quotaOf(new Headers({ 'content-type': 'application/json' }), NOW)).toBeUndefined()
  })
})

describe('how long to wait', () => {
  it.each([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '1234' }, 1234],
    [{ 'retry-after-ms': '1234', 'retry-after': '2' }, 1234],
    [{ 'retry-after-ms': 'none', 'retry-after': '2' }, 2000],
    [{ 'retry-after': 'in a while' }, undefined],
    [{}, undefined],
  ])('is read from %j: %s ms', (headers, milliseconds) => {
    expect(retryAfterOf(new Headers(headers), NOW)).toBe(milliseconds)
  })
})
