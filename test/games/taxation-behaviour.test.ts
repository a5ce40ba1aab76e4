/** What is looked at in schedules, hours and votes; the elasticity of labour; what hours give up. */
import { describe, expect, it } from 'vitest'
import { behaviour } from '../../games/taxation/behaviour.ts'
import { Params } from '../../games/taxation/params.ts'
import { taxation } from '../../games/taxation/rules.ts'
import { saezRates } from '../../games/taxation/saez.ts'
import { strategies } from '../../games/taxation/strategies.ts'
import type { Rng } from '../../src/core/chance.ts'
import { asMade, estimated, estimateNamed, madeIn, namesOf, recoveredFrom, told } from './behaved.ts'
import { playedBy } from './matches.ts'
import { effort, planned, type Script, SMALL, taxed } from './taxation-matches.ts'

const under = (params: object) => behaviour(Params.parse(params))
const decisionsOf = (params: Record<string, unknown>, script: Script) => madeIn(taxation, taxed(params, script))

/** What is told of these decisions, without those of which nothing is. */
function of(name: string, params: Record<string, unknown>, script: Script): unknown[] {
  return told(under(params), name, decisionsOf(params, script)).filter((one) => one !== undefined)
}

const YEARS = { ...SMALL, years: 4 }
const HOURS = [40, 40, 40]
const schedules = {
  schedule: [{ rates: [10, 30] }, { rates: [20, 20] }, { rates: [50, 0] }, { rates: [0, 100] }],
  labour: [HOURS, HOURS, HOURS, HOURS],
}

describe('figures of schedules', () => {
  it('are the mean rate, how much higher the top is, and the shape', () => {
    expect(of('mean-rate', YEARS, schedules)).toEqual([20, 20, 25, 50])
    expect(of('progressivity', YEARS, schedules)).toEqual([20, 0, -50, 100])
    expect(of('shape', YEARS, schedules)).toEqual(['progressive', 'flat', 'regressive', 'progressive'])
    const three = { ...SMALL, brackets: [0, 500, 1000] }
    const mixed = { schedule: [{ rates: [10, 30, 20] }], labour: [HOURS] }
    expect(of('shape', three, mixed)).toEqual(['mixed'])
  })

  it('are of the rates that changes lead to', () => {
    const params = { ...SMALL, move: 'delta', initialRate: 10 }
    const script = { schedule: [{ deltas: [-20, 20] }], labour: [HOURS] }
    expect(of('mean-rate', params, script)).toEqual([15])
    expect(of('progressivity', params, script)).toEqual([30])
  })

  it('are as far from Saez’s rates as they are: the scripted planner is not', () => {
    const [saez, flat] = saezRates([400, 800, 2000], [0, 1000], 1 / 2.5)
    const [distance] = of('saez-distance', SMALL, { schedule: [{ rates: [10, 30] }], labour: [HOURS] })
    expect(distance).toBeCloseTo((Math.abs(10 - saez!) + Math.abs(30 - flat!)) / 2, 9)
    const params = { years: 2, brackets: 'three' }
    const players = [strategies.saez({}), strategies.fixed({}), strategies.fixed({})]
    const decisions = madeIn(taxation, playedBy(taxation, { params, roles: planned(2) }, players))
    expect(told(under(params), 'saez-distance', decisions).filter((one) => one !== undefined)).toEqual([0, 0])
  })

  it('have no shape where there is one bracket', () => {
    const flat = under({ brackets: 'flat' })
    expect(namesOf(flat)).not.toContain('progressivity')
    expect(namesOf(flat)).not.toContain('shape')
  })
})

describe('figures of hours', () => {
  it('are set against the best response at the rates in force', () => {
    const best = [10, 20, 50].map((skill) => {
      const worth = (hours: number) => Math.min(1000, skill * hours) - effort(hours)
      return Array.from({ length: 11 }, (_, i) => 10 * i).reduce((a, b) => (worth(b) > worth(a) ? b : a))
    })
    expect(best).toEqual([30, 40, 20])
    const script = { schedule: [{ rates: [0, 100] }], labour: [[30, 50, 0]] }
    expect(of('hours', SMALL, script)).toEqual(script.labour[0])
    expect(of('hours-over-best', SMALL, script)).toEqual([0, 10, -20])
    expect(of('labour', SMALL, script)).toEqual(['best', 'more', 'less'])
  })
})

describe('what hours give up', () => {
  it('is what the best hours would have been worth more, its own tax returned in part', () => {
    const script = { schedule: [{ rates: [30, 60] }], labour: [[0, 50, 100]] }
    const regrets = decisionsOf(SMALL, script).flatMap(({ kind, regret }) => (kind === 'labour' ? [regret] : []))
    const tax = (z: number) => 0.3 * Math.min(z, 1000) + 0.6 * Math.max(0, z - 1000)
    const utility = (worker: number, hours: number) => {
      const incomes = [0, 1000, 5000].with(worker, [10, 20, 50][worker]! * hours)
      const rebate = incomes.reduce((sum, z) => sum + tax(z), 0) / 3
      return incomes[worker]! - tax(incomes[worker]!) + rebate - effort(hours)
    }
    ;[0, 50, 100].forEach((hours, worker) => {
      const best = Math.max(...Array.from({ length: 11 }, (_, i) => utility(worker, 10 * i)))
      expect(regrets[worker]).toBeCloseTo(best - utility(worker, hours), 6)
    })
    expect(Math.min(...regrets.map(Number))).toBeGreaterThan(0)
  })

  it('is known of hours alone', () => {
    const decisions = decisionsOf(YEARS, schedules)
    expect(decisions.filter(({ regret }) => regret !== undefined).map(({ kind }) => kind)).toEqual(
      Array.from({ length: 12 }, () => 'labour'),
    )
  })

  it('is nothing for who is alone and takes all of its tax back, whatever the rate', () => {
    const params = { ...SMALL, skills: { given: [20] } }
    const best = Array.from({ length: 11 }, (_, i) => 10 * i).reduce((a, b) =>
      20 * b - effort(b) > 20 * a - effort(a) ? b : a,
    )
    const [, labour] = decisionsOf(params, { schedule: [{ rates: [90, 90] }], labour: [[best]] })
    expect(labour!.regret).toBe(0)
  })
})

describe('figures of elections', () => {
  const params = { ...SMALL, governance: 'platforms', satisfaction: true }
  const script = {
    campaign: [
      [
        { run: true, rates: [0, 0] },
        { run: true, rates: [40, 40] },
        { run: false, rates: null },
      ],
    ],
    vote: [[{ for: 0 }, { for: 1 }, { for: 1 }]],
    labour: [HOURS],
    satisfied: [[{ satisfied: true }, { satisfied: false }, { satisfied: true }]],
  }

  it('tell who runs, with which rates, who votes for itself, and who is satisfied', () => {
    expect(of('runs', params, script)).toEqual([1, 1, 0])
    expect(of('mean-rate', params, script)).toEqual([0, 40])
    // worker 2 does not run and cannot vote for itself
    expect(of('own-vote', params, script)).toEqual([1, 1])
    expect(of('satisfied', params, script)).toEqual([1, 0, 1])
  })

  it('tell whether a vote is for the platform that pays the voter most', () => {
    // a tax that comes back in equal shares pays those with skills below the mean: 10 and 20, not 50
    expect(of('vote', params, script)).toEqual(['pays-less', 'pays-most', 'pays-less'])
    const costs = of('vote-cost', params, script) as number[]
    expect(costs[1]).toBe(0)
    expect(costs[0]).toBeGreaterThan(0)
    expect(costs[2]).toBeGreaterThan(0)
  })

  it('find that scripted voters give up nothing', () => {
    const all = { years: 3, governance: 'platforms', skills: { given: [5, 20, 30, 90] }, brackets: 'three' }
    const players = [
      strategies.flat({ rate: 20 }),
      strategies['us-federal']({}),
      strategies['own-utility']({}),
      strategies.fixed({}),
    ]
    const match = playedBy(taxation, { params: all, roles: ['worker', 'worker', 'worker', 'worker'] }, players)
    const costs = told(under(all), 'vote-cost', madeIn(taxation, match)).filter((one) => one !== undefined)
    expect(costs).toEqual(Array.from({ length: 12 }, () => 0))
  })

  it('say nothing of a vote where there is no choice', () => {
    const alone = { ...script, campaign: [script.campaign[0]!.with(1, { run: false, rates: null })] }
    const votes = { ...alone, vote: [[{ for: 0 }, { for: 0 }, { for: 0 }]] }
    expect(of('vote', params, votes)).toEqual([])
    expect(of('vote-cost', params, votes)).toEqual([])
  })

  it('have names that differ, under every governance', () => {
    for (const governance of ['planner', 'vote', 'platforms']) {
      const names = namesOf(under({ governance, satisfaction: true }))
      expect(new Set(names).size).toBe(names.length)
    }
  })
})

describe('the elasticity of labour', () => {
  const flat = under({ brackets: 'flat' })
  const choice = (hours: number, rate: number, skill = 20) =>
    asMade('labour', { hours }, { rates: [rate], skill, thresholds: [0] })

  it('is the slope of ln hours on ln (1 − rate), with a level for each skill', () => {
    // twice the hours where four times as much is kept: an elasticity of one half, at 20 an hour and at 80
    const choices = [choice(20, 75), choice(40, 0), choice(50, 75, 80), choice(100, 0, 80)]
    expect(estimated(flat, 'labour-elasticity', choices)).toBeCloseTo(0.5, 12)
  })

  it('takes the rate of the bracket in which the income lies', () => {
    const view = { rates: [0, 75], skill: 20, thresholds: [0, 1000] }
    const choices = [asMade('labour', { hours: 40 }, view), asMade('labour', { hours: 80 }, view)]
    expect(estimated(flat, 'labour-elasticity', choices)).toBeCloseTo(Math.log(2) / Math.log(0.25), 12)
  })

  it('is found in what best-responding workers do: 1 ÷ (exponent − 1)', () => {
    const params = { brackets: 'flat', years: 8, labour: { max: 168, step: 1 }, skills: { given: [3, 10, 20] } }
    const rates = [0, 10, 20, 35, 50, 60, 75, 90]
    const planner = {
      ...strategies['best-response']({}),
      schedule: ({ year }: { year: number }) => ({ rates: [rates[year - 1]!] }),
    }
    const workers = [1, 2, 3].map(() => strategies['best-response']({}))
    const decisions = madeIn(taxation, playedBy(taxation, { params, roles: planned(3) }, [planner, ...workers]))
    expect(estimated(flat, 'labour-elasticity', decisions)).toBeCloseTo(0.4, 2)
  })

  it('leaves out hours of 0 and rates of 100 %', () => {
    const choices = [choice(20, 75), choice(40, 0)]
    const more = [...choices, choice(0, 50), choice(60, 100), choice(0, 100)]
    expect(estimated(flat, 'labour-elasticity', more)).toBeCloseTo(0.5, 12)
  })

  it.each([
    ['no choices', []],
    ['one rate alone', [choice(20, 30), choice(40, 30), choice(30, 30)]],
    ['a rate for each skill', [choice(20, 30, 5), choice(40, 60, 9), choice(40, 60, 9)]],
    ['hours of 0', [choice(0, 30), choice(0, 60)]],
  ])('is undefined of %s', (_, choices) => {
    expect(estimated(flat, 'labour-elasticity', choices)).toBeUndefined()
  })

  it('is found in 500 data sets of 80 matches of who answers with noise', { timeout: 120_000 }, () => {
    // whole hours of a worker whose skill, taste for work and rates differ from match to match
    const match = (rng: Rng) => {
      const skill = 5 + 30 * rng.next()
      const usual = Math.log(60) + rng.normal(0, 0.2)
      return Array.from({ length: 4 }, () => {
        const rate = 10 * rng.int(9)
        return choice(Math.round(Math.exp(usual + 0.4 * Math.log(1 - rate / 100) + rng.normal(0, 0.15))), rate, skill)
      })
    }
    const { mean, coverage } = recoveredFrom(estimateNamed(flat, 'labour-elasticity'), {
      match,
      matches: 80,
      truth: 0.4,
    })
    expect(Math.abs(mean - 0.4)).toBeLessThan(0.005)
    expect(coverage).toBeGreaterThanOrEqual(0.92)
    expect(coverage).toBeLessThanOrEqual(0.98)
  })
})
