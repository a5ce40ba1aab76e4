import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { conductOf } from '../../src/analysis/conduct.ts'
import { outcomesOf } from '../../src/analysis/outcomes.ts'
import { plainBehaviour } from '../../src/analysis/plain-behaviour.ts'
import { figuresTable } from '../../src/analysis/tables/behaviour.ts'
import { estimatesTable } from '../../src/analysis/tables/estimates.ts'
import type { Behaviour } from '../../src/core/behaviour.ts'
import type { Event, Started } from '../../src/core/event.ts'
import { gameOf } from '../../src/core/shelf.ts'
import type { Archive } from '../../src/store/archive.ts'
import { condition, subject } from './matches.ts'
import { played, RUN } from './run.ts'

const contest = `
game: beauty-contest
params: { rounds: 3, factor: 1/2 }
players:
  - { name: ten, strategy: fixed, options: { guesses: [10, 20, 30] } }
  - { name: fifty, strategy: fixed, options: { guesses: [50, 50, 50] } }
  - { name: failing, model: "simulated:fixed", options: { guesses: [0, 0, 0], malformed: 1 }, attempts: 1 }
design: { repetitions: 4, seeds: independent, pairing: fixed }
`

async function conduct(text: string, behaviourFor: (started: Started) => Behaviour | undefined, out = '') {
  const { store } = await played(text)
  const { matches } = await outcomesOf(
    store,
    [RUN],
    () => 0,
    () => false,
  )
  return conductOf(store as Archive, {
    ...{ runs: [RUN], matches, gameFor: (started: Started) => gameOf(shelf, started), behaviourFor },
    leftOut: (_: number, player: string) => player === out,
  })
}

const shelved = ({ game, params, seats }: Started) => {
  const found = shelf.games.find((one) => one.game.id === game)!
  return found.behaviour?.(found.game.params.parse(params ?? {}), seats.length)
}

const meanOf = (sums: ReadonlyMap<number, { sum: number; count: number }>) => {
  const all = [...sums.values()]
  return all.reduce((total, { sum }) => total + sum, 0) / all.reduce((total, { count }) => total + count, 0)
}

describe('conduct', () => {
  it('has means of figures by player, over all rounds and by round, a block a match', async () => {
    const { conducts, damaged } = await conduct(contest, shelved)
    const ten = conducts.find(({ player }) => player === 'ten')!
    expect(damaged).toBe(0)
    expect(meanOf(ten.figures.get('guess')!)).toBe(20)
    expect(ten.rounds.get('guess')!.map(meanOf)).toEqual([10, 20, 30])
    expect(ten.figures.get('guess')!.size).toBe(4)
  })

  it('has the share of each class, those that nobody fell into included', async () => {
    const { conducts } = await conduct(contest, shelved)
    const level = conducts.find(({ player }) => player === 'fifty')!.classes.get('level')!
    expect(meanOf(level.get('level-0')!)).toBe(1)
    expect(meanOf(level.get('level-1')!)).toBe(0)
  })

  it('leaves out fallbacks, which are no player’s own, and players that are excluded', async () => {
    expect((await conduct(contest, shelved)).conducts.map(({ player }) => player)).toEqual(['ten', 'fifty'])
    expect((await conduct(contest, shelved, 'ten')).conducts.map(({ player }) => player)).toEqual(['fifty'])
  })

  it('becomes tables in which estimates carry intervals where there are blocks', async () => {
    const conducts = await conduct(contest, shelved)
    const of = subject([condition('x')])
    for (const { columns, rows } of [figuresTable(of, conducts), estimatesTable(of, conducts)]) {
      expect(rows.length).toBeGreaterThan(2)
      for (const row of rows) {
        expect(row).toHaveLength(columns.length)
        for (const cell of row) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
      }
    }
  })

  it('of a game that says nothing is told field by field', async () => {
    const { conducts, behaviours } = await conduct(
      'game: ultimatum\nplayers: [{ name: a, strategy: fair }, { name: b, strategy: fair }]\ndesign: { repetitions: 2 }\n',
      () => undefined,
    )
    expect(behaviours.get(0)!.figures.map(({ name }) => name)).toEqual(['offer.offer', 'reply.accept'])
    const [first] = conducts
    expect(meanOf(first!.figures.get('reply.accept')!)).toBe(1)
  })
})

describe('behaviour of any game', () => {
  const moved = (kind: string, action: unknown): Event => ({
    ...{ type: 'moved', turn: 0, seat: 0, kind, action, origin: { by: 'player' } },
  })

  it('takes words for a choice where they are few and short, and not where they are talk', () => {
    const { classes, figures } = plainBehaviour([
      moved('vote', { for: 'low' }),
      moved('vote', { for: 'high' }),
      moved('talk', { say: 'a long sentence that nobody would call a choice' }),
    ])
    expect(classes.map(({ name, classes: all }) => [name, all])).toEqual([['vote.for', ['high', 'low', 'other']]])
    expect(figures).toEqual([])
  })
})
