/** How a provider that only seems one behaves. */
import { z } from 'zod'
import { StagegameError } from '../core/errors.ts'

const Rate = z.number().min(0).max(1).default(0)

export const FakeOptions = z
  .strictObject({
    port: z.int().min(0).max(65_535).default(0).describe('to listen on; 0: any that is free'),
    seed: z.string().default('1').describe('of answers, failures and delays'),
    requestsPerMinute: z.number().gt(0).default(Infinity).describe('taken in, as a sliding window'),
    tokensPerMinute: z.number().gt(0).default(Infinity).describe('in and out, as a sliding window'),
    windowSeconds: z.number().gt(0).max(3600).default(60).describe('over which these are kept'),
    concurrency: z.number().min(1).default(Infinity).describe('requests at the same time'),
    countRejected: z.boolean().default(false).describe('whether refused requests count against the limit'),
    latency: z.number().min(0).default(0).describe('milliseconds until an answer'),
    latencySpread: z.number().min(0).default(0).describe('milliseconds more, at most'),
    rate429: Rate.describe('share of requests refused with 429'),
    rate500: Rate.describe('share answered with 500'),
    rate529: Rate.describe('share answered with 529'),
    cut: Rate.describe('share of connections cut before the answer'),
    cutBody: Rate.describe('share cut in the middle of the answer'),
    hang: Rate.describe('share never answered'),
    retryAfter: z.number().min(0).optional().describe('seconds, said with failures at random; default: not said'),
    tellRetryAfter: z.boolean().default(true).describe('whether a refusal by the limits says when to come again'),
    headers: z.boolean().default(true).describe('whether limits and what is left of them are told'),
    usage: z.boolean().default(true).describe('whether tokens are counted in answers'),
    refused: Rate.describe('share of answers that are refusals'),
    truncated: Rate.describe('share cut off by their length limit'),
    malformed: Rate.describe('share without readable JSON'),
    empty: Rate.describe('share of empty answers'),
    illegal: Rate.describe('share out of range'),
    prose: z.boolean().default(false).describe('whether the JSON stands in prose'),
    key: z.string().min(1).optional().describe('the key that is wanted; default: none'),
    models: z.array(z.string()).optional().describe('those there are; default: any'),
    context: z.number().min(1).default(Infinity).describe('tokens that a prompt may have'),
    drift: z.int().min(1).optional().describe('the request from which on another configuration answers'),
  })
  .refine((o) => o.rate429 + o.rate500 + o.rate529 + o.cut + o.cutBody + o.hang <= 1, {
    error: 'rate429, rate500, rate529, cut, cutBody and hang add up to more than 1',
  })
  .refine((o) => o.malformed + o.truncated + o.refused + o.empty + o.illegal <= 1, {
    error: 'malformed, truncated, refused, empty and illegal add up to more than 1',
  })

export type FakeOptions = z.output<typeof FakeOptions>

/** With defaults filled in. Throws `bad-options` with the names of what is wrong. */
export function fakeOptions(given: z.input<typeof FakeOptions>): FakeOptions {
  const parsed = FakeOptions.safeParse(given)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new StagegameError('bad-options', issues.join('; '))
}
