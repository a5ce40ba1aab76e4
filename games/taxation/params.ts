/** The rules of taxation that papers disagree on. */
import { z } from 'zod'
import { SCHEDULES } from './brackets.ts'

const Income = z.number().min(0).max(1e12)

const refusedBrackets = ({ input }: { readonly input?: unknown }) =>
  `expected us-2024, three, flat, or thresholds that ascend from 0, such as [0, 1000, 5000], got ${JSON.stringify(input)}`

const Brackets = z
  .union([z.enum(['us-2024', 'three', 'flat']), z.array(Income).min(1).max(50)], { error: refusedBrackets })
  .refine((brackets) => typeof brackets === 'string' || ascendsFromZero(brackets), { error: refusedBrackets })

const ascendsFromZero = (thresholds: readonly number[]): boolean =>
  thresholds[0] === 0 && thresholds.every((from, i) => i === 0 || from > thresholds[i - 1]!)

const Skill = z.number().min(0).max(1e6)

const Skills = z
  .union([
    z.literal('us-income'),
    z.strictObject({ uniform: z.tuple([Skill, Skill]) }),
    z.strictObject({ given: z.array(Skill).min(1).max(1000) }),
  ])
  .refine((skills) => typeof skills === 'string' || !('uniform' in skills) || skills.uniform[0] <= skills.uniform[1], {
    path: ['uniform'],
    error: 'expected the lowest skill first, then the highest',
  })

const Labour = z
  .strictObject({
    max: z.int().min(1).max(168).default(100).describe('most hours a week'),
    step: z.int().min(1).max(168).default(10).describe('hours are a multiple of it'),
  })
  .refine(({ max, step }) => step <= max, {
    path: ['step'],
    error: ({ input }) => {
      const { max, step } = input as { max: number; step: number }
      return `step must be at most max, but they are ${step} and ${max}`
    },
  })

const Welfare = z.union([
  z.enum(['utilitarian', 'inverse-income', 'maximin', 'nash']),
  z.strictObject({ isoelastic: z.strictObject({ eta: z.number().min(0).max(20).default(2) }) }),
])
export type Welfare = z.output<typeof Welfare>

export const Params = z.strictObject({
  years: z.int().min(1).max(1000).default(5).describe('each begins with a schedule'),
  stepsPerYear: z.int().min(1).max(1000).default(1).describe('labour choices under one schedule'),
  brackets: Brackets.default('us-2024').describe('thresholds of income, each with a rate of its own'),
  move: z.enum(['rates', 'delta']).default('rates').describe('whether a schedule names rates, or changes of them'),
  initialRate: z.number().min(0).max(100).default(50).describe('percent in every bracket before the first schedule'),
  skills: Skills.default('us-income').describe('income of an hour: drawn, or given to the workers in seat order'),
  labour: Labour.prefault({}),
  cost: z.number().min(0).max(1e6).default(0.0005).describe('of labour: cost · hours ^ exponent'),
  exponent: z.number().gt(1).max(10).default(3.5),
  welfare: Welfare.default('utilitarian').describe('what the planner is paid'),
  governance: z
    .enum(['planner', 'vote', 'platforms'])
    .default('planner')
    .describe('who sets the schedule: a planner, a worker elected each year, or a platform elected each year'),
  satisfaction: z.boolean().default(false).describe('whether workers say after each year if they are satisfied'),
})
export type Params = z.output<typeof Params>

export const thresholdsOf = ({ brackets }: Pick<Params, 'brackets'>): readonly number[] =>
  typeof brackets === 'string' ? SCHEDULES[brackets] : brackets
