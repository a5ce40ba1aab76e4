/** The simulated player: deterministic, legal when nothing goes wrong, and wrong at the rates asked for. */
import { describe, expect, it } from 'vitest'
import { beautyContest } from '../../games/beauty-contest/rules.ts'
import { strategies } from '../../games/beauty-contest/strategies.ts'
import { answerSchema } from '../../src/agents/answer.ts'
import { readReply } from '../../src/agents/reply.ts'
import { stream } from '../../src/core/chance.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { start } from '../../src/core/match.ts'
import { type Simulator, simulatedModel, simulatorOptions } from '../../src/models/simulated.ts'
import { modelContract } from './contract.ts'
import { unhurried } from './request.ts'

const at = start(beautyContest, {
  type: 'started',
  game: 'beauty-contest',
  version: 1,
  params: {},
  seats: [0, 1, 2].map((seat) => ({ role: 'player', player: `p${seat}` })),
  seed: 's',
})
const ask = at.asks.get(0)!
const view = beautyContest.view(at.state, 0)

const levelK = (options: Partial<Simulator> = {}) =>
  simulatedModel({ name: 'simulated:level-k', play: strategies['level-k']({ level: 1 }), ...options })

async function reply(options: Partial<Simulator>, seed: string, reasons: 'off' | 'required' = 'off') {
  const answer = answerSchema(jsonSchemaOf(ask.schema), reasons)
  return levelK(options).complete(
    {
      key: { match: 'm', turn: 0, seat: 0, purpose: 'answer', attempt: 1 },
      messages: [{ role: 'user', content: 'Which number do you choose?' }],
      schema: answer,
      seed: 1,
      about: { kind: ask.kind, view, answer, rng: stream([seed]) },
    },
    unhurried(),
  )
}

const read = async (options: Partial<Simulator>, seed: string) => readReply(await reply(options, seed), ask.schema)

describe('a simulated model', () => {
  modelContract(() => simulatedModel({ name: 'simulated:constant', play: { guess: () => ({ guess: 33 }) } }), {
    answers: true,
  })

  it('plays its strategy: level 1 names two thirds of 50', async () => {
    expect(await read({}, 'a')).toEqual({ ok: true, action: { guess: 50 * (2 / 3) }, dropped: [] })
  })

  it('says the same for the same stream, and other things for another', async () => {
    const noisy = { noise: 10 }
    expect(await reply(noisy, 'a')).toEqual(await reply(noisy, 'a'))
    expect(await reply(noisy, 'a')).not.toEqual(await reply(noisy, 'b'))
  })

  it('keeps noisy numbers in range, around what the strategy says', async () => {
    const guesses: number[] = []
    for (let i = 0; i < 300; i++) {
      const reading = await read({ noise: 60 }, `n${i}`)
      expect(reading.ok).toBe(true)
      guesses.push((reading as { action: { guess: number } }).action.guess)
    }
    expect(Math.min(...guesses)).toBe(0)
    expect(Math.max(...guesses)).toBe(100)
    expect(new Set(guesses).size).toBeGreaterThan(100)
  })

  it.each([
    ['malformed', 'unparsable'],
    ['truncated', 'truncated'],
    ['refused', 'refused'],
    ['empty', 'empty'],
    ['illegal', 'illegal'],
  ] as const)('fails as %s, and is read as %s, at the rate asked for', async (option, failure) => {
    for (let i = 0; i < 20; i++) expect(await read({ [option]: 1 }, `f${i}`)).toMatchObject({ ok: false, failure })
    let failed = 0
    for (let i = 0; i < 400; i++) failed += Number(!(await read({ [option]: 0.25 }, `r${i}`)).ok)
    expect(failed).toBeGreaterThan(70) // binomial(400, 1/4): 100 ± 8.7
    expect(failed).toBeLessThan(130)
  })

  it('draws the same noise whatever the rates are', async () => {
    const plain = await read({ noise: 5 }, 'a')
    expect(await read({ noise: 5, empty: 0.0001 }, 'a')).toEqual(plain)
  })

  it('gives a reason where one is asked for', async () => {
    const reading = readReply(await reply({}, 'a', 'required'), ask.schema, 'required')
    expect(reading).toMatchObject({ ok: true, reason: expect.stringMatching(/./) })
  })

  it('says which kinds it has rules for', async () => {
    const model = simulatedModel({ name: 'simulated:mute', play: {} })
    const answer = jsonSchemaOf(ask.schema)
    const request = {
      key: { match: 'm', turn: 0, seat: 0, purpose: 'answer', attempt: 1 },
      messages: [],
      schema: null,
      seed: 1,
      about: { kind: 'guess', view, answer, rng: stream(['a']) },
    }
    await expect(model.complete(request, unhurried())).rejects.toThrow(
      'simulated:mute has no rule for guess; it has rules for nothing',
    )
  })
})

describe('options of a simulated player', () => {
  it('are parted into the simulator’s and the strategy’s', () => {
    const { simulator, strategy } = simulatorOptions({ level: 1, noise: 8, malformed: 0.02 })
    expect(simulator).toMatchObject({ noise: 8, malformed: 0.02, refused: 0, prose: true })
    expect(strategy).toEqual({ level: 1 })
  })

  it.each([
    [{ noise: -1 }, 'options.noise'],
    [{ malformed: 'often' }, 'options.malformed'],
    [{ malformed: 0.6, empty: 0.6 }, 'more than 1'],
  ])('refuses %j and names what is wrong', (options, named) => {
    expect(() => simulatorOptions(options)).toThrow(named)
  })
})
