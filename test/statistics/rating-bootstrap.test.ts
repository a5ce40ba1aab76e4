/** How sure ratings are: blocks resampled, and whether the intervals cover known strengths. */
import { describe, expect, it } from 'vitest'
import { type Rng, stream } from '../../src/core/chance.ts'
import { bootstrapRatings, type RatedContest, rated, studentInterval } from '../../src/statistics/rating-bootstrap.ts'

/** An order by Plackett and Luce: strengths plus Gumbel noise, descending (Yellott 1977). */
const drawnOrder = (rng: Rng, strengths: readonly number[], seats: number): number[] =>
  rng
    .shuffle(strengths.map((_, player) => player))
    .slice(0, seats)
    .map((player) => ({ player, luck: strengths[player]! - Math.log(-Math.log(1 - rng.next())) }))
    .sort((a, b) => b.luck - a.luck)
    .map(({ player }) => player)

const pairFrom = (rng: Rng, strengths: readonly number[], tie: number): number[][] => {
  const [i, j] = rng.shuffle(strengths.map((_, player) => player))
  const [a, b] = [Math.exp(strengths[i!]!), Math.exp(strengths[j!]!)]
  const at = rng.next() * (a + b + tie * Math.sqrt(a * b))
  if (at < a) return [[i!], [j!]]
  return at < a + b ? [[j!], [i!]] : [[i!, j!]]
}

const contestsOf = (rng: Rng, blocks: number, each: () => number, ranking: (rng: Rng) => number[][]): RatedContest[] =>
  Array.from({ length: blocks }, (_, block) =>
    Array.from({ length: each() }, () => ({ block, ranking: ranking(rng) })),
  ).flat()

describe('bootstrapped ratings', () => {
  const rng = stream(['contests'])
  const pairs = contestsOf(
    rng,
    30,
    () => 6,
    (own) => pairFrom(own, [0.5, 0, -0.5], 0.5),
  ) // prettier-ignore
  const tables = contestsOf(
    rng,
    30,
    () => 4,
    (own) => drawnOrder(own, [1, 0.5, 0, -0.5, -1], 4).map((one) => [one]),
  )
  const options = () => ({ resamples: 200, rng: stream(['resamples']) })

  it('take Bradley–Terry for contests of two, else Plackett–Luce, and keep the estimate of all contests', () => {
    for (const [contests, players, model] of [
      [pairs, 3, 'bradley-terry'],
      [tables, 5, 'plackett-luce'],
      [[...pairs, ...tables], 5, 'plackett-luce'],
    ] as const) {
      const sampled = bootstrapRatings(contests, players, options())!
      expect(sampled.model).toBe(model)
      expect(sampled.rating).toEqual(rated(contests, players).rating)
      expect(sampled.estimates).toEqual(sampled.rating.strengths)
      expect(sampled.draws).toHaveLength(200)
      for (const draw of sampled.draws) expect(draw.reduce((a, b) => a + b)).toBeCloseTo(0, 9)
      sampled.intervals.forEach(({ low, high }, player) => {
        expect(low).toBeLessThan(sampled.estimates[player]!)
        expect(high).toBeGreaterThan(sampled.estimates[player]!)
      })
    }
  })

  it('each draw is the rating of the blocks drawn, as if they had been written out', () => {
    const { draws } = bootstrapRatings(pairs, 3, { resamples: 3, rng: stream(['resamples']) })!
    const drawing = stream(['resamples'])
    for (const draw of draws) {
      const drawn = Array.from({ length: 30 }, () => drawing.int(30))
      const { rating } = rated(
        drawn.flatMap((block) => pairs.filter((contest) => contest.block === block)),
        3,
      )
      rating.strengths.forEach((strength, player) => {
        expect(draw[player]).toBeCloseTo(strength, 9)
      })
    }
  })

  it('do not depend on the order of the contests, nor on how blocks are numbered', () => {
    const once = bootstrapRatings(tables, 5, options())!
    const again = bootstrapRatings(
      tables.map(({ block, ranking }) => ({ block: 100 + 2 * block, ranking })).reverse(),
      5,
      options(),
    )!
    once.draws.forEach((draw, at) => {
      draw.forEach((strength, player) => {
        expect(again.draws[at]![player]).toBeCloseTo(strength, 8)
      })
    })
  })

  it('stay finite where a player always wins, and count the resamples that needed the phantom', () => {
    const always = pairs.map(({ block, ranking }) => ({
      block,
      ranking: ranking.flat().includes(0) ? [[0], ranking.flat().filter((player) => player !== 0)] : ranking,
    }))
    const sampled = bootstrapRatings(always, 3, options())!
    expect(sampled.rating.penalised).toBe(true)
    expect(sampled.penalisedDraws).toBe(200)
    expect(sampled.draws.every((draw) => draw.every(Number.isFinite))).toBe(true)
    // One upset among many: some resamples miss it.
    const upset = [...always, { block: 3, ranking: [[1], [0]] }, { block: 3, ranking: [[2], [0]] }]
    const { rating, penalisedDraws } = bootstrapRatings(upset, 3, options())!
    expect(rating.penalised).toBe(false)
    expect(penalisedDraws).toBeGreaterThan(40)
    expect(penalisedDraws).toBeLessThan(110) // (1 − 1/30)^30 = 0.36 of 200
  })

  it('keep players comparable whom the contests compare: a player of two blocks is in every resample', () => {
    const rare = [...pairs, { block: 1, ranking: [[3], [0]] }, { block: 2, ranking: [[0], [3]] }]
    const { draws, rating } = bootstrapRatings(rare, 4, options())!
    expect(rating.components).toEqual([0, 0, 0, 0])
    expect(draws).toHaveLength(200)
  })

  it('are nothing with one block', () => {
    expect(bootstrapRatings([{ block: 1, ranking: [[0], [1]] }], 2, options())).toBeUndefined()
  })

  it('refuse a contest by its place', () => {
    expect(() => bootstrapRatings([{ block: 1, ranking: [[0], [5]] }], 2, options())).toThrow(
      'contest 0: expected players from 0 to 1, but it is [[0],[5]]',
    )
  })
})

describe('nominal 95 % intervals of a strength difference cover known strengths in 92 to 98 % of 500 data sets', () => {
  const SETS = 500
  const RESAMPLES = 199

  /** Of the strengths of the first and the last player: how often the interval covers, and the mean estimate. */
  function recovery(label: string, strengths: readonly number[], contests: (rng: Rng) => RatedContest[]) {
    const truth = strengths[0]! - strengths.at(-1)!
    let [covered, sum] = [0, 0]
    for (let set = 0; set < SETS; set++) {
      const rng = stream([label, set])
      const { draws, estimates, blocks } = bootstrapRatings(contests(rng), strengths.length, {
        resamples: RESAMPLES,
        rng,
      })!
      const differences = draws.map((draw) => draw[0]! - draw.at(-1)!)
      const difference = estimates[0]! - estimates.at(-1)!
      const { low, high } = studentInterval(difference, differences, blocks)
      if (low <= truth && truth <= high) covered++
      sum += difference
    }
    return { truth, covered: covered / SETS, mean: sum / SETS }
  }

  it.each([
    [
      'two players a contest, with ties',
      [0.6, 0.2, -0.2, -0.6],
      (rng: Rng) => pairFrom(rng, [0.6, 0.2, -0.2, -0.6], 0.6),
    ],
    ['two players a contest, far apart', [1.2, 0, -1.2], (rng: Rng) => pairFrom(rng, [1.2, 0, -1.2], 0)],
    [
      'four seats',
      [0.8, 0.4, 0, -0.4, -0.8],
      (rng: Rng) => drawnOrder(rng, [0.8, 0.4, 0, -0.4, -0.8], 4).map((player) => [player]),
    ],
    [
      'four seats, paid to the winner alone',
      [0.6, 0.2, -0.2, -0.6],
      (rng: Rng) => {
        const [winner, ...others] = drawnOrder(rng, [0.6, 0.2, -0.2, -0.6], 4)
        return [[winner!], others]
      },
    ],
  ])(
    '%s',
    (label, strengths, ranking) => {
      const { truth, covered, mean } = recovery(label, strengths, (rng) =>
        contestsOf(rng, 60, () => 2 + rng.int(5), ranking),
      )
      expect(covered).toBeGreaterThanOrEqual(0.92)
      expect(covered).toBeLessThanOrEqual(0.98)
      expect(Math.abs(mean - truth)).toBeLessThan(0.04)
    },
    240_000,
  )
})
