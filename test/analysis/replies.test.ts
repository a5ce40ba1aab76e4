/** Whom one measured, read from the log of real play: who answered, whether that changed, how often the same was said. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repliesOf } from '../../src/analysis/replies.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from '../store/folder.ts'
import { answering, played, provided, RUN } from './run.ts'

const experiment = (address: string, more = '') => `
game: beauty-contest
players:
  - { name: one, model: "here:a" }
  - { name: other, model: "here:b" }
  - { strategy: level-k }
  - { name: pretending, model: "simulated:random" }
endpoints: { here: { baseUrl: "${address}" } }
limits: { concurrency: 1 }
design: { repetitions: 5 }
${more}
`

describe('who answered', () => {
  it('is one for each model where nothing changed, simulated players left out', async () => {
    const { url } = await provided()
    const { store, conditionOf } = await played(experiment(`${url}/v1`))
    const { models } = await repliesOf(store, RUN, conditionOf)
    expect(models).toMatchObject(
      ['a', 'b'].map((id) => ({
        ...{ model: `here:${id}`, answered: [{ model: id, fingerprint: 'fp_fake_1', calls: 20 }] },
      })),
    )
    for (const { answered } of models) expect(answered[0]!.from <= answered[0]!.to).toBe(true)
  })

  it.each(['in memory', 'in a file'])(
    'is two in their order after a change in mid-run, with a log %s',
    async (where) => {
      const store = where === 'in a file' ? openSqlite(join(temporary(), 'log.sqlite')) : undefined
      const { url } = await provided({ drift: 6, latency: 2 }) // so that no two calls come in the same millisecond
      const { store: log, conditionOf } = await played(experiment(`${url}/v1`), store)
      const { models } = await repliesOf(log, RUN, conditionOf)
      let before = 0
      for (const { model, answered } of models) {
        const name = model.replace('here:', '')
        expect(answered).toMatchObject([
          { model: name, fingerprint: 'fp_fake_1' },
          { model: `${name}-2`, fingerprint: 'fp_fake_2' },
        ])
        expect(answered[0]!.to < answered[1]!.from).toBe(true)
        expect(answered[0]!.calls + answered[1]!.calls).toBe(20)
        before += answered[0]!.calls
      }
      expect(models).toHaveLength(2)
      expect(before).toBe(5) // from the sixth request on another answers
      await log.close()
    },
  )

  it('is told apart by its fingerprint alone, and by its name where there is none', async () => {
    const body = (nth: number) => ({
      choices: [{ message: { content: '{"guess": 20}' }, finish_reason: 'stop' }],
      ...(nth <= 4 ? { model: 'tiny', system_fingerprint: nth <= 2 ? 'fp_1' : 'fp_2' } : { model: 'large' }),
    })
    const server = await answering((_, nth) => ({ status: 200, body: JSON.stringify(body(nth)), delay: 2 }))
    const { store, conditionOf } = await played(`
game: beauty-contest
players: [{ name: one, model: "here:a" }, { strategy: level-k }]
endpoints: { here: { baseUrl: "${server.baseUrl}" } }
design: { repetitions: 6, pairing: fixed }
limits: { concurrency: 1 }
`)
    const [asked] = (await repliesOf(store, RUN, conditionOf)).models
    expect(asked!.answered.map(({ model, fingerprint, calls }) => [model, fingerprint, calls])).toEqual([
      ['tiny', 'fp_1', 2],
      ['tiny', 'fp_2', 2],
      ['large', undefined, 2],
    ])
  })
})

describe('how often the same was said', () => {
  it('is counted by player and condition: equal replies to equal prompts are no further observations', async () => {
    const { url } = await provided()
    const { store, conditionOf } = await played(
      experiment(`${url}/v1`, 'seed: 3').replace('design: {', 'design: { factors: { params.factor: [1/2, 2/3] },'),
    )
    const { sameness } = await repliesOf(store, RUN, conditionOf)
    expect(sameness.map(({ player, answers, prompts, different }) => [player, answers, prompts, different])).toEqual(
      ['one', 'other', 'one', 'other'].map((player) => [player, 20, 1, 1]),
    )
    expect(new Set(sameness.map(({ condition }) => condition)).size).toBe(2)
  })

  it('does not take a seed for another prompt, and counts different replies to one prompt', async () => {
    const { url } = await provided()
    const { store, conditionOf } = await played(
      experiment(`${url}/v1`).replace('model: "here:a"', 'model: "here:a", seeded: true'),
    )
    const [one] = (await repliesOf(store, RUN, conditionOf)).sameness
    expect(one).toMatchObject({ player: 'one', answers: 20, prompts: 1 })
    expect(one!.different).toBeGreaterThan(1) // what this provider says follows from the whole request
  })

  it('counts first answers alone, each prompt of a longer game for itself', async () => {
    const server = await answering(({ body: { messages } }) => ({
      text: messages.some(({ role }) => role === 'assistant') ? '{"guess": 20}' : 'no number',
    }))
    const { store, conditionOf } = await played(`
game: beauty-contest
params: { rounds: 2, feedback: full }
players: [{ name: one, model: "here:a" }, { strategy: level-k }]
endpoints: { here: { baseUrl: "${server.baseUrl}" } }
design: { pairing: fixed }
`)
    expect(server.seen).toHaveLength(4) // each answer is asked for again
    const { sameness } = await repliesOf(store, RUN, conditionOf)
    expect(sameness).toEqual([{ condition: 'beauty-contest', player: 'one', answers: 2, prompts: 2, different: 2 }])
  })
})
