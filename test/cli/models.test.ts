/** `stagegame models`: what each model takes, and whether it answers. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { freshFolder, stagegame, write } from './stagegame.ts'

const KEY = 'sk-very-secret-0123456789'
const open: FakeProvider[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

async function served(options: Parameters<typeof fakeProvider>[0] = {}) {
  const provider = await fakeProvider(options)
  open.push(provider)
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
players:
  - { name: one, model: "here:a" }
  - { name: same, model: "here:a", reasoning: think }
  - { name: other, model: "there:b" }
  - { strategy: level-k }
  - { name: pretending, model: "simulated:level-k" }
endpoints:
  here: { baseUrl: "${provider.url}/v1", keyFrom: MY_KEY }
  there: { baseUrl: "${provider.url}", api: anthropic, keyFrom: MY_KEY }
prices: { "here:a": { inputPerMillion: 1, outputPerMillion: 2 } }
`,
  )
  const run = (...args: string[]) => stagegame(['models', ...args], { cwd, env: { MY_KEY: KEY } })
  return { provider, cwd, run }
}

describe('models', () => {
  it('lists each model once, with what it takes and its price, and asks nobody', async () => {
    const { provider, run } = await served()
    const listed = await run('e.yaml')
    expect(listed.code).toBe(0)
    expect(listed.out.match(/^here:a /gm)).toHaveLength(1)
    expect(listed.out).toMatch(/^here:a .*\$1, \$2 a million$/m)
    expect(listed.out).toMatch(/^there:b .*free$/m)
    expect(listed.out).not.toMatch(/simulated|level-k/)
    expect(provider.log).toEqual([])
  })

  it('--check makes one tiny call each: who answered, whether it kept to the schema, and what it cost', async () => {
    const { provider, run } = await served({ key: KEY })
    const checked = await run('e.yaml', '--check')
    expect(checked.err).toBe('')
    expect(checked.code).toBe(0)
    expect(checked.out).toMatch(/^here:a .* yes +\S+ +yes +0\.\d\d +\$0\.0\d+$/m)
    expect(checked.out).toMatch(/^there:b .* yes +\S+ +yes +0\.\d\d +–$/m)
    expect(provider.log).toHaveLength(2)
    expect(checked.out).not.toContain(KEY)
  })

  it('--check says of each why it did not answer, with exit code 3 and without the key', async () => {
    const { run } = await served({ key: 'another' })
    const checked = await run('e.yaml', '--check')
    expect(checked.code).toBe(3)
    expect(checked.out).toMatch(/^here:a .* no +– +–/m)
    expect(checked.out.match(/^here:a: .*MY_KEY/gm) ?? checked.out).toHaveLength(1)
    expect(checked.out + checked.err).not.toContain(KEY)
  })

  it('takes a model by its name alone, and names what is wrong with it', async () => {
    const { run } = await served()
    expect((await run('--model', 'anthropic:claude-x')).out).toMatch(/^anthropic:claude-x /m)
    const unnamed = await run('--model', 'gpt')
    expect(unnamed.code).toBe(2)
    expect(unnamed.err).toMatch(/expected <provider>:<model>, as in openai:gpt-5-mini, got "gpt"/)
    const nobody = await run()
    expect(nobody.code).toBe(2)
    expect(nobody.err).toMatch(/expected an experiment file, or --model <name>/)
  })

  it('of an experiment without models says that there are none', async () => {
    const { cwd, run } = await served()
    write(cwd, 'scripts.yaml', 'game: beauty-contest\nplayers: [{ strategy: level-k }, { strategy: random }]\n')
    const listed = await run('scripts.yaml', '--check')
    expect(listed.code).toBe(0)
    expect(listed.out).toMatch(/scripts\.yaml asks no model: its players are level-k, random/)
  })
})
