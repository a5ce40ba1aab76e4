import { describe, expect, it } from 'vitest'
import { excluded, ruleOf } from '../../src/analysis/exclusions.ts'
import { match, seat } from './matches.ts'

const failing = (player: string, fallbacks: number) => seat(player, 0, { decisions: 10, fallbacks })
const matches = [
  match('m1', [failing('a', 0), failing('b', 1)]),
  match('m2', [failing('a', 5), failing('b', 0)]),
  match('m3', [failing('a', 0), failing('b', 0)], { measures: { revenue: -3 } }),
]
const under = (...rules: string[]) => excluded(matches, rules.map(ruleOf))

describe('an exclusion', () => {
  it('of a seat leaves its whole match out, since the others depended on it', () => {
    const { kept, rules } = under('fallbackShare > 0.2')
    expect(kept.map(({ id }) => id)).toEqual(['m1', 'm3'])
    expect(rules[0]).toMatchObject({ matches: 1, players: [] })
  })

  it('counts a value at its bound as the operator says', () => {
    expect(under('fallbackShare > 0.5').kept).toHaveLength(3)
    expect(under('fallbackShare >= 0.5').kept).toHaveLength(2)
  })

  it('of a player leaves that player out of the condition, and its matches in for the others', () => {
    const { kept, leftOut, rules } = under('player.fallbackShare > 0.1')
    expect(kept).toHaveLength(3)
    expect([leftOut(0, 'a'), leftOut(0, 'b'), leftOut(1, 'a')]).toEqual([true, false, false])
    expect(rules[0]!.players).toEqual(['a'])
  })

  it('of a measure leaves out the matches that have it so, and not those without', () => {
    expect(under('measure.revenue < 0').kept.map(({ id }) => id)).toEqual(['m1', 'm2'])
  })

  it('never holds for a share of nothing', () => {
    expect(under('firstLegalShare < 0.5', 'player.firstLegalShare < 0.5').kept).toHaveLength(3)
  })

  it('is not applied to matches that did not end', () => {
    const voided = match('m4', [failing('a', 9)], { status: 'voided' })
    expect(excluded([voided], [ruleOf('fallbackShare > 0.2')]).kept).toHaveLength(1)
  })

  it('that is no rule is refused with an example', () => {
    expect(() => ruleOf('fallbacks above 3')).toThrow(/expected a rule such as fallbackShare > 0\.2/)
    expect(() => under('fallback > 0.2')).toThrow(/fallback is no figure of a seat: expected fallbackShare/)
  })
})
