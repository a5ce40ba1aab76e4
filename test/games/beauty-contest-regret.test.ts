/** What a guess gave up, against trying every other number in settled rounds. */
import { describe, expect, it } from 'vitest'
import { floatOf } from '../../games/beauty-contest/nearest.ts'
import { settle } from '../../games/beauty-contest/round.ts'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { stream } from '../../src/core/chance.ts'
import type { Started } from '../../src/core/event.ts'
import { parsedParams } from '../../src/core/fit.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { advance, type Position, regretsAfter, start } from '../../src/core/match.ts'
import { contest, type Params } from './beauty-contest-matches.ts'

const game: AnyGame = beautyContest

/** By seat, of each turn of a match of these guesses. */
function regretsIn(
  guesses: readonly (readonly number[])[],
  params: Params = {},
  beliefs?: readonly (readonly number[])[],
) {
  const { events } = contest(guesses, params, { ...(beliefs && { beliefs }) })
  let at: Position<unknown, Record<string, unknown>> = start(game, events[0] as Started)
  const found: number[][] = []
  for (const event of events.slice(1)) {
    if (event.type !== 'moved') continue
    const regrets = regretsAfter(game, at, event)
    if (regrets) found.push([...regrets.values()])
    at = advance(game, at, event)
  }
  return found
}

const regretsOf = (guesses: readonly number[], params: Params = {}): number[] => regretsIn([guesses], params)[0]!

describe('the regret of a guess', () => {
  it('is the prize for who could have won it, and nothing for who did', () =>
    // Of 40, 90 and x the target is 2/9 · (130 + x): x = 35 would have won alone; so would 20 against 10 and 40.
    expect(regretsOf([10, 40, 90])).toEqual([100, 0, 100]))

  it('counts that one’s own number moves the target', () => {
    // Alone against 0 with p = 2/3, nothing beats 0, and 0 shares.
    expect(regretsOf([0, 60])).toEqual([0, 50])
    // Against 60, every lower number wins alone.
    expect(regretsOf([60, 60])).toEqual([50, 50])
  })

  it('takes what a tie is expected to pay: the same share where one is drawn as where it is split', () => {
    // Beside 0, 0 and 90 the target is 15 + x / 6: x = 10 wins alone. Beside three zeros nothing beats them.
    const third = expect.closeTo(200 / 3, 9)
    for (const ties of ['split', 'random'])
      expect(regretsOf([0, 0, 0, 90], { ties })).toEqual([third, third, third, 25])
    expect(regretsOf([0, 0, 0, 90], { ties: 'each' })).toEqual([0, 0, 0, 100])
  })

  it('is by distance how much nearer to its target another number would have been', () => {
    // Of 30 and x the target is (30 + x) / 3, which x = 15 hits; 45 is 20 away from 25.
    const [, regret] = regretsOf([30, 45], { scoring: 'distance' })
    expect(regret).toBeCloseTo(20, 9)
    expect(regretsOf([30, 15], { scoring: 'distance' })[1]).toBe(0)
  })

  it('of a belief is what an exact one would have added', () => {
    const found = regretsIn([[10, 40, 90]], { beliefs: { prize: 20 } }, [[65, 50, 0]])
    expect(found).toEqual([
      [100, 0, 100],
      [0, 0, expect.closeTo(20 * 0.25 ** 2, 9)],
    ])
  })

  it('is settled anew in every round', () =>
    expect(
      regretsIn([
        [10, 40, 90],
        [0, 0, 0],
      ]),
    ).toEqual([
      [100, 0, 100],
      [0, 0, 0],
    ]))

  const rules = ['mean', 'median', 'max'].flatMap((statistic) =>
    (['split', 'random', 'lowest', 'each'] as const).flatMap((ties) =>
      ['nearest', 'distance'].map((scoring) => ({ statistic, ties, scoring })),
    ),
  )

  it.each(rules)('on whole numbers is what the best of them would have added ($statistic, $ties, $scoring)', (rule) => {
    const numbers = Array.from({ length: 13 }, (_, x) => x)
    const rng = stream(['regret', JSON.stringify(rule)])
    for (let round = 0; round < 40; round++) {
      const seats = 2 + rng.int(4)
      const factor = ['1/2', '2/3', 0.9, 1.3, '4/3', 0][rng.int(6)]!
      const params = { ...rule, factor, offset: [0, 0, 3, -2][rng.int(4)]!, integer: true, max: 12, prize: 60 }
      const guesses = Array.from({ length: seats }, () => rng.int(13))
      expect({ params, guesses, regrets: regretsOf(guesses, params) }).toEqual({
        params,
        guesses,
        regrets: guesses.map((_, seat) => expect.closeTo(tried(guesses, seat, numbers, params), 9)),
      })
    }
  })

  it.each(rules)(
    'on real numbers is no less than any of a fine grid would have added ($statistic, $ties, $scoring)',
    (rule) => {
      const numbers = Array.from({ length: 241 }, (_, i) => i / 20)
      const rng = stream(['regret on reals', JSON.stringify(rule)])
      let equal = 0
      for (let round = 0; round < 15; round++) {
        const params = { ...rule, factor: ['1/2', '2/3', 0.9, 1.3][rng.int(4)]!, max: 12, prize: 60 }
        const guesses = Array.from({ length: 2 + rng.int(4) }, () => rng.int(13))
        for (const [seat, regret] of regretsOf(guesses, params).entries()) {
          const best = tried(guesses, seat, numbers, params)
          expect(regret).toBeGreaterThan(best - 1e-9)
          equal += Number(regret - best < (rule.scoring === 'distance' ? 0.3 : 1e-9))
        }
      }
      expect(equal).toBeGreaterThan(25) // what wins is seldom between two numbers of the grid
    },
  )
})

/** What the best of these numbers would have added, a draw at its expected value. */
function tried(guesses: readonly number[], seat: number, numbers: readonly number[], rule: Params): number {
  const params = parsedParams(beautyContest, rule['ties'] === 'random' ? { ...rule, ties: 'split' } : rule)
  const paid = (all: readonly number[]) => settle(params, floatOf(params.factor), all, null, () => 0).paid[seat]!
  return Math.max(...numbers.map((number) => paid(guesses.with(seat, number)))) - paid(guesses)
}
