/** Whether groups can be formed of those who are expected: each complaint says where, what is left over, and what would do. */
import { describe, expect, it } from 'vitest'
import { assignmentTable } from '../../src/lab/assignment.ts'
import { checkGroups, poolOf } from '../../src/lab/check-groups.ts'
import { Lab } from '../../src/lab/lab-schema.ts'

interface Given {
  readonly participants: number
  readonly blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly treatments?: Readonly<Record<string, unknown>>
}

/** Every block seats k people. */
function complaints({ participants, blocks, treatments }: Given, k: number) {
  const lab = Lab.parse({
    title: 'Choosing numbers',
    participants,
    consent: { text: 'You may leave at any time.' },
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([id, block]) => [id, { game: 'beauty-contest', seats: ['person'], ...block }]),
    ),
    ...(treatments && { treatments }),
    seed: 'seed',
  })
  return checkGroups(lab, new Map(Object.keys(blocks).map((id) => [id, k])))
}

const part = (matching: object, rest: object = {}) => ({ part: { matching, ...rest } })

describe('a session with groups for everybody has no complaint', () => {
  it.each([
    ['partners', { participants: 12, blocks: part({}) }, 3],
    [
      'strangers in matching groups',
      { participants: 12, blocks: part({ with: 'stranger', group: 6 }, { matches: 5 }) },
      3,
    ],
    [
      'perfect strangers',
      { participants: 18, blocks: part({ with: 'perfect-stranger', group: 9 }, { matches: 4 }) },
      3,
    ],
    ['people who play alone', { participants: 7, blocks: part({}) }, 1],
    ['leftover people who leave', { participants: 13, blocks: part({ leftover: 'leave' }) }, 3],
    ['leftover seats that are filled', { participants: 2, blocks: part({ leftover: { fill: 'robot' } }) }, 3],
  ])('%s', (_, given, k) => expect(complaints(given, k)).toEqual([]))
})

describe('what cannot be is said with its place in the file', () => {
  it.each([
    [
      'leftover people of whom nothing is said',
      { participants: 13, blocks: part({}) },
      3,
      ['blocks', 'part', 'matching', 'leftover'],
      '13 participants leave 1 of 13 in all (part) for block part, which needs 3 people for a match: say what becomes of them, `leftover: leave` or `fill`, or expect 15 participants',
    ],
    [
      'fewer people than a group',
      { participants: 4, blocks: part({ with: 'stranger', group: 6, leftover: 'leave' }) },
      3,
      ['blocks', 'part', 'matching', 'leftover'],
      '4 participants leave 4 of 4 in all (part) for block part, which needs 6 people for a matching group: nobody could be matched in all (part); have fewer cells, or expect 6 participants',
    ],
    [
      'fewer people than a matching group, which a player cannot fill',
      { participants: 4, blocks: part({ with: 'stranger', group: 6, leftover: { fill: 'robot' } }) },
      3,
      ['blocks', 'part', 'matching', 'leftover'],
      '4 participants leave 4 of 4 in all (part) for block part, which needs 6 people for a matching group: nobody could be matched in all (part); have fewer cells, or expect 6 participants',
    ],
    [
      'a matching group that is no multiple of a match',
      { participants: 12, blocks: part({ with: 'stranger', group: 8 }) },
      3,
      ['blocks', 'part', 'matching', 'group'],
      'a match seats 3 people, and 8 is not a multiple of it: expected 6 and 9',
    ],
    [
      'a matching group smaller than a match',
      { participants: 12, blocks: part({ with: 'stranger', group: 2 }) },
      3,
      ['blocks', 'part', 'matching', 'group'],
      'a match seats 3 people, and 2 is not a multiple of it: expected 3',
    ],
    [
      'more matches than perfect strangers',
      { participants: 12, blocks: part({ with: 'perfect-stranger', group: 4 }, { matches: 4 }) },
      2,
      ['blocks', 'part', 'matching', 'with'],
      '4 people cannot be matched 4 times by 2 so that no pair meets twice: everybody meets 1 of 3 others a match, so 3 matches is the most possible; expected so many, or matching groups of 6 or more',
    ],
  ])('%s', (_, given, k, path, message) => expect(complaints(given, k)).toEqual([{ path, message }]))

  it('orders that are too many', () => {
    const blocks = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, {}]))
    const treatments = { many: { blocks: Object.keys(blocks), order: 'counterbalanced' } }
    expect(complaints({ participants: 12, blocks, treatments }, 2)).toEqual([
      { path: ['treatments'], message: expect.stringContaining('has 6 blocks, which have 720 orders') },
    ])
  })
})

describe('people of several cells', () => {
  const blocks = { a: {}, b: {} }
  const treatments = { within: { blocks: ['a', 'b'], order: 'counterbalanced' } }

  it('meet only those who come to a block at the same time in live matching', () => {
    const found = complaints({ participants: 6, blocks, treatments }, 2)
    expect(found.map(({ path }) => path.join('.'))).toEqual([
      'blocks.a.matching.leftover',
      'blocks.b.matching.leftover',
    ])
    expect(found[0]!.message).toMatch(
      /^6 participants leave 1 of 3 in within \(\w, \w\) and 1 of 3 in within \(\w, \w\) for block a, .*or expect 8 participants$/,
    )
    expect(complaints({ participants: 8, blocks, treatments }, 2)).toEqual([])
  })

  it('meet all of a treatment in deferred matching', () => {
    const deferred = { a: { matching: { when: 'deferred' } }, b: { matching: { when: 'deferred' } } }
    expect(complaints({ participants: 6, blocks: deferred, treatments }, 2)).toEqual([])
  })

  it('the number that is named leaves nobody over', () => {
    for (const participants of [5, 6, 7, 9, 10, 11]) {
      const [first] = complaints({ participants, blocks, treatments }, 4)
      const enough = Number(/expect (\d+) participants/.exec(first!.message)![1])
      expect(enough).toBe(participants < 8 ? 8 : 16)
      expect(complaints({ participants: enough, blocks, treatments }, 4)).toEqual([])
    }
  })

  it('of a treatment without the block do not count', () => {
    const between = { one: { blocks: ['a'] }, two: { blocks: ['b'] } }
    expect(complaints({ participants: 8, blocks, treatments: between }, 4)).toEqual([])
    expect(complaints({ participants: 4, blocks, treatments: between }, 4)).toHaveLength(2)
  })
})

it('a pool is a treatment with its order in live matching, and a treatment in deferred matching', () => {
  const lab = Lab.parse({
    title: 'Choosing numbers',
    participants: 4,
    consent: { text: 'You may leave at any time.' },
    blocks: {
      live: { game: 'beauty-contest', seats: ['person'] },
      later: { game: 'beauty-contest', seats: ['person'], matching: { when: 'deferred' } },
    },
  })
  const [cell] = assignmentTable(lab, 1)
  expect(poolOf(lab.blocks['live']!, cell!)).toBe('all (live, later)')
  expect(poolOf(lab.blocks['later']!, cell!)).toBe('all')
})
