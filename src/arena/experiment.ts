/** The file a user writes: what may stand in it, with its defaults. Everything has a default but `game` and `players`. */
import { z } from 'zod'

/** A key of the specification whose part is not built yet: refused, so that nothing is ignored in silence. */
const later = (what: string) => z.never({ error: `is not built yet (${what}); leave it out` }).optional()

const Name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,79}$/u,
    'expected a name of letters, digits, spaces, dots, dashes or underscores',
  )

/** Names before the colon of a model that no endpoint may take. */
const PROVIDERS = ['openai', 'anthropic', 'langchain', 'local', 'simulated']

const Params = z.record(z.string(), z.unknown())

const Wraps = z.array(
  z.union([
    z.string(),
    z
      .record(z.string(), Params.nullable())
      .refine((wrap) => Object.keys(wrap).length === 1, 'expected one wrap an entry: its name, or { name: params }'),
  ]),
)

const Player = z
  .strictObject({
    name: Name.optional().describe('how tables call it; default: its strategy or model'),
    strategy: z.string().optional().describe('a scripted player of the game, or `random`, which plays any game'),
    model: z
      .string()
      .optional()
      .describe('openai:<model>, local:<file.gguf>, simulated:<strategy>, or <endpoint>:<model> of an endpoint below'),
    person: z.literal('terminal').optional().describe('a person at this terminal'),
    options: Params.optional().describe('of the strategy, or of the simulated player'),
    persona: z.string().optional().describe('path to a text that says who the model is to be'),
    reasoning: z
      .enum(['direct', 'think'])
      .optional()
      .describe('whether the model is asked to reason before it answers'),
    memory: z.literal('view', { error: 'view is the one built so far' }).optional(),
    attempts: z.int().min(1).max(20).optional().describe('asks before it counts as no legal answer; default 3'),
    structured: z
      .boolean()
      .optional()
      .describe(
        'hold the model to the JSON Schema (response format, grammar); default true; false leaves it to the prompt',
      ),
    temperature: z.number().min(0).max(2).optional(),
    maxTokens: z.int().min(1).max(100_000).optional(),
  })
  .refine(
    ({ strategy, model, person }) => [strategy, model, person].filter((kind) => kind !== undefined).length === 1,
    {
      error: 'expected one of `strategy`, `model` and `person`',
    },
  )

const Endpoint = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => {
      const { username, password, search } = new URL(url)
      return username === '' && password === '' && search === ''
    }, 'holds a name, a password or a query, and this file goes into the log: name the variable that holds the key by keyFrom')
    .describe('of any OpenAI-compatible server, up to and with /v1'),
  keyFrom: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/, 'expected the name of an environment variable')
    .optional()
    .describe('environment variable that holds the key; default: none is sent'),
  requestsPerMinute: later('limits come with the rest of the model layer'),
  concurrency: later('limits come with the rest of the model layer'),
})

const Factors = z.record(z.string(), z.array(z.unknown()).min(1))

const Lineup = z.union([
  z.int().min(1),
  z.array(z.string()).min(1),
  z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
])

const Format = z.enum(['everyone', 'round-robin', 'self-play', 'seats'], {
  error: (issue) =>
    issue.input === 'population' || issue.input === 'swiss'
      ? `${issue.input} is not built yet; expected everyone, round-robin, self-play or seats`
      : 'expected everyone, round-robin, self-play or seats',
})

const GameEntry = z.strictObject({
  game: z.string().min(1).describe('a game on the shelf, or a path to rules of your own: ./my-game/rules.mjs'),
  params: Params.optional(),
  wraps: Wraps.optional(),
  format: Format.optional().describe('in place of design.format'),
  seats: z.int().min(1).optional().describe('in place of design.seats'),
  players: z.array(z.string()).min(1).optional().describe('names of those who play it; default: all'),
})

const Design = z.strictObject({
  format: Format.default('everyone'),
  seats: Lineup.optional().describe('per match; with format seats: who sits where, a list, or by role'),
  repetitions: z.int().min(1).max(1_000_000).default(1),
  pairing: z
    .enum(['rotate', 'fixed'])
    .default('rotate')
    .describe('rotate: every player takes every seat equally often'),
  seeds: z
    .enum(['common', 'independent'])
    .default('common')
    .describe('common: the matches of a repetition share their chance'),
  factors: Factors.default({}).describe('crossed: params.<name>: […], told: […]'),
})

const Limits = z.strictObject({
  concurrency: z.int().min(1).max(10_000).default(8).describe('matches at the same time'),
  requestsPerMinute: later('limits come with the rest of the model layer'),
  tokensPerMinute: later('limits come with the rest of the model layer'),
  dollars: later('budgets come with the rest of the model layer'),
  tokens: later('budgets come with the rest of the model layer'),
})

export const Experiment = z
  .strictObject({
    name: Name.optional().describe('default: the file’s name'),
    game: z
      .string()
      .min(1)
      .optional()
      .describe('a game on the shelf, or a path to rules of your own: ./my-game/rules.mjs'),
    games: z.array(GameEntry).min(1).optional().describe('in place of `game`: several, each with its own params'),
    params: Params.optional(),
    wraps: Wraps.optional().describe('games made from games, innermost first: [{ repeated: { times: 5 } }, talk]'),
    reasons: z.enum(['off', 'optional', 'required']).default('off').describe('a free-text reason beside each action'),
    players: z.array(Player).min(1),
    endpoints: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'expected a name of small letters, digits and dashes')
          .refine((name) => !PROVIDERS.includes(name), 'is the name of a provider; give the endpoint another'),
        Endpoint,
      )
      .default({}),
    told: z
      .union([z.string(), z.record(z.string(), z.string())])
      .optional()
      .describe('what seats are told of the others'),
    design: Design.prefault({}),
    limits: Limits.prefault({}),
    prices: later('budgets come with the rest of the model layer'),
    onNoAnswer: z.enum(['fallback', 'void']).default('fallback'),
    onFailure: z.enum(['pause', 'void']).default('pause'),
    analysis: later('inference comes with the analysis'),
    seed: z
      .union([
        z.string(),
        z
          .number()
          .refine(
            (n) => !Number.isInteger(n) || Number.isSafeInteger(n),
            'is too large for a number: put it in quotes',
          ),
      ])
      .default(1)
      .transform(String),
  })
  .refine((file) => (file.game === undefined) !== (file.games === undefined), {
    path: ['game'],
    error: 'expected either `game` or `games`',
  })
  .refine((file) => file.games === undefined || (file.params === undefined && file.wraps === undefined), {
    path: ['games'],
    error: 'with `games`, params and wraps stand in each entry',
  })

export type Experiment = z.output<typeof Experiment>
export type Format = Experiment['design']['format']
export type PlayerEntry = Experiment['players'][number]

/** A player's name in every table: as given, else its strategy or model. */
export const nameOf = (player: PlayerEntry): string => player.name ?? player.strategy ?? player.model ?? 'you'
