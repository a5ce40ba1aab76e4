/** What taxation refuses, and how it says so. */
import { describe, expect, it } from 'vitest'
import { taxation } from '../../games/taxation/rules.ts'
import type { ReplayError } from '../../src/core/errors.ts'
import { parsedParams } from '../../src/core/fit.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { startedOf } from './matches.ts'
import { planned, SMALL, taxed, workers } from './taxation-matches.ts'

const refusal = (act: () => unknown): ReplayError => {
  try {
    act()
  } catch (error) {
    return error as ReplayError
  }
  throw new Error('it was not refused')
}

const begin = (params: Record<string, unknown>, roles: readonly string[]) =>
  start(taxation, startedOf(taxation, { params, roles }))

describe('params', () => {
  const thresholds = /expected us-2024, three, flat, or thresholds that ascend from 0, such as \[0, 1000, 5000\], got /
  const cases: readonly [Record<string, unknown>, RegExp][] = [
    [{ brackets: [0, 500, 400] }, thresholds],
    [{ brackets: [0, 500, 500] }, thresholds],
    [{ brackets: [100, 500] }, thresholds],
    [{ brackets: [] }, thresholds],
    [{ brackets: 'uk' }, /params\.brackets: .*got "uk"/],
    [{ initialRate: 101 }, /params\.initialRate/],
    [{ skills: { uniform: [9, 3] } }, /params\.skills\.uniform: expected the lowest skill first, then the highest/],
    [{ skills: { given: [] } }, /params\.skills/],
    [{ labour: { max: 20, step: 30 } }, /params\.labour\.step: step must be at most max, but they are 30 and 20/],
    [{ labour: { max: 200 } }, /params\.labour\.max/],
    [{ exponent: 1 }, /params\.exponent/],
    [{ welfare: 'rawlsian' }, /params\.welfare/],
    [{ welfare: { isoelastic: { eta: -1 } } }, /params\.welfare/],
    [{ governance: 'king' }, /params\.governance: .*"planner"/],
    [{ year: 3 }, /params: .*"year"/],
  ]
  it.each(cases)('%j', (params, message) => {
    const error = refusal(() => begin(params, planned(1)))
    expect(error.code).toBe('bad-params')
    expect(error.message).toMatch(message)
  })

  it('have defaults, each', () => {
    expect(parsedParams(taxation, {})).toEqual({
      years: 5,
      stepsPerYear: 1,
      brackets: 'us-2024',
      move: 'rates',
      initialRate: 50,
      skills: 'us-income',
      labour: { max: 100, step: 10 },
      cost: 0.0005,
      exponent: 3.5,
      welfare: 'utilitarian',
      governance: 'planner',
      satisfaction: false,
    })
  })
})

describe('seats', () => {
  const message = (params: Record<string, unknown>, roles: readonly string[]) =>
    refusal(() => begin(params, roles)).message

  it('are a planner and 1 to 1,000 workers, or workers alone', () => {
    expect(begin({}, planned(1)).asks.size).toBe(1)
    expect(begin({ governance: 'vote' }, workers(1000)).asks.size).toBe(1000)
    expect(message({}, planned(1001))).toBe('expected 1 to 1000 of role worker from seat 1 on, got 1001')
    expect(message({}, workers(2))).toBe('expected 1 of role planner from seat 0 on, got 0')
    expect(message({ governance: 'vote' }, planned(2))).toBe('expected 0 of role planner from seat 0 on, got 1')
  })

  it('are as many as skills are given', () => {
    const params = { skills: { given: [1, 2, 3] } }
    expect(begin(params, planned(3)).asks.size).toBe(1)
    expect(message(params, planned(2))).toBe('expected 3 of role worker from seat 1 on, got 2')
    expect(message({ ...params, governance: 'platforms' }, workers(4))).toBe(
      'expected 3 of role worker from seat 0 on, got 4',
    )
  })
})

describe('answers', () => {
  const labour = [[10, 10, 10]]
  const scheduled = (schedule: unknown, params = {}) =>
    refusal(() => taxed({ ...SMALL, ...params }, { schedule: [schedule], labour }))
  const worked = (hours: number, params = {}) =>
    refusal(() => taxed({ ...SMALL, ...params }, { schedule: [{ rates: [0, 0] }], labour: [[10, hours, 10]] }))

  it.each([
    [{ rates: [10] }, {}, 'rates: expected a list of 2, each a number from 0 to 100, got [10]'],
    [{ rates: [10, 20, 30] }, {}, 'rates: expected a list of 2, each a number from 0 to 100, got [10,20,30]'],
    [{ rates: [10, 100.5] }, {}, 'rates.1: expected a number from 0 to 100, got 100.5'],
    [{ rates: [-1, 0] }, {}, 'rates.0: expected a number from 0 to 100, got -1'],
    [
      { deltas: [0, 0] },
      {},
      'rates: expected a list of 2, each a number from 0 to 100, got nothing; unknown field deltas',
    ],
    [{ deltas: [0, 15] }, { move: 'delta' }, 'deltas.1: expected one of -20, -10, 0, 10, 20, got 15'],
    [{ deltas: [0] }, { move: 'delta' }, 'deltas: expected a list of 2, each one of -20, -10, 0, 10, 20, got [0]'],
  ])('a schedule %j', (schedule, params, complaint) => {
    expect(scheduled(schedule, params).message).toBe(`illegal schedule of seat 0 in turn 0: ${complaint}`)
  })

  it.each([
    [25, {}, 'hours: expected an integer from 0 to 100 in steps of 10, got 25'],
    [110, {}, 'hours: expected an integer from 0 to 100 in steps of 10, got 110'],
    [-10, {}, 'hours: expected an integer from 0 to 100 in steps of 10, got -10'],
    [40, { labour: { max: 35, step: 5 } }, 'hours: expected an integer from 0 to 35 in steps of 5, got 40'],
  ])('labour of %d hours with %j', (hours, params, complaint) => {
    expect(worked(hours, params).message).toBe(`illegal labour of seat 2 in turn 1: ${complaint}`)
  })

  it('a vote for nobody', () => {
    const voted = (seat: number) =>
      refusal(() => taxed({ ...SMALL, governance: 'vote' }, { vote: [[{ for: 0 }, { for: seat }, { for: 0 }]] }))
        .message
    expect(voted(3)).toBe('illegal vote of seat 1 in turn 0: for: expected an integer from 0 to 2, got 3')
    const runs = { run: true, rates: [0, 0] }
    const campaign = [[runs, { run: false, rates: null }, runs]]
    const params = { ...SMALL, governance: 'platforms' }
    expect(refusal(() => taxed(params, { campaign, vote: [[{ for: 0 }, { for: 1 }, { for: 0 }]] })).message).toBe(
      'illegal vote of seat 1 in turn 1: for: expected one of 0, 2, got 1',
    )
  })

  it('say in their JSON Schemas what they take', () => {
    const schema = (params: Record<string, unknown>, roles: readonly string[]) =>
      jsonSchemaOf([...begin({ ...params, brackets: [0, 1000] }, roles).asks.values()][0]!.schema)
    const strict = { type: 'object', additionalProperties: false }
    expect(schema({ move: 'delta' }, planned(1))).toEqual({
      ...strict,
      properties: {
        deltas: { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number', enum: [-20, -10, 0, 10, 20] } },
      },
      required: ['deltas'],
    })
    expect(schema({ governance: 'platforms' }, workers(2))).toEqual({
      ...strict,
      properties: {
        run: { type: 'boolean' },
        rates: {
          anyOf: [
            { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number', minimum: 0, maximum: 100 } },
            { type: 'null' },
          ],
        },
      },
      required: ['run', 'rates'],
    })
  })
})
