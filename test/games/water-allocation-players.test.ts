/** The scripted residents in matches, what can be said of staying alive, and questions about the rules. */
import { describe, expect, it } from 'vitest'
import { quiz } from '../../games/water-allocation/quiz.ts'
import { waterAllocation } from '../../games/water-allocation/rules.ts'
import { strategies } from '../../games/water-allocation/strategies.ts'
import { fewestServings, lastDryDay } from '../../games/water-allocation/theory.ts'
import { stream } from '../../src/core/chance.ts'
import { parsedParams } from '../../src/core/fit.ts'
import type { Question } from '../../src/core/game.ts'
import { playedBy } from './matches.ts'
import { allocation, type Params, residents, type View } from './water-allocation-matches.ts'

type Name = keyof typeof strategies
const player = (name: Name, options: unknown = {}) => strategies[name](options)
/** Bids this much, if it can. */
const bids = (amount: number) => ({
  bid: (view: View) => ({ bid: Math.min(amount, view.residents[view.seat]!.balance) }),
})

/** What seat 0 bids day by day. */
function bidsOf(own: ReturnType<(typeof strategies)[Name]>, others: readonly object[], params: Params) {
  const table = { params, roles: residents(others.length + 1) }
  const { views } = playedBy(waterAllocation, table, [own, ...others])
  return (views[0] as View).history.map(({ bid }) => bid)
}

const two = { needs: [8, 9], salaries: [70, 75] }
const dry = (days: number) => ({ days, supply: { given: Array(days).fill(0) } })
const wet = (days: number, supply: number) => ({ days, supply: { given: Array(days).fill(supply) } })

describe('share-of-balance', () => {
  it('bids a share of what it has, rounded down', () => {
    expect(bidsOf(player('share-of-balance'), [bids(0)], { ...two, ...dry(4) })).toEqual([35, 70, 105, 140])
    expect(bidsOf(player('share-of-balance', { share: 0.75 }), [bids(0)], { ...two, ...wet(3, 8) })).toEqual([
      52,
      66,
      69, // of 70, 88 and 92
    ])
    expect(bidsOf(player('share-of-balance', { share: 1 }), [bids(0)], { ...two, ...wet(2, 8) })).toEqual([70, 70])
  })
})

describe('need-based', () => {
  it('bids need × rate × urgency / days that it lasts, up to its balance', () => {
    // the rate is 145/17; after 8 points and one dry day 4 days are left, then 3, 2 and 1
    const each = [4, 3, 2, 1].map((days) => Math.floor((8 * (145 / 17) * 2) / days))
    expect(bidsOf(player('need-based'), [bids(0)], { ...two, ...dry(4) })).toEqual(each)
    expect(each).toEqual([34, 45, 68, 136])
    expect(bidsOf(player('need-based', { urgency: 12 }), [bids(0)], { ...two, ...dry(2) })).toEqual([70, 140])
  })
  it('bids more the larger its need', () => {
    const larger = { needs: [9, 8], salaries: [70, 75] }
    expect(bidsOf(player('need-based'), [bids(0)], { ...larger, ...dry(1) })).toEqual([38])
  })
})

describe('survivor', () => {
  it('saves while it is healthy, and bids what nobody can exceed when a dry day would kill', () => {
    // days 1 to 3 leave 7, 5 and 2; a fourth dry day would take 4. Its rival has 300, less what it paid.
    const match = bidsOf(player('survivor'), [bids(40)], { needs: [8, 9], salaries: [90, 75], ...wet(5, 9) })
    expect(match).toEqual([0, 0, 0, 4 * 75 - 3 * 40, 0]) // the smaller need is served first in a tie
  })
  it('bids one more where the rival comes first in a tie', () => {
    const match = bidsOf(player('survivor'), [bids(40)], { needs: [9, 8], salaries: [90, 75], ...wet(4, 9) })
    expect(match).toEqual([0, 0, 0, 181])
  })
  it('bids nothing where there is enough for both, and all it has where nothing is certain', () => {
    const start = { health: 1 }
    expect(bidsOf(player('survivor'), [bids(75)], { ...two, start, ...wet(1, 17) })).toEqual([0])
    expect(bidsOf(player('survivor'), [bids(75)], { ...two, start, ...wet(1, 16) })).toEqual([70])
    expect(bidsOf(player('survivor'), [bids(75)], { ...two, start, ...wet(1, 7) })).toEqual([70])
  })
  it('counts all who could be served before it, and not those who are out', () => {
    const three = { needs: [8, 9, 10], salaries: [70, 60, 50], start: { health: 1 } }
    const rivals = [bids(60), bids(50)]
    expect(bidsOf(player('survivor'), rivals, { ...three, ...wet(1, 17) })).toEqual([50]) // the third could be served as well
    expect(bidsOf(player('survivor'), rivals, { ...three, ...wet(1, 26) })).toEqual([50])
    expect(bidsOf(player('survivor'), rivals, { ...three, ...wet(1, 16) })).toEqual([60])
    expect(bidsOf(player('survivor'), rivals, { ...three, ...wet(1, 27) })).toEqual([0])
    const out = [{ health: 1 }, { health: 0, balance: 999 }, { health: 1 }]
    expect(bidsOf(player('survivor'), rivals, { ...three, ...wet(1, 10), start: out })).toEqual([50])
  })
  it('keeps a margin on demand', () => {
    const match = bidsOf(player('survivor', { margin: 5 }), [bids(0)], { ...two, ...dry(2) })
    expect(match).toEqual([0, 140]) // 7 less 2 is 5
  })
})

it('options are checked', () => {
  const refused: readonly [Name, unknown, RegExp][] = [
    ['share-of-balance', { share: 1.5 }, /share/],
    ['share-of-balance', { part: 1 }, /"part"/],
    ['need-based', { urgency: -1 }, /urgency/],
    ['survivor', { margin: 0.5 }, /margin/],
  ]
  for (const [name, options, message] of refused) expect(() => player(name, options)).toThrow(message)
})

describe('staying alive', () => {
  const healthy = { health: 8, daysDry: 1 }

  it('without water: as long as matches without water last', () => {
    expect(lastDryDay(healthy)).toBe(4)
    for (const start of [healthy, { health: 10, daysDry: 1 }, { health: 3, daysDry: 2 }, { health: 1, daysDry: 9 }])
      expect(lastDryDay(start)).toBe(1 + allocation(Array(9).fill([0, 0]), { ...two, ...dry(9), start }).payoffs[0]!)
  })

  it('takes at least 7 of 20 days of water, and 2 of 5 in the long run', () => {
    expect([3, 4, 10, 20].map((days) => fewestServings(days, healthy))).toEqual([0, 1, 3, 7])
    expect(fewestServings(500, healthy) - fewestServings(400, healthy)).toBe(40)
    expect(fewestServings(3, { health: 0, daysDry: 1 })).toBe(Infinity)
  })

  it('no fewer do: every choice of days, tried in matches', () => {
    for (const days of [4, 5, 7]) {
      const alive = Array.from({ length: 2 ** days }, (_, set) => {
        const given = Array.from({ length: days }, (_, day) => ((set >> day) & 1) * 8)
        const { payoffs } = allocation(Array(days).fill([0, 0]), { ...two, supply: { given } })
        return payoffs[0] === days ? given.filter((units) => units > 0).length : Infinity
      })
      expect(Math.min(...alive)).toBe(fewestServings(days, healthy))
    }
  })
})

describe('questions', () => {
  const variants: readonly Params[] = [
    {},
    { overspend: 'loses', payoff: 'health' },
    { ...two, days: 1, supply: { given: [3] } },
    { needs: [4, 4, 5, 5, 6, 6, 7], salaries: [0, 1, 2, 3, 4, 5, 6], start: { health: 3 } },
  ]
  type Given = Record<string, number> & {
    bids: { resident: number; bid: number }[]
    served: never
    outOn: number | null
  }

  /** The same answers from matches. */
  function right({ name, given }: Question, params: Params): unknown {
    const { bids: named, supply, whose, health, daysDry, balance, bid, salary, outOn, served } = given as Given
    const needs = parsedParams(waterAllocation, params).needs
    if (name === 'served' || name === 'left') {
      const start = needs.map((_, seat) => (named[seat] ? { balance: named[seat].bid } : { health: 0 }))
      const all = needs.map((_, seat) => named[seat]?.bid ?? 0)
      const { winners } = allocation([all], {
        ...{ needs, salaries: needs.map(() => 0), start, supply: { given: [supply] } },
      }).view.history[0]!.result
      const used = winners.reduce((sum, seat) => sum + needs[seat]!, 0)
      return name === 'served' ? winners.includes(whose! - 1) : supply! - used
    }
    if (name === 'points') {
      const { payoff, days } = parsedParams(waterAllocation, params)
      if (payoff === 'health') return outOn === null ? health : 0
      return outOn === null ? days : outOn - 1
    }
    const units = name === 'overspending' ? supply : served ? 9 : 0
    const one = {
      needs: [name === 'overspending' ? supply : 9, 99],
      salaries: [salary ?? 0, 0],
      supply: { given: [units] },
      start: { health: health ?? 8, daysDry: daysDry ?? 1, balance: balance ?? 0 },
      overspend: 'loses',
    }
    const { history, residents: after } = allocation([[bid ?? 0, 0]], one).view
    if (name === 'overspending') return history[0]!.served
    return name === 'health' ? after[0]!.health : after[0]!.balance
  }

  it.each(variants)('are answered as matches end: %j', (params) => {
    const setup = { params: parsedParams(waterAllocation, params), roles: [] }
    const all = Array.from({ length: 40 }, (_, n) => quiz(setup, stream(['quiz', n])))
    const seen = new Map<string, Set<unknown>>()
    for (const question of all.flat()) {
      expect(question.answer, JSON.stringify(question)).toBe(right(question, params))
      seen.set(question.name, (seen.get(question.name) ?? new Set()).add(question.answer))
    }
    const loses = params['overspend'] === 'loses'
    expect([...seen.keys()].sort()).toEqual(
      ['balance', 'health', 'left', 'points', 'served', ...(loses ? ['overspending'] : [])].sort(),
    )
    for (const [name, answers] of seen) expect(answers.size, name).toBeGreaterThan(1)
    expect(all[0]).toHaveLength(loses ? 7 : 6)
  })
})
