/** The ultimatum game: splits, outside options, what each sees, and its scripted players. */
import { describe, expect, it } from 'vitest'
import { ultimatum } from '../../games/ultimatum/rules.ts'
import { strategies } from '../../games/ultimatum/strategies.ts'
import { acceptance, bestOffer } from '../../games/ultimatum/theory.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Awaited, played, playedBy } from './matches.ts'

type View = ViewOf<typeof ultimatum>

const roles = ['proposer', 'responder']
const match = (offer: number, accept: boolean, params: Record<string, unknown> = {}, seed = 'seed') =>
  played(ultimatum, { params, roles, seed }, ({ kind }) => (kind === 'offer' ? { offer } : { accept }))

describe('payoffs', () => {
  it('split the pie where the offer is taken', () => expect(match(30, true).payoffs).toEqual([70, 30]))
  it('are nothing where it is not', () => expect(match(30, false).payoffs).toEqual([0, 0]))
  it('take any offer from nothing to all', () => {
    expect(match(0, true, { pie: 7 }).payoffs).toEqual([7, 0])
    expect(match(7, true, { pie: 7 }).payoffs).toEqual([0, 7])
  })
  it('are what each has outside where it is not', () => {
    const rejected = match(30, false, { outside: { min: 12, max: 12 } })
    expect(rejected.payoffs).toEqual([12, 12])
    expect(match(30, true, { outside: { min: 12, max: 12 } }).payoffs).toEqual([70, 30])
  })
})

describe('outside options', () => {
  const outside = { min: 10, max: 19 }
  const drawn = Array.from({ length: 200 }, (_, i) => match(0, false, { outside }, `seed ${i}`).payoffs)

  it('are whole numbers from the range, each of them met', () => {
    for (const seat of [0, 1])
      expect([...new Set(drawn.map((payoffs) => payoffs[seat]))].toSorted()).toEqual([
        10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
      ])
  })
  it('are drawn for each seat on its own', () => {
    const same = drawn.filter(([a, b]) => a === b).length
    expect(same).toBeGreaterThan(5)
    expect(same).toBeLessThan(45)
  })
  it('follow from the seed', () => expect(match(0, false, { outside }, 'seed 3').payoffs).toEqual(drawn[3]))
})

describe('views', () => {
  it('tell a seat its own outside option and the range, never the other’s, to the end', () => {
    const params = { outside: { min: 0, max: 1000 }, pie: 500 }
    const { views, payoffs } = match(30, false, params)
    expect(payoffs[0]).not.toBe(payoffs[1])
    expect(views[0]).toEqual({
      seat: 0,
      role: 'proposer',
      pie: 500,
      outside: payoffs[0],
      outsideRange: { min: 0, max: 1000 },
      offer: 30,
      accepted: false,
      over: true,
      history: [],
    })
    expect((views[1] as View).outside).toBe(payoffs[1])
  })

  it('show the responder the offer, and nobody anything before it', () => {
    const seen: unknown[] = []
    played(ultimatum, { roles }, ({ seat, kind, view }: Awaited) => {
      seen.push([seat, kind, view.offer, view.accepted])
      return kind === 'offer' ? { offer: 30 } : { accept: true }
    })
    expect(seen).toEqual([
      [0, 'offer', null, null],
      [1, 'reply', 30, null],
    ])
  })
})

describe('measures', () => {
  it('are the share offered, whether it was taken, and how much of what there was came of it', () => {
    expect(match(30, true).measures).toEqual({ offerShare: 0.3, accepted: 1, efficiency: 1 })
    expect(match(30, false).measures).toEqual({ offerShare: 0.3, accepted: 0, efficiency: 0 })
    expect(match(30, false, { outside: { min: 20, max: 20 } }).measures).toMatchObject({ efficiency: 0.4 })
    // both have 80 outside: agreeing on 100 wastes 60
    expect(match(30, true, { outside: { min: 80, max: 80 } }).measures).toMatchObject({ efficiency: 100 / 160 })
    expect(match(30, false, { outside: { min: 80, max: 80 } }).measures).toMatchObject({ efficiency: 1 })
  })
})

describe('refusals', () => {
  it.each([
    [{ pie: 0 }, /params\.pie/],
    [{ pie: 10.5 }, /params\.pie/],
    [{ outside: { min: 5, max: 4 } }, /params\.outside\.max: max must be at least min/],
    [{ outside: { min: -1, max: 4 } }, /params\.outside/],
    [{ outsides: 'none' }, /params: .*"outsides"/],
  ])('params %j', (params, message) => expect(() => match(0, true, params)).toThrow(message))

  it.each([
    [101, /illegal offer of seat 0 in turn 0: offer: expected an integer from 0 to 100, got 101/],
    [-1, /expected an integer from 0 to 100, got -1/],
    [30.5, /expected an integer from 0 to 100, got 30.5/],
  ])('an offer of %f', (offer, message) => expect(() => match(offer, true)).toThrow(message))

  it('any other table than a proposer and a responder', () => {
    for (const table of [['proposer'], ['responder', 'proposer'], ['proposer', 'responder', 'responder']])
      expect(() => played(ultimatum, { roles: table }, () => ({ offer: 0 }))).toThrow(/of role|has the role/)
  })
})

describe('theory', () => {
  it('offers nothing where nobody has anything outside: it is taken', () => {
    expect(bestOffer(100, 0, null)).toBe(0)
    expect(acceptance(0, null)).toBe(1)
  })
  it('offers what maximises (pie − x) · P(taken) + own · P(not taken)', () => {
    // responder uniform on 0 … 9: (10 − x)(x + 1)/10 is 3 at x = 4 and at x = 5: the lower
    expect(bestOffer(10, 0, { min: 0, max: 9 })).toBe(4)
    // own outside 6: (10 − x − 6)(x + 1)/10 + 6: highest at x = 1 and x = 2, 0.6 above 6
    expect(bestOffer(10, 6, { min: 0, max: 9 })).toBe(1)
    expect(acceptance(4, { min: 0, max: 9 })).toBe(0.5)
    expect(acceptance(3, { min: 5, max: 9 })).toBe(0)
    expect(acceptance(50, { min: 5, max: 9 })).toBe(1)
    expect(bestOffer(100, 0, { min: 12, max: 12 })).toBe(12)
  })
})

describe('scripted players', () => {
  const { equilibrium, fair, uniform } = strategies
  const plays = (proposer: object, responder: object, params = {}, seed = 'seed') =>
    playedBy(ultimatum, { params, roles, seed }, [proposer as never, responder as never])

  it('equilibrium offers nothing, and takes it', () =>
    expect(plays(equilibrium({}), equilibrium({})).payoffs).toEqual([100, 0]))
  it('equilibrium takes what is worth its outside option, and no less', () => {
    const outside = { min: 20, max: 20 }
    expect(plays(fair({ offer: 0.2 }), equilibrium({}), { outside }).payoffs).toEqual([80, 20])
    expect(plays(fair({ offer: 0.19 }), equilibrium({}), { outside }).payoffs).toEqual([20, 20])
    expect(plays(equilibrium({}), equilibrium({}), { outside }).payoffs).toEqual([80, 20])
  })
  it('fair offers a half, and rejects less than 30 % of the pie', () => {
    expect(plays(fair({}), fair({})).payoffs).toEqual([50, 50])
    expect(plays(fair({ offer: 0.3 }), fair({})).payoffs).toEqual([70, 30])
    expect(plays(fair({ offer: 0.29 }), fair({})).payoffs).toEqual([0, 0])
  })
  it('fair means its shares as they are written, to the point', () => {
    for (const share of [0.07, 0.14, 0.28, 0.29, 0.55, 0.56, 0.57, 0.58]) {
      const offer = Math.round(100 * share)
      expect(plays(fair({ offer: share }), fair({ reject: share })).payoffs).toEqual([100 - offer, offer])
    }
  })
  it('fair rejects less than it has outside', () => {
    const outside = { min: 60, max: 60 }
    expect(plays(fair({}), fair({}), { outside }).payoffs).toEqual([60, 60])
  })
  it('uniform offers anything, and takes it half of the time', () => {
    const matches = Array.from({ length: 400 }, (_, i) => plays(uniform({}), uniform({}), { pie: 3 }, `seed ${i}`))
    const offers = matches.map(({ views }) => (views[0] as View).offer)
    expect([0, 1, 2, 3].map((offer) => offers.filter((found) => found === offer).length > 70)).toEqual([
      true,
      true,
      true,
      true,
    ])
    const taken = matches.filter(({ views }) => (views[0] as View).accepted).length
    expect(Math.abs(taken - 200)).toBeLessThan(40)
  })
  it('refuse options they do not know', () => {
    expect(() => fair({ offer: 1.1 })).toThrow(/offer/)
    expect(() => equilibrium({ offer: 1 })).toThrow(/offer/)
  })
})
