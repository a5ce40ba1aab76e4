/** Every example runs as it stands: the servers that some of them need are started beside them, on ports that are free. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../src/fake-provider/fake-provider.ts'
import { freshFolder, root, stagegame, write } from './cli/stagegame.ts'

const names = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml'))
/** Too long for a test, or played elsewhere. */
const LOCAL = /^local-model/

let cwd: string
let provider: FakeProvider
let player: ChildProcess
beforeAll(async () => {
  cwd = freshFolder()
  cpSync(join(root, 'examples'), join(cwd, 'examples'), { recursive: true })
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(root, join(cwd, 'node_modules', 'stagegame'))
  provider = await fakeProvider({ malformed: 0.1, seed: 'examples' })
  player = spawn(process.execPath, [join(root, 'examples', 'remote-player.mjs')], {
    env: { ...process.env, PORT: '0' },
    stdio: 'pipe',
  })
  const port = await new Promise<string>((resolve) => {
    player.stdout!.on('data', (chunk) => resolve(/:(\d+)\//.exec(String(chunk))![1]!))
  })
  for (const name of names) {
    const text = readFileSync(join(cwd, 'examples', name), 'utf8')
    const moved = text
      .replace('127.0.0.1:8080', `127.0.0.1:${provider.port}`)
      .replace('127.0.0.1:11434', `127.0.0.1:${provider.port}`)
      .replace('127.0.0.1:8090', `127.0.0.1:${port}`)
    write(join(cwd, 'examples'), name, moved)
  }
})
afterAll(async () => {
  player.kill()
  await provider.close()
})

describe.each(names.filter((name) => !LOCAL.test(name)))('examples/%s', (name) => {
  it('shows its plan and prompts, plays to its end, and verifies', async () => {
    const db = `${name}.sqlite`
    const plan = await stagegame(['run', `examples/${name}`, '--dry-run'], { cwd })
    expect(plan).toMatchObject({ code: 0, err: '' })
    const ran = await stagegame(['run', `examples/${name}`, '--db', db], { cwd })
    expect(ran.err.replaceAll(/^.* matches · .*$\n/gm, '')).toBe('')
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/mean payoff/)
    expect((await stagegame(['verify', db], { cwd })).out).toMatch(/all verified/)
  })
})

const model = join(process.env['STAGEGAME_MODELS'] ?? join(homedir(), '.cache', 'stagegame', 'models'))

describe.each(names.filter((name) => LOCAL.test(name)))('examples/%s', (name) => {
  it.skipIf(!existsSync(join(model, 'SmolLM2-135M-Instruct.Q4_1.gguf')))(
    'shows its plan and prompts (needs the small local model)',
    async () => {
      expect(await stagegame(['run', `examples/${name}`, '--dry-run'], { cwd })).toMatchObject({ code: 0, err: '' })
    },
  )
})
