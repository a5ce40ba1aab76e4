import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { conditionsOf } from '../../src/arena/conditions.ts'
import { conditionIn, countMatches, plannedMatches } from '../../src/arena/design.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'

function planned(text: string) {
  const file = parseExperiment(text, 'x.yaml')
  const conditions = conditionsOf(file, shelf)
  return { matches: [...plannedMatches(file, conditions, 'x-1')], count: countMatches(file, conditions), conditions }
}

const three = 'players: [{ strategy: uniform }, { strategy: equilibrium }, { strategy: level-k }]'

describe('a design', () => {
  it('of everyone seats the whole list, each player once in every seat over the rotations', () => {
    const { matches, count } = planned(`game: beauty-contest\n${three}\ndesign: { repetitions: 2 }\n`)
    expect(count).toBe(6)
    expect(matches.map(({ lineup }) => lineup.join(' ')).slice(0, 3)).toEqual([
      'uniform equilibrium level-k',
      'equilibrium level-k uniform',
      'level-k uniform equilibrium',
    ])
  })

  it('of everyone at a larger table copies the list', () => {
    const { matches, count } = planned(`game: beauty-contest\n${three}\ndesign: { seats: 6 }\n`)
    expect(count).toBe(3)
    expect(matches[0]!.lineup).toEqual(['uniform', 'equilibrium', 'level-k', 'uniform', 'equilibrium', 'level-k'])
  })

  it('of a round-robin has every set of different players', () => {
    const { matches } = planned(
      `game: beauty-contest\n${three}\ndesign: { format: round-robin, seats: 2, pairing: fixed }\n`,
    )
    expect(matches.map(({ lineup }) => lineup.join(' '))).toEqual([
      'uniform equilibrium',
      'uniform level-k',
      'equilibrium level-k',
    ])
  })

  it('of a round-robin with fewer players than seats has every multiset', () => {
    const { matches } = planned(
      'game: beauty-contest\nplayers: [{ strategy: uniform }, { strategy: level-k }]\ndesign: { format: round-robin, seats: 3, pairing: fixed }\n',
    )
    expect(matches.map(({ lineup }) => lineup.filter((player) => player === 'uniform').length)).toEqual([3, 2, 1, 0])
  })

  it('of self-play seats one player everywhere, without rotations that change nothing', () => {
    const { matches } = planned(`game: beauty-contest\n${three}\ndesign: { format: self-play, seats: 4 }\n`)
    expect(matches.map(({ lineup }) => new Set(lineup).size)).toEqual([1, 1, 1])
  })

  it('of fixed seats follows the roles', () => {
    const text =
      'game: ultimatum\nplayers: [{ strategy: fair }, { strategy: uniform }]\ndesign: { format: seats, seats: { responder: fair, proposer: uniform }, repetitions: 2 }\n'
    const { matches } = planned(text)
    expect(matches.map(({ lineup, roles }) => [lineup, roles])).toEqual([
      [
        ['uniform', 'fair'],
        ['proposer', 'responder'],
      ],
      [
        ['uniform', 'fair'],
        ['proposer', 'responder'],
      ],
    ])
  })

  it('rotates every player through both roles equally often', () => {
    const { matches } = planned(
      'game: ultimatum\nplayers: [{ strategy: fair }, { strategy: uniform }, { strategy: equilibrium }]\ndesign: { format: round-robin, repetitions: 3 }\n',
    )
    const proposed = new Map<string, number>()
    for (const { lineup } of matches) proposed.set(lineup[0]!, (proposed.get(lineup[0]!) ?? 0) + 1)
    expect([...proposed.values()]).toEqual([6, 6, 6])
  })

  it('crosses its factors, and each condition has its params and what is told', () => {
    const text = `game: beauty-contest\n${three}\ntold: { people: "People.", models: "Models." }\ndesign: { factors: { params.factor: [1/2, 2/3], told: [people, models] } }\n`
    const { conditions } = planned(text)
    expect(conditions.map(({ label, told, params }) => [label, told, params['factor']])).toEqual([
      ['beauty-contest, factor 1/2, told people', 'People.', '1/2'],
      ['beauty-contest, factor 1/2, told models', 'Models.', '1/2'],
      ['beauty-contest, factor 2/3, told people', 'People.', '2/3'],
      ['beauty-contest, factor 2/3, told models', 'Models.', '2/3'],
    ])
  })

  it('shares the seed within a repetition with common seeds, and never with independent ones', () => {
    const common = planned(`game: beauty-contest\n${three}\ndesign: { repetitions: 3 }\nseed: 7\n`).matches
    expect(new Set(common.map(({ seed }) => seed))).toEqual(
      new Set(['7/common/rep-0', '7/common/rep-1', '7/common/rep-2']),
    )
    const own = planned(
      `game: beauty-contest\n${three}\ndesign: { repetitions: 3, seeds: independent }\nseed: 7\n`,
    ).matches
    expect(new Set(own.map(({ seed }) => seed)).size).toBe(own.length)
  })

  it('gives ids that differ, sort in the order of the plan, and do not depend on it', () => {
    const { matches } = planned(
      `game: beauty-contest\n${three}\ndesign: { format: round-robin, seats: 2, repetitions: 11 }\n`,
    )
    const ids = matches.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const inPlan = matches.map(({ lineup, repetition }) => [lineup.toSorted().join(), repetition])
    const sorted = [...matches]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ lineup, repetition }) => [lineup.toSorted().join(), repetition])
    expect(sorted).toEqual(inPlan)
  })

  it('gives conditions that look alike labels of their own', () => {
    const players = 'players: [{ strategy: uniform }, { strategy: equilibrium }]'
    const games =
      'games: [{ game: beauty-contest, params: { rounds: 1 } }, { game: beauty-contest, params: { rounds: 5 } }, { game: beauty-contest, params: { rounds: 5 } }]'
    expect(planned(`${games}\n${players}\n`).conditions.map(({ label }) => label)).toEqual([
      'beauty-contest, rounds 1, everyone',
      'beauty-contest, rounds 5, everyone, number 2',
      'beauty-contest, rounds 5, everyone, number 3',
    ])
    const factors = 'game: beauty-contest\ndesign: { factors: { params.beliefs: [{ prize: 20 }, { prize: 500 }] } }'
    expect(planned(`${factors}\n${players}\n`).conditions.map(({ label }) => label)).toEqual([
      'beauty-contest, beliefs {"prize":20}',
      'beauty-contest, beliefs {"prize":500}',
    ])
  })

  it('finds the condition of a match by its id', () => {
    const { matches, conditions } = planned(
      `game: beauty-contest\n${three}\ndesign: { factors: { params.rounds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }, repetitions: 2 }\n`,
    )
    for (const { id, condition } of matches) expect(conditionIn(conditions, id)).toBe(condition)
    const one = planned(`game: beauty-contest\n${three}\n`)
    expect(conditionIn(one.conditions, one.matches[0]!.id)).toBe(one.conditions[0])
  })

  it('counts a table of a thousand at once', () => {
    const { count } = planned(`game: beauty-contest\n${three}\ndesign: { seats: 999, repetitions: 2 }\n`)
    expect(count).toBe(6)
  })
})
