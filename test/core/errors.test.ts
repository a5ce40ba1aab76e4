/** Words of error messages. */
import { describe, expect, it } from 'vitest'
import { hint, list, quoted, ReplayError, StagegameError } from '../../src/core/errors.ts'

describe('hint', () => {
  const games = ['beauty-contest', 'ultimatum', 'talk']

  it.each([
    ['beauty-contst', 'did you mean beauty-contest?'],
    ['Ultimatum', 'did you mean ultimatum?'],
    ['tlak', 'did you mean talk?'],
    ['walk', 'did you mean talk?'],
    ['chess', 'there are: beauty-contest, ultimatum, talk'],
  ])('for %s', (found, words) => {
    expect(hint(found, games)).toBe(words)
  })

  it('names the nearest, not the first that is near', () => {
    expect(hint('maz', ['min', 'max'])).toBe('did you mean max?')
  })

  it('says so where there is nothing', () => {
    expect(hint('x', [])).toBe('there are none')
  })
})

describe('list', () => {
  it.each([
    [[], 'nobody'],
    [[1], '1'],
    [[1, 2, 5], '1, 2 and 5'],
    [Array.from({ length: 13 }, (_, i) => i), '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 3 more'],
  ])('of %j', (items, words) => {
    expect(list(items)).toBe(words)
  })
})

describe('quoted', () => {
  it('is JSON, cut where it is long', () => {
    expect(quoted({ guess: 1 })).toBe('{"guess":1}')
    expect(quoted(undefined)).toBe('nothing')
    expect(quoted('x'.repeat(500))).toHaveLength(118)
    expect(quoted('x'.repeat(500)).endsWith('…')).toBe(true)
  })
})

it('a replay error is one that users can act on, with its place and cause', () => {
  const cause = new Error('why')
  const error = new ReplayError('illegal-move', 'no', { turn: 1, seat: 2 }, { cause })
  expect(error).toBeInstanceOf(StagegameError)
  expect([error.name, error.code, error.where, error.cause]).toEqual([
    'ReplayError',
    'illegal-move',
    { turn: 1, seat: 2 },
    cause,
  ])
})
