/** Scripted and random players. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shelf } from '../../games/index.ts'
import type { Request } from '../../src/agents/agent.ts'
import { random } from '../../src/agents/random.ts'
import { checkRules, scripted } from '../../src/agents/scripted.ts'
import { stream } from '../../src/core/chance.ts'
import type { AnyAsk, AnyStrategy } from '../../src/core/game.ts'
import { gameOf, shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import { playOut } from './moments.ts'

const Guess = z.strictObject({ guess: z.int().min(0).max(43) })
const guessAsk: AnyAsk = { kind: 'guess', schema: Guess, fallback: { guess: 21 } }

const requestOf = (ask: AnyAsk, view: unknown = {}): Request => ({
  match: 'm',
  turn: 3,
  seat: 1,
  ask,
  view,
  chance: (...label) => stream(['test', ...label]),
  signal: new AbortController().signal,
})

const player = (play: ReturnType<AnyStrategy>) => scripted({ name: 'script', play })

describe('a scripted player', () => {
  it('answers at once, from its view and a stream of its own', () => {
    const agent = player({ guess: (view, rng) => ({ guess: view.least + rng.int(10) }) })
    const decision = agent.decide(requestOf(guessAsk, { least: 20 }))
    expect(decision).toEqual({
      action: { guess: 20 + stream(['test', 'strategy', 'guess']).int(10) },
      origin: { by: 'player' },
    })
  })

  it('that answers illegally is flagged, or missing where the rules do without', () => {
    const agent = player({ guess: () => ({ guess: 44 }) })
    expect(agent.decide(requestOf(guessAsk))).toEqual({
      action: { guess: 21 },
      origin: { by: 'fallback', reason: 'illegal' },
    })
    expect(agent.decide(requestOf({ ...guessAsk, absent: true }))).toEqual({
      origin: { by: 'missing', reason: 'illegal' },
    })
  })

  it('without a rule for what it is asked throws, and names the rules it has', () => {
    const agent = player({ offer: () => ({ offer: 1 }), reply: () => ({ accept: true }) })
    const complaint = 'script has no rule for guess; it has rules for offer and reply'
    expect(() => agent.decide(requestOf(guessAsk))).toThrow(complaint)
    expect(() => agent.decide(requestOf({ ...guessAsk, kind: 'constructor' }))).toThrow('no rule for constructor')
    expect(() => checkRules('script', { offer: () => ({}) }, ['offer', 'guess'])).toThrow('no rule for guess')
    expect(() => checkRules('script', { offer: () => ({}) }, ['offer'])).not.toThrow()
  })

  it('whose rule throws keeps the cause, and says where', () => {
    const cause = new Error('division by zero')
    const agent = player({
      guess: () => {
        throw cause
      },
    })
    expect(() => agent.decide(requestOf(guessAsk))).toThrow(
      expect.objectContaining({
        code: 'strategy-failed',
        message: 'script failed at guess (seat 1 in turn 3 of match m): division by zero',
        cause,
      }),
    )
  })

  it('plays a wrapped game with the wrap’s quiet answers', async () => {
    const game = gameOf(shelf, { game: 'beauty-contest', wraps: [{ id: 'talk' }, { id: 'repeated' }] })
    const { strategies } = shelvedGame(shelf, 'beauty-contest')
    const play = { ...shelvedWrap(shelf, 'talk').quiet, ...strategies['equilibrium']!({}) }
    const { payoffs, measures } = await playOut(game, ['player', 'player'], () => scripted({ name: 'nash', play }))
    expect(payoffs).toEqual([100, 100]) // twice half of 100
    expect(measures['meanFirst']).toBe(0)
  })
})

describe('a random player', () => {
  it('draws legal answers, the same from the same stream', () => {
    const agent = random({ name: 'random' })
    const decision = agent.decide(requestOf(guessAsk))
    expect(decision).toEqual(agent.decide(requestOf(guessAsk)))
    expect(decision).toMatchObject({ origin: { by: 'player' }, action: { guess: expect.any(Number) } })
  })

  it('falls back, flagged, where no draw is legal', () => {
    const never: AnyAsk = { kind: 'guess', schema: Guess.refine(() => false), fallback: { guess: 21 } }
    expect(random({ name: 'random' }).decide(requestOf(never))).toEqual({
      action: { guess: 21 },
      origin: { by: 'fallback', reason: 'illegal' },
    })
  })

  it.each(shelf.games.map(({ game }) => game))('plays $id to its end by the schema alone', async (game) => {
    const roles = game.roles(game.params.parse({})).flatMap(({ name, min }) => Array<string>(min).fill(name))
    const { fallbacks, payoffs } = await playOut(game, roles, (seat) => random({ name: `random ${seat}` }))
    expect(fallbacks).toBe(0)
    expect(payoffs).toHaveLength(roles.length)
  })
})
