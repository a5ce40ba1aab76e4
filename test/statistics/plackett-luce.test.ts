/** Strengths from contests of many: the same as Bradley–Terry for two, and what ties and unordered losers say. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { bradleyTerry } from '../../src/statistics/bradley-terry.ts'
import { plackettLuce } from '../../src/statistics/plackett-luce.ts'
import type { Ranking } from '../../src/statistics/ranking.ts'
import { differenceError } from '../../src/statistics/rating.ts'

const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0 ? [[]] : items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

/** The log-probability of a complete order, as the model is written down. */
const ofOrder = (order: readonly number[], strengths: ArrayLike<number>, chosen = order.length): number =>
  order
    .slice(0, chosen)
    .reduce(
      (sum, player, at) =>
        sum + strengths[player]! - Math.log(order.slice(at).reduce((all, left) => all + Math.exp(strengths[left]!), 0)),
      0,
    )

/** Hunter's (2004) MM: π ← wins / Σ over choices 1 / Σ π of those left. */
function byMM(rankings: readonly (readonly number[])[], players: number, rounds: number): number[] {
  let strength = new Array<number>(players).fill(1)
  for (let round = 0; round < rounds; round++) {
    const wins = new Array<number>(players).fill(0)
    const below = new Array<number>(players).fill(0)
    for (const order of rankings)
      for (let at = 0; at < order.length - 1; at++) {
        wins[order[at]!]! += 1
        const left = order.slice(at)
        const all = left.reduce((sum, player) => sum + strength[player]!, 0)
        for (const player of left) below[player]! += 1 / all
      }
    strength = wins.map((won, player) => won / below[player]!)
  }
  const logs = strength.map(Math.log)
  const mean = logs.reduce((a, b) => a + b) / players
  return logs.map((log) => log - mean)
}

const singles = (order: readonly number[]): Ranking => order.map((player) => [player])

describe('Plackett–Luce', () => {
  it('equals Bradley–Terry for contests of two', () => {
    const rng = stream(['two'])
    const contests = Array.from({ length: 60 }, () => rng.shuffle([0, 1, 2, 3]).slice(0, 2))
    const wins = new Float64Array(16)
    for (const [winner, loser] of contests) wins[winner! * 4 + loser!]! += 1
    const [many, two] = [plackettLuce(contests.map(singles), 4), bradleyTerry({ players: 4, wins })]
    for (const player of [0, 1, 2, 3]) {
      expect(many.strengths[player]).toBeCloseTo(two.strengths[player]!, 10)
      expect(many.se[player]).toBeCloseTo(two.se[player]!, 10)
    }
    expect(many.logLikelihood).toBeCloseTo(two.logLikelihood, 10)
    expect([many.penalised, two.penalised]).toEqual([false, false])
  })

  it('also where a player always wins', () => {
    const contests = [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 1],
      [1, 2],
    ] // as winner and loser
    const wins = new Float64Array(9)
    for (const [winner, loser] of contests) wins[winner! * 3 + loser!]! += 1
    const [many, two] = [plackettLuce(contests.map(singles), 3), bradleyTerry({ players: 3, wins })]
    expect([many.penalised, two.penalised]).toEqual([true, true])
    for (const player of [0, 1, 2]) {
      expect(many.strengths[player]).toBeCloseTo(two.strengths[player]!, 10)
      expect(many.se[player]).toBeCloseTo(two.se[player]!, 10)
    }
  })

  it('reaches the maximum that Hunter’s MM creeps to', () => {
    const rng = stream(['mm'])
    const contests = Array.from({ length: 40 }, () => rng.shuffle([0, 1, 2, 3, 4]).slice(0, 2 + rng.int(4)))
    const rating = plackettLuce(contests.map(singles), 5)
    byMM(contests, 5, 2_000).forEach((strength, player) => {
      expect(rating.strengths[player]).toBeCloseTo(strength, 8)
    })
    const total = contests.reduce((sum, order) => sum + ofOrder(order, rating.strengths), 0)
    expect(rating.logLikelihood).toBeCloseTo(total, 9)
  })

  it('has the errors that the curvature of the written-out likelihood gives', () => {
    const contests = [
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
      [0, 2, 1],
      [1, 2, 0],
    ] // three of each in turn
    const rating = plackettLuce(contests.map(singles), 3)
    const at = (a: number, b: number) =>
      contests.reduce(
        (sum, order) =>
          sum + ofOrder(order, [rating.strengths[0]! + a, rating.strengths[1]! + b, rating.strengths[2]!]),
        0,
      )
    const h = 1e-4
    const second = (a: number, b: number) => -(at(a, b) - 2 * at(0, 0) + at(-a, -b)) / h ** 2
    const [aa, bb] = [second(h, 0), second(0, h)]
    const ab = (second(h, h) - aa - bb) / 2
    expect(differenceError(rating, 0, 2)).toBeCloseTo(Math.sqrt(bb / (aa * bb - ab ** 2)), 5)
    expect(differenceError(rating, 1, 2)).toBeCloseTo(Math.sqrt(aa / (aa * bb - ab ** 2)), 5)
  })

  it('counts weights as repetitions', () => {
    const rankings: Ranking[] = [
      [[0], [1], [2]],
      [[2], [0, 1]],
      [[1], [2], [0]],
    ]
    const [first, second, third] = rankings
    const repeated = plackettLuce([first!, first!, second!, second!, second!, third!], 3)
    expect(plackettLuce(rankings, 3, [2, 3, 1]).strengths).toEqual(repeated.strengths)
  })

  it('looks at the last group as unordered: a contest that pays the winner alone says who won', () => {
    // Three equal losers each: the winner's share is its share of the wins.
    const won = [5, 3, 2]
    const rankings = won.map((_, winner): Ranking => [[winner], [0, 1, 2].filter((player) => player !== winner)])
    const { strengths, penalised } = plackettLuce(rankings, 3, won)
    expect(strengths[0]! - strengths[1]!).toBeCloseTo(Math.log(5 / 3), 10)
    expect(strengths[1]! - strengths[2]!).toBeCloseTo(Math.log(3 / 2), 10)
    expect(penalised).toBe(false)
  })
})

describe('a tied group', () => {
  const others: Ranking[] = [singles([3, 0, 4, 1, 2]), singles([4, 2, 1, 3, 0]), singles([1, 4, 0, 2, 3])]

  it.each([2, 3, 4])('of %i counts as all its orders equally', (size) => {
    const group = [0, 1, 2, 3].slice(0, size)
    const below = [0, 1, 2, 3, 4].slice(size)
    const tied = plackettLuce([[group, below], ...others], 5)
    const every = orders(group)
    const spelled = every.map((order): Ranking => [...singles(order), below])
    const weights = [...every.map(() => 1 / every.length), 1, 1, 1]
    const written = plackettLuce([...spelled, ...others], 5, weights)
    for (const player of [0, 1, 2, 3, 4]) {
      expect(tied.strengths[player]).toBeCloseTo(written.strengths[player]!, 10)
      expect(tied.se[player]).toBeCloseTo(written.se[player]!, 10)
    }
    const likelihood =
      every.reduce((sum, order) => sum + ofOrder([...order, ...below], tied.strengths, size), 0) / every.length +
      others.reduce((sum, order) => sum + ofOrder(order.flat(), tied.strengths), 0)
    expect(tied.logLikelihood).toBeCloseTo(likelihood, 9)
  })

  it('of seven counts by Efron’s average', () => {
    const group = [0, 1, 2, 3, 4, 5, 6]
    const rankings: Ranking[] = [
      [group, [7]],
      [[7], group],
      [[0], [1, 2, 3, 4, 5, 6, 7]],
    ]
    const { strengths, logLikelihood, penalised } = plackettLuce(rankings, 8)
    expect(penalised).toBe(false)
    const share = strengths.map(Math.exp)
    const all = share.reduce((a, b) => a + b)
    const inGroup = all - share[7]!
    const efron = group.reduce(
      (sum, player) => sum + strengths[player]! - Math.log(inGroup * (1 - player / 7) + share[7]!),
      0,
    )
    expect(logLikelihood).toBeCloseTo(efron + strengths[7]! - Math.log(all) + strengths[0]! - Math.log(all), 9)
    for (const player of [2, 3, 4, 5, 6]) expect(strengths[player]).toBeCloseTo(strengths[1]!, 10)
    expect(strengths[0]).toBeGreaterThan(strengths[1]!)
  })
})

describe('without a finite estimate', () => {
  it('a player that always wins is finite and said to be penalised', () => {
    const rating = plackettLuce([singles([0, 1, 2, 3]), singles([0, 2, 1, 3]), singles([0, 3, 2, 1])], 4)
    expect(rating.penalised).toBe(true)
    expect([...rating.strengths, ...rating.se, rating.logLikelihood].every(Number.isFinite)).toBe(true)
    expect(Math.max(...rating.strengths)).toBe(rating.strengths[0])
  })

  it('players whom nothing compares stand in components of their own; a contest in which all tie compares nobody', () => {
    const rankings: Ranking[] = [singles([0, 1, 2]), singles([2, 1, 0]), [[3, 4, 5]], [[1], [0, 2]]]
    const { components, strengths, penalised } = plackettLuce(rankings, 6)
    expect(components).toEqual([0, 0, 0, 1, 2, 3])
    expect([...strengths.slice(3)]).toEqual([0, 0, 0])
    expect(penalised).toBe(false)
  })

  it('one player without contests has strength 0', () => {
    const { strengths, se, logLikelihood } = plackettLuce([], 1)
    expect([...strengths, ...se, logLikelihood]).toEqual([0, 0, 0])
  })
})

describe('bad rankings are refused by name', () => {
  it.each([
    ['a player that there is not', [[0], [7]], 'ranking 0: expected players from 0 to 2, but it is [[0],[7]]'],
    ['a player twice', [[0], [1, 0]], 'expected each player once'],
    ['an empty group', [[0], [], [1]], 'expected no empty group'],
    ['one player', [[0]], 'expected two players at least'],
  ])('%s', (_, ranking, message) => {
    expect(() => plackettLuce([ranking], 3)).toThrow(message)
  })
  it('a weight below 0', () => {
    expect(() => plackettLuce([[[0], [1]]], 2, [-1])).toThrow('weights, at 0: expected at least 0, but it is -1')
  })
})
