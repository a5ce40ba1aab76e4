/** Who wins a round of the beauty contest, and what it pays. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contest, payoffsOf, winnersOf } from './beauty-contest-matches.ts'

describe('the nearest guess wins', () => {
  it('settles a round: mean 42, target 28, and 33 is nearer than 22', () => {
    const { payoffs, measures } = contest([[0, 22, 22, 33, 50, 67, 100]])
    expect(payoffs).toEqual([0, 0, 0, 100, 0, 0, 0])
    expect(measures.meanFirst).toBe(42)
    expect(measures.targetFirst).toBeCloseTo(28, 12)
  })

  it('adds up what the rounds pay', () => {
    // targets 22.2 and 44.4: seat 1, then both
    expect(
      contest(
        [
          [0, 20, 80],
          [50, 50, 100],
        ],
        { prize: 10 },
      ).payoffs,
    ).toEqual([5, 15, 0])
  })

  it('takes the mean of an even number, of two, of a thousand', () => {
    expect(payoffsOf([0, 100])).toEqual([100, 0])
    expect(winnersOf([...Array.from({ length: 999 }, () => 60), 40])).toEqual([999]) // mean 59.98, target 39.99
  })

  it('lets the lower of two numbers win, whatever they are (Grosskopf and Nagel 2008)', () => {
    for (const [low, high] of [
      [0, 1],
      [30, 31],
      [99, 100],
      [0.1, 99.9],
    ] as const)
      expect(payoffsOf([high, low])).toEqual([0, 100])
  })
})

describe('nearness is exact', () => {
  // On the left what a sum of floats makes of it.
  const cases: readonly [string, number[], { factor?: number; max?: number }, number[]][] = [
    ['0 alone', [0.4, 0.8, 1.5], {}, [0, 1]], //             mean 0.9, target 0.6: both 0.2 away
    ['1 alone', [0.4, 4, 5.5], {}, [0, 1]], //               mean 3.3, target 2.2: both 1.8 away
    ['0 alone', [0.1, 0.6, 0.6, 0.7], { factor: 0.7 }, [0, 1, 2]], // mean 0.5, target 0.35: all 0.25 away
    ['0 and 1', [20, 60, 99.99999999999999], {}, [0]], //    target just below 40
    ['0 and 1', [20, 60, 100.00000000000001], { max: 200 }, [1]], // just above
    ['0 and 1', [0, 2, 2.4999999999999996], {}, [0]], //     target just below 1
  ]
  it.each(cases)('where floats find %s: %j %j', (floats, guesses, params, expected) => {
    expect(winnersOf(guesses, params)).toEqual(expected)
    expect(floatWinners(guesses, params.factor ?? 2 / 3)).toBe(floats)
  })

  it('reads 22.2 as 222/10: the mean is 49.95, the target 33.3, both 11.1 away', () => {
    expect(payoffsOf([22.2, 44.4, 83.25])).toEqual([50, 50, 0])
  })

  it('keeps a fraction apart from a decimal near it', () => {
    expect(winnersOf([20, 60, 100], { factor: '2/3' })).toEqual([0, 1])
    expect(winnersOf([20, 60, 100], { factor: 0.6666666667 })).toEqual([1])
    expect(winnersOf([20, 60, 100], { factor: '0.6666666666' })).toEqual([0])
    expect(winnersOf([20, 60, 100], { factor: '1.0/1.5' })).toEqual([0, 1])
  })

  it('reads numbers as String prints them, with an exponent too', () => {
    // mean 3.75e-7, target 2.5e-7: one on either side
    expect(winnersOf([1e-7, 4e-7, 6.25e-7])).toEqual([0, 1])
  })

  it('is not misled by what cancels out: a sum of 0.00000025, a mean of 0.00000005, a target of 0.05', () => {
    const params = { min: -1, max: 1, factor: 1e6 }
    expect(winnersOf([0, 0.1, 0.7, -0.3, -0.49999975], params)).toEqual([0, 1])
    expect(floatWinners([0, 0.1, 0.7, -0.3, -0.49999975], 1e6)).not.toBe('0 and 1')
    expect(winnersOf([0, 0.1, 0.7], { ...params, factor: '1/4', offset: -0.0666666666666667 })).toEqual([0])
    expect(winnersOf([0, 0.1, 0.7], { ...params, factor: '1/4', offset: -0.0666666666666666 })).toEqual([1])
  })

  it('agrees with whole-number arithmetic on any hundredths', () => {
    const guess = fc.integer({ min: 0, max: 300 })
    const rules = fc.record({
      over: fc.integer({ min: 0, max: 12 }),
      under: fc.integer({ min: 1, max: 9 }),
      offset: fc.integer({ min: -50, max: 50 }),
      statistic: fc.constantFrom('mean', 'median', 'max'),
    })
    fc.assert(
      fc.property(
        fc.array(guess, { minLength: 2, maxLength: 6 }),
        rules,
        (cents, { over, under, offset, statistic }) => {
          const params = { factor: `${over}/${under}`, offset: offset / 100, statistic, max: 3 }
          const of = statisticsOf[statistic]!(cents)
          // target = over / under · (Σ of / n + offset): every distance times n · under is a whole number of hundredths
          const aim = over * (sum(of) + of.length * offset)
          const distances = cents.map((cent) => Math.abs(cent * of.length * under - aim))
          const best = Math.min(...distances)
          const expected = distances.flatMap((distance, seat) => (distance === best ? [seat] : []))
          expect(
            winnersOf(
              cents.map((cent) => cent / 100),
              params,
            ),
          ).toEqual(expected)
        },
      ),
      { numRuns: 2000, seed: 1 },
    )
  })
})

describe('ties', () => {
  const either = [20, 20, 60, 140] // mean 60, target 40: three are 20 away, on either side
  const pays = (ties: string) => payoffsOf(either, { ties, max: 200, prize: 90 })

  it('split: all the nearest share', () => expect(pays('split')).toEqual([30, 30, 30, 0]))
  it('lowest: those who named the lower number share', () => expect(pays('lowest')).toEqual([45, 45, 0, 0]))
  it('each: all the nearest get the whole prize', () => expect(pays('each')).toEqual([90, 90, 90, 0]))

  it('random: one of the nearest, by the seed', () => {
    const drawn = Array.from({ length: 60 }, (_, i) => {
      const { payoffs } = contest([either], { ties: 'random', max: 200, prize: 90 }, { seed: `seed ${i}` })
      expect(payoffs.toSorted()).toEqual([0, 0, 0, 90])
      return payoffs.indexOf(90)
    })
    expect([0, 1, 2, 3].map((seat) => drawn.filter((winner) => winner === seat).length > 10)).toEqual([
      true,
      true,
      true,
      false,
    ])
    const again = contest([either], { ties: 'random', max: 200, prize: 90 }, { seed: 'seed 0' })
    expect(again.payoffs.indexOf(90)).toBe(drawn[0])
  })

  it('random: each round draws anew', () => {
    const rounds = Array.from({ length: 30 }, () => [50, 50])
    const { payoffs } = contest(rounds, { ties: 'random', prize: 1 })
    expect(payoffs[0]! + payoffs[1]!).toBe(30)
    expect(Math.min(...payoffs)).toBeGreaterThan(5)
  })

  it('leaves a sole winner the prize under every rule', () => {
    for (const ties of ['split', 'random', 'lowest', 'each'])
      expect(payoffsOf([10, 20, 90], { ties })).toEqual([0, 100, 0])
  })
})

describe('scoring by distance', () => {
  it('pays each by how far it is off, over the range', () => {
    const [low, middle, high] = payoffsOf([0, 50, 100], { scoring: 'distance' }) as [number, number, number] // target 33.3
    expect(low).toBeCloseTo(66.666666667, 8)
    expect(middle).toBeCloseTo(83.333333333, 8)
    expect(high).toBeCloseTo(33.333333333, 8)
  })
  it('never pays less than nothing', () =>
    expect(payoffsOf([0, 100], { scoring: 'distance', factor: 3 })).toEqual([0, 50])) // target 150
  it('measures by the range there is', () =>
    expect(payoffsOf([10, 20], { scoring: 'distance', factor: 1, min: 10, max: 20, prize: 8 })).toEqual([4, 4]))
})

describe('the target', () => {
  const target = (guesses: number[], params: Record<string, unknown>) => contest([guesses], params).measures.targetFirst

  it('is the factor times the mean, the median or the highest', () => {
    expect(target([10, 20, 90], { factor: 0.5, statistic: 'mean' })).toBe(20)
    expect(target([90, 10, 20], { factor: 0.5, statistic: 'median' })).toBe(10)
    expect(target([90, 10, 60, 20], { factor: 0.5, statistic: 'median' })).toBe(20)
    expect(target([90, 10, 20], { factor: 0.5, statistic: 'max' })).toBe(45)
  })
  it('decides by that statistic who wins', () => {
    expect(winnersOf([10, 20, 90])).toEqual([1]) //                          mean 40, target 26.7
    expect(winnersOf([10, 20, 90], { statistic: 'median' })).toEqual([0]) //   target 13.3
    expect(winnersOf([10, 50, 70, 90], { statistic: 'max' })).toEqual([1, 2]) // target 60
    expect(winnersOf([10, 20, 40, 90], { statistic: 'median', factor: 1 })).toEqual([1, 2]) // median 30
  })
  it('adds the offset before it multiplies: 0.7 · (50 + 18) = 47.6', () => {
    expect(target([30, 40, 50, 80], { factor: 0.7, offset: 18 })).toBeCloseTo(47.6, 12)
    expect(winnersOf([30, 40, 50, 80], { factor: 0.7, offset: 18 })).toEqual([2])
    expect(winnersOf([30, 40, 50, 80], { factor: 0.7, offset: -18 })).toEqual([0]) // 22.4
  })
  it('may lie above all that can be named: 1.3 · 162.5 = 211.25', () => {
    expect(target([120, 150, 200, 180], { factor: 1.3, min: 100, max: 200 })).toBeCloseTo(211.25, 10)
    expect(winnersOf([120, 150, 200, 180], { factor: 1.3, min: 100, max: 200 })).toEqual([2])
  })
  it('is 0 for factor 0, and the lowest wins', () => {
    expect(target([3, 50, 2], { factor: 0 })).toBe(0)
    expect(winnersOf([3, 50, 2], { factor: 0 })).toEqual([2])
  })
  it('may be below 0 where numbers may: mean −20, target −13.3', () =>
    expect(winnersOf([-50, -10, 0], { min: -50, max: 50 })).toEqual([1]))
})

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

const statisticsOf: Record<string, (numbers: number[]) => number[]> = {
  mean: (numbers) => numbers,
  max: (numbers) => [Math.max(...numbers)],
  median: (numbers) => {
    const sorted = numbers.toSorted((a, b) => a - b)
    const half = sorted.length / 2
    return Number.isInteger(half) ? [sorted[half - 1]!, sorted[half]!] : [sorted[Math.floor(half)]!]
  },
}

/** What the plain float formula finds nearest. */
function floatWinners(guesses: readonly number[], factor: number): string {
  const target = factor * (sum(guesses) / guesses.length)
  const distances = guesses.map((guess) => Math.abs(guess - target))
  const nearest = distances.flatMap((distance, seat) => (distance === Math.min(...distances) ? [seat] : []))
  return nearest.length === 1 ? `${nearest[0]} alone` : nearest.join(' and ')
}
