/** Scripted planners, workers and voters of taxation, in matches; the length of prompts; and questions about the rules. */
import { describe, expect, it } from 'vitest'
import { bestFlat, bestHours, bestSchedule, gridOf } from '../../games/taxation/benchmark.ts'
import { SCHEDULES, US_RATES } from '../../games/taxation/brackets.ts'
import { quiz } from '../../games/taxation/quiz.ts'
import { taxation } from '../../games/taxation/rules.ts'
import { saezRates } from '../../games/taxation/saez.ts'
import { strategies } from '../../games/taxation/strategies.ts'
import { welfareFunction } from '../../games/taxation/welfare.ts'
import { stream } from '../../src/core/chance.ts'
import { parsedParams } from '../../src/core/fit.ts'
import type { AnyStrategy } from '../../src/core/game.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { bookOf } from '../agents/prompts.ts'
import { type Match, played, playedBy, startedOf } from './matches.ts'
import { planned, taxed, type View, type WorkerView, workers } from './taxation-matches.ts'

type Name = keyof typeof strategies
type Params = Readonly<Record<string, unknown>>

const player = (name: Name, options: unknown = {}): ReturnType<AnyStrategy> => strategies[name](options)

/** A planner before workers of one kind. */
function led(
  planner: ReturnType<AnyStrategy>,
  params: Params,
  n = 3,
  worker = player('best-response'),
  seed = 'seed',
): Match {
  const roles = planned(n)
  return playedBy(taxation, { params, roles, seed }, [planner, ...workers(n).map(() => worker)])
}
const ratesOf = (match: Match) => (match.views[0] as View).history.map(({ rates }) => rates)
const hoursOf = (match: Match, seat = 1) =>
  (match.views[seat] as WorkerView).history.flatMap(({ steps }) => steps.map(({ hours }) => hours))

const SKILLS = [20, 60, 140]
const THREE = { skills: { given: SKILLS }, brackets: 'flat', years: 2 }
const economy = (welfare: 'utilitarian' | 'inverse-income' | 'nash', thresholds: readonly number[]) => ({
  ...{ skills: SKILLS, thresholds, welfare: welfareFunction(welfare) },
  ...gridOf(100, 10, 0.0005, 3.5),
})

describe('planners', () => {
  it('flat sets one rate: given, best against best responses, highest revenue, or linear optimum', () => {
    expect(ratesOf(led(player('flat', { rate: 35 }), { ...THREE, brackets: [0, 900] }))).toEqual([
      [35, 35],
      [35, 35],
    ])
    expect(ratesOf(led(player('flat'), { ...THREE, welfare: 'inverse-income' }))[0]).toEqual([80])
    expect(ratesOf(led(player('flat', { rate: 'laffer' }), THREE))[0]).toEqual([71]) // 1 / 1.4
    const linear = (welfare: unknown) =>
      ratesOf(led(player('flat', { rate: 'linear-optimum' }), { ...THREE, welfare }))[0]![0]!
    expect(linear('utilitarian')).toBe(0)
    // incomes are as skill^1.4, and welfare weights 1 over them: the weighted mean is the harmonic one
    const incomes = SKILLS.map((v) => v ** 1.4)
    const [mean, harmonic] = [incomes.reduce((a, b) => a + b) / 3, 3 / incomes.reduce((a, z) => a + 1 / z, 0)]
    expect(linear('nash')).toBe(Math.round((100 * (1 - harmonic / mean)) / (1 - harmonic / mean + 0.4)))
    expect(linear('maximin')).toBe(Math.round((100 * (1 - incomes[0]! / mean)) / (1 - incomes[0]! / mean + 0.4)))
    expect(linear({ isoelastic: { eta: 0 } })).toBe(0)
  })

  it('us-federal sets the rates of 2024, on other brackets their averages', () => {
    expect(ratesOf(led(player('us-federal'), { years: 1 }))).toEqual([US_RATES])
    const [three] = ratesOf(led(player('us-federal'), { years: 1, brackets: 'three' }))
    expect(three).toEqual([
      expect.closeTo((100 * (5426 + 0.22 * 42850)) / 90000, 9),
      expect.closeTo((100 * (0.22 * 10525 + 0.24 * 58575)) / 69100, 9),
      37,
    ])
  })

  it('saez takes the public distribution of incomes, in its units or those of the study', () => {
    const params = { ...THREE, brackets: [0, 1500, 5000] }
    const expected = (unit: number, e: number | number[]) =>
      saezRates(
        SKILLS.map((v) => v * unit),
        [0, 1500, 5000],
        e,
      )
    const first = (options: unknown) => ratesOf(led(player('saez', options), params))[0]
    expect(first({})).toEqual(expected(40, 0.4))
    expect(first({ paperUnits: true, elasticity: 0.25 })).toEqual(expected(100, 0.25))
    expect(first({ elasticity: [0.2, 0.4, 1] })).toEqual(expected(40, [0.2, 0.4, 1]))
    expect(() => first({ elasticity: [0.2, 0.4] })).toThrow('expected one elasticity for each of 3 brackets, got 2')
  })

  it('saez may estimate the elasticity: ten years of random rates, then by least squares', () => {
    const params = { ...THREE, skills: { uniform: [5, 100] }, years: 12 }
    const rates = ratesOf(led(player('saez', { elasticity: 'estimated' }), params, 40)).map(([rate]) => rate!)
    expect(rates.slice(0, 10).every((rate) => rate % 10 === 0)).toBe(true)
    expect(new Set(rates.slice(0, 10)).size).toBeGreaterThan(3)
    const known = ratesOf(led(player('saez'), params, 1))[0]![0]!
    expect(Math.abs(rates[11]! - known)).toBeLessThan(12)
  })

  it('hill-climb goes up as long as welfare does, one rate at a time, and stays at a top', () => {
    const params = { ...THREE, welfare: 'inverse-income', years: 12 }
    const rates = ratesOf(led(player('hill-climb'), params)).map(([rate]) => rate)
    expect(rates).toEqual([50, 60, 70, 80, 90, 70, 80, 80, 80, 80, 80, 80])
    expect(ratesOf(led(player('hill-climb', { step: 20 }), { ...THREE, years: 2 }))[1]).toEqual([70])
  })

  it('grid leads as well as can be against best responses, and nobody leads better', () => {
    for (const welfare of ['inverse-income', 'nash'] as const) {
      const params = { ...THREE, brackets: [0, 1500, 5000], welfare, years: 1 }
      const match = led(player('grid'), params)
      expect(ratesOf(match)[0]).toEqual(bestSchedule(economy(welfare, [0, 1500, 5000])).rates)
      expect(match.measures['relativeToGrid']).toBeCloseTo(1, 9)
      for (const other of ['flat', 'us-federal', 'saez', 'hill-climb'] as const)
        expect(led(player(other), params).payoffs[0]).toBeLessThanOrEqual(match.payoffs[0]! + 1e-9)
    }
    expect(bestFlat(economy('utilitarian', [0])).rates).toEqual([0])
  })

  it('get as near as changes of rates allow', () => {
    const rates = ratesOf(led(player('flat', { rate: 85 }), { ...THREE, move: 'delta', years: 3 }))
    expect(rates).toEqual([[70], [80], [80]]) // 90 is no nearer
  })
})

describe('workers', () => {
  const none = player('flat', { rate: 0 })
  it('best-response works what is best under the schedule in force', () => {
    const match = led(player('flat', { rate: 50 }), THREE)
    const labour = { thresholds: [0], ...gridOf(100, 10, 0.0005, 3.5) }
    expect([1, 2, 3].map((seat) => hoursOf(match, seat)[0])).toEqual(SKILLS.map((v) => bestHours(v, [50], labour)))
  })
  it('fixed works the same, and hours that are not allowed as well', () => {
    expect(hoursOf(led(none, THREE, 3, player('fixed')))).toEqual([40, 40])
    expect(() => led(none, THREE, 3, player('fixed', { hours: 45 }))).toThrow('in steps of 10, got 45')
  })
  it('explore tries so many different hours, then stays with what paid most', () => {
    const hours = hoursOf(led(none, { ...THREE, years: 20 }, 3, player('explore', { trials: 11 })), 3)
    expect(hours.slice(0, 11).toSorted((a, b) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    expect(new Set(hours.slice(11))).toEqual(new Set([90])) // the best response of a skill of 140
  })
  it('satisficing stays with what is good enough, else moves by a step', () => {
    const steady = hoursOf(led(none, { ...THREE, years: 6 }, 3, player('satisficing', { aspiration: -1e9 })), 3)
    expect(steady).toEqual([40, 40, 40, 40, 40, 40])
    const restless = hoursOf(
      led(none, { ...THREE, years: 30 }, 3, player('satisficing', { first: 95, aspiration: 1e9 })),
      3,
    )
    expect(restless[0]).toBe(90)
    for (const [i, hours] of restless.slice(1).entries()) expect(Math.abs(hours - restless[i]!)).toBe(10)
  })
  it('are satisfied where rebates make up for taxes; satisficing ones where utility is good enough', () => {
    const said = (worker: ReturnType<AnyStrategy>) => {
      const { views } = led(player('flat', { rate: 50 }), { ...THREE, years: 1, satisfaction: true }, 3, worker)
      return views.slice(1).map((view) => (view as WorkerView).history[0]!.satisfied)
    }
    expect(said(player('best-response'))).toEqual([true, true, false])
    expect(said(player('satisficing', { aspiration: 2500 }))).toEqual([false, false, true])
  })
})

describe('voters', () => {
  it('own-utility runs with the flat rate it likes best, and votes for whose schedule pays it most', () => {
    const params = { ...THREE, governance: 'platforms', years: 1 }
    const { views } = playedBy(
      taxation,
      { params, roles: workers(3) },
      workers(3).map(() => player('own-utility')),
    )
    const [poor, middle, rich] = views as readonly WorkerView[]
    // 20, 60 and 140 to the power of 1.4 are 0.13, 0.63 and 2.24 of their mean
    const liked = SKILLS.map((v) => {
      const r = v ** 1.4 / (SKILLS.reduce((sum, skill) => sum + skill ** 1.4, 0) / 3)
      return r >= 1 ? 0 : Math.round((100 * (1 - r)) / (1 - r + 0.4))
    })
    expect(liked[2]).toBe(0)
    expect([poor, middle, rich].map((view) => view!.history[0]!.ran)).toEqual([true, true, true])
    expect(poor!.history[0]!.vote).toBe(0)
    expect(rich!.history[0]!.vote).toBe(2)
    expect(liked).toContain(poor!.rates[0])
  })

  it('own-utility without platforms votes for itself, or for the leader under whom it had more', () => {
    const { views } = taxed(
      { skills: { given: [20, 60, 140] }, brackets: 'flat', governance: 'vote', years: 1 },
      { vote: [[{ for: 1 }, { for: 1 }, { for: 1 }]], schedule: [{ rates: [70] }], labour: [[20, 100, 100]] },
    )
    const vote = (view: unknown) => (player('own-utility')['vote']!(view, stream(['vote'])) as { for: number }).for
    expect(vote(views[0])).toBe(1) // it had more of the others' labour than it expects of its own schedule
    expect(vote(views[2])).toBe(2) // it likes no taxes best
  })
})

it('every strategy answers whatever its seat is asked, under every governance', () => {
  for (const [name, strategy] of Object.entries(strategies))
    for (const governance of ['planner', 'vote', 'platforms'])
      for (const move of ['rates', 'delta']) {
        const roles = governance === 'planner' ? planned(3) : workers(3)
        const params = { governance, move, years: 3, satisfaction: true, brackets: 'three', welfare: 'nash' }
        const match = playedBy(
          taxation,
          { params, roles },
          roles.map(() => (strategy as AnyStrategy)({})),
        )
        expect(match.payoffs.every(Number.isFinite), `${name} ${governance} ${move}`).toBe(true)
      }
})

describe('options', () => {
  it.each<[Name, unknown, RegExp]>([
    ['flat', { rate: 101 }, /rate/],
    ['flat', { rates: [10] }, /rates/],
    ['us-federal', { year: 2025 }, /year/],
    ['saez', { elasticity: -1 }, /elasticity/],
    ['hill-climb', { step: 0 }, /step/],
    ['explore', { trials: 0 }, /trials/],
    ['fixed', { hour: 3 }, /hour/],
    ['best-response', { noise: 3 }, /noise/],
  ])('of %s refuse %j', (name, options, message) => expect(() => player(name, options)).toThrow(message))
})

describe('prompts', () => {
  const thousand = () =>
    played(taxation, { params: { years: 101, satisfaction: true }, roles: planned(1000) }, ({ kind, seat, turn }) => {
      if (kind === 'schedule') return { rates: SCHEDULES['us-2024'].map((_, i) => ((7 * turn + 13 * i) % 1000) / 10) }
      return kind === 'labour' ? { hours: 10 * ((seat + turn) % 11) } : { satisfied: seat % 3 > 0 }
    }).views
  it('stay short after a hundred years before a thousand workers, with a memory of a window or of the best', () => {
    const [planner, worker] = thousand()
    for (const variant of ['default', 'paraphrase', 'cloaked'])
      for (const memory of ['window:5', 'best:5', 'window:20', 'best:20']) {
        const book = bookOf({ game: 'taxation', memory, variant })
        const length = (kind: string, view: unknown) => {
          const schema = start(taxation, startedOf(taxation, { roles: planned(1) })).asks.get(0)!.schema
          const sent = book.messages({ kind, view, answer: jsonSchemaOf(schema) })
          return sent.reduce((sum, { content }) => sum + content.length, 0) / 4
        }
        expect(length('schedule', planner)).toBeLessThan(4000)
        expect(length('labour', worker)).toBeLessThan(4000)
      }
  })

  it('do not print the distribution of skills', () => {
    const { views } = led(player('grid'), THREE)
    const text = (view: unknown) =>
      `${bookOf({ game: 'taxation' }).rulesText(view)}${bookOf({ game: 'taxation' }).askText('labour', view)}`
    for (const view of views.slice(0, 2)) expect(text(view)).not.toMatch(/\b140\b/)
  })
})

describe('questions about the rules', () => {
  const variants: readonly Params[] = [
    {},
    { brackets: 'flat', move: 'delta', governance: 'vote' },
    { brackets: [0, 900], governance: 'platforms', labour: { max: 60, step: 15 }, cost: 0.01, exponent: 2 },
    { brackets: 'three', welfare: 'inverse-income' },
    { welfare: { isoelastic: { eta: 0.5 } } },
  ]
  it.each(variants)('are answered as a match with these numbers ends: %j', (params) => {
    const setup = { params: parsedParams(taxation, params), roles: workers(5) }
    const questions = Array.from({ length: 15 }, (_, n) => quiz(setup, stream(['quiz', n]))).flat()
    const { brackets, labour, cost, exponent } = setup.params
    for (const { name, given, answer, within = 0 } of questions) {
      const asked = given as Record<string, number> & { rates: number[]; votes: number[]; taxes: number[] }
      const shared = { brackets, labour, cost, exponent, years: 1 }
      const step = (skill: number, hours: number, rates: number[]) => {
        const one = { ...shared, skills: { given: [skill] } }
        const { views } = taxed(one, { schedule: [{ rates }], labour: [[hours]] })
        return (views[1] as WorkerView).history[0]!.steps[0]!
      }
      const right = {
        tax: () => step(asked['income']! / labour.step, labour.step, asked.rates).tax,
        rebate: () => asked.taxes.reduce((a, b) => a + b) / asked.taxes.length,
        utility: () => {
          const { utility, rebate } = step(asked['skill']!, asked['hours']!, asked.rates)
          return utility - rebate + asked['rebate']!
        },
        change: () => Math.min(100, Math.max(0, asked['before']! + asked['delta']!)),
        election: () => asked.votes.find((seat, i) => asked.votes.indexOf(seat) !== i)!,
        welfare: () => answer as number, // by the function that `a year` tests
      }[name as 'tax']
      expect(Math.abs(right() - (answer as number)), name).toBeLessThanOrEqual(1e-6)
      expect(within).toBeLessThan(0.01)
    }
    const names = new Set(questions.map(({ name }) => name))
    expect(names.has('change')).toBe(params['move'] === 'delta')
    expect(names.has('election')).toBe('governance' in params)
    expect(names.has('welfare')).toBe(!('governance' in params))
  })
})

it('three brackets and seven have schedules of the study', () =>
  expect(SCHEDULES).toEqual({
    'us-2024': [0, 11600, 47150, 100525, 191950, 243725, 609350],
    three: [0, 90000, 159100],
    flat: [0],
  }))
