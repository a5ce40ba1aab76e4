/** What the fold refuses: each with a code, the place, what was expected and what came. */
import { describe, expect, it } from 'vitest'
import { ending } from '../../src/core/match.ts'
import {
  beautyContest,
  contest,
  deal,
  fold,
  guesses,
  missing,
  moved,
  refusal,
  started,
  talkedTwice,
  talking,
  ultimatum,
} from './tables.ts'

const over = [deal(), moved(0, 0, { offer: 40 }), moved(1, 1, { accept: true })] as const
const kinded = { ...moved(0, 0, { offer: 40 }), kind: 'reply' }
const sits = { type: 'reseated', player: 'new', reason: 'departed' } as const

describe('a kind that the turn does not ask for', () => {
  it('is refused where the log names it', () => {
    const [start] = over
    expect(refusal(ultimatum, start, kinded)).toMatchObject({
      code: 'wrong-kind',
      where: { turn: 0, seat: 0, expected: 'offer', found: '"reply"' },
    })
    expect(fold(ultimatum, start, { ...kinded, kind: 'offer' }).turn).toBe(1)
  })
})

describe('a start is refused', () => {
  it.each([
    [{ game: 'ultimate' }, 'wrong-game', 'the log is of ultimate@1, these rules are ultimatum@1'],
    [{ version: 2 }, 'wrong-game', 'the log is of ultimatum@2, these rules are ultimatum@1'],
    [{ wraps: [{ id: 'talk', version: 1 }] }, 'wrong-wraps', "the log's wraps are talk@1, the game's are none"],
    [{ params: { pie: 0 } }, 'bad-params', 'ultimatum refuses its params: params.pie: '],
    [{ params: { pi: 3 } }, 'bad-params', '"pi"'],
    [{ params: { outside: { min: 3, max: 2 } } }, 'bad-params', 'params.outside.max: max must be at least min'],
  ])('%j', (more, code, message) => {
    expect(refusal(ultimatum, deal(more))).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it.each([
    [[], 'talk@1'],
    [[{ id: 'repeated', version: 1 }], 'talk@1'],
    [[{ id: 'talk', version: 2 }], 'talk@1'],
  ])('with wraps %j that are not the game’s', (wraps, expected) => {
    const error = refusal(talking, started(talking, ['proposer', 'responder'], { wraps }))
    expect(error).toMatchObject({ code: 'wrong-wraps', where: { expected } })
  })

  it('with the right wraps in the wrong order', () => {
    const wraps = [
      { id: 'repeated', version: 1 },
      { id: 'talk', version: 1 },
    ]
    const error = refusal(talkedTwice, started(talkedTwice, ['proposer', 'responder'], { wraps }))
    expect(error.message).toBe("the log's wraps are repeated@1 and talk@1, the game's are talk@1 and repeated@1")
  })

  it.each([
    [['proposer'], 'expected 1 of role responder from seat 1 on, got 0'],
    [['proposer', 'responder', 'responder'], 'expected 1 of role responder from seat 1 on, got 2'],
    [['responder', 'proposer'], 'expected 1 of role proposer from seat 0 on, got 0'],
    [['proposer', 'responder', 'judge'], 'seat 2 has the role "judge"; expected proposer and responder, in this order'],
  ])('with the seats %j', (roles, message) => {
    expect(refusal(ultimatum, started(ultimatum, roles))).toMatchObject({ code: 'wrong-seats', message })
  })

  it('with too few seats', () => {
    expect(refusal(beautyContest, contest(1))).toMatchObject({
      code: 'wrong-seats',
      message: 'expected 2 to 1000 of role player from seat 0 on, got 1',
    })
  })

  it('a second time', () => {
    expect(refusal(ultimatum, deal(), deal()).code).toBe('second-start')
  })
})

describe('a move is refused', () => {
  it('that is illegal, with where, what was expected and what came', () => {
    expect(refusal(ultimatum, deal({ params: { pie: 43 } }), moved(0, 0, { offer: 44 }))).toMatchObject({
      code: 'illegal-move',
      message: 'illegal offer of seat 0 in turn 0: offer: expected an integer from 0 to 43, got 44',
      where: { turn: 0, seat: 0, expected: 'offer: expected an integer from 0 to 43, got 44', found: '{"offer":44}' },
    })
  })

  it.each([
    ['no action at all', undefined],
    ['a wrong type', { offer: '4' }],
    ['an unknown field', { offer: 4, note: 'please' }],
    ['a field too few', {}],
    ['no object', 4],
  ])('that is illegal: %s', (_, action) => {
    expect(refusal(ultimatum, deal(), moved(0, 0, action))).toMatchObject({
      code: 'illegal-move',
      where: { turn: 0, seat: 0, expected: expect.any(String) },
    })
  })

  it.each([
    ['another seat’s', moved(0, 1, { accept: true }), 'turn 0 awaits seats 0, but the log has seat 1'],
    ['a seat’s that there is not', moved(0, 7, { offer: 1 }), 'turn 0 awaits seats 0, but the log has seat 7'],
  ])('that is %s', (_, move, message) => {
    expect(refusal(ultimatum, deal(), move)).toMatchObject({ code: 'seat-not-awaited', message })
  })

  it('of a seat that has answered', () => {
    const error = refusal(beautyContest, contest(3), ...guesses(0, 1), ...guesses(0, 2))
    expect(error).toMatchObject({
      code: 'seat-not-awaited',
      message: 'turn 0 awaits seats 1 and 2, but the log has seat 0, which has answered already',
      where: { turn: 0, seat: 0, expected: 'seats 1 and 2' },
    })
  })

  it.each([0, 2])('of turn %d in turn 1', (turn) => {
    expect(refusal(ultimatum, deal(), moved(0, 0, { offer: 1 }), moved(turn, 1, { accept: true }))).toMatchObject({
      code: 'wrong-turn',
      where: { turn: 1, seat: 1, expected: 'turn 1', found: `turn ${turn}` },
    })
  })

  it('when play is over', () => {
    expect(refusal(ultimatum, ...over, moved(2, 0, { offer: 1 }))).toMatchObject({
      code: 'seat-not-awaited',
      where: { expected: 'nobody: the match is over' },
    })
  })

  it('that is missing where the rules need it', () => {
    expect(refusal(ultimatum, deal(), missing(0, 0))).toMatchObject({
      code: 'not-optional',
      where: { turn: 0, seat: 0, expected: 'offer', found: 'missing' },
    })
  })

  it('that is missing and has an action', () => {
    const start = started(talking, ['proposer', 'responder'], { wraps: [{ id: 'talk', version: 1 }] })
    expect(refusal(talking, start, { ...missing(0, 0), action: { say: 'hi' } }).code).toBe('bad-event')
  })
})

describe('a change of player is refused', () => {
  const start = contest(2, { params: { rounds: 2 } })

  it.each([
    ['in another turn', [start, { ...sits, turn: 1, seat: 0 }], 'wrong-turn'],
    ['for a seat that there is not', [start, { ...sits, turn: 0, seat: 2 }], 'no-such-seat'],
    ['for a seat that has answered', [start, ...guesses(0, 1), { ...sits, turn: 0, seat: 0 }], 'already-answered'],
  ])('%s', (_, log, code) => {
    expect(refusal(beautyContest, ...log).code).toBe(code)
  })
})

it('a pause in another turn is refused', () => {
  expect(refusal(ultimatum, deal(), { type: 'paused', turn: 1, reason: '' }).code).toBe('wrong-turn')
})

describe('an end is refused', () => {
  const claim = ending(ultimatum, fold(ultimatum, ...over) as never)

  it.each([
    [{ payoffs: [60, 41] }, { seat: 1, expected: 'payoff 40', found: '41' }],
    [{ payoffs: [60 + 1e-6, 40] }, { seat: 0, expected: 'payoff 60' }],
    [{ payoffs: [60] }, { expected: 'payoffs 2', found: '1' }],
    [
      { measures: { offerShare: 0.5, accepted: 1, efficiency: 1 } },
      { expected: 'measure offerShare 0.4', found: '0.5' },
    ],
    [{ measures: { offerShare: 0.4, accepted: 1 } }, { expected: 'measure efficiency 1', found: 'nothing' }],
    [{ measures: { ...claim.measures, gini: 0 } }, { expected: 'measure gini nothing', found: '0' }],
    [{ fingerprint: 'f00' }, { expected: `fingerprint "${claim.fingerprint}"`, found: '"f00"' }],
  ])('that claims %j', (wrong, where) => {
    const error = refusal(ultimatum, ...over, { ...claim, ...wrong })
    expect(error).toMatchObject({ code: 'wrong-end', where: { turn: 2, ...where } })
  })

  it('before the play is over', () => {
    expect(refusal(ultimatum, ...over.slice(0, 2), claim)).toMatchObject({
      code: 'not-over',
      message: 'turn 1 still awaits seats 1',
    })
  })
})

describe('nothing follows', () => {
  const claim = ending(ultimatum, fold(ultimatum, ...over) as never)
  const after = [
    moved(2, 0, { offer: 1 }),
    { type: 'paused', turn: 2, reason: '' },
    { ...sits, turn: 2, seat: 0 },
    claim,
  ] as const

  it.each([...after, { type: 'voided', reason: '' } as const])('an end: $type', (event) => {
    expect(refusal(ultimatum, ...over, claim, event)).toMatchObject({
      code: 'after-end',
      message: `nothing follows ended, but the log has ${event.type}`,
    })
  })

  it.each(after)('a void: $type', (event) => {
    expect(refusal(ultimatum, ...over, { type: 'voided', reason: '' }, event).code).toBe('after-end')
  })
})
