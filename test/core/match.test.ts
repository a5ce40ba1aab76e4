/** The fold: what follows from a log, position by position. */
import { describe, expect, it } from 'vitest'
import { parsedParams } from '../../src/core/fit.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { advance, awaited, ending, isOver, replay, replayWhileValid, start } from '../../src/core/match.ts'
import { beautyContest, contest, deal, fold, guesses, missing, moved, started, talking, ultimatum } from './tables.ts'

describe('a fold', () => {
  it('awaits everybody, then whoever is left, then the next turn', () => {
    const log = [contest(3, { params: { rounds: 2 } }), ...guesses(0, 20, 20, 80)]
    const waiting = log.map((_, n) => awaited(fold(beautyContest, ...log.slice(0, n + 1))))
    expect(waiting).toEqual([[0, 1, 2], [1, 2], [2], [0, 1, 2]])
  })

  it('ends with payoffs that follow from the log', () => {
    const at = fold(beautyContest, contest(3), ...guesses(0, 20, 20, 80))
    expect(isOver(at)).toBe(true)
    expect([at.turn, at.status, beautyContest.payoffs(at.state as never)]).toEqual([1, 'open', [50, 50, 0]])
  })

  it('takes defaults for params that the log does not name', () => {
    expect(start(ultimatum, deal({ params: { pie: 7 } })).params).toEqual({ pie: 7, outside: 'none' })
    expect(parsedParams(ultimatum, {})).toEqual({ pie: 100, outside: 'none' })
  })

  it('does not mind in which order a turn is answered', () => {
    const [a, b, c] = guesses(0, 20.1, 33.3, 80.7)
    const one = fold(beautyContest, contest(3), a!, b!, c!)
    const other = fold(beautyContest, contest(3), c!, a!, b!)
    expect(other.state).toEqual(one.state)
  })

  it('applies what the canonical JSON of an action reads back as', () => {
    const at = fold(beautyContest, contest(2), ...guesses(0, -0, 10))
    const [own] = beautyContest.view(at.state as never, 0).history
    expect(Object.is(own?.guess, 0)).toBe(true)
  })

  it('plays a fallback as any other answer, and flags stay in the log', () => {
    const flagged = { ...moved(0, 0, { offer: 40 }), origin: { by: 'fallback', reason: 'illegal' } } as const
    expect(fold(ultimatum, deal(), flagged).state).toEqual(fold(ultimatum, deal(), moved(0, 0, { offer: 40 })).state)
  })
})

describe('a position', () => {
  it('stays as it was when it is advanced', () => {
    const before = fold(beautyContest, contest(3), moved(0, 1, { guess: 20 }))
    advance(beautyContest as AnyGame, before, moved(0, 0, { guess: 30 }))
    expect(awaited(before)).toEqual([0, 2])
    expect([before.turn, before.answered]).toEqual([0, 1])
  })

  it('can be branched, and no branch disturbs another', () => {
    const game: AnyGame = beautyContest
    const root = fold(game, contest(3), moved(0, 0, { guess: 10 }))
    const left = advance(game, root, moved(0, 1, { guess: 20 }))
    const right = advance(game, root, moved(0, 2, { guess: 90 }))
    const again = advance(game, root, moved(0, 1, { guess: 60 }))
    expect([awaited(root), awaited(left), awaited(right), awaited(again)]).toEqual([[1, 2], [2], [1], [2]])
    const guessesOf = (at: typeof root) => [0, 1, 2].map((seat) => game.view(at.state, seat).history[0].guess)
    expect(guessesOf(advance(game, left, moved(0, 2, { guess: 30 })))).toEqual([10, 20, 30])
    expect(guessesOf(advance(game, right, moved(0, 1, { guess: 40 })))).toEqual([10, 40, 90])
    expect(guessesOf(advance(game, again, moved(0, 2, { guess: 50 })))).toEqual([10, 60, 50])
    expect(guessesOf(advance(game, left, moved(0, 2, { guess: 70 })))).toEqual([10, 20, 70])
  })
})

describe('who plays', () => {
  const sits = { type: 'reseated', reason: 'departed' } as const

  it('changes with reseated, and the state does not', () => {
    const plain = fold(beautyContest, contest(2, { params: { rounds: 2 } }), ...guesses(0, 1, 2))
    const at = advance(beautyContest as AnyGame, plain, { ...sits, turn: 1, seat: 1, player: 'new' })
    expect(at.players).toEqual(['p0', 'new'])
    expect(plain.players).toEqual(['p0', 'p1'])
    expect(at.state).toBe(plain.state)
    expect(awaited(at)).toEqual([0, 1])
  })

  it('may change within a turn for a seat that is still to answer', () => {
    const at = fold(beautyContest, contest(2), ...guesses(0, 1), { ...sits, turn: 0, seat: 1, player: 'new' })
    expect(at.players).toEqual(['p0', 'new'])
    expect(awaited(at)).toEqual([1])
  })
})

describe('missing', () => {
  it('stands for an answer that the rules can do without', () => {
    const at = fold(
      talking,
      started(talking, ['proposer', 'responder'], { wraps: [{ id: 'talk', version: 1 }] }),
      missing(0, 0),
      moved(0, 1, { say: 'hi' }),
    )
    expect(talking.view(at.state, 0).talk.said).toEqual([{ turn: 0, seat: 1, say: 'hi' }])
    expect(awaited(at)).toEqual([0])
  })

  it('counts as an answer: a turn that everybody missed is over', () => {
    const at = fold(
      talking,
      started(talking, ['proposer', 'responder'], { wraps: [{ id: 'talk', version: 1 }] }),
      missing(0, 1),
      missing(0, 0),
    )
    expect([at.turn, talking.view(at.state, 0).talk.said]).toEqual([1, []])
  })
})

describe('pause, end and void', () => {
  it('a pause changes nothing', () => {
    const at = fold(beautyContest, contest(2), ...guesses(0, 1))
    expect(advance(beautyContest as AnyGame, at, { type: 'paused', turn: 0, reason: 'budget' })).toEqual(at)
  })

  it('a match can be voided at any time', () => {
    expect(fold(beautyContest, contest(2), ...guesses(0, 1), { type: 'voided', reason: 'key' }).status).toBe('voided')
    expect(fold(beautyContest, contest(2), { type: 'voided', reason: 'key' }).status).toBe('voided')
  })

  it('the claim that a fold makes of its end is accepted, also without what may be absent', () => {
    const log = [deal(), moved(0, 0, { offer: 40 }), moved(1, 1, { accept: true })]
    const claim = ending(ultimatum, fold(ultimatum, ...log) as never)
    expect(claim).toEqual({
      type: 'ended',
      payoffs: [60, 40],
      measures: { offerShare: 0.4, accepted: 1, efficiency: 1 },
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(fold(ultimatum, ...log, claim).status).toBe('ended')
    expect(fold(ultimatum, ...log, { type: 'ended', payoffs: [60, 40] }).status).toBe('ended')
    expect(fold(ultimatum, ...log, { ...claim, payoffs: [60 + 1e-11, 40] }).status).toBe('ended')
  })

  it('no claim is made of a match that is not over', () => {
    expect(() => ending(ultimatum, fold(ultimatum, deal()) as never)).toThrow(
      expect.objectContaining({ code: 'not-over', message: 'turn 0 still awaits seats 0' }),
    )
  })
})

describe('a damaged log', () => {
  it('gives what could be folded, and where and why it stopped', () => {
    const log = [deal(), moved(0, 0, { offer: 40 }), moved(1, 1, { accept: 'perhaps' }), { type: 'voided', reason: '' }]
    const { at, folded, failure } = replayWhileValid(ultimatum, log as never)
    expect([at?.turn, folded]).toEqual([1, 2])
    expect(failure).toMatchObject({ code: 'illegal-move', where: { turn: 1, seat: 1 } })
    expect(() => replay(ultimatum, log as never)).toThrow(failure)
  })

  it.each([
    ['an empty one', []],
    ['one without a start', [moved(0, 0, { offer: 1 })]],
  ])('gives nothing where there is no start: %s', (_, log) => {
    const { at, folded, failure } = replayWhileValid(ultimatum, log)
    expect([at, folded, failure?.code]).toEqual([undefined, 0, 'no-start'])
  })

  it('says that it was the rules that failed, if they throw', () => {
    const broken: AnyGame = {
      ...ultimatum,
      apply: () => {
        throw new TypeError('no such key')
      },
    }
    const { at, failure } = replayWhileValid(broken, [deal(), moved(0, 0, { offer: 1 })])
    expect(at?.turn).toBe(0)
    expect(failure).toMatchObject({ code: 'rules-failed', message: expect.stringContaining('no such key') })
    expect(failure?.cause).toBeInstanceOf(TypeError)
  })

  it('is whole without a failure', () => {
    expect(replayWhileValid(ultimatum, [deal()])).toMatchObject({ folded: 1, at: { turn: 0 } })
    expect(replayWhileValid(ultimatum, [deal()]).failure).toBeUndefined()
  })
})

describe('moves', () => {
  it('come in seat order, by kind, and a wrong kind is an error of the rules', () => {
    const seen: unknown[] = []
    const looking: AnyGame = {
      ...beautyContest,
      apply: (state, moves, chance) => {
        seen.push([...moves.of('guess')], [...moves.of('belief')], moves.at(1, 'guess'))
        seen.push(
          errorOf(() => moves.at(1, 'belief')),
          errorOf(() => moves.at(7, 'guess')),
        )
        return beautyContest.apply(state, moves, chance)
      },
    }
    const [a, b, c] = guesses(0, 1, 2, 3)
    fold(looking, contest(3), c!, b!, a!)
    expect(seen).toEqual([
      [
        [0, { guess: 1 }],
        [1, { guess: 2 }],
        [2, { guess: 3 }],
      ],
      [],
      { guess: 2 },
      'seat 1 gave no belief in this turn',
      'seat 7 gave no guess in this turn',
    ])
  })

  it('of one turn are asked in seat order, whatever order the rules name the seats in', () => {
    const backwards: AnyGame = { ...beautyContest, turn: (state) => new Map([...beautyContest.turn(state)].reverse()) }
    expect(awaited(fold(backwards, contest(3)))).toEqual([0, 1, 2])
  })
})

function errorOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
