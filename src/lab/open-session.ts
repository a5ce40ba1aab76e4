/** Opens a session, new or begun: the state from the journal, the matches that are being played, and the desk that the server talks to. */
import { setMaxListeners } from 'node:events'
import { StagegameError } from '../core/errors.ts'
import type { Store } from '../store/store.ts'
import { absences } from './absences.ts'
import { acted } from './acts.ts'
import { type Asking, asks as askDesk } from './asks.ts'
import type { Clock } from './clock.ts'
import type { Desk } from './desk.ts'
import { drafts as draftDesk } from './drafts.ts'
import type { Going } from './going.ts'
import { grouping } from './grouping.ts'
import type { Identity } from './identity.ts'
import { joining } from './joining.ts'
import type { Journal } from './journal.ts'
import { hashOf } from './links.ts'
import { live as liveFrom } from './live.ts'
import { monitorOf } from './monitor-of.ts'
import { standingOf } from './page-of.ts'
import { endsIn } from './part-result.ts'
import { posts } from './posts.ts'
import type { PreparedLab } from './prepared.ts'
import { previewsOf } from './previews.ts'
import { seating } from './seating.ts'
import type { Person } from './session.ts'
import type { EventOf } from './session-event.ts'
import { settling } from './settling.ts'
import { watching } from './watching.ts'

export interface SessionParts {
  readonly prepared: PreparedLab
  readonly journal: Journal
  readonly identity: Identity
  readonly store: Store
  readonly clock: Clock
  /** The version of the code. */
  readonly code: string
  /** What it is opened with, where the journal is empty. */
  readonly opening: Omit<EventOf<'opened'>, 'type' | 'seed' | 'code'>
}

export interface OpenSession {
  readonly desk: Desk
  /** Resolves when nothing is under way any more: no match is played, no event is to be written. */
  idle(): Promise<void>
  /** Stops what is asked; all that was answered is on disk. */
  close(): Promise<void>
}

/** Throws what the journal or the store throws. */
export async function openSession(parts: SessionParts): Promise<OpenSession> {
  const { prepared, journal, identity, store, clock, opening, code } = parts
  const { lab } = prepared.file
  if (journal.events().length === 0) journal.append({ type: 'opened', ...opening, seed: lab.seed, code })
  const stop = new AbortController()
  setMaxListeners(0, stop.signal) // each match and each that waits for a time listens
  const under = new Set<Promise<unknown>>()
  const watched = watching(() => going)
  const secret = identity.secret('nonces')
  const live = liveFrom({ prepared, journal, identity, store, clock, secret, changed: watched.changed })
  const asks = askDesk(live, (asking: Asking) => absent.expired(asking))
  const drafts = draftDesk()
  const base = {
    ...{ live, asks, drafts, code, work, changed: watched.changed, stop: stop.signal },
    sight: { live, asks, drafts, ends: endsIn(store) },
    tables: new Map(),
  }
  // parts that call each other: none of them does anything before all are there
  const going = base as unknown as Going
  const absent = absences(going)
  const seats = seating(going)
  Object.assign(going, absent, seats, settling(going), grouping(going))
  const sent = posts(going)
  const turns = new Map<string, Promise<unknown>>()
  const { link, join, links } = joining(going)
  await goOn()
  await live.durable()

  const desk: Desk = {
    title: lab.title,
    language: lab.language,
    demo: live.session.opened!.demo,
    ...{ link, links },
    join: async (token, brought) => {
      const joined = await join(token, brought)
      await live.durable()
      return joined
    },
    holder: (cookie) => live.session.byCookie.get(hashOf(cookie)),
    page: (id) =>
      inTurn(id, async (person) => {
        const page = await sent.shown(person)
        watched.seen(id)
        return page
      }),
    standing: (id) => inTurn(id, async (person) => standingOf(base.sight, person)),
    submit: (id, nonce, fields) => inTurn(id, (person) => sent.submit(person, nonce, fields)),
    extend: (id, nonce) => inTurn(id, async (person) => sent.extend(person, nonce)),
    leave: (id, nonce) => inTurn(id, (person) => sent.leave(person, nonce)),
    watch: watched.watch,
    watchAll: watched.watchAll,
    present: watched.present,
    monitor: () => monitorOf({ live, asks, tables: going.tables, here: watched.here, calls: watched.calls() }),
    act: async (what) => {
      if ('person' in what && what.person !== undefined)
        await inTurn(what.person, (person) => acted(going, what, person))
      else await acted(going, what, undefined)
      await live.durable()
      watched.noteAll()
    },
    previews: () => previewsOf(live),
  }
  return {
    desk,
    idle: async () => {
      while (under.size > 0) await Promise.allSettled([...under])
    },
    close: async () => {
      stop.abort(new StagegameError('stopped', 'the session was stopped'))
      for (const { match } of live.session.matches.values()) asks.close(match, stop.signal.reason)
      await Promise.allSettled([...[...going.tables.values()].map(({ over }) => over), ...under])
      await live.durable()
    },
  }

  /** What should have followed before this process began. */
  async function goOn(): Promise<void> {
    const erased = new Set(journal.events().flatMap(({ event, person }) => (event === null ? [person] : [])))
    seats.goOn()
    for (const person of live.session.people.values()) {
      if (person.paid && !erased.has(person.id))
        identity.pay(person.id, { amount: person.paid.amount, currency: lab.payment.currency })
      await going.settle(person)
      going.watchDeferred(person)
    }
    going.form()
  }

  /** One thing at a time for a participant: two tabs cannot both be first. Throws `unknown-person`. */
  async function inTurn<T>(id: string, work: (person: Person) => Promise<T>): Promise<T> {
    const person = live.session.people.get(id)
    if (!person) throw new StagegameError('unknown-person', 'there is no such participant')
    const one = (turns.get(id) ?? Promise.resolve()).then(async () => {
      const done = await work(person)
      await live.durable() // nobody is told what could still be lost
      return done
    })
    const over = one.then(
      () => {},
      () => {},
    )
    turns.set(id, over)
    return one
  }

  function work(promise: Promise<unknown>): void {
    const noted = promise.catch((error: unknown) => {
      const note = `something failed: ${error instanceof Error ? error.message : String(error)}`
      live.log({ type: 'acted', act: 'note', person: null, match: null, note })
    })
    const kept = noted.catch(() => {}) // a journal that cannot be written refuses every post, too
    under.add(kept)
    kept.finally(() => under.delete(kept))
  }
}
