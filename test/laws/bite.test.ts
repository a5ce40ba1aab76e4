/** The laws bite: for every law there is a planted fault that breaks it, and the honest game breaks none. */
import { describe, expect, it } from 'vitest'
import type { AnyGame } from '../../src/core/game.ts'
import { gameLaws, type LawOptions, legalShares } from '../../src/laws/index.ts'
import { faults } from './faults.ts'
import { askingFor, sumOfBids, viewing } from './faulty-games.ts'
import { LEAK_ACTION, laws } from './names.ts'
import { Bid, reveals, type State, sealedBid } from './sealed-bid.ts'

const honest: LawOptions<State> = { reveals, runs: 10 }

it('leaves the honest game alone', () => {
  expect(brokenBy(sealedBid, honest)).toEqual([])
})

describe('finds', () => {
  it.each(faults)('$what', ({ breaks, others, game = sealedBid, options }) => {
    const broken = brokenBy(game, { ...honest, ...options })
    if (others) expect(broken).toEqual(expect.arrayContaining([...breaks]))
    else expect(broken).toEqual(laws.filter((law) => breaks.includes(law)))
  })

  it('something by every law', () => {
    expect(gameLaws(sealedBid).map(({ name }) => name)).toEqual(laws)
    expect(laws.filter((law) => !faults.some(({ breaks }) => breaks.includes(law)))).toEqual([])
  })

  it('a match that does not end', () => {
    const endless: AnyGame = { ...sealedBid, turn: (state: State) => sealedBid.turn({ ...state, rounds: -1 }) }
    const [replays] = gameLaws(endless, { ...honest, mostTurns: 20 })
    expect(() => replays!.check()).toThrow(/not over after 20 turns/)
  })
})

it('says under which params, seats and seed a law broke', () => {
  const law = gameLaws(viewing(sumShown), { ...honest, seats: [3] }).find(({ name }) => name === LEAK_ACTION)
  expect(() => law!.check()).toThrow(/seat \d sees .* under params \{\}, 3 × bidder, seed "laws\/\d+"/s)
})

it('remembers for a seat what was revealed once, though it is not revealed again', () => {
  expect(brokenBy(sealedBid, { ...honest, reveals: (state, seat) => lastOf(reveals(state, seat)) })).toEqual([])
})

it('lets a game say that all is public', () => {
  const open: AnyGame = viewing(({ past }) => ({ past }))
  expect(brokenBy(open, { ...honest, reveals: ({ past }) => past, allPublic: true })).toEqual([])
})

it('refuses to play with a number of seats that the roles do not allow', () => {
  expect(() => gameLaws(sealedBid, { seats: [7] })).toThrow(/2 to 6 × bidder.* got 7/)
})

it.each([{ params: [] }, { seats: [] }])('refuses to hold for want of a match: %j', (none) => {
  expect(() => gameLaws(sealedBid, none)).toThrow(/at least one params and one number of seats/)
})

it('refuses params that the game refuses', () => {
  expect(() => gameLaws(sealedBid, { params: [{ rounds: 0 }] })).toThrow(/params\.rounds/)
})

it('measures how many random draws are legal', () => {
  expect(legalShares(sealedBid, honest)).toEqual({ bid: { draws: 10 * 3 * (2 + 3 + 5), legal: 1 } })
  const [half] = Object.values(legalShares(askingFor(Bid.refine(({ bid }) => bid < 500)), honest))
  expect(half?.legal).toBeGreaterThan(0.4)
  expect(half?.legal).toBeLessThan(0.6)
})

const lastOf = (list: readonly unknown[]): unknown => list.at(-1)

function sumShown(state: State): object {
  return { sum: sumOfBids(state) }
}

function brokenBy(game: AnyGame, options: LawOptions<State>): readonly string[] {
  return gameLaws(game, options).flatMap(({ name, check }) => {
    try {
      check()
      return []
    } catch {
      return [name]
    }
  })
}
