import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { finished, freshFolder, launch, root, stagegame, write } from './stagegame.ts'

const folder = freshFolder()
const example = (name: string) => join(root, 'examples', name)
const tables = (out: string) => out.slice(out.indexOf('\nbeauty-contest'), out.indexOf('\nlog:'))

describe('the first run', () => {
  it('prints its plan, a table a game, who is simulated, and leaves a log that verifies', async () => {
    const ran = await stagegame(['run', example('first.yaml')], { cwd: folder })
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    expect(ran.out).toMatch(/^first: 68 matches, about \d+ decisions, seed 2026/)
    expect(ran.out).toMatch(/\nbeauty-contest\nplayer +matches +mean payoff/)
    expect(ran.out).toMatch(/\nultimatum\nplayer +role +matches +mean payoff/)
    expect(ran.out).toMatch(/imitator \(simulated\) +20 /)
    expect(ran.out).toMatch(/imitator, careless are simulated/)
    const verified = await stagegame(['verify', 'transcripts/stagegame.sqlite'], { cwd: folder })
    expect(verified.out).toMatch(/68 matches, 596 decisions: all verified/)
    const head = /head: (\w{64})/.exec(ran.out)![1]!
    expect((await stagegame(['verify', '--head', head], { cwd: folder })).code).toBe(0)
    const other = await stagegame(['verify', '--head', '0'.repeat(64)], { cwd: folder })
    expect(other.out).toMatch(/mismatch: expected a run with the head 0000/)
    expect(other.code).toBe(1)
  })

  it('gives the same table and head again in another folder, at another concurrency', async () => {
    const other = freshFolder()
    const once = await stagegame(['run', example('first.yaml')], { cwd: freshFolder() })
    const again = await stagegame(['run', example('first.yaml'), '--concurrency', '1'], { cwd: other })
    expect(tables(again.out)).toBe(tables(once.out))
    expect(/head: (\w+)/.exec(again.out)![1]).toBe(/head: (\w+)/.exec(once.out)![1])
  })

  it('goes out and comes in as JSON lines without loss', async () => {
    await stagegame(['export', 'first-1', '--to', 'first.jsonl'], { cwd: folder })
    expect((await stagegame(['verify', 'first.jsonl'], { cwd: folder })).out).toMatch(
      /68 matches, 596 decisions: all verified/,
    )
    const imported = await stagegame(['import', 'first.jsonl', '--db', 'second.sqlite'], { cwd: folder })
    expect(imported.out).toMatch(/68 matches/)
    await stagegame(['export', 'first-1', '--db', 'second.sqlite', '--to', 'second.jsonl'], { cwd: folder })
    expect(readFileSync(join(folder, 'second.jsonl'), 'utf8')).toBe(readFileSync(join(folder, 'first.jsonl'), 'utf8'))
    const refused = await stagegame(['export', 'first-1', '--to', 'first.jsonl'], { cwd: folder })
    expect(refused.err).toMatch(/first\.jsonl is there already: --force/)
  })

  it('is found again by verify where a line was edited or the end is cut off', async () => {
    const lines = readFileSync(join(folder, 'first.jsonl'), 'utf8').split('\n')
    const at = lines.findIndex((line) => line.includes('"guess":0'))
    write(folder, 'edited.jsonl', lines.with(at, lines[at]!.replace('"guess":0', '"guess":1')).join('\n'))
    const edited = await stagegame(['verify', 'edited.jsonl'], { cwd: folder })
    expect(edited.out).toMatch(/mismatch: match first-1\/c1-rep1-rot1, turn 0, seat 0/)
    expect(edited.code).toBe(1)
    write(folder, 'cut.jsonl', lines.slice(0, 8).join('\n').slice(0, -20))
    const cut = await stagegame(['verify', 'cut.jsonl'], { cwd: folder })
    expect(cut.out).toMatch(/line 8/)
    expect(cut.code).toBe(1)
  })

  it('can be looked at: replay as spectator, as one seat, and with prompts', async () => {
    const spectator = await stagegame(['replay', 'first-1/c2-t3-rep1-rot1'], { cwd: folder })
    expect(spectator.out).toMatch(/turn 0\n {2}seat 0 \S+: offer: offer \d+/)
    expect(spectator.out).toMatch(/ended; payoffs: seat 0 \S+, seat 1 \S+\nmeasures: /)
    const seat = await stagegame(['replay', 'first-1/c2-t3-rep1-rot1', '--seat', '1'], { cwd: folder })
    expect(seat.out).not.toMatch(/seed|2026\/common/) // who has the seed has everybody's secrets
    expect(seat.out).toMatch(/outside: \d+/)
    expect(seat.out).not.toMatch(/seat 0 \S+: offer:/)
    const prompts = await stagegame(['replay', 'first-1', '--prompts'], { cwd: folder })
    expect(prompts.out).toMatch(/system> This is a game of 5 players/)
    expect(prompts.out).toMatch(/reply< /)
  })

  it('gives its views as CSV', async () => {
    await stagegame(['export', '--format', 'csv', '--to', 'tables'], { cwd: folder })
    expect(readdirSync(join(folder, 'tables')).sort()).toEqual([
      'measures.csv',
      'moves.csv',
      'payoffs.csv',
      'setups.csv',
      'usage.csv',
    ])
    expect(
      readFileSync(join(folder, 'tables', 'moves.csv'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(597)
  })
})

describe('a run that is disturbed', () => {
  const big =
    'game: beauty-contest\nparams: { rounds: 10, ties: random }\nplayers: [{ strategy: uniform }, { strategy: level-k }, { name: m, model: "simulated:level-k", options: { noise: 9, malformed: 0.2 } }]\ndesign: { repetitions: 60 }\n'

  it('loses nothing to kill -9, and comes to the same table', async () => {
    write(folder, 'big.yaml', big)
    const calm = await stagegame(['run', 'big.yaml', '--db', 'calm.sqlite', '--run', 'big'], { cwd: folder })
    expect(calm.code).toBe(0)
    const killed = launch(['run', 'big.yaml', '--db', 'killed.sqlite', '--run', 'big'], { cwd: folder })
    const wal = join(folder, 'killed.sqlite-wal')
    while (!existsSync(wal) || statSync(wal).size < 200_000) await pause(5) // some matches are in the log
    killed.kill('SIGKILL')
    await finished(killed)
    const resumed = await stagegame(['resume', 'big', '--db', 'killed.sqlite'], { cwd: folder })
    expect(resumed.err).toBe('')
    expect(tables(resumed.out).replace(/\n\d+ of the matches were finished before\n/, '')).toBe(tables(calm.out))
    expect(/head: (\w+)/.exec(resumed.out)![1]).toBe(/head: (\w+)/.exec(calm.out)![1])
    expect((await stagegame(['verify', 'killed.sqlite'], { cwd: folder })).code).toBe(0)
  })

  it('stops at Ctrl-C, says how to go on, and goes on', async () => {
    const child = launch(['run', 'big.yaml', '--db', 'stopped.sqlite', '--run', 'big'], { cwd: folder })
    const ended = finished(child)
    await new Promise<void>((resolve) => child.stdout!.once('data', () => resolve()))
    await pause(100)
    child.kill('SIGINT')
    const ran = await ended
    expect(ran.code).toBe(130)
    expect(ran.err).toMatch(/stopping: the answers in flight are finished and kept/)
    expect(ran.out).toMatch(/Go on with: npx stagegame resume big --db stopped\.sqlite/)
    const resumed = await stagegame(['resume', 'big', '--db', 'stopped.sqlite'], { cwd: folder })
    expect(resumed.code).toBe(0)
    const calm = await stagegame(['resume', 'big', '--db', 'calm.sqlite'], { cwd: folder })
    expect(/head: (\w+)/.exec(resumed.out)![1]).toBeDefined()
    expect(tables(resumed.out).replace(/\n\d+ of the matches were finished before\n/, '')).toBe(
      tables(calm.out).replace(/\n\d+ of the matches were finished before\n/, ''),
    )
  })

  it('stops in the middle of a long match of scripts', async () => {
    write(
      folder,
      'long.yaml',
      'game: beauty-contest\nparams: { rounds: 5000 }\nplayers: [{ strategy: uniform }, { strategy: level-k }]\ndesign: { seats: 200 }\n',
    )
    const child = launch(['run', 'long.yaml', '--db', 'long.sqlite', '--run', 'long'], { cwd: folder })
    const ended = finished(child)
    await new Promise<void>((resolve) => child.stdout!.once('data', () => resolve()))
    await pause(300)
    child.kill('SIGINT')
    const ran = await ended
    expect(ran.code).toBe(130)
    expect(ran.out).toMatch(/1 match is not finished|no finished match yet/)
    expect((await stagegame(['verify', 'long.sqlite'], { cwd: folder })).out).toMatch(/note: match long\//)
  })

  it('keeps what was played where the reader of its output goes away', async () => {
    const child = launch(['run', 'big.yaml', '--db', 'pipe.sqlite', '--run', 'big'], { cwd: folder })
    child.stdout!.destroy()
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    child.stdin!.end()
    child.stderr!.resume()
    expect(await ended).toBe(130)
    const resumed = await stagegame(['resume', 'big', '--db', 'pipe.sqlite'], { cwd: folder })
    expect(resumed.code).toBe(0)
  })

  it('plays on by the texts that it froze, and says where the disk differs', async () => {
    const own = freshFolder()
    write(own, 'persona.md', 'You are careful.\n')
    write(
      own,
      'p.yaml',
      'game: ultimatum\nplayers: [{ model: "simulated:fair", persona: persona.md }, { strategy: fair }]\n',
    )
    await stagegame(['run', 'p.yaml', '--db', 'p.sqlite'], { cwd: own })
    write(own, 'persona.md', 'You are careless.\n')
    const resumed = await stagegame(['resume', 'p-1', '--db', 'p.sqlite'], { cwd: own })
    expect(resumed.out).toMatch(/on the disk persona\.md differs from what this run froze/)
    const shown = await stagegame(['replay', 'p-1', '--db', 'p.sqlite', '--prompts'], { cwd: own })
    expect(shown.out).toMatch(/You are careful\./)
    expect(shown.out).not.toMatch(/You are careless\./)
  })
})

describe('a person at the terminal', () => {
  it('plays any seat by a form of the rules, is never misread, and can go on later', async () => {
    const args = [
      'play',
      'beauty-contest',
      '--seats',
      '3',
      '--seat',
      '1',
      '--against',
      'level-k',
      '--param',
      'rounds=2',
      '--seed',
      '1',
      '--db',
      'play.sqlite',
    ]
    const left = await stagegame(args, { cwd: folder, input: '33,3\n101\n22.5\n' })
    expect(left.code).toBe(3)
    expect(left.out).toMatch(/expected a number from 0 to 100, got "33,3"; write a decimal point, not a comma/)
    expect(left.out).toMatch(/expected a number from 0 to 100, got 101/)
    expect(left.out).toMatch(/Go on with: npx stagegame resume play-beauty-contest-1 --db play\.sqlite/)
    const back = await stagegame(['resume', 'play-beauty-contest-1', '--db', 'play.sqlite'], {
      cwd: folder,
      input: '10\n',
    })
    expect(back.code).toBe(0)
    const shown = await stagegame(['replay', 'play-beauty-contest-1', '--db', 'play.sqlite'], { cwd: folder })
    expect(shown.out).toMatch(/seat 1 you: guess: guess 22\.5/)
    expect(shown.out).toMatch(/seat 1 you: guess: guess 10/)
    expect((await stagegame(['verify', 'play.sqlite'], { cwd: folder })).code).toBe(0)
  })
})

describe('a player that says nothing', () => {
  it('is counted as missing where the rules can do without, and as a fallback elsewhere', async () => {
    write(
      folder,
      'mute.yaml',
      'game: ultimatum\nwraps: [talk]\nplayers: [{ name: mute, model: "simulated:fair", options: { malformed: 1 } }, { strategy: fair }]\n',
    )
    const ran = await stagegame(['run', 'mute.yaml', '--db', 'mute.sqlite'], { cwd: folder })
    expect(ran.out).toMatch(/fallbacks +missing/)
    expect(ran.out).toMatch(/mute \(simulated\) .* 33\.3 % +66\.7 %/)
  })
})

describe('an endpoint that is not there', () => {
  it('pauses the run with a sentence, and nothing is made up', async () => {
    write(
      folder,
      'away.yaml',
      'game: ultimatum\nplayers: [{ model: "here:any", name: m }, { strategy: fair }]\nendpoints: { here: { baseUrl: "http://127.0.0.1:9/v1" } }\nlimits: { tries: 2 }\n',
    )
    const ran = await stagegame(['run', 'away.yaml', '--db', 'away.sqlite'], { cwd: folder })
    expect(ran.code).toBe(3)
    expect(ran.err).toMatch(/127\.0\.0\.1:9/)
    expect(ran.out).toMatch(/matches wait where the failure came/)
    const shown = await stagegame(['verify', 'away.sqlite'], { cwd: folder })
    expect(shown.code).toBe(0)
    expect(shown.out).toMatch(/note: match away-1/)
  })
})

describe('a game of one’s own', () => {
  it('is played from its folder, and verifies', async () => {
    const ran = await stagegame(['run', example('my-game.yaml'), '--db', 'own.sqlite'], { cwd: folder })
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    expect((await stagegame(['verify', 'own.sqlite'], { cwd: folder })).code).toBe(0)
  })
})
