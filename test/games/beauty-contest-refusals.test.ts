/** What the beauty contest refuses, and how it says so. */
import { describe, expect, it } from 'vitest'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import type { ReplayError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { contest, payoffsOf, players } from './beauty-contest-matches.ts'
import { played, startedOf } from './matches.ts'

const refusal = (act: () => unknown): ReplayError => {
  try {
    act()
  } catch (error) {
    return error as ReplayError
  }
  throw new Error('it was not refused')
}

describe('params', () => {
  const cases: readonly [Record<string, unknown>, RegExp][] = [
    [{ min: 100, max: 0 }, /params\.max: max must be above min, but they are 0 and 100/],
    [{ min: 5, max: 5 }, /params\.max: /],
    [{ factor: '2/0' }, /params\.factor: expected a number from 0 to 1000000, or a fraction such as 2\/3, got "2\/0"/],
    [{ factor: 'x' }, /params\.factor: .* got "x"/],
    [{ factor: '' }, /params\.factor: .* got ""/],
    [{ factor: '1/2/3' }, /params\.factor: .* got "1\/2\/3"/],
    [{ factor: -0.5 }, /params\.factor: .* got -0.5/],
    [{ factor: '-1/2' }, /params\.factor: .* got "-1\/2"/],
    [{ factor: '1/-2' }, /params\.factor: .* got "1\/-2"/],
    [{ factor: '1e999' }, /params\.factor: .* got "1e999"/],
    [{ factor: '1e999999999' }, /params\.factor: .* got "1e999999999"/],
    [{ factor: null }, /params\.factor: .* got null/],
    [{ factor: Number.NaN }, /params\.factor: /],
    [{ p: 0.5 }, /params: .*"p"/],
    [{ statistic: 'mode' }, /params\.statistic: .*"mean"\|"median"\|"max"/],
    [{ ties: 'first' }, /params\.ties: .*"split"/],
    [{ rounds: 0 }, /params\.rounds: /],
    [{ rounds: 1.5 }, /params\.rounds: /],
    [{ prize: -1 }, /params\.prize: /],
    [{ min: 0.1, max: 0.9, integer: true }, /params\.integer: there is no whole number from min to max/],
    [{ max: Number.POSITIVE_INFINITY }, /params\.max: /],
    [{ beliefs: 'on' }, /params\.beliefs: /],
    [{ beliefs: { prize: -1 } }, /params\.beliefs/],
    [{ beliefs: { prize: 1, price: 2 } }, /params\.beliefs/],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => payoffsOf([1, 2], params))
    expect(error.code).toBe('bad-params')
    expect(error.message).toMatch(message)
  })

  it('have defaults, each', () => {
    expect(parsedParams(beautyContest, {})).toEqual({
      factor: '2/3',
      statistic: 'mean',
      offset: 0,
      min: 0,
      max: 100,
      integer: false,
      rounds: 1,
      prize: 100,
      ties: 'split',
      scoring: 'nearest',
      feedback: 'summary',
      beliefs: 'off',
    })
  })
})

describe('seats', () => {
  it('takes 2 to 1,000', () => {
    const begin = (n: number) => start(beautyContest, startedOf(beautyContest, { roles: players(n) }))
    expect(begin(2).asks.size).toBe(2)
    expect(begin(1000).asks.size).toBe(1000)
    for (const n of [1, 1001]) {
      const error = refusal(() => begin(n))
      expect(error.code).toBe('wrong-seats')
      expect(error.message).toBe(`expected 2 to 1000 of role player from seat 0 on, got ${n}`)
    }
  })
})

describe('answers', () => {
  const answering = (action: unknown, params = {}) =>
    refusal(() =>
      played(beautyContest, { params, roles: players(2) }, ({ seat, view }) =>
        seat === 0 ? { guess: view.max } : action,
      ),
    )

  const cases: readonly [unknown, Record<string, unknown>, string][] = [
    [{ guess: 101 }, {}, 'guess: expected a number from 0 to 100, got 101'],
    [{ guess: -0.1 }, {}, 'guess: expected a number from 0 to 100, got -0.1'],
    [{ guess: '33' }, {}, 'guess: expected a number from 0 to 100, got "33"'],
    [{ guess: 33.5 }, { integer: true }, 'guess: expected an integer from 0 to 100, got 33.5'],
    [{ guess: 0 }, { integer: true, min: 0.5 }, 'guess: expected an integer from 1 to 100, got 0'],
    [{ guess: 99 }, { min: 100, max: 200 }, 'guess: expected a number from 100 to 200, got 99'],
    [{}, {}, 'guess: expected a number from 0 to 100, got nothing'],
    [{ guess: 5, why: 'so' }, {}, 'unknown field why'],
  ]
  it.each(cases)('%j with %j', (action, params, complaint) => {
    const error = answering(action, params)
    expect(error.code).toBe('illegal-move')
    expect(error.message).toBe(`illegal guess of seat 1 in turn 0: ${complaint}`)
    expect(error.where).toMatchObject({ turn: 0, seat: 1 })
  })

  it('a belief outside the numbers, before what it is about is known', () => {
    expect(refusal(() => contest([[1, 2]], { beliefs: { prize: 1 } }, { beliefs: [[101, 5]] })).message).toBe(
      'illegal belief of seat 0 in turn 1: belief: expected a number from 0 to 100, got 101',
    )
  })

  it('falls back to the midpoint, whole where numbers are whole', () => {
    const fallback = (params: Record<string, unknown>) =>
      start(beautyContest, startedOf(beautyContest, { params, roles: players(2) })).asks.get(0)!.fallback
    expect(fallback({})).toEqual({ guess: 50 })
    expect(fallback({ max: 25 })).toEqual({ guess: 12.5 })
    expect(fallback({ max: 25, integer: true })).toEqual({ guess: 12 })
    expect(fallback({ min: 0.9, max: 1.5, integer: true })).toEqual({ guess: 1 })
  })

  it('says in its JSON Schema what it takes', () => {
    const ask = start(beautyContest, startedOf(beautyContest, { params: { max: 20 }, roles: players(2) })).asks.get(1)!
    expect(jsonSchemaOf(ask.schema)).toEqual({
      type: 'object',
      properties: { guess: { type: 'number', minimum: 0, maximum: 20 } },
      required: ['guess'],
      additionalProperties: false,
    })
  })
})
