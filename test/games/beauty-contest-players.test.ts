/** The scripted players of the beauty contest, in matches. */
import { describe, expect, it } from 'vitest'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { strategies } from '../../games/beauty-contest/strategies.ts'
import { type Params, players, type View } from './beauty-contest-matches.ts'
import { type Match, playedBy } from './matches.ts'

type Name = keyof typeof strategies

const player = (name: Name, options: unknown = {}) => strategies[name](options)
/** Names the midpoint, whatever it is. */
const middling = player('level-k', { level: 0 })
const fixed = (...guesses: number[]) => player('fixed', { guesses })

/** What seat 0 guessed, round by round. */
const guessesOf = (match: Match, seat = 0): number[] => (match.views[seat] as View).history.map((entry) => entry.guess)
const beliefsOf = (match: Match, seat = 0) => (match.views[seat] as View).history.map((entry) => entry.belief)

const table = (params: Params, seats = 2, seed = 'seed') => ({ params, roles: players(seats), seed })
const against = (
  others: readonly ReturnType<typeof fixed>[],
  own: ReturnType<typeof fixed>,
  params: Params,
  seed?: string,
) => playedBy(beautyContest, table(params, others.length + 1, seed), [own, ...others])

const one = (name: Name, options: unknown = {}, params: Params = {}) =>
  guessesOf(against([middling, middling], player(name, options), params))[0]

const near = (x: number) => expect.closeTo(x, 6)

describe('equilibrium', () => {
  it('names 0, or what the parameters make of it', () => {
    expect(one('equilibrium')).toBe(0)
    expect(one('equilibrium', {}, { factor: '7/10', offset: 18 })).toBe(42)
    expect(one('equilibrium', {}, { factor: '2/3', offset: 10 })).toBe(20) // to the point
    expect(one('equilibrium', {}, { factor: 1.3, min: 100, max: 200 })).toBe(200)
    expect(one('equilibrium', {}, { min: 2.5, integer: true })).toBe(3)
  })
  it('believes the others name it too', () => {
    const match = against([fixed(50)], player('equilibrium'), { beliefs: { prize: 20 } })
    expect(beliefsOf(match)).toEqual([0])
  })
})

describe('level-k', () => {
  it('names 50 pᵏ', () => {
    expect([0, 1, 2, 3].map((level) => one('level-k', { level }))).toEqual([
      50,
      near(33.333333),
      near(22.222222),
      near(14.814815),
    ])
    expect(one('level-k')).toBe(one('level-k', { level: 1 }))
  })
  it('starts from the midpoint, or from another mean', () => {
    expect(one('level-k', { level: 1 }, { min: 20, max: 40 })).toBe(20)
    expect(one('level-k', { level: 1 }, { max: 30 })).toBe(10)
    expect(one('level-k', { level: 2, mean: 36 })).toBeCloseTo(16, 10)
  })
  it('takes its own influence into account on demand: 2/3 · 2 / (3 − 2/3) · 50 among three', () => {
    expect(one('level-k', { level: 1, ownInfluence: true })).toBeCloseTo(28.5714285714, 9)
    expect(one('level-k', { level: 2, ownInfluence: true })).toBeCloseTo(16.3265306122, 9)
  })
  it('believes the others are a level below', () => {
    const match = against([fixed(50)], player('level-k', { level: 2 }), { beliefs: { prize: 20 } })
    expect(beliefsOf(match)).toEqual([near(33.333333)])
  })
  it('names whole numbers where they are asked', () => expect(one('level-k', { level: 2 }, { integer: true })).toBe(22))
})

describe('cognitive-hierarchy', () => {
  it('draws levels by Poisson(tau), the choices of the levels from the theory', () => {
    const thousand = Array.from({ length: 1000 }, () => player('cognitive-hierarchy', { tau: 1.5 }))
    const match = playedBy(beautyContest, table({ beliefs: { prize: 1 } }, 1000), thousand)
    const guesses = thousand.map((_, seat) => guessesOf(match, seat)[0]!)
    const share = (x: number) => guesses.filter((guess) => Math.abs(guess - x) < 1e-6).length / 1000
    expect(Math.abs(share(33.3333333333) - 0.3347)).toBeLessThan(0.05)
    expect(Math.abs(share(26.6666666667) - 0.251)).toBeLessThan(0.05)
    expect(Math.abs(share(23.908045977) - 0.1255)).toBeLessThan(0.04)
    const other = guesses.filter((guess) => guess < 22 || guess > 34)
    expect(Math.abs(other.length / 1000 - 0.2231 * 0.88)).toBeLessThan(0.05) // level 0 spreads over all numbers
    expect(Math.max(...other)).toBeGreaterThan(90)
    expect(beliefsOf(match, 7)).toEqual([near(33.4994682847)])
  })
  it('is level 0 throughout for tau 0', () => {
    const many = Array.from({ length: 200 }, () => player('cognitive-hierarchy', { tau: 0 }))
    const match = playedBy(beautyContest, table({}, 200), many)
    expect(new Set(many.map((_, seat) => guessesOf(match, seat)[0])).size).toBe(200)
  })
})

describe('players that look back', () => {
  // Seat 0 with two others who stay at 60: a round's mean is (x + 120) / 3, its target 2/9 (x + 120).
  const stay = [fixed(60), fixed(60)]

  it('last-target plays the last target', () => {
    const match = against(stay, player('last-target'), { rounds: 3 })
    expect(guessesOf(match)).toEqual([near(33.333333), near(34.074074), near(34.238683)])
  })
  it('last-target starts and steps as it is told', () => {
    const match = against(stay, player('last-target', { first: 30, step: -5 }), { rounds: 2 })
    expect(guessesOf(match)).toEqual([30, near(28.333333)])
  })
  it('iterated-best-response answers the last mean', () => {
    const match = against(stay, player('iterated-best-response', { mean: 45 }), { rounds: 3, beliefs: { prize: 1 } })
    expect(guessesOf(match)).toEqual([near(30), near(33.333333), near(34.074074)])
    expect(beliefsOf(match)).toEqual([45, near(50), near(51.111111)])
  })
  it('without feedback the one repeats its guess, the other answers it', () => {
    const blind = { rounds: 3, feedback: 'none' }
    expect(guessesOf(against(stay, player('last-target', { first: 30, step: -5 }), blind))).toEqual([30, 30, 30])
    expect(guessesOf(against(stay, player('iterated-best-response'), blind))).toEqual([
      near(33.333333),
      near(22.222222),
      near(14.814815),
    ])
  })
  it('among themselves go down together', () => {
    const all = [0, 1, 2].map(() => player('iterated-best-response'))
    const match = playedBy(beautyContest, table({ rounds: 4 }, 3), all)
    expect(guessesOf(match, 2)).toEqual([near(33.333333), near(22.222222), near(14.814815), near(9.876543)])
  })
})

describe('fixed', () => {
  it('names its numbers in turn, then the last one', () => {
    const match = against([fixed(50)], player('fixed', { guesses: [10, 70] }), { rounds: 4 })
    expect(guessesOf(match)).toEqual([10, 70, 70, 70])
  })
  it('names a number that is not allowed as well, and is not mended', () => {
    expect(() => against([fixed(50)], fixed(150), {})).toThrow(/illegal guess of seat 0 in turn 0: .* got 150/)
    expect(() => against([fixed(50)], fixed(33.3), { integer: true })).toThrow(
      /expected an integer from 0 to 100, got 33.3/,
    )
  })
  it('believes what it is told to, else the midpoint', () => {
    const asked = { beliefs: { prize: 1 } }
    expect(beliefsOf(against([fixed(50)], player('fixed', { guesses: [1], belief: 12 }), asked))).toEqual([12])
    expect(beliefsOf(against([fixed(50)], fixed(1), asked))).toEqual([50])
  })
})

describe('uniform', () => {
  const guesses = (params: Params) =>
    Array.from({ length: 300 }, (_, i) => guessesOf(against([middling], player('uniform'), params, `seed ${i}`))[0]!)

  it('spreads over all numbers', () => {
    const drawn = guesses({ min: 100, max: 200 })
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(200)
    expect(Math.abs(drawn.reduce((a, b) => a + b, 0) / 300 - 150)).toBeLessThan(10)
  })
  it('names each whole number there is', () => {
    expect([...new Set(guesses({ min: 2.5, max: 6, integer: true }))].toSorted()).toEqual([3, 4, 5, 6])
  })
})

describe('options', () => {
  const refused: readonly [Name, unknown, RegExp][] = [
    ['equilibrium', { level: 1 }, /level/],
    ['level-k', { level: -1 }, /level/],
    ['level-k', { level: 1.5 }, /level/],
    ['level-k', { k: 1 }, /"k"/],
    ['cognitive-hierarchy', { tau: -1 }, /tau/],
    ['fixed', {}, /guesses/],
    ['fixed', { guesses: [] }, /guesses/],
  ]
  it.each(refused)('of %s refuse %j', (name, options, message) => {
    expect(() => player(name, options)).toThrow(message)
  })
})
