/** Games of one's own: whose fault it is when they fail, that they cannot change the log, and that logs load no other module. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { freshFolder, type Ran, root, stagegame, write } from './stagegame.ts'

const library = pathToFileURL(join(root, 'dist', 'src', 'index.js')).href

/** Two players put a card each, three times; the view is the state itself. Members, strategies and first lines can be replaced. */
function rules({
  members = '',
  strategies = '{ low: () => ({ card: () => ({ card: 1 }) }) }',
  first = '',
  deal = '[3, 1, 2]',
} = {}): string {
  return `${first}
import { asking, defineGame, over, seatsTo, z } from '${library}'
const Card = z.strictObject({ card: z.int().min(1).max(9) })
export const game = defineGame({
  id: 'pile',
  title: 'Pile',
  version: 1,
  params: z.strictObject({}),
  roles: () => [{ name: 'player', min: 2, max: 2 }],
  init: () => ({ seen: ${deal}, left: 3 }),
  turn: ({ left }) => (left > 0 ? asking(seatsTo(2), 'card', Card, { card: 1 }) : over()),
  apply: ({ seen, left }, moves) => ({ seen: [...seen, moves.at(0, 'card').card], left: left - 1 }),
  view: ({ seen, left }) => ({ seen, left, history: [] }),
  payoffs: ({ seen }) => [seen[0], seen.length],
  ${members}
})
export const strategies = ${strategies}
`
}

const experiment = (game = './rules.mjs') =>
  `name: own\ngame: ${game}\nplayers: [{ name: a, strategy: low }, { name: b, strategy: random }]\ndesign: { format: seats, seats: [a, b] }\nseed: 1\n`

function refusedAsBadInput(ran: Ran, expected: RegExp): void {
  expect(ran.err).toMatch(expected)
  expect(ran.err).not.toMatch(/\n\s+at |fault of stagegame/)
  expect(ran.code).toBe(2)
}

describe('a fault of one’s own', () => {
  const run = (text: string) => {
    const folder = freshFolder()
    write(folder, 'rules.mjs', text)
    write(folder, 'own.yaml', experiment())
    return stagegame(['run', 'own.yaml', '--db', 'own.sqlite'], { cwd: folder })
  }

  it.each(['init', 'turn', 'apply', 'view', 'roles'])(
    'in %s is told with the file, the function and why',
    async (name) =>
      refusedAsBadInput(
        await run(rules({ members: `${name}: () => { throw new Error('out of cards') },` })),
        new RegExp(`\\./rules\\.mjs: ${name} failed: out of cards`),
      ),
  )

  it('in payoffs is told too, though only the end of a match asks for them', async () => {
    const ran = await run(rules({ members: `payoffs: () => { throw new Error('out of cards') },` }))
    expect(ran.err).toMatch(/\.\/rules\.mjs: payoffs failed: out of cards/)
    expect(ran.err).not.toMatch(/\n\s+at |fault of stagegame/)
  })

  it.each([
    ['a turn that is no Map of asks', 'turn: () => ({}),', /turn failed: expected a Map of each seat .*, got \{\}/],
    ['rules that change their state', 'apply: (state) => { state.left--; return state },', /apply failed: .*read only/],
    ['a kind that nobody was asked', `apply: (_, moves) => moves.at(0, 'crad'),`, /apply failed: seat 0 gave no crad/],
  ])('%s', async (_, members, expected) => refusedAsBadInput(await run(rules({ members })), expected))

  it.each([
    [
      'a strategy that is no function',
      '{ low: { card: 1 } }',
      /own\.yaml:2:1: game: .*strategy low must be a function/,
    ],
    ['strategies that are no object', '[]', /own\.yaml:2:1: game: the strategies of \.\/rules\.mjs must be an object/],
    [
      'a strategy that fails at its options',
      `{ low: () => { throw new Error('too low') } }`,
      /own\.yaml:3:\d+: players\.0\.\S+ \.\/rules\.mjs: the strategy low failed: too low/,
    ],
  ])('%s', async (_, strategies, expected) => refusedAsBadInput(await run(rules({ strategies })), expected))
})

describe('a fault of an experiment', () => {
  const folder = freshFolder()

  it.each([
    ['an alias without its anchor', 'params:\n  factor: *f\n', /bad\.yaml:4:11: there is no anchor &f before \*f/],
    [
      'an alias within its own anchor',
      'params: &p\n  factor: *p\n',
      /bad\.yaml:4:11: \*p stands within its own anchor/,
    ],
  ])('%s is told with its place', async (_, text, expected) => {
    write(folder, 'bad.yaml', `game: beauty-contest\nplayers: [{ strategy: uniform }]\n${text}`)
    refusedAsBadInput(await stagegame(['run', 'bad.yaml', '--db', 'bad.sqlite'], { cwd: folder }), expected)
  })

  it('a persona that is a folder is no file', async () => {
    mkdirSync(join(folder, 'personas'))
    write(folder, 'bad.yaml', 'game: beauty-contest\nplayers: [{ model: "simulated:level-k", persona: personas }]\n')
    refusedAsBadInput(await stagegame(['run', 'bad.yaml', '--db', 'bad.sqlite'], { cwd: folder }), /no .*file personas/)
  })

  it.each(['rounds={', 'rounds=*r'])('--param %s is no YAML', async (param) =>
    refusedAsBadInput(
      await stagegame(['play', 'beauty-contest', '--param', param], { cwd: folder }),
      /--param .*the value is no YAML: /,
    ),
  )
})

it('a player that changes what it sees is stopped by name, and the log still verifies', async () => {
  const folder = freshFolder()
  const sorting = '{ low: () => ({ card: ({ seen }) => ({ card: seen.sort()[0] }) }) }'
  write(folder, 'rules.mjs', rules({ strategies: sorting }))
  write(folder, 'own.yaml', experiment())
  const ran = await stagegame(['run', 'own.yaml', '--db', 'own.sqlite'], { cwd: folder })
  expect(ran.err).toMatch(/a failed at card \(seat \d in turn 0 of match \S+\): .*read only/)
  expect(ran.err).not.toMatch(/\n\s+at |fault of stagegame/)
  const verified = await stagegame(['verify', 'own.sqlite'], { cwd: folder })
  expect(verified.out).not.toMatch(/mismatch/)
  expect(verified.code).toBe(0)
})

describe('the rules that a log names', () => {
  /** A folder with a run of it; the module leaves a file behind wherever it is loaded. */
  const played = async () => {
    const folder = freshFolder()
    mkdirSync(join(folder, 'logs'))
    const first = `import { writeFileSync } from 'node:fs'\nwriteFileSync('loaded', '')`
    write(folder, 'rules.mjs', rules({ first }))
    write(folder, 'own.yaml', experiment())
    expect((await stagegame(['run', 'own.yaml', '--db', 'logs/own.sqlite'], { cwd: folder })).code).toBe(0)
    return folder
  }
  const verify = (folder: string, ...args: readonly string[]) =>
    stagegame(['verify', 'logs/own.sqlite', ...args], { cwd: folder })

  it('are not loaded where they are not what was played, unless the user names them', async () => {
    const folder = await played()
    renameSync(join(folder, 'loaded'), join(folder, 'loaded before'))
    appendFileSync(join(folder, 'rules.mjs'), '// changed\n')
    const changed = await verify(folder)
    refusedAsBadInput(
      changed,
      /^stagegame: run own-1 was played by rules of pile with the hash [0-9a-f]{12}…, but \S+rules\.mjs is not them: .*--game\n$/,
    )
    expect(changed.out).toMatch(/1 match, 0 decisions: 1 match not folded/)
    refusedAsBadInput(await stagegame(['replay', 'own-1', '--db', 'logs/own.sqlite'], { cwd: folder }), /--game/)
    expect(existsSync(join(folder, 'loaded'))).toBe(false)
    const named = await verify(folder, '--game', 'rules.mjs')
    expect(named.out).toMatch(/1 match, 6 decisions: all verified/)
    expect(existsSync(join(folder, 'loaded'))).toBe(true)
  })

  it('are told by the path they were looked for at where they are gone', async () => {
    const folder = await played()
    renameSync(join(folder, 'rules.mjs'), join(folder, 'moved.mjs'))
    refusedAsBadInput(await verify(folder), /run own-1 .*there is no file \S+rules\.mjs: .*--game\n$/)
    expect((await verify(folder, '--game', 'moved.mjs')).code).toBe(0)
  })

  it('are each run’s own, where two runs have different rules of one name', async () => {
    const folder = await played()
    write(folder, 'dealt.mjs', rules({ deal: '[9]' }))
    write(folder, 'other.yaml', experiment('./dealt.mjs'))
    await stagegame(['run', 'other.yaml', '--db', 'logs/own.sqlite'], { cwd: folder })
    expect((await verify(folder)).out).toMatch(/2 matches, 12 decisions: all verified/)
    appendFileSync(join(folder, 'rules.mjs'), '// changed\n')
    const one = await verify(folder)
    refusedAsBadInput(one, /^stagegame: run own-1 [^\n]*\n$/)
    expect(one.out).toMatch(/2 matches, 6 decisions: 1 match not folded/)
  })

  it('are found from the folder of a .jsonl file', async () => {
    const folder = await played()
    await stagegame(['export', '--db', 'logs/own.sqlite', '--to', 'logs/own.jsonl'], { cwd: folder })
    const elsewhere = freshFolder()
    const file = join(folder, 'logs', 'own.jsonl')
    expect((await stagegame(['verify', file], { cwd: elsewhere })).out).toMatch(/1 match, 6 decisions: all verified/)
    const shown = await stagegame(['replay', file], { cwd: elsewhere })
    expect(shown.out).toMatch(/^Pile \(pile@1\)/)
    expect(shown.code).toBe(0)
  })

  it('are asked for where a .jsonl file stands alone, which is no mismatch; an edit of it is one', async () => {
    const folder = await played()
    await stagegame(['export', '--db', 'logs/own.sqlite', '--to', 'own.jsonl'], { cwd: folder })
    const lines = readFileSync(join(folder, 'own.jsonl'), 'utf8')
    const alone = freshFolder()
    write(alone, 'own.jsonl', lines)
    refusedAsBadInput(
      await stagegame(['verify', 'own.jsonl'], { cwd: alone }),
      /there is no file \S+rules\.mjs: .*--game/,
    )
    refusedAsBadInput(
      await stagegame(['replay', 'own.jsonl'], { cwd: alone }),
      /there is no file \S+rules\.mjs: .*--game/,
    )
    const bare = lines.split('\n').filter((line) => !line.startsWith('{"type":"run"'))
    write(alone, 'bare.jsonl', bare.join('\n'))
    const unknown = await stagegame(['verify', 'bare.jsonl'], { cwd: alone })
    refusedAsBadInput(unknown, /^stagegame: there is no game "pile": .*--game\)\n$/)
    write(alone, 'edited.jsonl', bare.join('\n').replace('"card":1}', '"card":2}'))
    const edited = await stagegame(['verify', 'edited.jsonl'], { cwd: alone })
    expect(edited.out).toMatch(/1 mismatch and 1 match not folded/)
    expect(edited.code).toBe(1)
  })
})

describe('resume', () => {
  it('does not load rules that changed since the run began', async () => {
    const cwd = freshFolder()
    write(cwd, 'rules.mjs', rules())
    write(cwd, 'e.yaml', experiment())
    expect((await stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd })).code).toBe(0)
    expect((await stagegame(['resume', 'own-1', '--db', 'e.sqlite'], { cwd })).code).toBe(0)
    write(cwd, 'rules.mjs', rules({ first: `import { writeFileSync } from 'node:fs'\nwriteFileSync('loaded', '')` }))
    const resumed = await stagegame(['resume', 'own-1', '--db', 'e.sqlite'], { cwd })
    expect(resumed.err).toMatch(/\.\/rules\.mjs is not what it was when run own-1 began/)
    expect(resumed.code).toBe(2)
    expect(existsSync(join(cwd, 'loaded'))).toBe(false)
  })
})

describe('behaviour of one’s own', () => {
  const BEHAVIOUR = `export const behaviour = () => ({
  figures: [{ name: 'high-card', title: 'High card', describes: 'Whether the card is above 5.', of: ({ action }) => Number(action.card > 5) }],
})
`
  async function played(text: string): Promise<string> {
    const folder = freshFolder()
    write(folder, 'rules.mjs', text)
    write(folder, 'own.yaml', experiment())
    expect((await stagegame(['run', 'own.yaml', '--db', 'own.sqlite'], { cwd: folder })).code).toBe(0)
    return folder
  }

  it('is told by the report, in place of the fields of actions', async () => {
    const cwd = await played(rules() + BEHAVIOUR)
    const { code, err } = await stagegame(['report', 'own-1', '--db', 'own.sqlite', '--tables', 'tables'], { cwd })
    expect([code, err]).toEqual([0, ''])
    expect(readFileSync(join(cwd, 'tables', 'behaviour.csv'), 'utf8')).toMatch(/,a,high-card,0,/)
  })

  it('goes into a package with its rules, where the check finds them', async () => {
    const cwd = await played(rules() + BEHAVIOUR)
    expect((await stagegame(['pack', 'own-1', '--db', 'own.sqlite'], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'own-1.package', 'rules.mjs'))).toBe(true)
    const { code, out } = await stagegame(['verify', 'own-1.package'], { cwd })
    expect(out).toMatch(/all verified/)
    expect(code).toBe(0)
  })

  it('is not loaded by a report where its rules are not those of the run', async () => {
    const cwd = await played(rules() + BEHAVIOUR)
    appendFileSync(join(cwd, 'rules.mjs'), `\nawait import('node:fs').then((fs) => fs.writeFileSync('loaded', ''))\n`)
    refusedAsBadInput(await stagegame(['report', 'own-1', '--db', 'own.sqlite'], { cwd }), /rules\.mjs .*(not|changed)/)
    expect(existsSync(join(cwd, 'loaded'))).toBe(false)
  })

  it('has its power told', async () => {
    const cwd = freshFolder()
    write(cwd, 'rules.mjs', rules())
    write(cwd, 'own.yaml', experiment().replace('seats: [a, b] }', 'seats: [a, b], seeds: independent }'))
    const options = ['--pilot-repetitions', '8', '--repetitions', '8', '--studies', '50']
    expect((await stagegame(['power', 'own.yaml', ...options], { cwd })).err).toBe('')
  })

  it('that fails is told with the file and why', async () => {
    const cwd = await played(rules() + BEHAVIOUR.replace('action.card > 5', 'action.card.suit.rank'))
    refusedAsBadInput(
      await stagegame(['report', 'own-1', '--db', 'own.sqlite'], { cwd }),
      /rules\.mjs: high-card failed: Cannot read properties of undefined/,
    )
  })

  it('that is no function is refused before the run', async () => {
    const folder = freshFolder()
    write(folder, 'rules.mjs', `${rules()}export const behaviour = { figures: [] }\n`)
    write(folder, 'own.yaml', experiment())
    refusedAsBadInput(
      await stagegame(['run', 'own.yaml'], { cwd: folder }),
      /the behaviour of \.\/rules\.mjs must be a function/,
    )
  })
})
