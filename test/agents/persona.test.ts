/** Personas that are drawn: by their shares, the same for a seat all match long, and from the match's seed alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drawnPersona, isDrawn, personasIn } from '../../src/agents/persona.ts'
import { stream } from '../../src/core/chance.ts'
import { freshFolder, root, stagegame, write } from '../cli/stagegame.ts'

const FILE = 'prompts/personas/workers.yaml'
const workers = personasIn(FILE, readFileSync(join(root, FILE), 'utf8'))

describe('personas', () => {
  it('are drawn as often as their shares say', () => {
    const personas = personasIn('p.yaml', '[{ name: a, share: 3, text: A }, { name: b, share: 1, text: B }]')
    const draws = Array.from({ length: 4000 }, (_, i) => drawnPersona(personas, stream(['draw', i])))
    expect(draws.filter((text) => text === 'A').length / 4000).toBeCloseTo(0.75, 1)
    expect(new Set(draws)).toEqual(new Set(['A', 'B']))
  })

  it('of workers are of many kinds, no two alike', () => {
    expect(workers.length).toBeGreaterThanOrEqual(10)
    for (const member of ['name', 'text'] as const)
      expect(new Set(workers.map((one) => one[member])).size).toBe(workers.length)
    expect(isDrawn(FILE) && !isDrawn('prompts/personas/economist.md')).toBe(true)
  })

  it.each([
    ['{ name: a }', /p\.yaml: .*expected a list of \{ name, share, text \}/],
    ['[]', /p\.yaml: .*expected a list/],
    ['[{ name: a, share: 0, text: A }]', /p\.yaml: 0\.share: .*shares above 0/],
    ['[{ name: a, share: 1, txt: A }]', /p\.yaml: 0/],
    ['[', /p\.yaml: /],
  ])('as %s are refused, with the file', (text, expected) => {
    expect(() => personasIn('p.yaml', text)).toThrow(expected)
  })
})

describe('a player with personas', () => {
  const played = async (seed: number) => {
    const cwd = freshFolder()
    write(
      cwd,
      'e.yaml',
      `game: beauty-contest
params: { rounds: 2 }
players: [{ name: m, model: "simulated:level-k", persona: ${FILE} }]
design: { format: self-play, seats: 6, repetitions: 2, seeds: independent }
seed: ${seed}
`,
    )
    expect(await stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd })).toMatchObject({ code: 0 })
    const lines = (await stagegame(['export', '--db', 'e.sqlite'], { cwd })).out.split('\n')
    const texts = new Map<string, string>()
    for (const line of lines.filter((one) => one.startsWith('{"type":"text"'))) {
      const { hash, body } = JSON.parse(line) as { hash: string; body: string }
      texts.set(hash, body)
    }
    /** By match, seat and turn. */
    return new Map(
      lines
        .filter((line) => line.startsWith('{"type":"call"'))
        .map((line) => JSON.parse(line))
        .map(({ match, seat, turn, request }) => {
          const { content } = request.messages[0] as { content: string | { text: string } }
          const system = typeof content === 'string' ? content : texts.get(content.text)!
          return [`${match} ${seat} ${turn}`, workers.find(({ text }) => system.includes(text))?.name]
        }),
    )
  }

  it('is the same person in a seat all match long, others in other seats, and the same again by the same seed', async () => {
    const who = await played(1)
    expect(who.size).toBe(2 * 6 * 2)
    for (const [key, name] of who) {
      expect(name).toBeDefined()
      expect(name).toBe(who.get(key.replace(/\d+$/, '0')))
    }
    expect(new Set(who.values()).size).toBeGreaterThan(4)
    expect(await played(1)).toEqual(who)
    expect(await played(2)).not.toEqual(who)
  })
})
