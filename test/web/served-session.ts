/** A session in memory behind a real server on a port of this machine, and everything that the server sends. */
import { setTimeout as after } from 'node:timers/promises'
import { Hono } from 'hono'
import { shelf } from '../../games/index.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { stream } from '../../src/core/chance.ts'
import { wallClock } from '../../src/lab/clock.ts'
import type { Desk } from '../../src/lab/desk.ts'
import { openIdentity } from '../../src/lab/identity.ts'
import { openJournal } from '../../src/lab/journal.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { openSession } from '../../src/lab/open-session.ts'
import { prepareLab } from '../../src/lab/prepare-lab.ts'
import { quizOf } from '../../src/lab/quiz.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotOptions, type BotReport, bot } from '../../src/web/bots/bot.ts'
import type { QuizAnswers } from '../../src/web/bots/fill.ts'
import { labApp, serveLab } from '../../src/web/server.ts'
import type { Recorded } from './canary.ts'

export interface ServedSession {
  readonly desk: Desk
  readonly store: Store
  /** By which participants join, in the order of their places. */
  readonly links: readonly string[]
  /** What is right in the quiz, by the text of the question. */
  readonly quizAnswers: QuizAnswers
  events(): readonly SessionEvent[]
  of<T extends SessionEvent['type']>(type: T): readonly EventOf<T>[]
  /** The pseudonym behind the nth link. */
  person(nth: number): string
  /** A scripted participant behind the nth link, over HTTP. */
  bot(nth: number, options?: Partial<BotOptions>): Promise<BotReport>
  /** All that went to each participant (under the pseudonym), heads, pages and pieces of event streams. */
  readonly sent: readonly Recorded[]
  /** Throws the first thing that failed in the server. */
  close(): Promise<void>
}

/** `text`: of the session file. */
export async function servedSession(text: string): Promise<ServedSession> {
  const store = memoryStore()
  const file = parseLab(text, 'test.yaml')
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const prepared = await prepareLab(file, store, shelf, (own) => diskReader(packageFolder, packageFolder, own), reach)
  const journal = openJournal(':memory:', { now: wallClock.now })
  const identity = openIdentity(':memory:')
  const run = { id: 'test', name: 'test', experiment: text, file: 'test.yaml', texts: {}, seed: file.lab.seed }
  await store.createRun({ ...run, code: 'test', at: '' }, new Map())
  const opening = { session: 'test', run: 'test', freeze: '', demo: false, pilot: true, db: ':memory:' }
  const open = await openSession({ prepared, journal, identity, store, clock: wallClock, code: 'test', opening })
  const { desk } = open
  const failures: unknown[] = []
  const sent: Recorded[] = []
  const served = await serveLab(
    noting(labApp(desk, { clock: wallClock, failed: (error) => failures.push(error) }), desk, sent),
    { port: 0 },
  )
  const links = desk.links().map(({ token }) => `${served.url}/join/${token}`)
  const quizAnswers = Object.fromEntries(quizOf(prepared).map(({ ask, answer }) => [ask, answer]))
  const events = () => journal.events().flatMap(({ event }) => event ?? [])
  const closing = new AbortController()
  return {
    ...{ desk, store, links, quizAnswers, sent, events },
    of: <T extends SessionEvent['type']>(type: T) =>
      events().filter((event): event is EventOf<T> => event.type === type),
    person: (nth) => {
      const link = desk.link(desk.links()[nth]!.token)
      if (!link || !('person' in link)) throw new Error(`link ${nth} belongs to nobody`)
      return link.person
    },
    bot: (nth, options = {}) => {
      const going = bot({
        ...{ url: links[nth]!, rng: stream(['bot', nth]), quizAnswers, now: () => performance.now() },
        fetch: (url, init) => fetch(url, { ...init, signal: signalOf(closing.signal, init.signal) }),
        wait: (milliseconds, signal) =>
          after(milliseconds, undefined, { signal: signalOf(closing.signal, signal) }).catch(() => {}),
        thinking: () => 10,
        ...options,
      })
      going.catch(() => {}) // of those who still go on when the session is closed
      return going
    },
    close: async () => {
      closing.abort()
      await served.close()
      await open.close()
      await prepared.roster.close()
      if (failures.length > 0) throw failures[0]
    },
  }
}

const signalOf = (...signals: readonly (AbortSignal | null | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.flatMap((signal) => signal ?? []))

/** The same app; what it answers is noted under the participant to whom it goes. */
function noting(app: Hono, desk: Desk, sent: Recorded[]): Hono {
  return new Hono().all('*', async (c) => {
    const { pathname } = new URL(c.req.url)
    const response = await app.fetch(c.req.raw, c.env)
    const client = clientOf(pathname, desk)
    const note = (what: Recorded['what'], text: string) =>
      sent.push({ ...{ client, what, text, url: pathname, at: Date.now() }, bytes: Buffer.byteLength(text) })
    const posts = c.req.method === 'POST'
    const streams = response.headers.get('content-type')?.startsWith('text/event-stream')
    note(
      streams ? 'event' : posts ? 'answer' : 'page',
      [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
    )
    if (response.body === null) return response
    const pieces = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        note(streams ? 'event' : 'page', new TextDecoder().decode(piece))
        controller.enqueue(piece)
      },
    })
    return new Response(response.body.pipeThrough(pieces), response)
  })
}

function clientOf(path: string, desk: Desk): string {
  const [, of = '', name = ''] = path.split('/')
  if (of === 'p') return name
  const link = of === 'join' ? desk.link(name) : undefined
  return link && 'person' in link ? link.person : 'anybody'
}
