/** Forks: a match that goes on from a turn of another one, each with its own part of the chance. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Event, eventOf, type Started } from '../../src/core/event.ts'
import { parentAt, playedIn, seedIn } from '../../src/core/fork.ts'
import { asking, defineGame, over } from '../../src/core/game.ts'
import { ending, replay, start } from '../../src/core/match.ts'

const Bet = z.strictObject({ bet: z.int().min(0).max(9) })

/** Draws at the start and in every turn. */
const dice = defineGame<object, { left: number; drawn: number[] }, { bet: { bet: number } }, unknown>({
  id: 'dice',
  title: 'Dice',
  version: 1,
  params: z.strictObject({}),
  roles: () => [{ name: 'player', min: 2, max: 2 }],
  init: (_, chance) => ({ left: 6, drawn: [chance('start').int(1e9)] }),
  turn: ({ left }) => (left === 0 ? over() : asking([0, 1], 'bet', Bet, { bet: 0 })),
  apply: ({ left, drawn }, _, chance) => ({
    left: left - 1,
    drawn: [...drawn, chance.within('round').of(0, 'die', left).int(1e9)],
  }),
  view: () => ({}),
  payoffs: ({ drawn }) => [drawn.length, drawn.at(-1)!],
})

const started = (seed: string, parent?: Started['parent']): Started => ({
  type: 'started',
  game: 'dice',
  version: 1,
  seats: [0, 1].map((seat) => ({ role: 'player', player: `p${seat}` })),
  seed,
  ...(parent && { parent }),
})

const bets = (from: number, to: number): Event[] =>
  Array.from({ length: to - from }, (_, i) => from + i).flatMap((turn) =>
    [0, 1].map((seat): Event => ({ type: 'moved', turn, seat, action: { bet: 1 }, origin: { by: 'player' } })),
  )

const drawnBy = (start: Started) => replay(dice, [start, ...bets(0, 6)]).state.drawn

const first = started('first')

describe('chance in a fork', () => {
  it('is the parent’s at the start and in the turns before the fork, and another from there on', () => {
    const before = drawnBy(first)
    for (const turn of [0, 1, 3, 5]) {
      const after = drawnBy(started('second', parentAt(first, 'a', turn, 'fresh')))
      expect(after.slice(0, turn + 1)).toEqual(before.slice(0, turn + 1))
      for (let i = turn + 1; i < before.length; i++) expect(after[i]).not.toBe(before[i])
    }
  })

  it('of two twins differs from the fork on alone', () => {
    const [one, other] = ['x', 'y'].map((seed) => drawnBy(started(seed, parentAt(first, 'a', 2, 'fresh'))))
    expect(one!.slice(0, 3)).toEqual(other!.slice(0, 3))
    expect(one!.slice(3)).not.toEqual(other!.slice(3))
  })

  it('goes on as it would have where it stays the same, to the very fingerprint', () => {
    const log = [first, ...bets(0, 6)]
    const fork = [started('first', parentAt(first, 'a', 3, 'same')), ...bets(0, 6)]
    expect(ending(dice, replay(dice, fork))).toEqual(ending(dice, replay(dice, log)))
  })

  it('is the parent’s at the start of a fork at turn 0, so that secrets dealt there stay', () => {
    const fork = start(dice, started('second', parentAt(first, 'a', 0, 'fresh')))
    expect(fork.state).toEqual(start(dice, first).state)
    expect(start(dice, started('second')).state).not.toEqual(fork.state)
  })

  it('of a fork of a fork is drawn by each seed in its own turns', () => {
    const second = started('second', parentAt(first, 'a', 2, 'fresh'))
    const third = started('third', parentAt(second, 'b', 4, 'fresh'))
    const [a, b, c] = [drawnBy(first), drawnBy(second), drawnBy(third)]
    expect(c).toEqual([...a.slice(0, 3), ...b.slice(3, 5), ...drawnBy(started('third')).slice(5)])
  })

  it('of a fork before the fork of its parent knows nothing of the parent’s own seed, unless it stays the same', () => {
    const second = started('second', parentAt(first, 'a', 4, 'fresh'))
    expect(parentAt(second, 'b', 2, 'fresh').lineage).toEqual([{ match: 'a', seed: 'first', until: 2 }])
    expect(drawnBy(started('second', parentAt(second, 'b', 2, 'same')))).toEqual(drawnBy(second))
  })
})

describe('the lineage of a fork', () => {
  const second = started('second', parentAt(first, 'a', 2, 'fresh'))
  const third = started('third', parentAt(second, 'b', 4, 'fresh'))

  it('says in which match a turn was played', () => {
    expect([0, 1, 2, 3, 4, 5].map((turn) => playedIn(third, 'c', turn))).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
    expect(playedIn(first, 'a', 3)).toBe('a')
    expect(playedIn(started('x', { match: 'a', turn: 2 }), 'd', 1)).toBe('a')
  })

  it('says by which seed a turn, and the start, is drawn', () => {
    expect([-1, 1, 2, 3, 4].map((turn) => seedIn(third, turn))).toEqual(['first', 'first', 'second', 'second', 'third'])
    expect(seedIn(started('x', { match: 'a', turn: 2 }), 0)).toBe('x')
  })

  it('is part of the wire format, and checked there', () => {
    expect(eventOf(JSON.parse(JSON.stringify(third)))).toEqual(third)
    const bad = { ...third, parent: { match: 'b', turn: 4, lineage: [{ match: 'a', seed: 'first', until: -1 }] } }
    expect(() => eventOf(bad)).toThrow(/parent\.lineage\.0\.until/)
  })
})
