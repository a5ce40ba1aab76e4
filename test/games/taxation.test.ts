/** Taxation, year by year and under every governance, through replayed matches: worked by hand, and balanced to the cent. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taxation } from '../../games/taxation/rules.ts'
import { remembered } from '../../src/agents/memory.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { type Match, MISSING, played } from './matches.ts'
import { effort, planned, SMALL, taxed, type View, type WorkerView, workers } from './taxation-matches.ts'

const near = (x: number, digits = 6) => expect.closeTo(x, digits)

// 20, 50 and 60 hours at 10, 20 and 50: incomes of 200, 1000 and 3000; 10 % up to 1000 and 40 % above: 20, 100, 900; 340 each
const HOURS = [20, 50, 60]
const RATES = { rates: [10, 40] }
const UTILITIES = [200 - 20 + 340 - effort(20), 1000 - 100 + 340 - effort(50), 3000 - 900 + 340 - effort(60)]

describe('a year', () => {
  it('taxes by bracket, shares equally, and pays the sum of utilities to the planner', () => {
    const { payoffs, measures, views } = taxed(SMALL, { schedule: [RATES], labour: [HOURS] })
    expect(payoffs).toEqual([UTILITIES[0]! + UTILITIES[1]! + UTILITIES[2]!, ...UTILITIES].map((u) => near(u)))
    expect(measures).toMatchObject({
      revenue: near(1020),
      meanLabour: near(130 / 3),
      meanMarginalRate: (10 + 40 + 40) / 3, // 1000 is where the second bracket begins
      giniIncome: near((2 * (2800 + 2000 + 800)) / (2 * 3 * 4200)),
      giniIncomeNormalised: near(((2 * (2800 + 2000 + 800)) / (2 * 3 * 4200)) * 1.5),
      welfareUtilitarian: near(payoffs[0]!),
    })
    expect((views[2] as WorkerView).history).toEqual([
      {
        year: 1,
        rates: [10, 40],
        steps: [{ hours: 50, income: 1000, tax: 100, rebate: 340, utility: near(UTILITIES[1]!) }],
        result: { payoff: near(UTILITIES[1]!) },
      },
    ])
    expect((views[0] as View).history).toEqual([
      {
        year: 1,
        rates: [10, 40],
        counts: [1, 2],
        income: { mean: 1400, median: 1000, sd: near(Math.sqrt((1200 ** 2 + 400 ** 2 + 1600 ** 2) / 3)) },
        utility: { mean: near(payoffs[0]! / 3), median: near(UTILITIES[1]!), sd: expect.any(Number) },
        revenue: near(1020),
        meanHours: near(130 / 3),
        gini: near((2 * (2800 + 2000 + 800)) / (2 * 3 * 4200)),
        result: { payoff: near(payoffs[0]!) },
      },
    ])
  })

  it.each<[unknown, number]>([
    ['utilitarian', UTILITIES[0]! + UTILITIES[1]! + UTILITIES[2]!],
    ['inverse-income', UTILITIES[0]! / 200 + UTILITIES[1]! / 1000 + UTILITIES[2]! / 3000],
    ['maximin', UTILITIES[0]!],
    ['nash', UTILITIES.reduce((sum, u) => sum + Math.log(u), 0)],
    [{ isoelastic: { eta: 2 } }, UTILITIES.reduce((sum, u) => sum + 1 - 1 / u, 0)],
    [{ isoelastic: { eta: 0.5 } }, UTILITIES.reduce((sum, u) => sum + 2 * (Math.sqrt(u) - 1), 0)],
  ])('pays the planner by %j', (welfare, expected) => {
    const { payoffs, measures } = taxed({ ...SMALL, welfare }, { schedule: [RATES], labour: [HOURS] })
    expect(payoffs[0]).toBeCloseTo(expected, 8)
    const names = ['Utilitarian', 'InverseIncome', 'Maximin', 'Isoelastic', 'Nash'].map((name) => `welfare${name}`)
    expect(Object.keys(measures)).toEqual(expect.arrayContaining(names))
    expect(Object.values(measures).some((x) => Math.abs(x - expected) < 1e-8)).toBe(true)
  })

  it('may have several choices of labour under one schedule, whose payoffs add up', () => {
    const both = taxed({ ...SMALL, stepsPerYear: 2 }, { schedule: [RATES], labour: [HOURS, [0, 0, 0]] })
    expect(both.payoffs).toEqual([UTILITIES.reduce((a, b) => a + b), ...UTILITIES].map((u) => near(u)))
    expect(both.measures).toMatchObject({ revenue: near(510), meanLabour: near(130 / 6) })
    const [year] = (both.views[3] as WorkerView).history
    expect(year!.steps.map(({ hours }) => hours)).toEqual([60, 0])
    expect((both.views[0] as View).history[0]).toMatchObject({ counts: [2, 1], income: { mean: 700 } }) // 100, 500 and 1500
  })

  it('may change rates by steps, from the initial rate, kept within 0 and 100', () => {
    const params = { ...SMALL, years: 3, move: 'delta', initialRate: 85 }
    const schedule = [{ deltas: [20, -20] }, { deltas: [20, 0] }, { deltas: [-10, -20] }]
    const { views } = taxed(params, { schedule, labour: [HOURS, HOURS, HOURS] })
    expect((views[1] as View).history.map(({ rates }) => rates)).toEqual([
      [100, 65],
      [100, 65],
      [90, 45],
    ])
  })

  it('asks at its end who is satisfied, and shows the share to the planner', () => {
    const answers = [{ satisfied: true }, { satisfied: false }, MISSING]
    const params = { ...SMALL, satisfaction: true }
    const { views, measures, payoffs } = taxed(params, { schedule: [RATES], labour: [HOURS], satisfied: [answers] })
    expect((views[0] as View).history[0]).toMatchObject({ satisfied: 0.5 })
    expect(views.slice(1).map((view) => (view as WorkerView).history[0]!.satisfied)).toEqual([true, false, null])
    expect(measures['satisfiedShare']).toBe(0.5)
    expect(payoffs).toEqual(taxed(SMALL, { schedule: [RATES], labour: [HOURS] }).payoffs)
    const silent = taxed(params, { schedule: [RATES], labour: [HOURS], satisfied: [[MISSING, MISSING, MISSING]] })
    expect(silent.measures).not.toHaveProperty('satisfiedShare')
    expect((silent.views[0] as View).history[0]).toMatchObject({ satisfied: null })
  })
})

describe('a vote', () => {
  const params = { ...SMALL, governance: 'vote' }
  const votes = (...seats: readonly (number | null)[]) => seats.map((seat) => (seat === null ? MISSING : { for: seat }))
  const under = (cast: readonly unknown[], seed = 'seed') =>
    taxed(params, { vote: [cast], schedule: [RATES], labour: [HOURS] }, { seed })
  const leaderOf = ({ views }: Match) => (views[0] as View).leader

  it('elects who has most, who then sets the schedule and is paid as a worker alone', () => {
    const asked: [string, number][] = []
    const match = taxed(
      params,
      { vote: [votes(2, 2, 0)], schedule: [RATES], labour: [HOURS] },
      { seen: (kind, { seat }) => asked.push([kind, seat]) },
    )
    expect(leaderOf(match)).toBe(2)
    expect(asked.filter(([kind]) => kind === 'schedule')).toEqual([['schedule', 2]])
    expect(match.payoffs).toEqual(UTILITIES.map((u) => near(u)))
    expect((match.views[1] as WorkerView).history[0]).toMatchObject({ leader: 2, vote: 2, rates: [10, 40] })
  })

  it('counts votes for oneself, and those that are missing not at all', () => {
    expect(leaderOf(under(votes(0, 1, 1)))).toBe(1)
    expect(leaderOf(under(votes(null, null, 2)))).toBe(2)
    expect((under(votes(null, 1, 1)).views[0] as WorkerView).history[0]!.vote).toBeNull()
  })

  it('draws by the seed between those who have most', () => {
    const drawn = (cast: readonly unknown[]) =>
      [0, 1, 2].map((leader) => seeds(40).filter((seed) => leaderOf(under(cast, seed)) === leader).length)
    expect(drawn(votes(0, 2, null)).map((count) => count > 8)).toEqual([true, false, true])
    expect(drawn(votes(1, 2, 0)).map((count) => count > 4)).toEqual([true, true, true])
    expect(drawn(votes(null, null, null)).map((count) => count > 4)).toEqual([true, true, true])
    expect(leaderOf(under(votes(0, 2, null), 'x'))).toBe(leaderOf(under(votes(0, 2, null), 'x')))
  })

  it('shows how all fared to who was elected last, and to nobody else', () => {
    const two = { ...params, years: 2 }
    const seen: [string, number, number | null][] = []
    taxed(
      two,
      { vote: [votes(2, 2, 2), votes(0, 0, 0)], schedule: [RATES, RATES], labour: [HOURS, HOURS] },
      {
        seen: (kind, view) => {
          if (kind !== 'labour' && view.society) seen.push([kind, view.seat, view.society.history.length])
        },
      },
    )
    expect(seen).toEqual([
      ['schedule', 2, 0],
      ['vote', 2, 1],
      ['schedule', 0, 1],
    ])
  })
})

describe('platforms', () => {
  const params = { ...SMALL, governance: 'platforms' }
  const stay = { run: false, rates: null }
  const with90 = { run: true, rates: [90, 90] }
  const campaign = [[{ run: true, rates: [10, 40] }, { run: true, rates: null }, with90]]

  it('are shown to all, and that of the one elected is the schedule', () => {
    const shown: unknown[] = []
    const match = taxed(
      params,
      { campaign, vote: [[{ for: 2 }, { for: 0 }, { for: 0 }]], labour: [HOURS] },
      { seen: (kind, view) => kind === 'vote' && shown.push(view.candidates) },
    )
    // one that runs without rates does not run
    const candidates = [
      { rates: [10, 40], seat: 0 },
      { rates: [90, 90], seat: 2 },
    ]
    expect(shown).toEqual([candidates, candidates, candidates])
    expect(match.payoffs).toEqual(UTILITIES.map((u) => near(u)))
    expect(match.views.map((view) => (view as WorkerView).history[0]!.ran)).toEqual([true, false, true])
    expect((match.views[0] as WorkerView).candidates).toBeNull()
  })

  it('are elected by the seed in a tie', () => {
    const rates = seeds(30).map((seed) => {
      const match = taxed(params, { campaign, vote: [[MISSING, MISSING, MISSING]], labour: [HOURS] }, { seed })
      return (match.views[0] as View).rates[0]
    })
    expect([10, 90].map((rate) => rates.filter((found) => found === rate).length > 6)).toEqual([true, true])
  })

  it('may be missing: then the last schedule stays, and so does the leader', () => {
    const nobody = [stay, stay, stay]
    const years = { ...params, years: 3, initialRate: 35 }
    const kinds: string[] = []
    const { views } = taxed(
      years,
      {
        campaign: [nobody, [with90, stay, stay], nobody],
        vote: [[{ for: 0 }, MISSING, MISSING]],
        labour: [HOURS, HOURS, HOURS],
      },
      { seen: (kind, { seat }) => seat === 0 && kinds.push(kind) },
    )
    expect(kinds).toEqual(['campaign', 'labour', 'campaign', 'vote', 'labour', 'campaign', 'labour'])
    expect((views[1] as WorkerView).history).toMatchObject([
      { rates: [35, 35], leader: null },
      { rates: [90, 90], leader: 0, vote: null },
      { rates: [90, 90], leader: 0 },
    ])
    expect((views[1] as WorkerView).history[2]).not.toHaveProperty('vote')
  })

  it('are changes of rates where schedules are', () => {
    const run = (deltas: number[] | null) => ({ run: deltas !== null, deltas })
    const match = taxed(
      { ...params, move: 'delta' },
      { campaign: [[run([20, -20]), run(null), run(null)]], vote: [[{ for: 0 }, MISSING, MISSING]], labour: [HOURS] },
    )
    expect((match.views[1] as View).rates).toEqual([70, 30])
  })
})

describe('a view', () => {
  it('tells a worker its own skill, the planner none, and nobody that of another', () => {
    const params = { skills: { uniform: [1, 100] }, years: 1 }
    const { views } = played(taxation, { params, roles: planned(4) }, ({ kind }) =>
      kind === 'schedule' ? { rates: [0, 0, 0, 0, 0, 0, 0] } : { hours: 10 },
    )
    const skills = (views.slice(1) as WorkerView[]).map(({ skill }) => skill)
    expect(new Set(skills).size).toBe(4)
    expect((views[0] as View).skill).toBeNull()
    for (const [seat, view] of views.entries()) {
      const text = JSON.stringify(view)
      for (const [worker, skill] of skills.entries())
        expect(text.includes(String(skill)), `${seat} of ${worker}`).toBe(seat === worker + 1)
    }
  })

  it('has the distribution of skills: sorted where they are given, else a hundred quantiles', () => {
    const viewUnder = (skills: unknown, n: number) => {
      const { views } = played(
        taxation,
        { params: { skills, years: 1, brackets: [0] }, roles: planned(n) },
        ({ kind }) => (kind === 'schedule' ? { rates: [0] } : { hours: 0 }),
      )
      return views[0] as View
    }
    expect(viewUnder({ given: [50, 10, 20] }, 3)).toMatchObject({ skillQuantiles: [10, 20, 50], skillsFrom: 'given' })
    const uniform = viewUnder({ uniform: [0, 100] }, 1)
    expect(uniform).toMatchObject({ skillsFrom: 'uniform', skillRange: [0, 100] })
    expect(uniform.skillQuantiles.slice(0, 2)).toEqual([0.5, 1.5])
    const { skillQuantiles } = viewUnder('us-income', 1)
    expect(skillQuantiles).toHaveLength(100)
    expect((skillQuantiles[49]! + skillQuantiles[50]!) / 2).toBeCloseTo(38101.53 / 40, 0)
  })

  it('has what memory ranks by, for planner and workers', () => {
    const schedule = [90, 0, 50, 20, 70, 30, 10].map((rate) => ({ rates: [rate, rate] }))
    const { views } = taxed({ ...SMALL, years: 7 }, { schedule, labour: schedule.map(() => HOURS) })
    const best = (view: unknown, most: number) =>
      (remembered(view, { kind: 'best', most }).view as View).history.map(({ year }) => year)
    expect(best(views[1], 3)).toEqual([1, 3, 5]) // the poorest had most where rates were highest
    expect(best(views[3], 3)).toEqual([2, 4, 7])
    expect(best(views[0], 5)).toHaveLength(5)
  })
})

it('balances taxes and rebates to the cent, whatever the schedule, skills and hours', () => {
  const cents = (x: number) => Math.abs(Math.round(x * 100))
  const rate = fc.double({ min: 0, max: 100, noNaN: true })
  const society = fc.integer({ min: 1, max: 20 }).chain((n) =>
    fc.record({
      skills: fc.array(fc.double({ min: 0, max: 9000, noNaN: true }), { minLength: n, maxLength: n }),
      hours: fc.array(fc.integer({ min: 0, max: 10 }), { minLength: n, maxLength: n }),
      widths: fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { maxLength: 6 }),
      rates: fc.array(rate, { minLength: 7, maxLength: 7 }),
    }),
  )
  fc.assert(
    fc.property(society, ({ skills, hours, widths, rates }) => {
      const brackets = [0, ...widths.map((_, i) => widths.slice(0, i + 1).reduce((a, b) => a + b))]
      const { views } = taxed(
        { brackets, skills: { given: skills }, years: 1, cost: 0 },
        { schedule: [{ rates: rates.slice(0, brackets.length) }], labour: [hours.map((h) => 10 * h)] },
      )
      const steps = (views.slice(1) as WorkerView[]).map(({ history }) => history[0]!.steps[0]!)
      const sum = (of: (step: (typeof steps)[number]) => number) => steps.reduce((all, step) => all + of(step), 0)
      expect(cents(sum(({ rebate }) => rebate) - sum(({ tax }) => tax))).toBe(0)
      expect(cents(sum(({ utility }) => utility) - sum(({ income }) => income))).toBe(0)
      expect(new Set(steps.map(({ rebate }) => rebate)).size).toBe(1)
      for (const { tax, income } of steps) expect(tax >= 0 && tax <= income * (1 + 1e-12)).toBe(true)
    }),
    { numRuns: 300, seed: 1 },
  )
})

describe('measures', () => {
  it('leave out what is not defined: Gini of one, of negative utilities, what stands beside nothing', () => {
    const alone = taxed({ ...SMALL, skills: { given: [10] } }, { schedule: [RATES], labour: [[20]] }).measures
    expect(alone).toHaveProperty('giniIncome', 0)
    expect(alone).not.toHaveProperty('giniIncomeNormalised')
    const tired = taxed(SMALL, { schedule: [{ rates: [0, 0] }], labour: [[100, 100, 100]] }).measures
    expect(tired).not.toHaveProperty('giniUtility')
    const poor = taxed({ ...SMALL, skills: { given: [0, 0] } }, { schedule: [RATES], labour: [[0, 0]] }).measures
    expect(poor).toMatchObject({ giniIncome: 0, giniUtility: 0, welfareUtilitarian: 0 })
    expect(Object.keys(poor).filter((name) => name.startsWith('relative'))).toEqual([])
  })

  it('stand beside schedules of theory on the same skills: 1 where workers and planner do as these', () => {
    // the best flat rate for three such workers is none, and they work 30, 40 and 60 hours then
    const { measures } = taxed(SMALL, { schedule: [{ rates: [0, 0] }], labour: [[30, 40, 60]] })
    expect(measures['relativeToFlat']).toBeCloseTo(1, 9)
    expect(measures['relativeToGrid']).toBeCloseTo(1, 9)
    expect(measures['relativeToUsFederal']).toBeGreaterThan(1)
    expect(measures['relativeToSaez']).toBeGreaterThan(1)
  })

  it('are quick among a thousand workers', () => {
    const { measures } = played(taxation, { params: { years: 1 }, roles: planned(1000) }, ({ kind }) =>
      kind === 'schedule' ? { rates: [50, 50, 50, 50, 50, 50, 50] } : { hours: 40 },
    )
    expect(measures['relativeToGrid']).toBeLessThan(1)
  })
})

describe('fallbacks', () => {
  it('are the last schedule, the last hours or 40, not to run, and a vote that may be missing', () => {
    const turns: Record<string, unknown[]> = {}
    const params = { ...SMALL, governance: 'platforms', years: 2, labour: { max: 60, step: 15 }, initialRate: 20 }
    const game = { ...taxation, turn: (state: never) => noted(taxation.turn(state)) } as AnyGame
    function noted(turn: ReturnType<typeof taxation.turn>) {
      for (const { kind, fallback, absent } of [...turn.values()].slice(0, 1))
        turns[kind] = [...(turns[kind] ?? []), [fallback, absent ?? false]]
      return turn
    }
    played(game, { params, roles: workers(3) }, ({ kind, view }) => {
      if (kind === 'campaign') return { run: true, rates: [10 * view.year, 10] }
      return kind === 'vote' ? { for: 1 } : { hours: 45 }
    })
    expect(turns['campaign']![0]).toEqual([{ run: false, rates: null }, false])
    expect(turns['vote']![0]).toEqual([{ for: 0 }, true])
    expect(turns['labour']!.slice(0, 2)).toEqual([
      [{ hours: 30 }, false],
      [{ hours: 45 }, false],
    ])
  })
})

const seeds = (n: number): string[] => Array.from({ length: n }, (_, i) => `seed ${i}`)
