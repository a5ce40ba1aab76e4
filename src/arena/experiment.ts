/** The file a user writes: what may stand in it, with its defaults. Everything has a default but `game` and `players`. */
import { z } from 'zod'
import { AnalysisPlan } from './analysis-plan.ts'

const Name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,79}$/u,
    'expected a name of letters, digits, spaces, dots, dashes or underscores',
  )

/** Names before the colon of a model that no endpoint may take. */
const PROVIDERS = ['openai', 'anthropic', 'langchain', 'local', 'simulated', 'remote']

const Params = z.record(z.string(), z.unknown())

/** The file goes into the log, and with it every address in it. */
const Address = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { username, password, search } = new URL(url)
  return username === '' && password === '' && search === ''
}, 'holds a name, a password or a query, and this file goes into the log: name the variable that holds the key by keyFrom')

const KeyFrom = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'expected the name of an environment variable')

const PerMinute = z.number().gt(0).max(1e12)
const Concurrency = z.int().min(1).max(10_000)

const REASONING = /^(direct|think|plan|predict|reflect|level-k(:[1-9])?)$/
const MEMORY = /^(view|chat|(window|best|learn):[1-9][0-9]{0,5})$/

/** A folder under that of the game: no path leads out of it. */
export const Variant = z
  .string({
    error: ({ input }) =>
      input === null ? 'expected the name of a folder; to name the variant null, write "null" in quotes' : undefined,
  })
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected the name of a folder of small letters, digits and dashes')

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
      .describe(
        'openai:<model>, anthropic:<model>, langchain:<provider>:<model>, local:<file.gguf>, simulated:<strategy>, or <endpoint>:<model> of an endpoint below',
      ),
    remote: Address.optional().describe('address of a program of your own that answers over HTTP'),
    person: z.literal('terminal').optional().describe('a person at this terminal'),
    options: Params.optional().describe('of the strategy, or of the simulated player'),
    persona: z
      .string()
      .optional()
      .describe(
        'path to a text that says who the model is to be, or to a YAML list of { name, share, text } of which one is drawn for each seat and match',
      ),
    reasoning: z
      .string()
      .regex(REASONING, 'expected direct, think, plan, predict, reflect, level-k or level-k:<k> with k from 1 to 9')
      .optional()
      .describe('direct, think, plan, predict, reflect, level-k or level-k:<k>: what the model does before it answers'),
    memory: z
      .string()
      .regex(MEMORY, 'expected view, chat, window:<rounds>, best:<rounds> or learn:<rounds>')
      .optional()
      .describe(
        'view, chat, window:<rounds>, best:<rounds> or learn:<rounds>: what it is shown of what went before; default view',
      ),
    prompts: Variant.optional().describe('a variant of the prompt files, in place of that of the condition'),
    attempts: z.int().min(1).max(20).optional().describe('asks before it counts as no legal answer; default 3'),
    structured: z
      .boolean()
      .optional()
      .describe(
        'hold the model to the JSON Schema (response format, grammar); default true; false leaves it to the prompt',
      ),
    temperature: z.number().min(0).max(2).optional(),
    topP: z.number().gt(0).max(1).optional(),
    effort: z
      .enum(['minimal', 'low', 'medium', 'high'])
      .optional()
      .describe('how much a reasoning model is asked to reason'),
    seeded: z
      .boolean()
      .optional()
      .describe('send a seed, which follows from that of the match, where servers take one'),
    maxTokens: z.int().min(1).max(100_000).optional().describe('of a reply; reasoning tokens count'),
    keyFrom: KeyFrom.optional().describe('of a remote player: environment variable that holds its bearer token'),
    timeout: z
      .number()
      .gt(0)
      .max(86_400)
      .optional()
      .describe('of a remote player: seconds until it counts as no answer; default 60'),
  })
  .refine(
    ({ strategy, model, remote, person }) =>
      [strategy, model, remote, person].filter((kind) => kind !== undefined).length === 1,
    {
      error: 'expected one of `strategy`, `model`, `remote` and `person`',
    },
  )

const Endpoint = z.strictObject({
  baseUrl: Address.describe('of any OpenAI-compatible server, up to and with /v1; or of the server that `api` names'),
  api: z
    .enum(['openai', 'anthropic'])
    .default('openai')
    .describe('what the server speaks: OpenAI’s chat completions, or Anthropic’s messages'),
  keyFrom: KeyFrom.optional().describe('environment variable that holds the key; default: none is sent'),
  requestsPerMinute: PerMinute.optional().describe('in place of that of `limits`'),
  tokensPerMinute: PerMinute.optional().describe('in place of that of `limits`'),
  concurrency: Concurrency.optional().describe('calls at the same time, in place of that of `limits`'),
})

const Factors = z.record(z.string(), z.array(z.unknown()).min(1))

const Lineup = z.union([
  z.int().min(1),
  z.array(z.string()).min(1),
  z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
])

const Format = z.enum(['everyone', 'round-robin', 'self-play', 'population', 'swiss', 'seats'], {
  error: 'expected everyone, round-robin, self-play, population, swiss or seats',
})

const League = z.strictObject({
  bench: z
    .array(z.string())
    .min(1)
    .describe('names of players who do not play at first, in the order in which they come'),
  window: z.int().min(1).default(20).describe('matches over which a player is judged, and plays before it is'),
  threshold: z
    .number()
    .gt(0)
    .max(1)
    .default(0.3)
    .describe('mean share of opponents beaten, below which a player is on probation and then replaced'),
  probation: z.int().min(1).default(10).describe('further matches until a player on probation is judged again'),
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
  shares: z
    .record(z.string(), z.number().gt(0))
    .optional()
    .describe('with format population: how large a part of it each player is; default: equal'),
  rounds: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('with format swiss; default: as many as halve the players down to one'),
  league: League.optional().describe('who beats few opponents is replaced from the bench, between repetitions'),
  factors: Factors.default({}).describe('crossed: params.<name>: […], told: […], prompts: […]'),
})

const Limits = z.strictObject({
  concurrency: Concurrency.default(8).describe(
    'calls at the same time to each model; four times as many matches are open',
  ),
  requestsPerMinute: PerMinute.optional().describe(
    'to each model; default: what its provider says, and what its refusals teach',
  ),
  tokensPerMinute: PerMinute.optional().describe('in and out, to each model'),
  windowSeconds: z
    .number()
    .gt(0)
    .max(60)
    .default(60)
    .describe('over which the limits a minute are kept: some providers enforce 60 a minute as 1 a second'),
  dollars: z.number().gt(0).optional().describe('of the whole run: it pauses before it would be exceeded'),
  tokens: z.int().min(1).optional().describe('in and out, of the whole run'),
  tries: z.int().min(1).max(100).default(6).describe('requests on the wire for one call, where the provider fails'),
  secondsPerTry: z.number().gt(0).max(3600).default(120).describe('until a request counts as failed'),
  secondsPerCall: z
    .number()
    .gt(0)
    .max(86_400)
    .default(900)
    .describe('for all tries of a call and the waits between them'),
})

/** Dollars a million tokens. */
const Price = z.strictObject({
  inputPerMillion: z.number().min(0),
  cachedPerMillion: z
    .number()
    .min(0)
    .optional()
    .describe('of prompt tokens read from the provider’s cache; default: as input'),
  outputPerMillion: z.number().min(0).describe('reasoning tokens too'),
})

const Comprehension = z.strictObject({
  questions: z.int().min(1).max(50).default(5).describe('asked of each model about the rules, before play'),
  pass: z.number().min(0).max(1).optional().describe('share of right answers below which a model is not seated'),
})

const Fork = z.strictObject({
  match: z.string().min(1).describe('the logged match that the matches of this run go on from'),
  turn: z.int().min(0).describe('the first turn that is played anew; the moves before it are copied'),
  seed: z.string().describe('of that match'),
  chance: z
    .enum(['fresh', 'same'])
    .default('fresh')
    .describe('from that turn on: drawn afresh in each of the matches, or as it would have gone on'),
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
    prices: z
      .record(z.string(), Price)
      .default({})
      .describe('dollars a million tokens, by the model’s name as players have it: your own, none are built in'),
    comprehension: Comprehension.optional().describe('a check of what models understand of the rules'),
    onNoAnswer: z
      .enum(['fallback', 'void', 'pause'])
      .default('fallback')
      .describe('where a player gives no legal answer: play the fallback (flagged), void the match, or let it wait'),
    onFailure: z.enum(['pause', 'void']).default('pause'),
    fork: Fork.optional().describe('written by `stagegame fork`: what if others had sat there from some turn on'),
    analysis: AnalysisPlan.prefault({}).describe('frozen with the file, applied and named in the report'),
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
export type Fork = NonNullable<Experiment['fork']>
export type Format = Experiment['design']['format']
export type PlayerEntry = Experiment['players'][number]

/** A player's name in every table: as given, else its strategy, model or address. */
export const nameOf = (player: PlayerEntry): string =>
  player.name ?? player.strategy ?? player.model ?? (player.remote === undefined ? 'you' : new URL(player.remote).host)
