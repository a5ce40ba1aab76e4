/** Strengths from contests of two: worked values, ties, and what data without a finite estimate say. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { bradleyTerry, eloScale, type PairCounts, winProbability } from '../../src/statistics/bradley-terry.ts'
import { differenceError } from '../../src/statistics/rating.ts'

const counts = (wins: number[][], ties?: number[][]): PairCounts => ({
  players: wins.length,
  wins: Float64Array.from(wins.flat()),
  ...(ties && { ties: Float64Array.from(ties.flat()) }),
})

/** Independent of the estimator: the log-likelihood as the model is written down. */
function likelihood({ players, wins, ties }: PairCounts, strengths: ArrayLike<number>, tie: number): number {
  let total = 0
  for (let i = 0; i < players; i++)
    for (let j = 0; j < players; j++) {
      const [a, b] = [Math.exp(strengths[i]!), Math.exp(strengths[j]!)]
      const even = tie * Math.sqrt(a * b)
      const [won, tied] = [wins[i * players + j]!, ties?.[i * players + j] ?? 0]
      if (won > 0) total += won * Math.log(a / (a + b + even))
      if (tied > 0) total += tied * Math.log(even / (a + b + even))
    }
  return total
}

/** By trying, coordinate by coordinate, with ever smaller steps. */
function bestByTrying(of: (point: readonly number[]) => number, size: number): number[] {
  let point = new Array<number>(size).fill(0)
  for (let step = 1; step > 1e-9; step /= 2)
    for (let moved = true; moved; ) {
      moved = false
      for (let at = 0; at < size; at++)
        for (const by of [step, -step]) {
          const next = point.with(at, point[at]! + by)
          if (of(next) > of(point) + 1e-13) {
            point = next
            moved = true
          }
        }
    }
  return point
}

describe('Bradley–Terry', () => {
  const wins = [
    [0, 7, 9, 8],
    [3, 0, 6, 7],
    [1, 4, 0, 5],
    [2, 3, 5, 0],
  ]

  it('has the strengths, errors and likelihood of the worked case', () => {
    const rating = bradleyTerry(counts(wins))
    const expected = [1.0624418066, 0.0949283298, -0.5786850682, -0.5786850682]
    expected.forEach((strength, player) => {
      expect(rating.strengths[player]).toBeCloseTo(strength, 6)
    })
    ;[0, -0.9675134767, -1.6411268747, -1.6411268747].forEach((strength, player) => {
      expect(rating.strengths[player]! - rating.strengths[0]!).toBeCloseTo(strength, 6)
    })
    ;[0, 0.5208161684, 0.5496493202, 0.5496493202].forEach((error, player) => {
      expect(differenceError(rating, player, 0)).toBeCloseTo(error, 6)
    })
    expect(differenceError(rating, 1, 2)).toBeCloseTo(0.485771901, 6)
    expect(rating.logLikelihood).toBeCloseTo(-34.476279219, 8)
    ;[184.5650455731, 16.4907399255, -100.5278927493, -100.5278927493].forEach((points, player) => {
      expect(eloScale(rating.strengths)[player]).toBeCloseTo(points, 4)
    })
    expect(winProbability(rating.strengths[0]!, rating.strengths[3]!)).toBeCloseTo(0.8376882131, 7)
    const [difference, error] = [rating.strengths[1]! - rating.strengths[0]!, differenceError(rating, 1, 0)!]
    expect(difference - 1.959963984540054 * error).toBeCloseTo(-1.9882944096, 6)
    expect(difference + 1.959963984540054 * error).toBeCloseTo(0.0532674561, 6)
    expect(rating).toMatchObject({ tie: 0, penalised: false, components: [0, 0, 0, 0] })
  })

  it('gives each player as many expected wins as it had', () => {
    const { strengths } = bradleyTerry(counts(wins))
    for (const i of [0, 1, 2, 3]) {
      const won = wins[i]!.reduce((a, b) => a + b)
      const expected = [0, 1, 2, 3].reduce(
        (sum, j) =>
          i === j ? sum : sum + (wins[i]![j]! + wins[j]![i]!) * winProbability(strengths[i]!, strengths[j]!),
        0,
      )
      expect(expected).toBeCloseTo(won, 10)
    }
  })

  it('of two players is the logarithm of the odds, with the error of a share, for weights as for counts', () => {
    const rating = bradleyTerry(
      counts([
        [0, 7.5],
        [2.5, 0],
      ]),
    )
    expect(rating.strengths[0]! - rating.strengths[1]!).toBeCloseTo(Math.log(3), 12)
    expect(differenceError(rating, 0, 1)).toBeCloseTo(Math.sqrt(1 / 7.5 + 1 / 2.5), 12)
    expect(rating.se[0]).toBeCloseTo(Math.sqrt(1 / 7.5 + 1 / 2.5) / 2, 12)
    expect(rating.logLikelihood).toBeCloseTo(7.5 * Math.log(0.75) + 2.5 * Math.log(0.25), 12)
  })

  it('is sure of a player with many matches and less so of one with few', () => {
    const { se, penalised } = bradleyTerry(
      counts([
        [0, 200, 3],
        [180, 0, 1],
        [1, 2, 0],
      ]),
    )
    expect(penalised).toBe(false)
    expect(se[2]!).toBeGreaterThan(
      3 *
        differenceError(
          bradleyTerry(
            counts([
              [0, 200],
              [180, 0],
            ]),
          ),
          0,
          1,
        )!,
    )
    expect(se[2]!).toBeGreaterThan(se[0]!)
  })
})

describe('ties', () => {
  it('of two players follow Davidson exactly: odds of wins, and ν by the geometric mean', () => {
    const rating = bradleyTerry(
      counts(
        [
          [0, 8],
          [2, 0],
        ],
        [
          [0, 5],
          [0, 0],
        ],
      ),
    )
    expect(rating.strengths[0]! - rating.strengths[1]!).toBeCloseTo(Math.log(4), 10)
    expect(rating.tie).toBeCloseTo(5 / Math.sqrt(8 * 2), 10)
    const [a, b] = rating.strengths
    expect(winProbability(a!, b!, rating.tie)).toBeCloseTo(8 / 15, 10)
    expect(winProbability(b!, a!, rating.tie)).toBeCloseTo(2 / 15, 10)
  })

  it('among four players have the likelihood that trying every direction finds', () => {
    const rng = stream(['davidson'])
    for (let set = 0; set < 5; set++) {
      const drawn = (most: number) =>
        Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, j) => (i === j ? 0 : 1 + rng.int(most))))
      const pairs = counts(drawn(9), drawn(4))
      const rating = bradleyTerry(pairs)
      const [second, third, fourth, tie] = bestByTrying(
        ([b, c, d, logTie]) => likelihood(pairs, [0, b!, c!, d!], Math.exp(logTie!)),
        4,
      )
      ;[0, second!, third!, fourth!].forEach((strength, player) => {
        expect(rating.strengths[player]! - rating.strengths[0]!).toBeCloseTo(strength, 5)
      })
      expect(Math.log(rating.tie)).toBeCloseTo(tie!, 5)
      expect(rating.logLikelihood).toBeCloseTo(likelihood(pairs, rating.strengths, rating.tie), 9)
      expect(rating.penalised).toBe(false)
    }
  })

  it('alone leave all equal, with a finite ν', () => {
    const rating = bradleyTerry(
      counts(
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
        [
          [0, 4, 1],
          [0, 0, 2],
          [0, 0, 0],
        ],
      ),
    )
    for (const strength of rating.strengths) expect(strength).toBeCloseTo(0, 12)
    expect(rating.tie).toBeGreaterThan(1)
    expect(Number.isFinite(rating.tie)).toBe(true)
    expect(rating.penalised).toBe(true)
  })

  it('beside wins of one side alone have no finite estimate, though they hold neither back', () => {
    // 3 wins, 2 ties, no loss: with ν² in proportion to the odds, growing, the loss becomes ever less likely.
    const pairs = counts(
      [
        [0, 3],
        [0, 0],
      ],
      [
        [0, 2],
        [0, 0],
      ],
    )
    const ever = [2, 4, 8, 16].map((d) => likelihood(pairs, [d, -d], (2 / 3) * Math.exp(d)))
    expect(ever).toEqual([...ever].sort((a, b) => a - b))
    const { penalised, strengths, tie } = bradleyTerry(pairs)
    expect(penalised).toBe(true)
    expect(strengths[0]).toBeGreaterThan(0)
    expect([...strengths, tie].every(Number.isFinite)).toBe(true)
  })

  it('held by a circle with more wins than ties need no phantom', () => {
    const circle = [
      [0, 2, 0],
      [0, 0, 2],
      [2, 0, 0],
    ]
    const rating = bradleyTerry(
      counts(circle, [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ]),
    )
    expect(rating.penalised).toBe(false)
    for (const strength of rating.strengths) expect(strength).toBeCloseTo(0, 10)
    expect(rating.tie).toBeCloseTo(1, 10) // ν / (2 + ν) = 1 / 3
  })
})

describe('where no finite strengths have the greatest likelihood', () => {
  it('a player that always wins is finite, above all others, and said to be penalised', () => {
    const rating = bradleyTerry(
      counts([
        [0, 5, 5],
        [0, 0, 3],
        [0, 2, 0],
      ]),
    )
    expect(rating.penalised).toBe(true)
    expect([...rating.strengths, ...rating.se, rating.logLikelihood].every(Number.isFinite)).toBe(true)
    expect(rating.strengths[0]).toBeGreaterThan(rating.strengths[1]!)
    expect(rating.strengths[1]).toBeGreaterThan(rating.strengths[2]!)
  })

  it('the phantom adds half a win and half a loss of each: of two players, one that won all three', () => {
    // By trying, with the phantom written out as a third player.
    const rating = bradleyTerry(
      counts([
        [0, 3],
        [0, 0],
      ]),
    )
    const withPhantom = counts([
      [0, 3, 0.5],
      [0, 0, 0.5],
      [0.5, 0.5, 0],
    ])
    const [a, b] = bestByTrying(([first, second]) => likelihood(withPhantom, [first!, second!, 0], 0), 2)
    expect(rating.strengths[0]! - rating.strengths[1]!).toBeCloseTo(a! - b!, 6)
    expect(rating.logLikelihood).toBeCloseTo(3 * Math.log(winProbability(a! - b!, 0)), 6)
  })

  it('groups that never met stand in components of their own, each around 0', () => {
    const rating = bradleyTerry(
      counts([
        [0, 0, 6, 0],
        [0, 0, 0, 2],
        [2, 0, 0, 0],
        [0, 2, 0, 0],
      ]),
    )
    expect(rating.components).toEqual([0, 1, 0, 1])
    expect(rating.penalised).toBe(false)
    expect(rating.strengths[0]).toBeCloseTo(Math.log(3) / 2, 10)
    expect(rating.strengths[1]).toBeCloseTo(0, 10)
    expect(differenceError(rating, 0, 2)).toBeCloseTo(Math.sqrt(1 / 6 + 1 / 2), 10)
    expect(differenceError(rating, 0, 1)).toBeUndefined()
  })

  it('one player alone has strength 0', () => {
    const rating = bradleyTerry(counts([[0]]))
    expect([...rating.strengths, ...rating.se, rating.logLikelihood]).toEqual([0, 0, 0])
    expect(rating).toMatchObject({ penalised: false, components: [0] })
  })

  it('a long chain in which each beats the next stays finite', () => {
    const chain = Array.from({ length: 40 }, (_, i) => Array.from({ length: 40 }, (_, j) => (j === i + 1 ? 50 : 0)))
    const { strengths, penalised, se } = bradleyTerry(counts(chain))
    expect(penalised).toBe(true)
    expect([...strengths, ...se].every(Number.isFinite)).toBe(true)
    expect([...strengths]).toEqual([...strengths].sort((a, b) => b - a))
  })
})

describe('bad counts are refused by name', () => {
  it.each([
    [
      'negative wins',
      counts([
        [0, -1],
        [0, 0],
      ]),
      'wins of player 0 against 1: expected at least 0, but it is -1',
    ],
    [
      'wins against oneself',
      counts([
        [0, 1],
        [1, 2],
      ]),
      'wins of player 1 against 1: expected 0',
    ],
    [
      'ties that are no number',
      counts(
        [
          [0, 1],
          [1, 0],
        ],
        [
          [0, Number.NaN],
          [0, 0],
        ],
      ),
      'ties, at 1: expected a finite number',
    ],
    ['a list of another length', { players: 3, wins: new Float64Array(4) }, 'expected lists of one length'],
  ])('%s', (_, pairs, message) => {
    expect(() => bradleyTerry(pairs)).toThrow(message)
  })
})
