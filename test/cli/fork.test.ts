/** `stagegame fork`: a logged match goes on with others, as a run of its own that resumes, verifies and reruns. */
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { freshFolder, root, stagegame, write } from './stagegame.ts'

const open: FakeProvider[] = []
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close()
})

const at = (cwd: string) => (line: string) => stagegame([...line.split(' '), '--db', 'log.sqlite'], { cwd })

const scripts = `
game: beauty-contest
params: { rounds: 4 }
players: [{ strategy: random }, { strategy: level-k }, { strategy: uniform }]
design: { pairing: fixed }
comprehension: { questions: 2 }
seed: 5
`

let begun: string
beforeAll(async () => {
  begun = freshFolder()
  write(begun, 'e.yaml', scripts)
  expect((await at(begun)('run e.yaml')).code).toBe(0)
}, 60_000)

/** A folder with one run of scripts in its log. */
function folder() {
  const cwd = freshFolder()
  cpSync(begun, cwd, { recursive: true })
  return { cwd, run: at(cwd) }
}

describe('a fork', () => {
  it('is a run of its own that compares, resumes, verifies, reruns, and shows where it was copied from', async () => {
    const { run } = folder()
    const forked = await run('fork e-1/match --turn 2 --seat 0=level-k --times 3')
    expect(forked.err).toBe('')
    expect(forked.code).toBe(0)
    expect(forked.out).toMatch(/e-1\/match goes on from turn 2, 3 times: 6 moves copied, chance is drawn afresh/)
    expect(forked.out).toMatch(/seat 0: random → level-k\n {2}seat 1: level-k, as before/)
    expect(forked.out).toMatch(/what came of 3 continuations\n.*95 % interval.*first action as logged/)
    expect(forked.out).toMatch(/0 {2}random → level-k .* 0 of 3 \(0\.0 %\)/)
    expect(forked.out).toMatch(/log: log\.sqlite, run e-1-fork-1\n/)

    expect((await run('verify')).out).toMatch(/4 matches, 48 decisions: all verified/)
    expect((await run('rerun e-1-fork-1')).out).toMatch(/3 matches, 36 decisions: all as in the log/)
    expect((await run('resume e-1-fork-1')).out).toMatch(/3 of the matches were finished before/)
    const shown = await run('replay e-1-fork-1/fork02')
    expect(shown.out).toMatch(/\nforked from e-1\/match at turn 2\n/)
    expect(shown.out).toMatch(
      /— so far as in e-1\/match; from here on played anew —\n {2}seat 0 is taken over by level-k: fork\n\nturn 2\n/,
    )
    expect((await run('replay e-1-fork-1/fork02 --seat 1')).out).not.toMatch(/forked|played anew/)
  })

  it('with the same chance and the same scripts comes to what happened', async () => {
    const { cwd, run } = folder()
    expect((await run('fork e-1/match --turn 1 --same-chance')).out).toMatch(/chance goes on as it would have/)
    const store = openSqlite(join(cwd, 'log.sqlite'), { readonly: true })
    const [parent, fork] = await Promise.all(['e-1/match', 'e-1-fork-1/fork01'].map((id) => store.log(id)))
    await store.close()
    expect(fork!.slice(1).map(({ event }) => event)).toEqual(parent!.slice(1).map(({ event }) => event))
  })

  it('can be forked again, and the new fork verifies and reruns', async () => {
    const { run } = folder()
    await run('fork e-1/match --turn 1 --seat 0=level-k')
    const again = await run('fork e-1-fork-1/fork01 --turn 3 --seat 1=random --run deeper')
    expect(again.out).toMatch(/seat 0: level-k, as before\n {2}seat 1: level-k → random/)
    expect((await run('verify')).out).toMatch(/3 matches, 36 decisions: all verified/)
    expect((await run('rerun deeper')).out).toMatch(/all as in the log/)
  })

  it('stands alone in another log: it verifies and reruns there, and says that its parent is not known', async () => {
    const { cwd, run } = folder()
    await run('fork e-1/match --turn 2 --seat 2=level-k --times 2')
    expect((await run('export e-1-fork-1 --to fork.jsonl')).code).toBe(0)
    const elsewhere = (line: string) => stagegame([...line.split(' '), '--db', 'other.sqlite'], { cwd })
    expect((await elsewhere('import fork.jsonl')).code).toBe(0)
    expect((await elsewhere('verify')).out).toMatch(/2 matches, 24 decisions: all verified/)
    expect((await elsewhere('rerun e-1-fork-1')).out).toMatch(/2 matches, 24 decisions: all as in the log/)
    expect((await elsewhere('resume e-1-fork-1')).out).toMatch(/what happened is not known here/)
  })

  it('prints its plan and plays nothing on a dry run', async () => {
    const { run } = folder()
    const dry = await run('fork e-1/match --turn 2 --seat 0=uniform --dry-run')
    expect(dry.code).toBe(0)
    expect(dry.out).toMatch(/seat 0: random → uniform/)
    expect((await run('verify')).out).toMatch(/^1 match, 12 decisions/)
  })
})

describe('a fork with models', () => {
  async function chatting() {
    const provider = await fakeProvider({ seed: 'fork' })
    open.push(provider)
    const cwd = freshFolder()
    write(
      cwd,
      'e.yaml',
      `game: beauty-contest
params: { rounds: 3 }
players:
  - { name: talker, model: "here:a", memory: chat }
  - { strategy: level-k }
endpoints: { here: { baseUrl: "${provider.url}/v1" } }
design: { pairing: fixed }
`,
    )
    const run = at(cwd)
    expect((await run('run e.yaml')).code).toBe(0)
    return { provider, cwd, run }
  }

  interface Asked {
    readonly messages: readonly { readonly role: string; readonly content: string }[]
  }

  async function callsIn(cwd: string, match: string) {
    const store = openSqlite(join(cwd, 'log.sqlite'), { readonly: true })
    const calls = await store.calls(match)
    await store.close()
    return calls.map(({ turn, text, request }) => ({ turn, text, ...(request as Asked) }))
  }

  it('asks only from its turn on, and a player who stays remembers what it was told and said in the parent', async () => {
    const { provider, cwd, run } = await chatting()
    const before = provider.stats().requests
    expect((await run('fork e-1/match --turn 2 --seat 1=talker')).code).toBe(0)
    expect(provider.stats().requests - before).toBe(2)
    const parent = await callsIn(cwd, 'e-1/match')
    const [stayed, came] = await callsIn(cwd, 'e-1-fork-1/fork01')
    const said = (call: Asked) => call.messages.flatMap(({ role, content }) => (role === 'assistant' ? [content] : []))
    expect(said(stayed!)).toEqual(parent.slice(0, 2).map(({ text }) => text!.trim()))
    expect(stayed!.messages).toEqual(parent[2]!.messages)
    expect(said(came!)).toEqual([])
    await provider.close()
    expect((await run('rerun e-1-fork-1')).out).toMatch(/all as in the log, 0 requests without a recording/)
    expect((await run('verify')).code).toBe(0)
  })

  it('takes new players and other prompts from the disk, what it froze from the log, and says which', async () => {
    const { provider, cwd, run } = await chatting()
    write(cwd, 'who.md', 'You are bold.\n')
    const players = `players: [{ name: bold, model: "there:b", persona: who.md }]\nendpoints: { there: { baseUrl: "${provider.url}/v1" } }\n`
    write(cwd, 'more.yaml', players)
    const forked = await run('fork e-1/match --turn 1 --players more.yaml --seat 1=bold')
    expect(forked.err).toBe('')
    expect(forked.out).toMatch(/from the disk, since the match's run did not freeze it: who\.md\n/)
    const [first] = (await callsIn(cwd, 'e-1-fork-1/fork01')).filter(({ messages }) => messages.length === 2)
    expect(first!.messages[0]!.content).toMatch(/You are bold\./)

    const cloaked = await run('fork e-1/match --turn 1 --prompts cloaked --dry-run')
    expect(cloaked.out).toMatch(/seat 0: talker → talker cloaked\n {2}seat 1: level-k, as before/)
    expect(cloaked.out).toMatch(/did not freeze them: .*beauty-contest\/cloaked\/guess\.md/)

    write(
      cwd,
      'endpoints.yaml',
      `players: [{ name: x, model: "here:b" }]\nendpoints: { here: { baseUrl: "http://x" } }\n`,
    )
    expect((await run('fork e-1/match --turn 1 --players endpoints.yaml')).err).toMatch(
      /endpoints\.yaml:2:14: endpoints\.here: the experiment has .* give it another name/,
    )
  })
})

describe('a fork that cannot be', () => {
  it.each([
    ['nobody-1/match --turn 1', /there is no match "nobody-1\/match" in this log: there are: e-1\/match/],
    ['e-1/mtach --turn 1', /there is no match "e-1\/mtach" in this log: did you mean e-1\/match\?/],
    ['e-1 --turn 1', /"e-1" is a run, and a fork goes on from one match: .*e-1\/match/],
    ['e-1/match --turn 4', /no turn 4 of match e-1\/match to go on from: its play ended with turn 3/],
    ['e-1/match --turn 40', /no turn 40 of match e-1\/match/],
    ['e-1/match --turn -1', /--turn: expected a whole number from 0, got "-1"/],
    ['e-1/match --turn two', /--turn: expected a whole number from 0, got "two"/],
    ['e-1/match --turn 1 --seat 3=uniform', /--seat 3=uniform: expected a seat from 0 to 2, got 3/],
    ['e-1/match --turn 1 --seat uniform', /--seat: expected <seat>=<player>/],
    ['e-1/match --turn 1 --seat 0=unifrom', /there is no player "unifrom" .* did you mean uniform\?/],
    ['e-1/match --turn 1 --seat 0=uniform --seat 0=random', /seat 0 is given to uniform already/],
    ['e-1/match --turn 1 --seat 0=uniform --prompts cloaked', /nobody in those seats reads any/],
    ['e-1/match --turn 1 --players none.yaml', /cannot read the players none\.yaml: there is no such file/],
    ['e-1/match --turn 1 --times 0', /expected a whole number from 1/],
    ['e-1/match --turn 1 --run e-1', /there is already a run e-1/],
  ])('says so: %s', async (line, message) => {
    const refused = await at(begun)(`fork ${line}`)
    expect(refused.err).toMatch(message)
    expect(refused.code).toBe(2)
  })

  it('has left no trace in the log, whatever was wrong with it', async () => {
    const store = openSqlite(join(begun, 'log.sqlite'), { readonly: true })
    expect((await store.runs()).map(({ id }) => id)).toEqual(['e-1'])
    await store.close()
  })

  it('refuses a file of players with a name that is taken, and one with what is no part of it, by their lines', async () => {
    const { cwd, run } = folder()
    write(cwd, 'taken.yaml', 'players:\n  - { strategy: uniform }\n')
    expect((await run('fork e-1/match --turn 1 --players taken.yaml')).err).toMatch(
      /taken\.yaml:2:5: players\.0: the experiment has a player "uniform" already/,
    )
    write(cwd, 'wrong.yaml', 'players:\n  - { strategy: uniform, name: u }\nseed: 3\n')
    expect((await run('fork e-1/match --turn 1 --players wrong.yaml')).err).toMatch(
      /wrong\.yaml:3:1: seed: unknown key/,
    )
  })

  it('refuses a game of one’s own whose rules changed', async () => {
    const cwd = freshFolder()
    const rules = readFileSync(join(root, 'examples', 'my-game', 'rules.mjs'), 'utf8')
    cpSync(join(root, 'examples', 'my-game'), join(cwd, 'my-game'), { recursive: true })
    const own = (text: string) => text.replaceAll("'stagegame'", JSON.stringify(join(root, 'dist', 'src', 'index.js')))
    write(join(cwd, 'my-game'), 'rules.mjs', own(rules))
    write(cwd, 'e.yaml', 'game: ./my-game/rules.mjs\nplayers: [{ strategy: random }]\ndesign: { format: self-play }\n')
    const run = at(cwd)
    expect((await run('run e.yaml')).code).toBe(0)
    expect((await run('fork e-1/match --turn 0')).code).toBe(0)
    expect((await run('rerun e-1-fork-1')).out).toMatch(/all as in the log/)
    write(join(cwd, 'my-game'), 'rules.mjs', `${own(rules)}\n// changed\n`)
    const refused = await run('fork e-1/match --turn 0')
    expect(refused.err).toMatch(/rules\.mjs is not what it was when run e-1 began/)
    expect(refused.code).toBe(2)
  })
})
