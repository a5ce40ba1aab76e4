import { describe, expect, it } from 'vitest'
import { contestsIn } from '../../src/analysis/contests.ts'
import { blocksOf } from '../../src/analysis/outcomes.ts'
import { winShare, winsIn } from '../../src/analysis/wins.ts'
import { match, seat } from './matches.ts'

const rankings = (...matches: ReturnType<typeof match>[]) => contestsIn(matches).map(({ ranking }) => ranking)

describe('contests', () => {
  it('rank the players of a match by payoff, best first, equal ones together', () => {
    expect(rankings(match('m1', [seat('a', 1), seat('b', 3), seat('c', 1)]))).toEqual([[['b'], ['a', 'c']]])
  })

  it('take payoffs that differ in their last digits for equal', () => {
    expect(rankings(match('m1', [seat('a', 0.1 + 0.2), seat('b', 0.3)]))).toEqual([[['a', 'b']]])
  })

  it('count the mean of a player in several seats', () => {
    expect(rankings(match('m1', [seat('a', 0), seat('a', 10), seat('b', 6)]))).toEqual([[['b'], ['a']]])
  })

  it('leave out matches that did not end, and players among themselves', () => {
    expect(rankings(match('m1', [seat('a', null), seat('b', null)], { status: 'voided' }))).toEqual([])
    expect(rankings(match('m1', [seat('a', 1), seat('a', 2)]))).toEqual([])
  })

  const pair = (id: string, proposer: readonly [string, number], responder: readonly [string, number]) =>
    match(id, [seat(...proposer, { role: 'proposer' }), seat(...responder, { role: 'responder' })], { contest: 'c' })

  it('of roles with one seat each compare over all rotations of a line-up', () => {
    expect(rankings(pair('r1', ['a', 70], ['b', 30]), pair('r2', ['b', 50], ['a', 50]))).toEqual([[['a'], ['b']]])
  })

  it('are not made of rotations of which one is missing', () => {
    const voided = { ...pair('r2', ['b', 0], ['a', 0]), status: 'voided' as const }
    expect(rankings(pair('r1', ['a', 70], ['b', 30]))).toEqual([])
    expect(rankings(pair('r1', ['a', 70], ['b', 30]), voided)).toEqual([])
  })
})

describe('pairs', () => {
  const contests = [
    { condition: 0, block: 0, ranking: [['a'], ['b', 'c']] },
    { condition: 0, block: 1, ranking: [['b'], ['a']] },
  ]

  it('count wins and ties from contests of any size', () => {
    const wins = winsIn(contests, ['a', 'b', 'c'])
    expect(wins.wins).toEqual([
      [0, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
    ])
    expect(wins.ties).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ])
    expect([winShare(wins, 0, 1), winShare(wins, 1, 2)]).toEqual([0.5, 0.5])
  })

  it('that never met have no share', () => {
    expect(winShare(winsIn([contests[1]!], ['a', 'b', 'c']), 0, 2)).toBeUndefined()
  })
})

describe('blocks', () => {
  it('are matches that share a seed or a person, directly or through others', () => {
    const ties = [['seed 1'], ['seed 2', 'person x'], ['seed 1'], ['seed 3', 'person x'], ['seed 4']]
    expect(blocksOf(ties)).toEqual({ blockOf: [0, 1, 0, 1, 2], blocks: 3 })
  })

  it('join where a later match ties two of them', () => {
    expect(blocksOf([['s1'], ['s2'], ['s1', 's2'], ['s3']])).toEqual({ blockOf: [0, 0, 0, 1], blocks: 2 })
  })
})
