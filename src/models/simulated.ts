/** A player of known behaviour in the shape of a language model: for runs without a network, tests and power analysis. */
import { z } from 'zod'
import type { Rng } from '../core/chance.ts'
import { list, StagegameError } from '../core/errors.ts'
import type { AnyStrategy } from '../core/game.ts'
import type { JsonSchema } from '../core/legal.ts'
import { ModelError } from './errors.ts'
import type { Model, ModelReply, ModelRequest } from './model.ts'

const Rate = z.number().min(0).max(1).default(0)

const Simulator = z
  .strictObject({
    noise: z.number().min(0).default(0).describe('standard deviation of what is added to every number'),
    malformed: Rate.describe('share of replies without readable JSON'),
    truncated: Rate.describe('share of replies cut off'),
    refused: Rate.describe('share of refusals'),
    empty: Rate.describe('share of empty replies'),
    illegal: Rate.describe('share of replies out of range'),
    prose: z.boolean().default(true).describe('whether the JSON stands in prose'),
    slow: Rate.describe('share of replies that take long'),
    delay: z.number().min(0).max(3_600_000).default(1000).describe('milliseconds that these take'),
  })
  .refine((o) => o.malformed + o.truncated + o.refused + o.empty + o.illegal <= 1, {
    error: 'malformed, truncated, refused, empty and illegal add up to more than 1',
  })
export type Simulator = z.output<typeof Simulator>

/** A simulated player's options, its own apart from those of its strategy. Throws `bad-options` with the path and what was expected. */
export function simulatorOptions(options: unknown = {}): {
  readonly simulator: Simulator
  readonly strategy: Record<string, unknown>
} {
  if (typeof options !== 'object' || options === null)
    throw new StagegameError('bad-options', 'options: expected an object')
  const entries = Object.entries(options)
  const own = (name: string) => Object.hasOwn(Simulator.shape, name)
  const parsed = Simulator.safeParse(Object.fromEntries(entries.filter(([name]) => own(name))))
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${['options', ...path].join('.')}: ${message}`)
    throw new StagegameError('bad-options', issues.join('; '))
  }
  return { simulator: parsed.data, strategy: Object.fromEntries(entries.filter(([name]) => !own(name))) }
}

export interface SimulatedOptions extends Partial<Simulator> {
  /** As the experiment names it: `simulated:level-k`. */
  readonly name: string
  /** What a strategy made of its options. */
  readonly play: ReturnType<AnyStrategy>
}

/** The reply follows from `request.about` alone: the view, and a stream of chance. Numbers stay in the answer's range. */
export function simulatedModel({ name, play, ...options }: SimulatedOptions): Model {
  const simulator = Simulator.parse(options)
  const complete = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    if (signal.aborted) throw new ModelError('aborted', `the call to ${name} was stopped`)
    const { answer } = request.about
    const { text, finish } = answer
      ? replied(name, play, simulator, { ...request.about, answer })
      : thoughts(request.about.rng)
    if (simulator.slow > 0) await slowly(simulator, request.about.rng, signal, name)
    const input = request.messages.reduce((sum, { content }) => sum + estimate(content), 0)
    const tokens = { input, output: estimate(text), reasoning: null, cached: null }
    return { text, finish, model: name, tokens }
  }
  return { name, provider: 'simulated', simulated: true, complete }
}

/** Four characters a token: a rough measure of English text. */
const estimate = (text: string): number => Math.ceil(text.length / 4)

type Said = Pick<ModelReply, 'text' | 'finish'>

/** The order of draws is fixed (what goes wrong, the strategy's own, noise, words), so that a rate changes no other draw. */
function replied(
  name: string,
  play: SimulatedOptions['play'],
  simulator: Simulator,
  about: ModelRequest['about'] & { readonly answer: JsonSchema },
): Said {
  const { kind, view, answer, rng } = about
  const rule = Object.hasOwn(play, kind) ? play[kind] : undefined
  if (!rule)
    throw new ModelError(
      'no-rule',
      `${name} has no rule for ${kind}; it has rules for ${list(Object.keys(play), 'nothing')}`,
    )
  const fate = fateOf(simulator, rng.next())
  const exact: unknown = rule(view, rng)
  const action = withReason(answer, simulator.noise > 0 ? noisy(answer, exact, simulator.noise, rng) : exact)
  const json = JSON.stringify(action)
  switch (fate) {
    case 'refused':
      return { text: 'I am sorry, but I cannot take part in this.', finish: 'refused' }
    case 'empty':
      return { text: '', finish: 'stop' }
    case 'malformed':
      return {
        text: rng.int(2) === 0 ? 'Let me think about what the others will do.' : `My answer: ${json.slice(0, -1)}`,
        finish: 'stop',
      }
    case 'truncated':
      return { text: `${opening(rng)}${json.slice(0, Math.ceil(json.length / 2))}`, finish: 'length' }
    case 'illegal':
      return { text: JSON.stringify(outOfRange(answer, action)), finish: 'stop' }
    case 'fine':
      return { text: simulator.prose ? `${opening(rng)}${json}` : json, finish: 'stop' }
  }
}

const THOUGHTS = [
  'The others will think as I do, and then go one step further.',
  'I expect that most will stay near the middle, and some will not think at all.',
  'What was best last time need not be best again; I shall wait and see.',
  'If everybody reasons so, the others change with it, and so must I.',
]

/** Free text, where no answer is wanted yet. */
const thoughts = (rng: Rng): Said => ({ text: THOUGHTS[rng.int(THOUGHTS.length)]!, finish: 'stop' })

/** Drawn after everything else, so that it changes no reply. */
function slowly({ slow, delay }: Simulator, rng: Rng, signal: AbortSignal, name: string): Promise<void> | undefined {
  if (rng.next() >= slow) return undefined
  return new Promise((resolve, reject) => {
    const stopped = () => {
      clearTimeout(timer)
      reject(new ModelError('aborted', `the call to ${name} was stopped`))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stopped)
      resolve()
    }, delay)
    signal.addEventListener('abort', stopped, { once: true })
  })
}

type Fate = 'refused' | 'empty' | 'malformed' | 'truncated' | 'illegal' | 'fine'

function fateOf(simulator: Simulator, drawn: number): Fate {
  let left = drawn
  for (const fate of ['malformed', 'truncated', 'refused', 'empty', 'illegal'] as const) {
    left -= simulator[fate]
    if (left < 0) return fate
  }
  return 'fine'
}

const OPENINGS = [
  'I have thought about the rules.\n',
  'Here is my decision:\n',
  'After weighing what others may do:\n\n',
  '',
]

const opening = (rng: Rng): string => OPENINGS[rng.int(OPENINGS.length)]!

/** Adds normal noise to every number of an action, kept in its range, and whole where it must be. */
function noisy(schema: JsonSchema, value: unknown, sd: number, rng: Rng): unknown {
  if (Array.isArray(value)) return value.map((item) => (schema.items ? noisy(schema.items, item, sd, rng) : item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const field = schema.properties?.[name]
        return [name, field ? noisy(field, member, sd, rng) : member]
      }),
    )
  if (typeof value !== 'number') return value
  const number = numeric(schema)
  return number ? within(number, rng.normal(value, sd)) : value
}

/** The part of a schema that allows numbers: of a nullable one, that alternative. */
const numeric = (schema: JsonSchema): JsonSchema | undefined =>
  schema.type === 'number' || schema.type === 'integer'
    ? schema
    : schema.anyOf?.map(numeric).find((found) => found !== undefined)

function within({ type, minimum = -Infinity, maximum = Infinity, multipleOf }: JsonSchema, x: number): number {
  const step = multipleOf ?? (type === 'integer' ? 1 : undefined)
  const stepped = step === undefined ? x : Math.round(x / step) * step
  return Math.min(maximum, Math.max(minimum, stepped))
}

/** The reason, where one is asked for, comes first, as the schema has it. */
function withReason(answer: JsonSchema, action: unknown): unknown {
  const known = answer.properties && Object.hasOwn(answer.properties, 'reason')
  if (!known || typeof action !== 'object' || action === null || 'reason' in action) return action
  return { reason: 'It follows from what I expect of the others.', ...action }
}

/** The same answer with its first field out of range, or of another type where it has none. */
function outOfRange(answer: JsonSchema, action: unknown): unknown {
  const first = Object.keys(answer.properties ?? {}).find((name) => name !== 'reason')
  if (first === undefined || typeof action !== 'object' || action === null) return { nothing: true }
  const field = answer.properties![first]!
  const { maximum, minimum } = numeric(field) ?? {}
  const wrong =
    maximum !== undefined
      ? maximum + 1 + Math.abs(maximum)
      : minimum !== undefined
        ? minimum - 1 - Math.abs(minimum)
        : ['out of range']
  return { ...action, [first]: wrong }
}
