/** Equilibria and scripted bidders of clock auctions, against the sealed-bid formulas and in played rounds. */
import { describe, expect, it } from 'vitest'
import { quiz } from '../../games/clock/quiz.ts'
import { clock } from '../../games/clock/rules.ts'
import { strategies } from '../../games/clock/strategies.ts'
import { expectedRevenue, leavingPrice } from '../../games/clock/theory.ts'
import { stream } from '../../src/core/chance.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { auction, bidders, given, type Params, salesOf, type View } from './clock-matches.ts'
import { played, playedBy } from './matches.ts'

const DUTCH = { direction: 'descending' } as const
const UNIT = { kind: 'private', low: 0, high: 1, integer: false } as const

type Name = keyof typeof strategies

/** A match among seats that all play so. */
function among(seats: number, name: Name, params: Params, options: unknown = {}, seed = 'seed') {
  const player = strategies[name](options)
  return playedBy(
    clock,
    { params, roles: bidders(seats), seed },
    Array.from({ length: seats }, () => player),
  )
}
const historyOf = (match: { readonly views: readonly unknown[] }, seat = 0) => (match.views[seat] as View).history

/** All values of a round, from what each seat was told. */
const valuesOf = (match: { readonly views: readonly unknown[] }, round: number) =>
  match.views.map((_, seat) => historyOf(match, seat)[round]!.value)

describe('the theory', () => {
  const of = (more: Partial<Parameters<typeof leavingPrice>[0]>) =>
    leavingPrice({ direction: 'ascending', values: UNIT, bidders: 3, seen: true, floor: 0, ...more })
  const common = { kind: 'common', low: 20, high: 79, noise: 6 } as const

  it('leaves a rising clock at the value, whatever the others do (Vickrey 1961)', () => {
    for (const values of [UNIT, { kind: 'affiliated' }, { kind: 'given' }] as const)
      for (const exit of [null, 0.1]) expect(of({ values })!(0.7, exit)).toBe(0.7)
  })

  it('stops a falling one at (n − 1) ÷ (n − ρ) of the value', () => {
    expect(of(DUTCH)!(0.6, null)).toBeCloseTo(0.4, 10)
    expect(of({ ...DUTCH, bidders: 2 })!(0.6, null)).toBeCloseTo(0.3, 10)
    expect(of({ ...DUTCH, riskAversion: 0.5 })!(0.6, null)).toBeCloseTo(0.48, 10)
    expect(of({ ...DUTCH, values: { ...UNIT, low: 10, high: 110 } })!(70, null)).toBeCloseTo(50, 10)
  })

  it('with a floor stops at the bid of a first-price auction with that reserve', () => {
    // two bidders: (v² + r²) ÷ 2v
    expect(of({ ...DUTCH, bidders: 2, floor: 0.5 })!(0.8, null)).toBeCloseTo((0.64 + 0.25) / 1.6, 10)
    expect(of({ ...DUTCH, bidders: 2, floor: 0.5 })!(0.4, null)).toBe(0)
    expect(of({ ...DUTCH, values: { kind: 'affiliated' } })).toBeUndefined()
  })

  it('corrects for the winner’s curse: unseen exits as in a second-price auction, seen ones by the lowest signal', () => {
    expect(of({ values: common, seen: false })!(50, null)).toBeCloseTo(50 - 6 / 3, 10)
    expect(of({ values: common })!(50, null)).toBe(50)
    expect(of({ values: common })!(50, 42)).toBe(46)
    // falling: as under first prices, s − ε + 2ε ÷ (n + 1) · e^(−n(s − low − ε) ÷ 2ε)
    expect(of({ values: common, ...DUTCH })!(50, null)).toBeCloseTo(44 + 3 * Math.exp(-6), 8)
  })

  it('expects (n − 1) ÷ (n + 1) on [0, 1] of rising and falling clocks alike, and of a floor of ½ what a reserve earns', () => {
    for (const direction of ['ascending', 'descending'] as const)
      expect([2, 3, 5, 10].map((n) => expectedRevenue({ direction, values: UNIT, bidders: n, floor: 0 }))).toEqual(
        [1 / 3, 1 / 2, 2 / 3, 9 / 11].map((x) => expect.closeTo(x, 10)),
      )
    expect(expectedRevenue({ ...DUTCH, values: UNIT, bidders: 2, floor: 0.5 })).toBeCloseTo(5 / 12, 10)
    expect(expectedRevenue({ ...DUTCH, values: { kind: 'affiliated' }, bidders: 2, floor: 0 })).toBeUndefined()
  })
})

describe('played rounds', () => {
  it('rising, truthful bidders: the best value wins, at the second-best, within a step', () => {
    for (const step of [1, 4]) {
      const match = among(4, 'truthful', { rounds: 40, step, values: { kind: 'private', integer: false } })
      historyOf(match).forEach(({ result }, round) => {
        const values = valuesOf(match, round)
        const [best, second] = [...values].sort((a, b) => b - a) as [number, number]
        expect(result.price! - second).toBeGreaterThanOrEqual(0)
        expect(result.price! - second).toBeLessThan(step)
        if (best - second > step) expect(values[result.winner!]).toBe(best)
      })
      expect(match.measures['exitsAtValue']).toBe(1)
      expect(match.measures['exitGap']).toBeGreaterThanOrEqual(0)
      expect(match.measures['exitGap']).toBeLessThan(step)
    }
  })

  it('falling, equilibrium bidders: the best value wins, at its first-price bid, within a step', () => {
    for (const riskAversion of [0, 0.5]) {
      const match = among(
        3,
        'equilibrium',
        { ...DUTCH, rounds: 40, step: 0.5, values: { kind: 'private', high: 60, integer: false } },
        { riskAversion },
      )
      historyOf(match).forEach(({ result }, round) => {
        const best = Math.max(...valuesOf(match, round))
        const bid = (best * 2) / (3 - riskAversion)
        expect(bid - result.price!).toBeGreaterThanOrEqual(-1e-9)
        expect(bid - result.price!).toBeLessThan(0.5)
        if (result.winner === 0) expect(result.payoff).toBeCloseTo(best - result.price!, 9)
      })
    }
  })

  it.each([
    [2, 1 / 3],
    [3, 1 / 2],
    [5, 2 / 3],
  ])('in fine steps earn among %i what theory says, %f, within the 95 %% interval', (seats, theory) => {
    for (const direction of ['ascending', 'descending']) {
      const params = { direction, proxy: true, rounds: 1500, step: 0.0001, values: UNIT }
      const match = among(seats, 'equilibrium', params, {}, 'revenue')
      const prices = historyOf(match).map(({ result }) => result.price!)
      const mean = prices.reduce((a, b) => a + b, 0) / prices.length
      const variance = prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / (prices.length - 1)
      expect(match.measures['revenue']).toBeCloseTo(mean, 10)
      expect(Math.abs(mean - theory), direction).toBeLessThan(1.96 * Math.sqrt(variance / prices.length))
      expect(match.measures['efficiency']).toBeGreaterThan(0.999)
    }
  })
})

describe('scripted bidders', () => {
  const names = ['truthful', 'equilibrium', 'shade'] as const

  it.each(names)('%s does the same tick by tick and by its limit', (name) => {
    for (const direction of ['ascending', 'descending'])
      for (const values of [{ kind: 'private', integer: false }, given([66, -3, 98], [21, 86, 70])]) {
        const params = { direction, rounds: 2, step: 3, ...('kind' in values ? { values } : values) }
        const options = name === 'equilibrium' ? { range: [0, 100] } : {}
        const [ticked, proxied] = [false, true].map((proxy) => among(3, name, { ...params, proxy }, options))
        expect(proxied!.payoffs).toEqual(ticked!.payoffs)
        expect(historyOf(proxied!).map(({ result }) => result)).toEqual(historyOf(ticked!).map(({ result }) => result))
      }
  })

  it('truthful ones earn nothing on a falling clock', () => {
    const { payoffs } = among(3, 'truthful', { ...DUTCH, ...given([66, 31, 98]) })
    expect(payoffs).toEqual([0, 0, 0])
  })

  it('shade by their share', () => {
    const price = (options: unknown) =>
      historyOf(among(2, 'shade', { ...DUTCH, ...given([60, 80]) }, options))[0]!.result.price
    expect(price({})).toBe(64)
    expect(price({ share: 0.5 })).toBe(40)
    expect(price({ share: 1.1 })).toBe(88)
  })

  it('in equilibrium look for the lowest signal of common values where exits are seen', () => {
    // signals 40, 50 and 56: the first leaves at 40, the second at (50 + 40) ÷ 2
    const view = (exits: readonly (number | null)[] | null, announce = true) =>
      ({
        ...{ direction: 'ascending', proxy: false, announce, common: true, seats: 3, final: 87, value: 50, price: 45 },
        ...{ values: { kind: 'common', low: 20, high: 79, noise: 6 }, exits },
      }) as unknown as View
    const { stay } = strategies.equilibrium({})
    const staysAt = (price: number, of: View) => stay!({ ...of, price }, stream(['none'])).stay
    expect([44, 45, 49].map((price) => staysAt(price, view([40, null, null])))).toEqual([true, false, false])
    expect([49, 50].map((price) => staysAt(price, view([null, null, null])))).toEqual([true, false])
    expect([47, 48].map((price) => staysAt(price, view(null, false)))).toEqual([true, false])
  })

  it('say where no equilibrium is known', () => {
    const play = (params: Params) => () => among(2, 'equilibrium', params)
    expect(play({ ...DUTCH, values: { kind: 'affiliated' } })).toThrow(
      'no equilibrium is known for affiliated values on descending prices; take truthful or shade',
    )
    expect(play({ ...DUTCH, ...given([5, 6]) })).toThrow('give the range they are drawn from')
    expect(play({ values: { kind: 'given', rounds: [[5, 6]], common: [5] } })).toThrow(
      'given, common values on ascending',
    )
    expect(play(given([5, 6]))).not.toThrow()
  })

  it.each(names)('%s refuses unknown options', (name) => {
    expect(() => strategies[name]({ unheard: 1 })).toThrow()
  })
})

describe('the quiz', () => {
  const variants: readonly Params[] = [
    {},
    DUTCH,
    { step: 7, ceiling: 96 },
    { ...DUTCH, step: 0.7, start: 20, floor: 3, announce: false },
    { start: 5, ceiling: 5 },
    { ...DUTCH, start: 5, floor: 5 },
    { values: { kind: 'common' }, proxy: true },
  ]

  it.each(variants)('is answered as a match with these prices ends: %j', (params) => {
    const roles = bidders(4)
    const parsed = parsedParams(clock, params)
    const questions = Array.from({ length: 20 }, (_, n) => quiz({ params: parsed, roles }, stream(['quiz', n]))).flat()
    expect(new Set(questions.map(({ name }) => name))).toEqual(new Set(['price', 'winner-payoff', 'loser-payoff']))
    for (const { name, given: told, answer } of questions) {
      const { exits, worth = 0 } = told as { exits: number[]; worth?: number }
      const rising = params['direction'] !== 'descending'
      // one more who never leaves a rising clock, and where there is but one, another who never stops a falling one
      const limits = rising || exits.length === 1 ? [...exits, null] : exits
      const { views, payoffs } = auction([limits], {
        ...params,
        proxy: false,
        values: { kind: 'given', rounds: [limits.map(() => worth)] },
        ceiling: params['ceiling'] ?? (params['start'] === undefined ? 99 : undefined),
      })
      const { price, winner } = views[0]!.history[0]!.result
      const loser = limits.findIndex((_, seat) => seat !== winner)
      expect(answer).toBe({ price, 'winner-payoff': payoffs[winner!], 'loser-payoff': payoffs[loser] }[name])
    }
  })

  it('has no two bidders alike, and says whether the worth is common', () => {
    const parsed = parsedParams(clock, { values: { kind: 'common' } })
    for (let n = 0; n < 20; n++)
      for (const { given: told } of quiz({ params: parsed, roles: bidders(9) }, stream(['alike', n]))) {
        const { exits, common } = told as { exits: number[]; common?: boolean }
        expect(new Set(exits).size).toBe(4)
        expect(common ?? true).toBe(true)
      }
  })
})

it('goes on for a thousand bidders', () => {
  const params = { rounds: 3, proxy: true, announce: false }
  const match = played(clock, { params, roles: bidders(1000) }, ({ view }) => ({ leaveAt: (view as View).value }))
  expect(match.measures['sold']).toBe(1)
  expect(salesOf(match as never).every(([price]) => price! >= 98)).toBe(true)
})
