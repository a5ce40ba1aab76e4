/** The session file that a lab manager writes: what may stand in it, with its defaults. */
import { z } from 'zod'
import { Experiment, Variant } from '../arena/experiment.ts'

const { players, endpoints, limits, prices, seed, name, wraps } = Experiment.shape

/** A text for people: Markdown of paragraphs, lists, emphasis; or, as a single line that ends in `.md`, the path of one. */
const Text = z.string().min(1)

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'expected a name of small letters, digits and dashes that begins with a letter')

/** What a wording says of the others; `nothing` where it says nothing of what they are. */
export const Claim = z.enum(['people', 'models', 'programs', 'people-or-programs', 'mixed', 'nothing'])
export type Claim = z.output<typeof Claim>

const Wording = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1).describe('what is shown to people'),
    says: Claim.describe(
      'what it says of the others: people (all are), models (all are language models), programs (all are computer programs), people-or-programs (each may be either), mixed (some of both), nothing',
    ),
  }),
])

const Choice = z.strictObject({
  name: Key,
  ask: z.string().min(1),
  help: z.string().min(1).optional(),
  optional: z.boolean().default(false).describe('may be left open'),
})

/** Items of a questionnaire, by kind. */
export const Item = z.discriminatedUnion('kind', [
  Choice.extend({
    kind: z.literal('likert'),
    points: z.int().min(2).max(11).default(7),
    left: z.string().min(1).default('strongly disagree'),
    right: z.string().min(1).default('strongly agree'),
  }),
  Choice.extend({
    kind: z.literal('number'),
    min: z.number(),
    max: z.number(),
    whole: z.boolean().default(false),
    unit: z.string().optional(),
  }),
  Choice.extend({
    kind: z.literal('choice'),
    options: z.array(z.string().min(1)).min(2),
    several: z.boolean().default(false).describe('any number of them may be chosen'),
  }),
  Choice.extend({
    kind: z.literal('text'),
    most: z.int().min(1).max(10_000).default(1000),
    lines: z.int().min(1).max(30).default(4),
  }),
  z.strictObject({
    kind: z.literal('module'),
    module: z
      .enum(['crt', 'eleven-twenty'])
      .describe(
        'crt: three items of Frederick (2005); eleven-twenty: the request game of Arad and Rubinstein (2012) as a question',
      ),
  }),
])
export type Item = z.output<typeof Item>
export type Question = Exclude<Item, { kind: 'module' }>

/** One question about the instructions, with what is right. */
export const QuizItem = z
  .strictObject({
    ask: z.string().min(1),
    options: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe('to choose from; without them a number is asked for'),
    answer: z.union([z.string(), z.number(), z.boolean()]).describe('one of the options, true or false, or a number'),
    within: z.number().min(0).default(0).describe('a number may be off by so much'),
    why: z.string().min(1).optional().describe('shown with a wrong answer'),
  })
  .describe('a question about the instructions, with what is right')
export type QuizItem = z.output<typeof QuizItem>

const Quiz = z.strictObject({
  items: z.array(QuizItem).default([]),
  fromGame: z
    .boolean()
    .default(false)
    .describe('ask the questions that the first block’s game has about its own rules, too'),
  attempts: z.int().min(1).max(20).default(3),
  onFail: z
    .enum(['exit', 'go-on'])
    .default('exit')
    .describe('after the last attempt: leave with the fee for it, or go on (flagged)'),
})

/** Who sits where: `person`, or the name of a player; a list in the order of the seats, or by role. */
const Seats = z.union([
  z.array(z.string()).min(1),
  z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
])

const Matching = z.strictObject({
  when: z
    .enum(['live', 'deferred'])
    .default('live')
    .describe('live: groups meet and play; deferred: people choose at once, and groups are formed from their choices'),
  with: z
    .enum(['partner', 'stranger', 'perfect-stranger'])
    .default('partner')
    .describe('over the matches of a block: the same group, a new one each time, or one in which no pair meets twice'),
  group: z
    .int()
    .min(2)
    .optional()
    .describe(
      'people who are matched among themselves alone: the unit of independence; default: the group of one match (partner), else all of a treatment',
    ),
  leftover: z
    .union([z.literal('leave'), z.strictObject({ fill: z.string() })])
    .optional()
    .describe(
      'who is left when no group can be formed: leave with the fee for it, or the seats are filled by a player',
    ),
  wait: z
    .number()
    .gt(0)
    .max(7200)
    .default(600)
    .describe('live: seconds after which one who waits for a group may leave with a fee'),
})

const Time = z.strictObject({
  seconds: z.number().gt(0).max(86_400).describe('for a decision'),
  policy: z
    .enum(['fallback', 'replace-by-model', 'group-goes-on', 'end-group-with-fee'])
    .describe(
      'what becomes of a decision that did not come: the fallback of the game (flagged, and told in the instructions), a player takes the seat (told), the rules go on without it, or the match is voided and all are paid a fee',
    ),
  by: z.string().optional().describe('with replace-by-model: which player'),
  extensions: z.int().min(0).max(10).default(10).describe('how often a person may ask for as much time again'),
})

const Belief = z.strictObject({
  ask: z.string().min(1),
  min: z.number(),
  max: z.number(),
  of: Key.describe('the field of the action that it is about: guess'),
  statistic: z.enum(['mean', 'median', 'min', 'max']).default('mean').describe('of that field over the others'),
  prize: z
    .number()
    .min(0)
    .default(0)
    .describe('points for a right one: prize × (1 − (error ÷ (max − min))²), never below 0'),
})

/** The strategy method: what a person would do in each case, asked before play. */
const StrategyMethod = z.strictObject({
  kind: Key.describe('the decision that is asked for in advance: bid, reply'),
  by: Key.describe('what the cases differ in: a member of the view, value or offer'),
  cases: z
    .array(z.union([z.number(), z.string(), z.boolean()]))
    .min(2)
    .max(50),
  between: z
    .enum(['nearest', 'interpolate'])
    .default('nearest')
    .describe('what is played in a case between those: that of the nearest, or of numbers on the line between them'),
})

export const Block = z.strictObject({
  title: z.string().min(1).optional().describe('default: the title of the game'),
  game: z.string().min(1).describe('a game on the shelf, or a path to rules of your own: ./my-game/rules.mjs'),
  params: z.record(z.string(), z.unknown()).optional(),
  wraps: wraps,
  prompts: Variant.optional().describe('a variant of the prompt files'),
  seats: Seats,
  keepSeats: z
    .boolean()
    .default(false)
    .describe('people sit where the file has them; default: within a role the seats are drawn'),
  told: Key.optional().describe('which of the wordings in `told` people, and models, are told'),
  check: z.boolean().default(false).describe('ask who the others are after it was told, from the wordings in `told`'),
  matching: Matching.prefault({}),
  matches: z.int().min(1).max(200).default(1).describe('played one after another'),
  practice: z
    .strictObject({ matches: z.int().min(1).max(10).default(1), seats: Seats })
    .optional()
    .describe('unpaid matches beforehand, against scripted players'),
  reason: z.enum(['off', 'optional', 'required']).default('off').describe('a free-text reason after the decision'),
  reasonOf: z.enum(['first', 'every']).default('first').describe('of the first decision of a match, or of every one'),
  belief: Belief.optional().describe('asked after the first decision of a match'),
  strategy: StrategyMethod.optional(),
  feedback: z
    .enum(['now', 'end'])
    .optional()
    .describe('when the result of the block is shown; default: now for live, end for deferred matching'),
  time: Time.optional().describe('default: no limit, but for experimenters who end a group'),
  release: z
    .enum(['fixed', 'when-all', 'when-all+jitter'])
    .default('when-all')
    .describe(
      'when a stage is over for all: at its deadline; when all have answered; or when simulated times of the others are over, too',
    ),
  reserve: z
    .string()
    .optional()
    .describe(
      'the player who takes the seat of a model that fails (logged); default: the match is voided and people are paid a fee',
    ),
  patience: z
    .number()
    .gt(0)
    .max(3600)
    .default(60)
    .describe('seconds after which a model that has not answered counts as failed'),
  paid: z.boolean().default(true),
})
export type Block = z.output<typeof Block>

const Treatment = z.strictObject({
  blocks: z.array(Key).min(1),
  order: z.enum(['fixed', 'counterbalanced']).default('fixed'),
  weight: z.int().min(1).max(20).default(1).describe('how often it stands in a permuted block'),
})

/** The ways out, each with a fee, a code and a reason of its own. */
export const Exit = z.enum([
  'completed',
  'declined',
  'failed-quiz',
  'waited',
  'leftover',
  'group-ended',
  'dropped',
  'withdrew',
])
export type Exit = z.output<typeof Exit>

const Money = z.number().min(0).max(100_000)

const Payment = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected a currency by its three letters: EUR')
    .default('EUR'),
  pointsPerUnit: z.number().gt(0).default(10).describe('points for one unit of the currency'),
  fee: Money.default(0).describe('for taking part, in units of the currency'),
  pay: z
    .enum(['sum', 'random-match', 'random-block'])
    .default('sum')
    .describe(
      'of the points of paid blocks: all, those of one match, or those of one block; which one follows from the seed',
    ),
  roundTo: z.number().gt(0).optional().describe('units of the currency: 0.1; default: the smallest coin'),
  round: z.enum(['up', 'nearest', 'down']).default('up'),
  least: Money.default(0).describe('what everybody who completes gets at least, fee included'),
  losses: z
    .enum(['none', 'from-fee', 'count-as-zero'])
    .default('none')
    .describe(
      'points below zero in all: none (refused before the start where a game can lead there), taken from the fee down to `least`, or counted as zero; told in the instructions',
    ),
  most: Money.optional().describe(
    'what one person gets at most; refused before the start where the rules can pay more, if that is known',
  ),
  exits: z
    .partialRecord(Exit, Money)
    .default({})
    .describe('fees of those who do not complete; default: 0 if declined, else `fee`'),
})

export const Lab = z
  .strictObject({
    name: name,
    title: z.string().min(1).describe('what participants read at the top'),
    language: z
      .string()
      .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'expected a language as in HTML: en, de, pt-BR')
      .default('en'),
    participants: z.int().min(1).max(10_000).describe('how many are expected: groups must be possible with so many'),
    consent: z.strictObject({
      text: Text,
      agree: z.array(z.string().min(1)).default([]).describe('statements, each with a box to tick'),
      textToModels: z
        .string()
        .min(1)
        .optional()
        .describe('the sentence that says that what is typed is sent to language models; without it, it is not'),
      contact: z.string().min(1).optional().describe('who answers questions'),
    }),
    instructions: Text.optional().describe('before the rules of the games, which come from their own files'),
    quiz: Quiz.optional(),
    told: z.record(Key, Wording).default({}),
    blocks: z.record(Key, Block).refine((blocks) => Object.keys(blocks).length > 0, 'expected one block at least'),
    treatments: z.record(Key, Treatment).optional().describe('default: one, of all blocks in their order'),
    players: z.array(players.element).default([]).describe('as in an experiment: scripts and models'),
    endpoints,
    limits,
    prices,
    questionnaire: z
      .array(
        z.strictObject({ title: z.string().min(1), intro: z.string().min(1).optional(), items: z.array(Item).min(1) }),
      )
      .default([]),
    manipulation: z
      .strictObject({ ask: z.string().min(1), options: z.array(z.string().min(1)).min(2) })
      .optional()
      .describe('after the results: what people believed of the others'),
    payment: Payment.prefault({}),
    debrief: Text.optional(),
    codes: z
      .partialRecord(Exit, z.string().min(1).max(64))
      .default({})
      .describe('completion codes; default: one of its own for each person'),
    returnTo: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('where people are sent with their code: {code} in it is filled in'),
    prolific: z
      .boolean()
      .default(false)
      .describe('take PROLIFIC_PID, STUDY_ID and SESSION_ID of an open link into the identity file'),
    rooms: z
      .record(
        Key,
        z.strictObject({
          labels: z
            .array(z.string().min(1).max(80))
            .optional()
            .describe('who may join; default: anybody with the link'),
        }),
      )
      .default({})
      .describe('standing links: one for all, with a label for each'),
    override: z
      .strictObject({ ethics: z.string().min(1).describe('reference of the approval'), why: z.string().min(1) })
      .optional()
      .describe('start although a wording is not true; needs a debrief, and marks every row of the exports'),
    seed,
  })
  .refine((lab) => lab.override === undefined || lab.debrief !== undefined, {
    path: ['override'],
    error: 'needs a `debrief` that tells people what was not true',
  })
export type Lab = z.output<typeof Lab>
