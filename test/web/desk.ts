/** A desk with a script: everybody sees the same pages one after another, and what is sent is kept to be looked at. */
import { StagegameError } from '../../src/core/errors.ts'
import type { Clock } from '../../src/lab/clock.ts'
import type { Act, Desk, Fields, Monitor, Taken } from '../../src/lab/desk.ts'
import type { Page } from '../../src/lab/pages.ts'

export interface Sent {
  readonly person: string
  readonly what: 'submit' | 'extend' | 'leave'
  readonly fields: Fields
}

export interface ScriptedDesk extends Desk {
  /** All that was taken, in order. */
  readonly sent: readonly Sent[]
  /** All who joined, with what they brought. */
  readonly joined: readonly { readonly person: string; readonly brought: Parameters<Desk['join']>[1] }[]
  readonly acts: readonly Act[]
  /** How many streams of a person are open. */
  open(person: string): number
  /** How often pages were asked for: each is one that is noted as shown. */
  readonly asked: () => number
  /** The next page is due for a person, without their doing. */
  turn(person: string): void
}

export interface Script {
  readonly pages: readonly Page[]
  /** Whom each token belongs to. */
  readonly people?: Readonly<Record<string, string>>
  /** Rooms by token; with labels, those are known. */
  readonly rooms?: Readonly<Record<string, readonly string[] | null>>
  readonly places?: number
  readonly title?: string
  readonly demo?: boolean
  /** Thrown when a page is asked for. */
  readonly failure?: Error
}

export const TOKENS = {
  ada: 'token-of-ada-0123456789',
  ben: 'token-of-ben-0123456789',
  room: 'token-of-room-123456789',
}

export function scriptedDesk({
  pages,
  people = { [TOKENS.ada]: 'ada', [TOKENS.ben]: 'ben' },
  rooms = {},
  places = 100,
  title = 'A study',
  demo = false,
  failure,
}: Script): ScriptedDesk {
  const sent: Sent[] = []
  const joined: { person: string; brought: Parameters<Desk['join']>[1] }[] = []
  const acts: Act[] = []
  const at = new Map<string, number>()
  const notices = new Map<string, string>()
  const cookies = new Map<string, string>()
  const watchers = new Map<string, Set<() => void>>()
  const present = new Map<string, number>()
  let asked = 0
  const nonce = (person: string) => `nonce-${person}-${at.get(person) ?? 0}`
  const turn = (person: string) => {
    at.set(person, Math.min(pages.length - 1, (at.get(person) ?? 0) + 1))
    for (const call of watchers.get(person) ?? []) call()
  }
  const take = (person: string, given: string, what: Sent['what'], fields: Fields): Taken => {
    notices.delete(person)
    if (given !== nonce(person)) {
      notices.set(person, 'That page had been answered before.')
      return 'late'
    }
    sent.push({ person, what, fields })
    if (what !== 'extend') turn(person)
    return 'taken'
  }
  return {
    title,
    language: 'en',
    demo,
    sent,
    joined,
    acts,
    asked: () => asked,
    open: (person) => present.get(person) ?? 0,
    turn,
    link: (token) => {
      if (Object.hasOwn(people, token)) return { person: people[token]! }
      return Object.hasOwn(rooms, token) ? { room: 'room', labels: rooms[token] !== null } : undefined
    },
    join: async (token, brought) => {
      const labels = rooms[token]
      if (labels && !labels.includes(brought.label ?? '')) throw new StagegameError('unknown-label', 'no such label')
      // whose link it is has a place already, and may come as often as they like
      const taken = new Set(joined.map(({ person }) => person)).size
      if (!people[token] && taken >= places) throw new StagegameError('session-full', 'all places are taken')
      const person = people[token] ?? `guest${joined.length}`
      joined.push({ person, brought })
      const cookie = `cookie-of-${person}-${joined.length}`
      cookies.set(cookie, person)
      return { person, cookie }
    },
    holder: (cookie) => cookies.get(cookie),
    page: async (person) => {
      asked++
      if (failure) throw failure
      const page = pages[at.get(person) ?? 0]!
      return { ...page, nonce: nonce(person), notice: notices.get(person) ?? page.notice }
    },
    standing: async (person) => {
      if (failure) throw failure
      const page = pages[at.get(person) ?? 0]!
      const mayLeave = page.kind === 'wait' && page.mayLeave
      return { nonce: nonce(person), paused: page.paused, endsAt: page.timer?.endsAt ?? null, mayLeave }
    },
    submit: async (person, given, fields) => take(person, given, 'submit', fields),
    extend: async (person, given) => take(person, given, 'extend', {}),
    leave: async (person, given) => take(person, given, 'leave', {}),
    watch: (person, changed) => {
      const all = watchers.get(person) ?? new Set()
      watchers.set(person, all.add(changed))
      return () => void all.delete(changed)
    },
    present: (person, here) => void present.set(person, (present.get(person) ?? 0) + (here ? 1 : -1)),
    monitor: () => EMPTY,
    watchAll: () => () => {},
    act: async (act) => void acts.push(act),
    previews: async () => pages.map((page) => ({ treatment: 'all', name: page.key, page })),
    links: () => Object.entries(people).map(([token, name]) => ({ name, token })),
  }
}

const EMPTY: Monitor = {
  ...{ session: 'test', demo: false, paused: false, expected: 2, currency: 'EUR' },
  ...{ people: [], matches: [], calls: [], notes: [], pools: [] },
}

/** Time that stands still until it is moved. */
export function stillClock(
  now = Date.UTC(2026, 0, 5, 9),
): Clock & { move(milliseconds: number): void; waiting(): number } {
  const waiting = new Set<{ readonly time: number; readonly call: () => void }>()
  return {
    now: () => now,
    at: (time, call) => {
      const one = { time, call }
      waiting.add(one)
      return () => void waiting.delete(one)
    },
    waiting: () => waiting.size,
    move: (milliseconds) => {
      const end = now + milliseconds
      for (;;) {
        const next = [...waiting].filter(({ time }) => time <= end).sort((a, b) => a.time - b.time)[0]
        if (!next) break
        waiting.delete(next)
        now = Math.max(now, next.time)
        next.call()
      }
      now = end
    },
  }
}
