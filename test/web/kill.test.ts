/**
 * A session that is served by the command line and killed at any moment goes on as if nothing had been: what was answered to is on
 * disk, no action is lost, none is there twice, and all are paid as in a session that nobody disturbed.
 */
import type { ChildProcess } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { openJournal } from '../../src/lab/journal.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { type BotReport, bot } from '../../src/web/bots/bot.ts'
import type { Fetch } from '../../src/web/bots/browser.ts'
import { placeOf } from '../../src/web/run-lab.ts'
import { freshFolder, launch, write } from '../cli/stagegame.ts'

const PEOPLE = 4
const KILLS = 7

const session = (blocks: string): string => `
name: killed
title: Deciding
participants: ${PEOPLE}
consent: { text: You are invited to take part in a study. }
players:
  - { name: dice, strategy: random }
  - { name: model, model: "simulated:level-k", options: { level: 2, noise: 3 } }
  - { name: bidder, model: "simulated:equilibrium" }
told: { either: { text: Each of the others may be a person or a computer program., says: people-or-programs } }
blocks:
${blocks}
questionnaire: [{ title: About you, items: [{ kind: likert, name: clear, ask: The rules were clear. }] }]
payment: { fee: 10, losses: from-fee }
seed: 7
`

/** Each with what is asked of a person in it. */
const SESSIONS = [
  [
    'live, two groups of two people and a model',
    session(`
  live:
    game: beauty-contest
    params: { rounds: 3, feedback: full }
    seats: [person, person, model]
    keepSeats: true
    told: either
    reason: optional`),
    3,
  ],
  [
    'deferred, of which groups are formed afterwards',
    session(
      ['dice', 'model']
        .map(
          (other) => `
  with-${other}:
    game: beauty-contest
    seats: [person, person, person, person, ${other}]
    keepSeats: true
    told: either
    matching: { when: deferred, leftover: leave }
    belief: { ask: What will the average of the others be?, of: guess, min: 0, max: 100, prize: 10 }
    reason: required`,
        )
        .join(''),
    ),
    2,
  ],
  [
    'an auction with values that nobody else knows, after a practice match',
    session(`
  auction:
    game: sealed-bid
    params: { format: second-price, rounds: 3 }
    seats: [person, person, person, person, bidder]
    keepSeats: true
    told: either
    practice: { matches: 1, seats: [person, dice, dice, dice, bidder] }`),
    6,
  ],
] as const

const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

it.concurrent.each(SESSIONS)('%s', { timeout: 600_000 }, async (name, text, asked) => {
  const calm = await played(text, [])
  expect(calm.chosen).toHaveLength(PEOPLE * asked)
  const rng = stream(['kill', name])
  const killed = await played(
    text,
    momentsIn(calm.posts, () => rng.int(calm.posts - 1)),
  )
  expect(killed.kills).toBeGreaterThanOrEqual(KILLS)
  expect(killed.chosen).toEqual(calm.chosen)
  expect(killed.moves).toEqual(calm.moves)
  expect(killed.pay).toEqual(calm.pay)
})

/** After so many posts were answered each: the first is 1. */
function momentsIn(posts: number, draw: () => number): readonly number[] {
  const moments = new Set<number>()
  while (moments.size < Math.min(KILLS, posts - 1)) moments.add(1 + draw())
  return [...moments].sort((a, b) => a - b)
}

/** Lets bots go through a session whose server is killed once so many posts were answered, and gives what it came to, by the number of the bot. */
async function played(text: string, moments: readonly number[]) {
  const cwd = freshFolder()
  write(cwd, 'session.yaml', text)
  const broken = new AbortController()
  const lab = await served(cwd)
  const rng = stream(['moments', ...moments])
  const left = [...moments]
  let posts = 0
  let restarting: Promise<void> = Promise.resolve()
  const answered = () => {
    posts++
    if (posts !== left[0]) return
    left.shift()
    // half of them at once: what is not on disk by then is lost
    const wait = rng.int(2) === 0 ? 0 : rng.int(60)
    if (wait === 0) lab.kill()
    restarting = restarting
      .then(async () => {
        if (wait > 0) await after(wait)
        lab.kill()
        // a third of them once more while it comes back
        await lab.goOn(rng.int(3) === 0 ? rng.int(1500) : undefined)
      })
      .catch((error: unknown) => broken.abort(error))
  }
  const reports = await allThrough(lab.links, patient(broken.signal, answered)).catch((error: unknown) => {
    throw broken.signal.aborted ? broken.signal.reason : error
  })
  await restarting
  lab.kill()
  return { posts, kills: lab.kills() - 1, ...(await outcome(cwd, reports)) }
}

/** One after the other comes to the first decision, so that groups are the same each time; from there on all go at once. */
async function allThrough(links: readonly string[], fetchOf: () => Fetch): Promise<readonly BotReport[]> {
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
        fetch: fetchOf(),
        rng: stream(['bot', nth]),
        now: () => performance.now(),
        wait: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
        thinking: ({ key }) => stream(['thinks', nth, key]).int(80),
        doing: ({ kind }) => {
          if (kind === 'decision' || kind === 'wait') reached()
          return 'answer'
        },
        answer: ({ kind, key }) => {
          const number = String(stream(['enters', nth, key]).int(51))
          if (kind === 'belief') return { belief: number }
          return kind === 'decision' ? { 'a.guess': number, 'a.bid': number } : undefined
        },
      }).finally(reached),
    )
  })
  return Promise.all(going)
}

const NONCE = /name="page" value="([^"]+)"/

/**
 * The fetch of one browser, whose user loads again what did not come, for as long as it takes. A post that was answered is done:
 * throws where its page is asked for again.
 */
const patient = (givenUp: AbortSignal, answered: () => void) => (): Fetch => {
  const done = new Set<string>()
  return async (url, init) => {
    for (;;) {
      try {
        const response = await fetch(url, init)
        if (response.headers.get('content-type') === 'text/event-stream') return response
        const text = await response.text()
        const opening = response.status === 503
        if (!opening) return seen(new Response(text === '' ? null : text, response), text, init)
      } catch (error) {
        if (error instanceof Lost || init.signal?.aborted || givenUp.aborted) throw error
      }
      if (givenUp.aborted) throw givenUp.reason
      await after(50)
    }
  }

  function seen(response: Response, text: string, { method, body }: RequestInit): Response {
    if (method !== 'POST') {
      const [, nonce] = NONCE.exec(text) ?? []
      if (nonce !== undefined && done.has(nonce)) throw new Lost(`a page was answered, and is asked for again: ${text}`)
      return response
    }
    if (response.status !== 303) return response
    const nonce = new URLSearchParams(String(body)).get('page')
    if (nonce !== null) done.add(nonce)
    answered()
    return response
  }
}

class Lost extends Error {}

/** `stagegame lab` in that folder, and `stagegame lab resume` after each kill, on the same port. */
async function served(cwd: string) {
  const port = await freePort()
  const options = ['--port', String(port)]
  let kills = 0
  let { child, ready } = started(['session.yaml', '--db', 'log.sqlite'])
  const said = await ready
  return {
    links: said.match(/http:\S+\/join\/\S+/g) ?? [],
    kills: () => kills,
    kill,
    /** `again`: killed once more after so many milliseconds. */
    goOn: async (again: number | undefined) => {
      await gone(child)
      ;({ child, ready } = started(['resume', 'killed-1.lab.sqlite']))
      if (again !== undefined) {
        const coming = ready.catch(() => {})
        await after(again)
        kill()
        await Promise.all([coming, gone(child)])
        ;({ child, ready } = started(['resume', 'killed-1.lab.sqlite']))
      }
      await ready
    },
  }

  function started(args: readonly string[]) {
    const one = launch(['lab', ...args, ...options], { cwd })
    children.add(one)
    let out = ''
    let wrong = ''
    one.stderr!.on('data', (chunk) => {
      wrong += chunk
    })
    const begun = new Promise<string>((resolve, reject) => {
      one.stdout!.on('data', (chunk) => {
        out += chunk
        if (!out.includes('stagegame lab resume')) return
        if (out.includes(`:${port}/`)) resolve(out)
        else reject(new Error(`the server is not on port ${port}, where it was: ${out}`))
      })
      one.once('close', () => reject(new Error(`the server ended: ${out}${wrong}`)))
    })
    begun.catch(() => {})
    return { child: one, ready: begun }
  }

  function kill(): void {
    if (child.killed || !child.kill('SIGKILL')) return
    kills++
  }
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
  children.delete(child)
}

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}

/** What the files say once all is over; nothing in them is there twice, and the log has what people chose. */
async function outcome(cwd: string, reports: readonly BotReport[]) {
  const place = placeOf(join(cwd, 'log.sqlite'), 'killed-1')
  const journal = openJournal(place.session, { readonly: true })
  const store = openSqlite(place.db, { readonly: true })
  expect(journal.check()).toEqual([])
  const events = journal.events().flatMap(({ event }) => (event ? [event] : []))
  journal.close()
  const people = reports.map(({ person }) => person)
  const nth = (person: string) => people.indexOf(person)
  const chose = of(events, 'chose')
  const asked = chose.map(({ person, block, nth: match, turn }) => `${nth(person)} ${block} ${match} ${turn}`)
  expect(new Set(asked).size).toBe(asked.length)
  const moves: string[] = []
  for (const { match, people: seated, block, nth: which } of of(events, 'grouped')) {
    const log = (await store.log(match)).map(({ event }) => event!)
    expect(log.at(-1)!.type).toBe('ended')
    for (const event of log) {
      if (event.type !== 'moved') continue
      const person = seated.find(({ seat }) => seat === event.seat)?.person
      const choice = chose.find(
        (one) => one.person === person && one.block === block && one.nth === which && one.turn === event.turn,
      )
      if (person !== undefined) expect(event.action).toEqual(choice?.action)
      const who = person === undefined ? match : `person ${nth(person)}`
      moves.push(`${who} ${block} ${which} ${event.turn} ${event.seat} ${JSON.stringify(event.action)}`)
    }
  }
  await store.close()
  expect(moves.filter((move) => move.startsWith('person'))).toHaveLength(chose.length)
  const finished = of(events, 'finished').map(({ match }) => match)
  expect(new Set(finished).size).toBe(finished.length)
  expect(reports.map(({ end }) => end?.text)).toEqual(people.map(() => 'You have finished the study'))
  const paid = of(events, 'paid')
  expect(paid.map(({ person }) => nth(person)).sort()).toEqual(people.map((_, i) => i))
  const pay = people.map((person) => {
    const { points, amount } = paid.find((one) => one.person === person)!
    return { points, amount }
  })
  return { chosen: asked.sort(), moves: moves.sort(), pay }
}

const of = <T extends SessionEvent['type']>(events: readonly SessionEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type)
