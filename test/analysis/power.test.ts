import { describe, expect, it } from 'vitest'
import { powerOf } from '../../src/analysis/power.ts'
import { payoffGroups } from '../../src/analysis/samples.ts'
import { stream } from '../../src/core/chance.ts'
import { variance } from '../../src/statistics/quantiles.ts'
import { condition, match, seat, subject } from './matches.ts'

const rng = stream(['pilot'])
const matches = Array.from({ length: 60 }, (_, at) =>
  match(`m${at}`, [seat('a', rng.normal(0, 1)), seat('b', rng.normal(0, 1))]),
)
const power = (effect: number, ...repetitions: number[]) =>
  powerOf(
    subject([condition('x')]),
    payoffGroups(matches, () => false),
    {
      ...{ pilot: 60, repetitions, alpha: 0.05, studies: 300, effect, rng: stream(['power', effect]) },
    },
  )

describe('power', () => {
  it('is about the level of the test where there is no difference', () => {
    const found = power(0, 20)[0]!.power
    expect(found).toBeGreaterThan(0.015)
    expect(found).toBeLessThan(0.1)
  })

  it('is near what the t test has for a paired difference: 20 pairs, 0.66 standard deviations, about 0.8', () => {
    const differences = matches.map(({ seats: [a, b] }) => a!.payoff! - b!.payoff!)
    const found = power(0.66 * Math.sqrt(variance(differences)!), 20)[0]!.power
    expect(found).toBeGreaterThan(0.68)
    expect(found).toBeLessThan(0.92)
  })

  it('grows with the number of repetitions, whose blocks it tells', () => {
    const found = power(0.5, 10, 30, 90)
    expect(found.map(({ blocks }) => blocks)).toEqual([10, 30, 90])
    expect(found[0]!.power).toBeLessThan(found[1]!.power)
    expect(found[1]!.power).toBeLessThan(found[2]!.power)
  })

  it('is not known from a single block', () => {
    const one = matches.map((own) => ({ ...own, block: 0 }))
    const options = { pilot: 1, repetitions: [5], alpha: 0.05, studies: 50, effect: 1, rng: stream(['x']) }
    expect(
      powerOf(
        subject([condition('x')]),
        payoffGroups(one, () => false),
        options,
      ),
    ).toEqual([])
  })
})
