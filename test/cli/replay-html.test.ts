/** `stagegame replay MATCH --html FILE`: a page of a match, as the spectator or as one seat, and what keeps it from being written. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, type Ran, stagegame, write } from './stagegame.ts'

const experiment = `
name: pages
game: beauty-contest
params: { rounds: 3 }
players:
  - { name: guesser, strategy: level-k, options: { level: 1 } }
  - { name: rambler, model: simulated:iterated-best-response, options: { noise: 3, malformed: 0.4 } }
design: { format: seats, seats: [guesser, rambler] }
seed: 5
`
const folder = freshFolder()
const replay = (...args: readonly string[]): Promise<Ran> =>
  stagegame(['replay', ...args, '--db', 'log.sqlite'], { cwd: folder })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

let match = ''
beforeAll(async () => {
  write(folder, 'pages.yaml', experiment)
  await stagegame(['run', 'pages.yaml', '--db', 'log.sqlite'], { cwd: folder })
  const { out } = await replay('pages-1')
  match = /^match (.*)$/m.exec(out)![1]!
})

describe('the page of a match', () => {
  it('is written with its prompts where they are wanted, and says how large it is', async () => {
    const { code, out } = await replay(match, '--prompts', '--html', 'all.html')
    expect(code).toBe(0)
    expect(out).toMatch(/^wrote all\.html: 3 turns, \d+ kB\n$/)
    const page = read('all.html')
    for (const text of [match, 'pages-1', 'guesser', 'rambler', 'Verified by replay', 'Prompt and reply'])
      expect(page).toContain(text)
    await replay(match, '--html', 'plain.html')
    expect(read('plain.html')).not.toContain('Prompt and reply')
  })

  it('of one seat names nobody else and has no seed', async () => {
    const { code } = await replay(match, '--prompts', '--seat', '1', '--html', 'seat.html')
    expect(code).toBe(0)
    const page = read('seat.html')
    expect(page).toContain('as seat 1 saw it')
    expect(page).toContain('rambler')
    expect(page).not.toMatch(/guesser|Seed|33\.3333333/)
  })

  it('is made of a .jsonl file too, up to its damage, with exit code 1', async () => {
    await stagegame(['export', match, '--db', 'log.sqlite', '--to', 'log.jsonl'], { cwd: folder })
    expect((await replay('log.jsonl', '--html', 'lines.html')).code).toBe(0)
    expect(read('lines.html')).toContain('Verified by replay')
    const events = read('log.jsonl')
      .split('\n')
      .filter((line) => /"type":"(started|moved)"/.test(line))
      .map((line) => JSON.parse(line))
    const bare = events.map(
      ({ run: _run, hash: _hash, at: _at, salt: _salt, commitment: _commitment, ...event }) => event,
    )
    const changed = bare.map((event) =>
      event.turn === 1 && event.seat === 0 ? { ...event, action: { guess: 500 } } : event,
    )
    write(folder, 'broken.jsonl', changed.map((event) => JSON.stringify(event)).join('\n'))
    const { code, err } = await replay('broken.jsonl', '--html', 'broken.html')
    expect(err).toMatch(/the log is damaged: the page stops at event 3: illegal guess of seat 0 in turn 1/)
    expect(code).toBe(1)
    expect(read('broken.html')).toContain('Stopped at event 3 of the log')
  })

  it.each([
    [['--html', 'no/such/match.html'], /--html no\/such\/match\.html: there is no folder no\/such/],
    [['--html', 'there.html'], /there\.html is there already: --force writes over it/],
    [['--html', 'folder'], /--html folder: expected a file, found a folder/],
    [['--force'], /--force: expected a file to write over, named by --html/],
    [['--html', 'new.html', '--seat', '7'], /--seat: expected a seat from 0 to 1, got "7"/],
  ])('is refused with %j, and nothing is written', async (args, expected) => {
    write(folder, 'there.html', 'mine')
    mkdirSync(join(folder, 'folder'), { recursive: true })
    const { code, err } = await replay(match, ...args)
    expect(err).toMatch(expected)
    expect(code).toBe(2)
    expect(read('there.html')).toBe('mine')
    expect(existsSync(join(folder, 'new.html'))).toBe(false)
  })

  it('is written over another with --force', async () => {
    write(folder, 'old.html', 'old')
    expect((await replay(match, '--html', 'old.html', '--force')).code).toBe(0)
    expect(read('old.html')).toMatch(/^<!doctype html>/)
  })
})
