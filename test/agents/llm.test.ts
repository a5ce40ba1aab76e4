/** A player that asks a model: what it sends, how it asks again, and what is made of its last failure. */
import { afterEach, describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import type { LlmOptions } from '../../src/agents/llm.ts'
import { llm } from '../../src/agents/llm.ts'
import { stream } from '../../src/core/chance.ts'
import type { AnyAsk } from '../../src/core/game.ts'
import { start } from '../../src/core/match.ts'
import { gameOf, shelvedGame } from '../../src/core/shelf.ts'
import { openaiModel } from '../../src/models/openai.ts'
import { recorded } from '../../src/models/recorded.ts'
import { replaying } from '../../src/models/replaying.ts'
import { simulatedModel } from '../../src/models/simulated.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { type Answer, apiError, type FakeLlm, fakeLlm } from '../fake-llm.ts'
import { playOut } from './moments.ts'
import { bookOf } from './prompts.ts'

const open: FakeLlm[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const game = gameOf(shelf, { game: 'beauty-contest' })
const at = start(game, {
  type: 'started',
  game: game.id,
  version: game.version,
  params: { integer: true },
  seats: [0, 1, 2].map((seat) => ({ role: 'player', player: `p${seat}` })),
  seed: 's',
})
const ask: AnyAsk = at.asks.get(1)!
const view = game.view(at.state, 1)

/** Asks a model that gives these answers in turn. */
async function asked(answers: readonly Answer[], options: Partial<LlmOptions> = {}, told?: string) {
  const server = await fakeLlm((_, nth) => answers[nth - 1]!)
  open.push(server)
  const store = memoryStore()
  const model = replaying(
    recorded(openaiModel({ model: 'tiny', name: 'openai:tiny', baseUrl: server.baseUrl }), store),
    store,
  )
  const agent = llm({ name: 'tiny', model, book: bookOf({ game: 'beauty-contest' }), log: store, ...options })
  const chance = (...label: readonly (string | number)[]) => stream(['test', ...label])
  const request = { match: 'm', turn: 2, seat: 1, ask, view, told, chance, signal: new AbortController().signal }
  const decide = async () => agent.decide(request)
  return { decide, server, store }
}

const text = (said: string): Answer => ({ text: said })

describe('an LLM player', () => {
  it('sends the rules, what it was told, the question and the form of the answer, held to the schema', async () => {
    const { decide, server } = await asked([text('{"guess": 33}')], {}, 'The others are people.')
    expect(await decide()).toEqual({ action: { guess: 33 }, origin: { by: 'player' } })
    const [{ body }] = server.seen as [(typeof server.seen)[number]]
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(body.messages[0]!.content).toContain('2/3 times the average')
    expect(body.messages[0]!.content).toContain('The others are people.')
    expect(body.messages[1]!.content).toContain('{"guess": <an integer from 0 to 100>}')
    expect(body.response_format!.json_schema.strict).toBe(true)
  })

  it('is asked again with its own reply and what was wrong with it', async () => {
    const { decide, server, store } = await asked([
      text('I say 50!'),
      text('{"guess": 120, "mood": "good"}'),
      text('{"guess": 12}'),
    ])
    expect(await decide()).toEqual({ action: { guess: 12 }, origin: { by: 'player' } })
    const last = server.seen[2]!.body.messages
    expect(last.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user'])
    expect(last[2]!.content).toBe('I say 50!')
    expect(last[3]!.content).toContain('could not be read')
    expect(last[5]!.content).toContain('guess: expected an integer from 0 to 100, got 120')
    const calls = await store.calls('m')
    expect(calls.map(({ turn, seat, purpose, attempt }) => [turn, seat, purpose, attempt])).toEqual([
      [2, 1, 'answer', 1],
      [2, 1, 'answer', 2],
      [2, 1, 'answer', 3],
    ])
    expect(calls.map(({ outcome, dropped }) => [outcome, dropped])).toEqual([
      ['unparsable', null],
      ['illegal', '["mood"]'],
      ['legal', null],
    ])
  })

  it.each([
    [text(''), 'empty'],
    [text('no idea'), 'unparsable'],
    [text('{"guess": -1}'), 'illegal'],
    [{ text: 'I was just', finish: 'length' }, 'truncated'],
    [{ text: null, refusal: 'I cannot.' }, 'refused'],
  ] as const)('without a legal answer gets the fallback, flagged with its last failure: %j', async (answer, reason) => {
    const { decide, server } = await asked([text('hm'), answer], { attempts: 2 })
    expect(await decide()).toEqual({ action: ask.fallback, origin: { by: 'fallback', reason } })
    expect(server.seen).toHaveLength(2)
  })

  it('keeps the roles alternating where there is no reply to repeat', async () => {
    const { decide, server } = await asked([text(''), text('{"guess": 1}')])
    await decide()
    const { messages } = server.seen[1]!.body
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(messages[1]!.content).toContain('Your answer was empty.')
  })

  it('is not shown the whole of a runaway reply again', async () => {
    const { decide, server } = await asked([text('blah '.repeat(100_000)), text('{"guess": 1}')])
    await decide()
    expect(server.seen[1]!.body.messages[2]!.content.length).toBeLessThan(2100)
  })

  it('gives a reason beside its action where one is wanted', async () => {
    const { decide, server } = await asked([text('{"guess": 1}'), text('{"reason": "all drop", "guess": 1}')], {
      reasons: 'required',
    })
    expect(await decide()).toEqual({ action: { guess: 1 }, reason: 'all drop', origin: { by: 'player' } })
    expect(
      Object.keys((server.seen[0]!.body.response_format!.json_schema.schema as { properties: object }).properties),
    ).toEqual(['reason', 'guess'])
    expect(server.seen[1]!.body.messages[3]!.content).toContain('reason: expected a text')
  })

  it('that thinks first is not held to the schema, since it writes more than that', async () => {
    const book = bookOf({ game: 'beauty-contest', reasoning: 'think' })
    const { decide, server } = await asked([text('Others say 50, so 33. {"guess": 33}')], { book })
    expect(await decide()).toMatchObject({ action: { guess: 33 } })
    expect(server.seen[0]!.body.response_format).toBeUndefined()
    expect(server.seen[0]!.body.messages[1]!.content).toContain('step by step')
    const { decide: free, server: other } = await asked([text('{"guess": 33}')], { structured: false })
    await free()
    expect(other.seen[0]!.body.response_format).toBeUndefined()
  })

  it('throws where the provider fails: that is the world', async () => {
    const { decide, store } = await asked([apiError(503, 'down')])
    await expect(decide()).rejects.toMatchObject({ class: 'server' })
    expect((await store.calls('m')).map(({ status, outcome }) => [status, outcome])).toEqual([['server', null]])
  })

  it('asks only for what is not stored yet', async () => {
    const { decide, server } = await asked([text('hm'), apiError(503, 'down'), text('{"guess": 7}')])
    await expect(decide()).rejects.toMatchObject({ class: 'server' })
    expect(await decide()).toMatchObject({ action: { guess: 7 } })
    expect(server.seen).toHaveLength(3)
    expect(await decide()).toMatchObject({ action: { guess: 7 } })
    expect(server.seen).toHaveLength(3)
  })

  it('plays whole matches as a simulated model, the same each time', async () => {
    const wrappedGame = gameOf(shelf, { game: 'beauty-contest', wraps: [{ id: 'talk' }] })
    const played = () => {
      const store = memoryStore()
      const level = shelvedGame(shelf, 'beauty-contest').strategies['level-k']!({ level: 1 })
      const play = { ...level, talk: () => ({ say: 'I say "33"' }) }
      const model = replaying(
        recorded(simulatedModel({ name: 'simulated:level-k', play, noise: 8, malformed: 0.3 }), store),
        store,
      )
      const book = bookOf({ game: 'beauty-contest', wraps: ['talk'] })
      const agent = llm({ name: 'noisy', model, book, log: store, attempts: 20 })
      return playOut(wrappedGame, ['player', 'player', 'player'], () => agent, { params: { rounds: 3 } })
    }
    const once = await played()
    expect(once.fallbacks).toBe(0)
    expect(once.measures['messages']).toBe(9)
    expect(once.measures['meanFirst']).toBeGreaterThan(10)
    expect(await played()).toEqual(once)
  })
})
