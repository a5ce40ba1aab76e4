/** What every game on the shelf says of behaviour holds whatever is played: numbers that are finite, classes that are listed. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { stream } from '../../src/core/chance.ts'
import type { Event, Started } from '../../src/core/event.ts'
import { type AnyGame, wrapped } from '../../src/core/game.ts'
import { check, draw, jsonSchemaOf } from '../../src/core/legal.ts'
import { advance, awaited, isOver, start } from '../../src/core/match.ts'
import { rolesOfLeast } from '../../src/core/roles.ts'
import { shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import { estimated, madeIn, namesOf } from './behaved.ts'
import { PLAYER, startedOf } from './matches.ts'

type Params = Record<string, unknown>

/** Beside the defaults, rules under which figures could be undefined: values and money of 0, limits, elections, one rate. */
const variants: Readonly<Record<string, readonly Params[]>> = {
  clock: [
    { rounds: 2, proxy: true, values: { kind: 'common' } },
    { rounds: 2, direction: 'descending', values: { kind: 'private', low: 0, high: 3 } },
    {
      rounds: 2,
      proxy: true,
      values: {
        kind: 'given',
        rounds: [
          [0, -3],
          [4, 5],
        ],
      },
    },
  ],
  'item-auction': [
    {
      items: [
        { name: 'stone', start: 1, value: 0 },
        { name: 'ring', start: 10, value: 24.5 },
      ],
      budgets: [0, 30, 12],
    },
  ],
  'sealed-bid': [
    { rounds: 3, format: 'all-pay', reserve: 5, values: { kind: 'private', low: 0, high: 2 } },
    { rounds: 3, format: 'third-price', budgets: 20, feedback: 'own' },
    { rounds: 2, values: { kind: 'private', low: 0, high: 0 }, increment: 0 },
    { rounds: 2, format: 'second-price', values: { kind: 'common' } },
  ],
  taxation: [
    { years: 3, governance: 'platforms', satisfaction: true, move: 'delta', brackets: 'three' },
    { years: 3, governance: 'vote', brackets: 'flat', skills: { given: [0, 0, 0] } },
    { years: 2, stepsPerYear: 2, cost: 0, skills: { given: [30] }, labour: { max: 20, step: 20 } },
  ],
  'water-allocation': [
    { days: 4, overspend: 'loses', payoff: 'health' },
    { days: 3, needs: [2, 3], salaries: [0, 4], supply: { low: 0, high: 5 } },
  ],
}

const games = shelf.games.filter(({ behaviour }) => behaviour !== undefined).map(({ game }) => game.id)

describe.each(games)('%s', (id) => {
  const { game, behaviour } = shelvedGame(shelf, id)
  const again = [{ wrap: shelvedWrap(shelf, 'repeated').wrap }, { wrap: shelvedWrap(shelf, 'talk').wrap }]

  it.each([{}, ...(variants[id] ?? [])])('says what is finite and listed, alone and within wraps: %j', (params) => {
    for (const played of [game, wrapped(game, again)])
      for (const seed of ['a', 'b', 'c']) {
        const { decisions, seats } = matchOf(played, params, seed)
        const { baselines, classes, estimates, figures } = behaviour!(game.params.parse(params), seats)
        for (const made of decisions) {
          for (const { name, of } of figures) expect(of(made) ?? 0, name).toSatisfy(Number.isFinite)
          for (const { classes: listed, name, of } of classes) expect([undefined, ...listed], name).toContain(of(made))
        }
        const all = { baselines, classes, estimates, figures }
        for (const { name } of estimates) expect(estimated(all, name, decisions) ?? 0, name).toSatisfy(Number.isFinite)
        const names = namesOf(all)
        expect(new Set(names).size).toBe(names.length)
        for (const { of } of baselines) expect(names).toContain(of)
      }
  })
})

/** Every answer is drawn from its ask. */
function matchOf(game: AnyGame, params: Params, seed: string) {
  const fewest = rolesOfLeast(game.roles(game.params.parse(params)))
  // a planner alone has nobody to tax: the last role has a seat more where it may
  const roles = [
    ...fewest,
    ...(game.roles(game.params.parse(params)).at(-1)!.max > fewest.length ? [fewest.at(-1)!] : []),
  ]
  const events: Event[] = [startedOf(game, { params, roles, seed })]
  let at = start(game, events[0] as Started)
  while (!isOver(at))
    for (const seat of awaited(at)) {
      const { schema } = at.asks.get(seat)!
      const rng = stream(['behaviour', seed, at.turn, seat])
      const shape = jsonSchemaOf(schema)
      const drawn = Array.from({ length: 20 }, () => check(schema, draw(shape, rng))).find(({ ok }) => ok)
      if (!drawn?.ok) throw new Error(`seat ${seat} finds nothing to answer`)
      const moved: Event = { type: 'moved', turn: at.turn, seat, action: drawn.action, origin: PLAYER }
      events.push(moved)
      at = advance(game, at, moved)
    }
  return { decisions: madeIn(game, { events }), seats: roles.length }
}
