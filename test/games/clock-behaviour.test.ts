/** What is looked at in exits from a price clock: how far from the value, early or late, answer by answer. */
import { describe, expect, it } from 'vitest'
import { behaviour } from '../../games/clock/behaviour.ts'
import { Params } from '../../games/clock/params.ts'
import { clock } from '../../games/clock/rules.ts'
import { strategies } from '../../games/clock/strategies.ts'
import type { Made } from '../../src/core/behaviour.ts'
import { madeIn, namesOf, told } from './behaved.ts'
import { auction, bidders, given, type Limits } from './clock-matches.ts'
import { playedBy } from './matches.ts'

const under = (params: object, seats: number) => behaviour(Params.parse(params), seats)

/** What is told of a match in which seats leave at these prices, of the decisions of which something is told. */
function of(name: string, limits: readonly Limits[], params: object): unknown[] {
  const { decisions, told } = both(name, limits, params)
  return decisions.flatMap(({ seat }, i) => (told[i] === undefined ? [] : [[seat, told[i]]]))
}

function both(name: string, limits: readonly Limits[], params: object) {
  const match = auction(limits, { ...params })
  const decisions: readonly Made[] = madeIn(clock, match)
  const rules = Params.parse({ rounds: limits.length, ...params })
  return { decisions, told: told(behaviour(rules, limits[0]!.length), name, decisions) }
}

const SMALL = { ceiling: 12, ...given([5, 8, 10]) }

describe('exits from a rising clock', () => {
  it('are set against the value; who did not leave is not counted', () => {
    expect(of('exit-over-value', [[3, 9, null]], SMALL)).toEqual([
      [0, -2],
      [1, 1],
    ])
    expect(of('exit-distance', [[3, 9, null]], SMALL)).toEqual([
      [0, 2],
      [1, 1],
    ])
  })

  it('are early or late from more than a step off the value on', () => {
    expect(of('exit', [[3, 9, null]], SMALL)).toEqual([
      [0, 'early'],
      [1, 'at-value'],
    ])
    expect(of('exit', [[7, 9, null]], SMALL)).toEqual([
      [0, 'late'],
      [1, 'at-value'],
    ])
    expect(of('exit', [[3, 9, null]], { ...SMALL, step: 2 })).toEqual([
      [0, 'at-value'], // it left at 4, the first price from its 3 on
      [1, 'at-value'], // at 10, a step above its 8
    ])
  })

  it('are as exact as prices are written: 2.1 is a step of 0.7 above 1.4', () => {
    expect(of('exit', [[2.1, null]], { step: 0.7, ceiling: 7, ...given([1.4, 5]) })).toEqual([[0, 'at-value']])
  })

  it('are limits where those are asked; never to leave is late where the clock goes on', () => {
    const params = { ...SMALL, proxy: true }
    expect(of('exit-over-value', [[3, 9, null]], params)).toEqual([
      [0, -2],
      [1, 1],
    ])
    expect(of('exit', [[3, 9, null]], params)).toEqual([
      [0, 'early'],
      [1, 'at-value'],
      [2, 'late'],
    ])
    expect(of('exit', [[3, 8, null]], { ...params, ceiling: 10 })).toEqual([
      [0, 'early'],
      [1, 'at-value'],
      [2, 'at-value'],
    ])
  })

  it('have answers that go against the value: staying above it, leaving below it', () => {
    const { decisions, told } = both('off-value', [[3, 10, 9]], SMALL)
    const wrong = decisions.filter((_, i) => told[i] === 1).map(({ seat, view }) => [seat, view.price])
    // seat 0 is worth 5 to itself and leaves at 3; seat 1 stays at 9, above its 8; seat 2 leaves there, below its 10
    expect(wrong).toEqual([
      [0, 3],
      [1, 9],
      [2, 9],
    ])
    expect(told.every((one) => one === 0 || one === 1)).toBe(true)
  })

  it('have none of truthful bidders', () => {
    const players = [0, 1, 2].map(() => strategies.truthful({}))
    const match = playedBy(clock, { params: { rounds: 4 }, roles: bidders(3) }, players)
    const decisions = madeIn(clock, match)
    const rules = under({ rounds: 4 }, 3)
    expect(told(rules, 'off-value', decisions).some((one) => one !== 0)).toBe(false)
    expect(new Set(told(rules, 'exit', decisions))).toEqual(new Set([undefined, 'at-value']))
  })
})

describe('exits where the value does not say when to leave', () => {
  it('are set against equilibrium, of which equilibrium players are not off by more than a step', () => {
    for (const params of [
      { values: { kind: 'common', low: 20, high: 79, noise: 8 } },
      { values: { kind: 'common', low: 20, high: 79, noise: 8 }, announce: false },
      { direction: 'descending', proxy: true },
    ]) {
      const players = [0, 1, 2].map(() => strategies.equilibrium({}))
      const match = playedBy(clock, { params: { rounds: 5, ...params }, roles: bidders(3) }, players)
      const over = told(under(params, 3), 'over-equilibrium', madeIn(clock, match)).filter((one) => one !== undefined)
      expect(over.length).toBeGreaterThan(4)
      for (const one of over) expect(Math.abs(one as number)).toBeLessThan(1 + 1e-9)
    }
  })

  it('are neither early nor late', () => {
    for (const params of [{ values: { kind: 'common' } }, { direction: 'descending' }])
      expect(under(params, 3)).toMatchObject({ classes: [], baselines: [] })
    expect(namesOf(under({ values: { kind: 'common' } }, 3))).not.toContain('off-value')
    expect(namesOf(under({ direction: 'descending', ...given([1, 2]) }, 2))).not.toContain('over-equilibrium')
  })

  it('are stops of a falling clock, of who stopped it', () => {
    expect(of('exit-over-value', [[6, 4, null]], { ...SMALL, direction: 'descending' })).toEqual([[0, 1]])
  })
})

describe('baselines of a clock', () => {
  it('are of rules that match alone', () => {
    const values = { kind: 'affiliated' }
    expect(under({ values }, 3).baselines.map(({ of }) => of)).toEqual(['exit', 'exit-distance'])
    expect(under({ values }, 4).baselines).toEqual([])
    expect(under({ values, announce: false }, 3).baselines).toEqual([])
    expect(under({}, 3).baselines).toEqual([])
  })
})
