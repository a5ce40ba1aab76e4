/** A session whose server is killed at any moment goes on as if nothing had been: no action is lost, and none is there twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesIn } from '../../bench/lab-server.ts'
import { stream } from '../../src/core/chance.ts'
import { openJournal } from '../../src/lab/journal.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { type BotReport, bot } from '../../src/web/bots/bot.ts'
import type { Fetch } from '../../src/web/bots/browser.ts'

const PEOPLE = 4

/** Two groups of two people and a program for three rounds, then choices of which groups are formed afterwards. */
const SESSION = `
title: Choosing numbers
participants: ${PEOPLE}
consent: { text: You are invited to take part in a study. }
players: [{ name: dice, strategy: random }]
told: { either: { text: Each of the others may be a person or a computer program., says: people-or-programs } }
blocks:
  live:
    game: beauty-contest
    params: { rounds: 3, feedback: full }
    seats: [person, person, dice]
    keepSeats: true
    told: either
    reason: optional
  later:
    game: beauty-contest
    seats: [person, person, dice]
    keepSeats: true
    told: either
    matching: { when: deferred, leftover: leave }
    belief: { ask: What will the average of the others be?, of: guess, min: 0, max: 100, prize: 10 }
questionnaire: [{ title: About you, items: [{ kind: likert, name: clear, ask: The rules were clear. }] }]
payment: { fee: 4 }
seed: 7
`

let folder: string
let server: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagegame-kill-'))
  writeFileSync(join(folder, 'session.yaml'), SESSION)
})

afterEach(() => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it('loses no action and plays none twice, and pays as if it had never been killed', { timeout: 240_000 }, async () => {
  const calm = await played('calm', 0)
  for (const seed of ['a', 'b']) {
    const killed = await played(seed, 6)
    expect(killed.kills).toBe(6)
    expect(killed.pay).toEqual(calm.pay)
    expect(killed.moves).toEqual(calm.moves)
  }
})

/** Lets bots go through a session whose server is killed so many times, and gives what it came to, by the number of the bot. */
async function played(seed: string, most: number) {
  const place = join(folder, seed)
  const port = await freePort()
  const links = await serve(place, port)
  let done = false
  let kills = 0
  const rng = stream(['kill', seed])
  const killing = async () => {
    while (!done && kills < most) {
      await after(30 + rng.int(500))
      if (done) return
      await killed()
      kills++
      await serve(place, port)
    }
  }
  const broken = new AbortController()
  const disturbed = killing().catch((error: unknown) => {
    broken.abort(error)
    throw error
  })
  const through = allThrough(links, persistent(broken.signal)).finally(() => {
    done = true
  })
  const [reports] = await Promise.all([through, disturbed])
  await killed()
  return { kills, ...(await outcome(place, reports)) }
}

/** One after the other comes to the first decision, so that groups are the same each time; from there on all go at once. */
async function allThrough(links: readonly string[], fetch: Fetch): Promise<readonly BotReport[]> {
  let before: Promise<unknown> = Promise.resolve()
  const going = links.map((url, nth) => {
    const first = before
    let reached = () => {}
    before = new Promise<void>((resolve) => {
      reached = resolve
    })
    return first.then(() =>
      bot({
        url,
        fetch,
        rng: stream(['bot', nth]),
        now: () => performance.now(),
        wait: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
        thinking: ({ key }) => 20 + stream(['thinks', nth, key]).int(200),
        doing: ({ kind }) => {
          if (kind === 'decision' || kind === 'wait') reached()
          return 'answer'
        },
        answer: ({ kind, key }) => {
          const number = String(stream(['enters', nth, key]).int(101))
          return kind === 'decision' ? { 'a.guess': number } : kind === 'belief' ? { belief: number } : undefined
        },
      }).finally(reached),
    )
  })
  return Promise.all(going)
}

/** Who finds nobody there presses again, as people do; until it is given up. */
const persistent =
  (givenUp: AbortSignal): Fetch =>
  async (url, init) => {
    for (;;) {
      try {
        const response = await fetch(url, init)
        if (response.headers.get('content-type') === 'text/event-stream') return response
        const text = await response.text()
        return new Response(text === '' ? null : text, response)
      } catch (error) {
        if (init.signal?.aborted || givenUp.aborted) throw error
        await after(50)
      }
    }
  }

async function serve(place: string, port: number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'lab-process.ts')
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, join(folder, 'session.yaml'), place, String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  server = child
  let said = ''
  let wrong = ''
  child.stderr.on('data', (chunk) => {
    wrong += chunk
  })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.endsWith('ready\n')) resolve(said.trim().split('\n').slice(0, -1))
    })
    child.once('exit', () => reject(new Error(`the server ended: ${wrong}`)))
  })
}

async function killed(): Promise<void> {
  const over = new Promise((resolve) => server!.once('exit', resolve))
  server!.kill('SIGKILL')
  await over
}

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}

async function outcome(place: string, reports: readonly BotReport[]) {
  const { session, db } = filesIn(place)
  const journal = openJournal(session, { readonly: true })
  const store = openSqlite(db, { readonly: true })
  expect(journal.check()).toEqual([])
  const events = journal.events().flatMap(({ event }) => (event ? [event] : []))
  const people = reports.map(({ person }) => person)
  const nth = (person: string) => people.indexOf(person)
  const chose = of(events, 'chose')
  const asked = chose.map(({ person, block, nth: match, turn }) => `${nth(person)} ${block} ${match} ${turn}`)
  expect(new Set(asked).size).toBe(asked.length)
  expect(asked).toHaveLength(PEOPLE * 4)
  const matches = of(events, 'grouped')
  const moves: string[] = []
  for (const { match, people: seated, block } of matches) {
    const log = (await store.log(match)).map(({ event }) => event!)
    expect(log.at(-1)!.type).toBe('ended')
    for (const event of log) {
      const person = event.type === 'moved' ? seated.find(({ seat }) => seat === event.seat)?.person : undefined
      if (event.type !== 'moved' || person === undefined) continue
      const choice = chose.find((one) => one.person === person && one.block === block && one.turn === event.turn)
      expect(event.action).toEqual(choice?.action)
      moves.push(`${nth(person)} ${block} ${event.turn} ${JSON.stringify(event.action)}`)
    }
  }
  expect(moves).toHaveLength(chose.length)
  const finished = of(events, 'finished').map(({ match }) => match)
  expect(new Set(finished).size).toBe(finished.length)
  expect(reports.every(({ end }) => end?.text === 'You have finished the study')).toBe(true)
  const paid = of(events, 'paid')
  const pay = people.map((person) =>
    paid.filter((one) => one.person === person).map(({ points, amount }) => ({ points, amount })),
  )
  expect(pay.map(({ length }) => length)).toEqual(people.map(() => 1))
  journal.close()
  await store.close()
  return { pay, moves: moves.sort() }
}

const of = <T extends SessionEvent['type']>(events: readonly SessionEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type)
