/** The comprehension check: models are asked about the rules first, their score stands in the table, and may keep them out. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeLlm, fakeLlm, type SeenBody } from '../fake-llm.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const open: FakeLlm[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

/** `bright` reads the rules of the ultimatum; `dull` answers 7 whatever it is asked. */
function answerOf({ model, messages, response_format }: SeenBody): string {
  const asked = messages.at(-1)!.content
  const [, offer, pie, verb, whose] =
    /offers (\d+) of the (\d+) points, and that the responder (accepts|rejects).* does the (\w+) get/s.exec(asked) ?? []
  if (offer !== undefined) {
    if (model === 'dull') return '{"answer": 7}'
    const taken = whose === 'responder' ? Number(offer) : Number(pie) - Number(offer)
    return JSON.stringify({ answer: verb === 'accepts' ? taken : 0 })
  }
  return JSON.stringify(response_format?.json_schema.schema).includes('accept') ? '{"accept": true}' : '{"offer": 40}'
}

async function served(check: string) {
  const server = await fakeLlm(({ body }) => ({ text: answerOf(body) }))
  open.push(server)
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: ultimatum
players:
  - { name: bright, model: "here:bright" }
  - { name: dull, model: "here:dull" }
  - { strategy: fair }
  - { name: pretending, model: "simulated:uniform" }
endpoints: { here: { baseUrl: "${server.baseUrl}" } }
design: { format: round-robin }
${check}
`,
  )
  const quizzed = () => server.seen.filter(({ body }) => /Question \d of/.test(body.messages.at(-1)!.content)).length
  return { server, quizzed, run: (...args: string[]) => stagegame([...args, '--db', 'e.sqlite'], { cwd }) }
}

describe('a comprehension check', () => {
  it('asks each model before play, keeps out who is below the mark, and says so', async () => {
    const { run, quizzed, server } = await served('comprehension: { questions: 4, pass: 0.75 }')
    const ran = await run('run', 'e.yaml')
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/first 4 questions about the rules to each model/)
    expect(ran.out).toMatch(/bright +ultimatum +4 +100\.0 %/)
    expect(ran.out).toMatch(/dull +ultimatum +4 +\d+\.0 %/)
    expect(ran.out).toMatch(/dull in ultimatum: below 75\.0 % right, so 6 matches were not played/)
    expect(quizzed()).toBe(8)
    expect(server.seen.findIndex(({ body }) => !/Question/.test(body.messages.at(-1)!.content))).toBe(8)
    // the results are of those who were seated: dull is in none, and no question is a match of the results
    expect(ran.out).toMatch(/^bright +proposer +2 /m)
    expect(ran.out).not.toMatch(/^dull +\d+ +[\d.]+ +\d/m)
    expect((await run('verify')).code).toBe(0)
    const again = await run('rerun', 'e-1')
    expect(again.out).toMatch(/all as in the log, 0 requests without a recording/)
    expect(again.code).toBe(0)
    const before = server.seen.length
    const resumed = await run('resume', 'e-1')
    expect(resumed.out).toMatch(/dull in ultimatum: below 75\.0 % right/)
    expect(server.seen.length).toBe(before)
  })

  it('without a mark keeps nobody out', async () => {
    const { run } = await served('comprehension: {}')
    const ran = await run('run', 'e.yaml')
    expect(ran.out).toMatch(/dull +ultimatum +5 +/)
    expect(ran.out).toMatch(/^dull +proposer +3 /m)
    expect(ran.out).not.toMatch(/not played/)
  })

  it('is shown by --dry-run, question by question, and asked by nobody', async () => {
    const { run, server } = await served('comprehension: { questions: 1 }')
    const ran = await run('run', 'e.yaml', '--dry-run')
    expect(ran.out).toMatch(/=== ultimatum, comprehension · bright · reader · quiz/)
    expect(ran.out).toMatch(/Nothing is played now/)
    expect(server.seen).toEqual([])
  })
})
