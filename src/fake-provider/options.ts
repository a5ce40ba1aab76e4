/** How a provider that only seems one behaves. */
import { z } from 'zod'
import { StagegameError } from '../core/errors.ts'
import { check } from '../core/legal.ts'

const share = (description: string) => z.number().min(0).max(1).default(0).meta({ description, value: 'share' })
const flag = (description: string) => z.boolean().default(false).meta({ description })
/** On unless it is switched off: the words fit behind "without". */
const unless = (description: string) => z.boolean().default(true).meta({ description })

/** Each with what it means; `value` names what it takes, with its unit. */
export const FakeOptions = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).meta({ description: 'to listen on; 0: any that is free', value: 'port' }),
  seed: z.string().min(1).default('1').meta({ description: 'of answers, failures and latencies', value: 'text' }),
  requestsPerMinute: z
    .number()
    .gt(0)
    .default(Infinity)
    .meta({ description: 'taken in, over a sliding window', value: 'n' }),
  tokensPerMinute: z
    .number()
    .gt(0)
    .default(Infinity)
    .meta({ description: 'in and out, over a sliding window', value: 'n' }),
  windowSeconds: z.number().gt(0).max(3600).default(60).meta({
    description: 'length of that window, which holds its share of a minute’s limits; default 60',
    value: 'seconds',
  }),
  concurrency: z.int().min(1).default(Infinity).meta({ description: 'requests at the same time', value: 'n' }),
  countRejected: flag('refused requests count against the limit, too'),
  latency: z.number().min(0).default(0).meta({ description: 'until an answer', value: 'milliseconds' }),
  latencySpread: z.number().min(0).default(0).meta({ description: 'more, at most, by lot', value: 'milliseconds' }),
  rate429: share('refused with 429, by lot'),
  rate500: share('failed with 500'),
  rate529: share('failed with 529'),
  cut: share('cut off before the answer'),
  cutBody: share('cut off in the middle of the answer'),
  hang: share('never answered'),
  retryAfter: z
    .union([z.number().min(0), z.literal('none')])
    .optional()
    .meta({
      description:
        'said with failures by lot; a refusal by the limits says the exact time instead; none: neither says any',
      value: 'seconds|none',
    }),
  refused: share('answers that are refusals'),
  truncated: share('answers cut off by their length'),
  malformed: share('answers without readable JSON'),
  empty: share('answers that are empty'),
  illegal: share('answers out of range'),
  slow: share('answers that take longer'),
  delay: z.number().min(0).default(1000).meta({ description: 'by so much; default 1000', value: 'milliseconds' }),
  prose: flag('answers stand in prose where no schema is sent'),
  headers: unless('headers that tell the limits and what is left of them'),
  usage: unless('counts of tokens'),
  structured: unless('structured output: a schema is refused with 400'),
  key: z.string().min(1).optional().meta({ description: 'the key that is wanted; default: none', value: 'text' }),
  models: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'those there are, with commas between; default: any', value: 'names' }),
  context: z.int().min(1).default(Infinity).meta({ description: 'that a prompt may have', value: 'tokens' }),
  drift: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'from the nth request on another configuration answers', value: 'n' }),
})

export type FakeOptions = z.output<typeof FakeOptions>
export type FakeInput = z.input<typeof FakeOptions>

/** Shares of the same whole. */
const WHOLES = [
  ['rate429', 'rate500', 'rate529', 'cut', 'cutBody', 'hang'],
  ['refused', 'truncated', 'malformed', 'empty', 'illegal'],
] as const

/** With defaults filled in. Throws `bad-options` with the names of what is wrong, as `named` writes them. */
export function fakeOptions(given: FakeInput, named: (name: string) => string = String): FakeOptions {
  const checked = check(FakeOptions, given)
  if (!checked.ok) throw new StagegameError('bad-options', checked.complaint)
  const options = checked.action as FakeOptions
  for (const names of WHOLES) {
    const sum = names.reduce((so, name) => so + options[name], 0)
    if (sum > 1 + 1e-9)
      throw new StagegameError(
        'bad-options',
        `${names.map(named).join(' + ')}: expected shares that add up to at most 1, got ${sum}`,
      )
  }
  for (const name of ['requestsPerMinute', 'tokensPerMinute'] as const) {
    const most = perWindow(options[name], options)
    if (most < 1)
      throw new StagegameError(
        'bad-options',
        `${named(name)}: ${options[name]} a minute is less than 1 in ${options.windowSeconds} seconds, so nothing would ever be let in; expected more, or a longer ${named('windowSeconds')}`,
      )
  }
  return options
}

/** What a window holds of a minute's limit. */
export const perWindow = (perMinute: number, { windowSeconds }: Pick<FakeOptions, 'windowSeconds'>): number =>
  Math.floor((perMinute * windowSeconds) / 60 + 1e-9)
