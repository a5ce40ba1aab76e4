/** The state of a session: the fold of its events, and nothing else. */
import type { EventOf, SessionEvent } from './session-event.ts'

/** A decision of a person, with the reason given for it afterwards. */
export interface Choice extends Omit<EventOf<'chose'>, 'type' | 'person'> {
  readonly reason: string | undefined
}

export interface Extension {
  readonly until: number
  /** When it was given. */
  readonly at: number
  /** How often the person asked; those of the experimenter do not count. */
  readonly asked: number
}

/** A participant so far. Owned by the session, which alone changes it. */
export interface Person {
  readonly id: string
  readonly room: string | null
  readonly joined: boolean
  readonly consent: { readonly agreed: boolean; readonly textToModels: boolean } | null
  /** Keys of pages that were left. */
  readonly passed: ReadonlySet<string>
  readonly quizzes: readonly EventOf<'quizzed'>[]
  readonly assigned: EventOf<'assigned'> | null
  /** By the key of the page. */
  readonly checks: ReadonlyMap<string, EventOf<'checked'>>
  /** By block, match and turn. */
  readonly choices: ReadonlyMap<string, Choice>
  readonly beliefs: ReadonlyMap<string, number | null>
  readonly strategies: ReadonlyMap<string, readonly unknown[]>
  /** By block and match: the match, or what became of one who was left over. */
  readonly matches: ReadonlyMap<string, string>
  readonly leftover: ReadonlyMap<string, EventOf<'leftover'>['policy']>
  /** By the key of the page. */
  readonly answers: ReadonlyMap<string, EventOf<'answered'>['answers']>
  readonly shown: ReadonlyMap<string, number>
  readonly extended: ReadonlyMap<string, Extension>
  readonly exit: (EventOf<'exited'> & { readonly at: number }) | null
  readonly paid: EventOf<'paid'> | null
}

export interface SessionMatch {
  readonly match: string
  readonly block: string
  readonly nth: number
  readonly unit: string
  readonly people: readonly { readonly person: string; readonly seat: number }[]
  readonly status: 'playing' | 'ended' | 'voided'
  readonly reason: string | null
  readonly points: ReadonlyMap<string, number | null>
  /** Who is out before the end, and from when on they see it. */
  readonly out: ReadonlyMap<string, number>
  /** When each stage is, or was, shown: by turn; that after the last turn is the result. */
  readonly released: ReadonlyMap<number, number>
  /** Seats of people that somebody else answers for now. */
  readonly reseated: ReadonlyMap<number, string>
}

export interface Session {
  readonly opened: EventOf<'opened'> | null
  readonly people: ReadonlyMap<string, Person>
  /** Hash of a link → participant, of those who have a link of their own. */
  readonly byLink: ReadonlyMap<string, string>
  /** Hash of a cookie → participant. */
  readonly byCookie: ReadonlyMap<string, string>
  readonly matches: ReadonlyMap<string, SessionMatch>
  /** In the order in which treatments were assigned. */
  readonly assigned: readonly string[]
  readonly paused: boolean
  /** Milliseconds since 1970; null: it goes on. */
  readonly pauses: readonly { readonly from: number; readonly until: number | null }[]
  /** Whoever has no treatment by then is not waited for. */
  readonly closed: boolean
  readonly notes: readonly { readonly at: number; readonly text: string }[]
}

export const slot = (block: string, nth: number): string => `${block}:${nth}`
export const choiceKey = (block: string, nth: number, turn: number): string => `${block}:${nth}:${turn}`

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends ReadonlySet<infer A>
      ? Set<A>
      : T[K] extends readonly (infer A)[]
        ? A[]
        : T[K]
}
type Folding = Writable<Omit<Session, 'people' | 'matches'>> & {
  people: Map<string, Writable<Person>>
  matches: Map<string, Writable<SessionMatch>>
}

/** A session before its first event, and the fold that goes on with it: `apply` changes what `session` shows. */
export function sessionFold(): {
  readonly session: Session
  readonly apply: (event: SessionEvent, at: number) => void
} {
  const session: Folding = {
    opened: null,
    people: new Map(),
    byLink: new Map(),
    byCookie: new Map(),
    matches: new Map(),
    assigned: [],
    paused: false,
    pauses: [],
    closed: false,
    notes: [],
  }
  return { session: session as Session, apply: (event, at) => fold(session, event, at) }
}

function fold(session: Folding, event: SessionEvent, at: number): void {
  const person = 'person' in event && event.person !== null ? session.people.get(event.person) : undefined
  switch (event.type) {
    case 'opened':
      session.opened = event
      return
    case 'created':
      session.people.set(event.person, newcomer(event))
      if (event.link !== null) session.byLink.set(event.link, event.person)
      return
    case 'joined':
      if (person) person.joined = true
      session.byCookie.set(event.cookie, event.person)
      return
    case 'grouped':
      session.matches.set(event.match, newMatch(event))
      for (const { person: id } of event.people)
        session.people.get(id)?.matches.set(slot(event.block, event.nth), event.match)
      return
    case 'released':
      session.matches.get(event.match)?.released.set(event.turn, event.at)
      return
    case 'reseated':
      session.matches.get(event.match)?.reseated.set(event.seat, event.player)
      return
    case 'finished': {
      const match = session.matches.get(event.match)
      if (!match) return
      match.status = event.status
      match.reason = event.reason ?? null
      for (const { person: id, points } of event.points) if (!match.out.has(id)) match.points.set(id, points)
      return
    }
    case 'out': {
      const match = session.matches.get(event.match)
      match?.out.set(event.person, event.at)
      match?.points.set(event.person, event.points)
      return
    }
    case 'acted':
      if (event.act === 'pause' && !session.paused) {
        session.paused = true
        session.pauses.push({ from: at, until: null })
      }
      if (event.act === 'go-on' && session.paused) {
        session.paused = false
        session.pauses.push({ from: session.pauses.pop()!.from, until: at })
      }
      if (event.act === 'close-matching') session.closed = true
      if (event.note !== null) session.notes.push({ at, text: event.note })
      return
    case 'assigned':
      session.assigned.push(event.person)
  }
  if (person) foldPerson(person, event, at)
}

function foldPerson(person: Writable<Person>, event: SessionEvent, at: number): void {
  switch (event.type) {
    case 'shown':
      if (!person.shown.has(event.page)) person.shown.set(event.page, at)
      return
    case 'consented':
      person.consent = { agreed: event.agreed, textToModels: event.textToModels }
      return
    case 'passed':
      person.passed.add(event.page)
      return
    case 'quizzed':
      person.quizzes.push(event)
      return
    case 'assigned':
      person.assigned = event
      return
    case 'checked':
      person.checks.set(event.page, event)
      return
    case 'chose': {
      const { type: _, person: __, ...choice } = event
      person.choices.set(choiceKey(event.block, event.nth, event.turn), { ...choice, reason: undefined })
      return
    }
    case 'reasoned': {
      const key = choiceKey(event.block, event.nth, event.turn)
      const choice = person.choices.get(key)
      if (choice) person.choices.set(key, { ...choice, reason: event.reason })
      return
    }
    case 'believed':
      person.beliefs.set(slot(event.block, event.nth), event.belief)
      return
    case 'strategy':
      person.strategies.set(slot(event.block, event.nth), event.actions)
      return
    case 'leftover':
      person.leftover.set(slot(event.block, event.nth), event.policy)
      return
    case 'answered':
      person.answers.set(event.page, event.answers)
      return
    case 'exited':
      person.exit = { ...event, at }
      return
    case 'paid':
      person.paid = event
      return
    case 'extended': {
      const asked = (person.extended.get(event.page)?.asked ?? 0) + (event.by === 'person' ? 1 : 0)
      person.extended.set(event.page, { until: event.until, at, asked })
    }
  }
}

const newcomer = ({ person: id, room }: EventOf<'created'>): Writable<Person> => ({
  id,
  room,
  joined: false,
  consent: null,
  passed: new Set(),
  quizzes: [],
  assigned: null,
  checks: new Map(),
  choices: new Map(),
  beliefs: new Map(),
  strategies: new Map(),
  matches: new Map(),
  leftover: new Map(),
  answers: new Map(),
  shown: new Map(),
  extended: new Map(),
  exit: null,
  paid: null,
})

const newMatch = ({ match, block, nth, unit, people }: EventOf<'grouped'>): Writable<SessionMatch> => ({
  ...{ match, block, nth, unit, people: [...people], status: 'playing', reason: null },
  points: new Map(),
  out: new Map(),
  released: new Map(),
  reseated: new Map(),
})
