/** The one hash to preregister. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FrozenParts, freezeOf } from '../../src/lab/freeze.ts'
import { freshFolder, write } from '../cli/stagegame.ts'

const parts: FrozenParts = {
  session: 'title: Choosing numbers\n',
  texts: new Map([
    ['prompts/beauty-contest/rules.md', 'Choose a number.\n'],
    ['consent.md', 'You may leave at any time – whenever you want.\n'],
    ['Zeta.md', 'a name in capitals'],
  ]),
  rules: new Map([['my-game', 'a'.repeat(64)]]),
  code: '0.1.0',
}

describe('the hash of a session', () => {
  it('can be computed by sha256sum and sort from the files alone', () => {
    const folder = freshFolder()
    const files = { code: parts.code, session: parts.session, ...within('texts', parts.texts) }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      write(folder, name, text)
    }
    const script = `(sha256sum ${Object.keys(files).join(' ')}; echo '${'a'.repeat(64)}  rules/my-game') | LC_ALL=C sort -k2 | sha256sum`
    const computed = execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' })
    expect(computed.split(' ')[0]).toBe(freezeOf(parts).hash)
  })

  it('lists what it is over, a line each', () => {
    const { lines } = freezeOf(parts)
    expect(lines.map((line) => line.slice(66))).toEqual([
      'code',
      'rules/my-game',
      'session',
      'texts/Zeta.md',
      'texts/consent.md',
      'texts/prompts/beauty-contest/rules.md',
    ])
    for (const line of lines) expect(line).toMatch(/^[0-9a-f]{64} {2}\S/)
  })

  it('does not depend on the order in which texts were read', () => {
    const turned = { ...parts, texts: new Map([...parts.texts].reverse()) }
    expect(freezeOf(turned)).toEqual(freezeOf(parts))
  })

  it.each<[string, Partial<FrozenParts>]>([
    ['the session file', { session: 'title: Choosing numbers' }],
    ['a text', { texts: new Map([...parts.texts, ['consent.md', 'other words']]) }],
    [
      'the name of a text',
      { texts: new Map([...parts.texts].map(([path, text]) => [path.replace('Zeta', 'Eta'), text])) },
    ],
    ['one text more', { texts: new Map([...parts.texts, ['debrief.md', '']]) }],
    ['rules', { rules: new Map([['my-game', 'b'.repeat(64)]]) }],
    ['the version of the code', { code: '0.1.1' }],
  ])('changes with %s', (_, change) => {
    expect(freezeOf({ ...parts, ...change }).hash).not.toBe(freezeOf(parts).hash)
  })

  it('takes no name that could stand for two lines', () => {
    const texts = new Map([['a\nb', 'text']])
    expect(() => freezeOf({ ...parts, texts })).toThrow(expect.objectContaining({ code: 'bad-path' }))
  })
})

const within = (folder: string, texts: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...texts].map(([path, text]) => [`${folder}/${path}`, text]))
