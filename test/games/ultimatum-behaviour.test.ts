/** What is looked at in offers and replies, what a reply gave up, and what people did. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { behaviour } from '../../games/ultimatum/behaviour.ts'
import { ultimatum } from '../../games/ultimatum/rules.ts'
import type { Started } from '../../src/core/event.ts'
import { parsedParams } from '../../src/core/fit.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { advance, type Position, regretsAfter, start } from '../../src/core/match.ts'
import { shelvedGame } from '../../src/core/shelf.ts'
import { decisionsIn } from './decisions.ts'
import { played } from './matches.ts'

const game: AnyGame = ultimatum
const match = (offer: number, accept: boolean, params: Record<string, unknown> = {}) =>
  played(ultimatum, { params, roles: ['proposer', 'responder'] }, ({ kind }) =>
    kind === 'offer' ? { offer } : { accept },
  )
const of = (params: Record<string, unknown> = {}) => behaviour(parsedParams(ultimatum, params))

/** What a member makes of the offer and of the reply. */
function shown(name: string, offer: number, accept = true, params: Record<string, unknown> = {}) {
  const { figures, classes } = of(params)
  const member = [...figures, ...classes].find((one) => one.name === name)!
  return decisionsIn(ultimatum, match(offer, accept, params)).map((made) => member.of(made))
}

it('stands on the shelf', () => expect(shelvedGame(shelf, 'ultimatum').behaviour).toBe(behaviour))

describe('an offer', () => {
  it('has its share of the pie, and is an equal split or not', () => {
    expect(shown('offer-share', 30)).toEqual([0.3, undefined])
    expect(shown('offer-share', 3, true, { pie: 12 })).toEqual([0.25, undefined])
    expect([49, 50, 51].map((offer) => shown('equal-split', offer)[0])).toEqual([0, 1, 0])
    expect([2, 3, 4, 5].map((offer) => shown('equal-split', offer, true, { pie: 7 })[0])).toEqual([0, 1, 1, 0])
  })
  it('falls into a band', () =>
    expect([0, 19, 20, 39, 40, 49, 50, 51, 100].map((offer) => shown('offer', offer)[0])).toEqual(
      'below-20 below-20 below-40 below-40 below-half below-half half above-half above-half'.split(' '),
    ))
})

describe('a reply', () => {
  it('takes the offer or not', () => {
    expect(shown('accepted', 30, true)).toEqual([undefined, 1])
    expect(shown('accepted', 30, false)).toEqual([undefined, 0])
  })
  it('to less than 20 % counts for how often low offers are rejected, and none other', () => {
    expect(shown('low-rejected', 19, false)).toEqual([undefined, 1])
    expect(shown('low-rejected', 19, true)).toEqual([undefined, 0])
    expect(shown('low-rejected', 20, false)).toEqual([undefined, undefined])
  })
})

describe('people', () => {
  it('offer 40 % and take 84 % of offers (Oosterbeek, Sloof and van de Kuilen 2004), where nobody has anything outside', () => {
    expect(of().baselines).toMatchObject([
      { of: 'offer-share', value: 0.4 },
      { of: 'accepted', value: 0.84 },
    ])
    expect(of({ outside: { min: 0, max: 20 } }).baselines).toEqual([])
  })
})

describe('regrets', () => {
  function regretsOf(offer: number, accept: boolean, params: Record<string, unknown> = {}) {
    const { events } = match(offer, accept, params)
    let at: Position<unknown, Record<string, unknown>> = start(game, events[0] as Started)
    return events.flatMap((event) => {
      if (event.type !== 'moved') return []
      const regrets = regretsAfter(game, at, event)
      at = advance(game, at, event)
      return [[...regrets!]]
    })
  }
  it('are what a responder gave up, and nothing is said of the proposer', () => {
    expect(regretsOf(30, true)).toEqual([[], [[1, 0]]])
    expect(regretsOf(30, false)).toEqual([[], [[1, 30]]])
    expect(regretsOf(0, false)).toEqual([[], [[1, 0]]])
  })
  it('reckon with what the responder has outside', () => {
    const params = { outside: { min: 40, max: 40 } }
    expect(regretsOf(30, true, params)).toEqual([[], [[1, 10]]])
    expect(regretsOf(30, false, params)).toEqual([[], [[1, 0]]])
    expect(regretsOf(70, false, params)).toEqual([[], [[1, 30]]])
  })
})
