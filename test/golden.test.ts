import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshFolder, root, stagegame } from './cli/stagegame.ts'

const folder = join(root, 'transcripts', 'golden')

/** What was played, without when, by which version of the code, and the salts of texts. */
const played = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\{"type":"(started|moved|ended|voided)"/.test(line))
    .map((line) => {
      const { at: _at, salt: _salt, hash: _hash, code: _code, run: _run, ...event } = JSON.parse(line)
      return event
    })

describe.each(readdirSync(folder).map((name) => name.replace('.jsonl', '')))('the golden transcript %s', (name) => {
  it('verifies', async () => {
    const ran = await stagegame(['verify', join(folder, `${name}.jsonl`)], { cwd: freshFolder() })
    expect(ran.out).toMatch(/all verified/)
    expect(ran.out).not.toMatch(/mismatch|note/)
    expect(ran.code).toBe(0)
  })

  it('is what its example plays today', async () => {
    const cwd = freshFolder()
    await stagegame(['run', join(root, 'examples', `${name}.yaml`), '--run', name, '--db', 'a.sqlite'], { cwd })
    await stagegame(['export', name, '--db', 'a.sqlite', '--to', 'a.jsonl'], { cwd })
    const today = played(join(cwd, 'a.jsonl'))
    expect(today.length).toBeGreaterThan(0)
    expect(today).toEqual(played(join(folder, `${name}.jsonl`)))
  })
})
