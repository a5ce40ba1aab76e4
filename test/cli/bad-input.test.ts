import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { freshFolder, stagegame, write } from './stagegame.ts'

const folder = freshFolder()

/** What is wrong with the file, the file, and what must be said about it: where, what was expected, what came. */
const files: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown key',
    'game: beauty-contest\nplayers:\n  - { strategy: uniform }\n  - strategy: equilibrium\n    tempo: 3\n',
    /bad\.yaml:5:5: players\.1\.tempo: unknown key; did you mean|bad\.yaml:5:5: players\.1\.tempo: unknown key; there are/,
  ],
  [
    'an unknown key at the top, with a near name',
    'game: beauty-contest\nplayer:\n  - strategy: uniform\n',
    /bad\.yaml:2:1: player: unknown key; did you mean players\?/,
  ],
  [
    'a wrong type',
    'game: beauty-contest\nplayers: [{ strategy: uniform }, { strategy: equilibrium }]\ndesign:\n  repetitions: many\n',
    /bad\.yaml:4:3: design\.repetitions: expected a number, got "many"/,
  ],
  [
    'an impossible count of seats',
    'game: beauty-contest\nplayers: [{ strategy: uniform }]\ndesign: { seats: 1 }\n',
    /bad\.yaml:3:11: design\.seats: beauty-contest takes 2 to 1000 seats, got 1/,
  ],
  [
    'more players than seats at one table',
    'game: ultimatum\nplayers: [{ strategy: uniform }, { strategy: fair }, { strategy: equilibrium }]\ndesign: { format: everyone }\n',
    /bad\.yaml:3:1: design\.seats: everyone sits at one table, but there are 3 players for 2 seats/,
  ],
  [
    'an unknown game',
    'name: x\ngame: beauty-contst\nplayers: [{ strategy: uniform }]\n',
    /bad\.yaml:2:1: game: there is no game "beauty-contst": did you mean beauty-contest\?/,
  ],
  [
    'an unknown wrap',
    'game: ultimatum\nwraps: [tlak]\nplayers: [{ strategy: uniform }]\n',
    /bad\.yaml:2:1: wraps: there is no wrap "tlak": did you mean talk\?/,
  ],
  [
    'an unknown parameter',
    'game: beauty-contest\nparams: { round: 3 }\nplayers: [{ strategy: uniform }]\n',
    /bad\.yaml:2:11: params\.round: beauty-contest has no such parameter/,
  ],
  [
    'a parameter out of range, by a factor of the design',
    'game: beauty-contest\nplayers: [{ strategy: uniform }]\ndesign:\n  factors: { params.factor: [1/2, -1] }\n',
    /bad\.yaml:4:14: design\.factors\.params\.factor: .*-1/,
  ],
  [
    'an unknown player in a line-up',
    'game: ultimatum\nplayers: [{ strategy: fair }, { strategy: uniform }]\ndesign: { format: seats, seats: { proposer: fair, responder: unifrm } }\n',
    /bad\.yaml:3:\d+: design\.seats: there is no player "unifrm": did you mean uniform\?/,
  ],
  [
    'an unknown strategy',
    'game: beauty-contest\nplayers:\n  - { name: a, strategy: levelk }\n',
    /bad\.yaml:3:16: players\.0\.strategy: beauty-contest has no scripted player "levelk": did you mean level-k\?/,
  ],
  [
    'an unknown option',
    'game: beauty-contest\nplayers:\n  - { strategy: level-k, options: { depth: 2 } }\n',
    /bad\.yaml:3:37: players\.0\.options\.depth: level-k takes no such option/,
  ],
  [
    'an option of a wrong type',
    'game: beauty-contest\nplayers:\n  - { strategy: level-k, options: { level: two } }\n',
    /bad\.yaml:3:37: players\.0\.options\.level: expected (int|number)/,
  ],
  [
    'a duplicate player name',
    'game: beauty-contest\nplayers:\n  - { strategy: uniform }\n  - { name: uniform, strategy: equilibrium }\n',
    /bad\.yaml:4:5: players\.1: a second player of the name "uniform" \(the first is players\.0\)/,
  ],
  [
    'a missing key',
    'game: beauty-contest\nplayers:\n  - { strategy: uniform }\n  - { model: "openai:gpt-5-mini" }\n',
    /bad\.yaml:4:7: players\.1\.model: .*OPENAI_API_KEY/,
  ],
  [
    'a missing model file',
    'game: beauty-contest\nplayers:\n  - { strategy: uniform }\n  - { model: "local:nowhere.gguf" }\n',
    /bad\.yaml:4:7: players\.1\.model: .*nowhere\.gguf/,
  ],
  [
    'an unknown provider',
    'game: beauty-contest\nplayers: [{ model: "opnai:gpt-5-mini" }]\n',
    /players\.0\.model: there is no provider or endpoint "opnai": did you mean openai\?/,
  ],
  [
    'a primary measure that the game does not have',
    'game: beauty-contest\nplayers: [{ strategy: uniform }]\nanalysis: { primary: meanfirst }\n',
    /bad\.yaml:3:13: analysis\.primary: no game here has "meanfirst": did you mean meanFirst\?/,
  ],
  [
    'an exclusion that is no rule',
    'game: beauty-contest\nplayers: [{ strategy: uniform }]\nanalysis: { exclude: fallbacks > 0.2 }\n',
    /bad\.yaml:3:13: analysis\.exclude: expected a rule such as fallbackShare > 0\.2/,
  ],
  [
    'a text about the others where a person sits, which nobody can check yet',
    'game: ultimatum\nplayers: [{ person: terminal }, { strategy: fair }]\ntold: The other is a person.\n',
    /bad\.yaml:3:1: told: a person sits here/,
  ],
  [
    'two people at one terminal',
    'game: ultimatum\nplayers: [{ name: a, person: terminal }, { name: b, person: terminal }]\n',
    /bad\.yaml:2:\d+: players\.0\.person: one person at most/,
  ],
  [
    'options of a player that takes none',
    'game: ultimatum\nplayers:\n  - { strategy: random, options: { noise: 3 } }\n',
    /bad\.yaml:3:\d+: players\.0\.options\.noise: random takes no such option/,
  ],
  [
    'options of a simulated random player that it does not take',
    'game: ultimatum\nplayers:\n  - { model: "simulated:random", options: { noize: 3 } }\n',
    /players\.0\.options\.noize: simulated:random takes no such option/,
  ],
  [
    'what only models heed, on a script',
    'game: ultimatum\nplayers:\n  - { strategy: fair, temperature: 1 }\n',
    /bad\.yaml:3:23: players\.0\.temperature: goes with models; fair is a script/,
  ],
  [
    'a key in an address',
    'game: ultimatum\nplayers: [{ strategy: fair }]\nendpoints:\n  here: { baseUrl: "http://me:secret@127.0.0.1/v1" }\n',
    /bad\.yaml:4:11: endpoints\.here\.baseUrl: holds a name, a password or a query/,
  ],
  [
    'a seed that a number cannot hold',
    'game: ultimatum\nplayers: [{ strategy: fair }]\nseed: 12345678901234567891\n',
    /bad\.yaml:3:1: seed: is too large for a number: put it in quotes/,
  ],
  [
    'a round-robin without end',
    `game: beauty-contest\nplayers: [${Array.from({ length: 30 }, (_, i) => `{ name: p${i}, strategy: uniform }`).join(', ')}]\ndesign: { format: round-robin, seats: 10 }\n`,
    /bad\.yaml:3:\d+: design\.seats: a round-robin of 30 players in 10 seats has 30,045,015 line-ups/,
  ],
  [
    'seats of one of several games',
    'games: [{ game: ultimatum, seats: 5 }]\nplayers: [{ strategy: fair }]\n',
    /bad\.yaml:1:28: games\.0\.seats: ultimatum takes 2 seats, got 5/,
  ],
  ['broken YAML', 'game: beauty-contest\nplayers: [ { strategy: uniform }\n', /bad\.yaml:\d+:\d+: .*/],
  [
    'a missing persona',
    'game: beauty-contest\nplayers: [{ model: "simulated:level-k", persona: nobody.md }]\n',
    /bad\.yaml:2:\d+: players\.0\.persona: there is no file nobody\.md/,
  ],
  [
    'a game of one’s own that is not there',
    'name: x\ngame: ./none/rules.mjs\nplayers: [{ strategy: random }]\n',
    /bad\.yaml:2:1: game: cannot read the rules \.\/none\/rules\.mjs/,
  ],
]

describe('an experiment file', () => {
  it.each(files)('with %s is refused with its place, and nothing is played', async (_, text, expected) => {
    write(folder, 'bad.yaml', text)
    const ran = await stagegame(['run', 'bad.yaml', '--db', 'bad.sqlite'], { cwd: folder })
    expect(ran.err).toMatch(expected)
    expect(ran.err).not.toMatch(/\n\s+at /)
    expect(ran.code).toBe(2)
    if (existsSync(join(folder, 'bad.sqlite'))) {
      const verified = await stagegame(['verify', 'bad.sqlite'], { cwd: folder })
      expect(verified.out).toMatch(/^0 matches/)
    }
  })

  it('with an unknown prompt variable is refused with file, line and column', async () => {
    mkdirSync(join(folder, 'prompts', 'beauty-contest'), { recursive: true })
    write(folder, 'prompts/beauty-contest/guess.md', 'Round {{ round }}.\nYour {{ balanc }}?\n')
    write(folder, 'prompted.yaml', 'game: beauty-contest\nplayers: [{ model: "simulated:level-k" }]\n')
    const ran = await stagegame(['run', 'prompted.yaml', '--db', 'bad.sqlite'], { cwd: folder })
    expect(ran.err).toMatch(/beauty-contest\/guess\.md:2:\d+: there is no variable balanc/)
    expect(ran.code).toBe(2)
  })

  it('that is not there is refused', async () => {
    const ran = await stagegame(['run', 'nowhere.yaml'], { cwd: folder })
    expect(ran.err).toMatch(/cannot read the experiment nowhere\.yaml: there is no such file/)
    expect(ran.code).toBe(2)
  })
})

describe('a log', () => {
  it('of another version is refused with both versions', async () => {
    const file = join(folder, 'other.sqlite')
    const database = new Database(file)
    database.pragma('user_version = 99')
    database.exec('create table t (x)')
    database.close()
    const ran = await stagegame(['verify', 'other.sqlite'], { cwd: folder })
    expect(ran.err).toMatch(/99/)
    expect(ran.code).toBe(2)
  })

  it('that is no database is refused', async () => {
    writeFileSync(
      join(folder, 'text.sqlite'),
      'this is a text, not a database, and long enough to be read as a header of one. '.repeat(20),
    )
    const ran = await stagegame(['verify', 'text.sqlite'], { cwd: folder })
    expect(ran.err).toMatch(/text\.sqlite/)
    expect(ran.code).toBe(2)
  })

  it('in a place that cannot be written is refused before anything is played', async () => {
    writeFileSync(join(folder, 'file'), '')
    write(folder, 'good.yaml', 'game: beauty-contest\nplayers: [{ strategy: uniform }]\n')
    const ran = await stagegame(['run', 'good.yaml', '--db', 'file/log.sqlite'], { cwd: folder })
    expect(ran.err).toMatch(/file\/log\.sqlite|file/)
    expect(ran.err).not.toMatch(/\n\s+at /)
    expect(ran.code).toBe(2)
  })
})

describe('the command line', () => {
  it.each([
    [['rnu'], /unknown command 'rnu'/],
    [['run'], /missing required argument/],
    [['run', 'x.yaml', '--concurrency', 'lots'], /expected a whole number from 1/],
    [['resume', 'nothing-1', '--db', 'bad.sqlite'], /there is no run "nothing-1" in this log/],
    [['replay', 'nothing', '--db', 'bad.sqlite'], /nothing/],
    [['play', 'beauty-contest', '--seat', '5', '--seats', '3'], /--seat 5 is not at a table of 3/],
    [['games', 'ultimatun'], /did you mean ultimatum\?/],
    [['prompts', 'ultimatum', '--kind', 'ofer'], /did you mean offer\?/],
  ] as const)('%j is refused with a sentence', async (args, expected) => {
    const ran = await stagegame(args, { cwd: folder })
    expect(ran.err).toMatch(expected)
    expect(ran.err).not.toMatch(/\n\s+at /)
    expect(ran.code).toBe(2)
  })
})
