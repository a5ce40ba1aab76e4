/** Models with all that stands around them, as players get them: the same contract, over each wire and each way of reaching it. */
import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import type { Model } from '../../src/models/model.ts'
import { simulatedModel } from '../../src/models/simulated.ts'
import { adapterOf } from '../../src/players/models.ts'
import { type Adapter, around, type Reach } from '../../src/players/reach.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { provided } from '../fake-provider/client.ts'
import { modelContract } from '../models/contract.ts'
import { guessRequest, unhurried } from '../models/request.ts'

const provider = await provided()

const file = parseExperiment(
  `game: beauty-contest
players: [{ name: a, model: "here:tiny" }, { name: b, model: "there:tiny" }]
endpoints:
  here: { baseUrl: "${provider.url}/v1" }
  there: { baseUrl: "${provider.url}", api: anthropic }
limits: { tokens: 100000, dollars: 1, requestsPerMinute: 1000, tries: 20 }
`,
  'x.yaml',
)
const wire: Reach = { by: 'wire', environment: {}, spent: { tokens: 0, dollars: 0 } }
const adapter = (index: number, reach: Reach): Adapter => adapterOf(file.experiment.players[index]!, index, file, reach)

/** On a log of its own: one answer stands for one request. */
const decorated = (made: Adapter): Model => around(file, wire, memoryStore())(made)

describe.each([
  ['OpenAI’s wire', () => adapter(0, wire)],
  ['Anthropic’s wire', () => adapter(1, wire)],
  [
    'no wire, but simulated',
    (): Adapter => ({
      model: simulatedModel({ name: 'simulated:constant', play: { guess: () => ({ guess: 33 }) } }),
      ...{ account: 'simulated', limits: {}, price: 'free' },
    }),
  ],
] as const)('a model with all its decorators, over %s', (_, made) => {
  modelContract(() => decorated(made()), { answers: true })
})

describe('a model that is answered from another log', () => {
  const log = memoryStore()
  const missing: unknown[] = []
  const reach: Reach = { by: 'log', log, missing: (key) => missing.push(key) }
  const replaying = () => around(file, reach, memoryStore())(adapter(0, reach))

  it('says what the log says, and asks nobody', async () => {
    const first = await around(file, wire, log)(adapter(0, wire)).complete(guessRequest(), unhurried())
    const asked = provider.stats().requests
    expect(await replaying().complete(guessRequest(), unhurried())).toEqual(first)
    expect(provider.stats().requests).toBe(asked)
    expect(missing).toEqual([])
  })

  it('fails where the log has no answer, and that is noted', async () => {
    const key = { ...guessRequest().key, turn: 7 }
    await expect(replaying().complete(guessRequest({ key }), unhurried())).rejects.toMatchObject({
      class: 'no-recording',
      message: expect.stringContaining('match m, turn 7, seat 0'),
    })
    expect(missing).toEqual([key])
  })
})
