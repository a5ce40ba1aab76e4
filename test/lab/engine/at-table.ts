/** A session in memory, its participants at the desk without pages of HTML, and a time that goes on only when it is told to. */
import { setImmediate as nextTick } from 'node:timers/promises'
import { shelf } from '../../../games/index.ts'
import { diskReader } from '../../../src/arena/frozen.ts'
import { packageFolder } from '../../../src/cli/package.ts'
import type { JsonSchema } from '../../../src/core/legal.ts'
import type { Clock } from '../../../src/lab/clock.ts'
import type { Fields } from '../../../src/lab/desk.ts'
import { openIdentity } from '../../../src/lab/identity.ts'
import { type Journal, openJournal } from '../../../src/lab/journal.ts'
import { parseLab } from '../../../src/lab/lab-file.ts'
import { openSession } from '../../../src/lab/open-session.ts'
import type { Page } from '../../../src/lab/pages.ts'
import { prepareLab } from '../../../src/lab/prepare-lab.ts'
import type { EventOf, SessionEvent } from '../../../src/lab/session-event.ts'
import { memoryStore } from '../../../src/store/memory.ts'

export const START = Date.UTC(2026, 0, 5, 9)

export interface ToldTime extends Clock {
  /** To the next thing that is waited for, at most so many milliseconds on; false: nothing is waited for till then. */
  next(most?: number): boolean
}

export function toldTime(start = START): ToldTime {
  const waiting = new Set<{ readonly time: number; readonly call: () => void }>()
  let now = start
  return {
    now: () => now,
    at: (time, call) => {
      const one = { time, call }
      waiting.add(one)
      return () => void waiting.delete(one)
    },
    next: (most = Number.POSITIVE_INFINITY) => {
      const [first] = [...waiting].sort((a, b) => a.time - b.time)
      if (!first || first.time > now + most) {
        if (Number.isFinite(most)) now += most
        return false
      }
      waiting.delete(first)
      now = Math.max(now, first.time)
      first.call()
      return true
    },
  }
}

/** The shortest session file with these blocks; of the rest, what is given. */
export const session = (blocks: object, more: object = {}): string =>
  JSON.stringify(
    {
      ...{ title: 'Choosing', participants: 4, consent: { text: 'You are invited.' }, seed: 7, blocks },
      ...{ payment: { fee: 4, exits: { dropped: 1, 'group-ended': 3, leftover: 2 } }, ...more },
    },
    null,
    1,
  )

export const prepared = async (text: string, store = memoryStore(), environment: Record<string, string> = {}) =>
  prepareLab(parseLab(text, 'test.yaml'), store, shelf, (own) => diskReader(packageFolder, packageFolder, own), {
    by: 'wire',
    environment,
    spent: { dollars: 0, tokens: 0 },
  })

export interface Kept {
  readonly journal: Journal
  readonly identity: ReturnType<typeof openIdentity>
  readonly store: ReturnType<typeof memoryStore>
}

export type Answer = (page: Page, person: string) => Fields | 'nothing' | 'leave'
export type AtTable = Awaited<ReturnType<typeof atTable>>

/** `kept`: what a session that began before left. */
export async function atTable(
  text: string,
  { time = toldTime(), kept, files }: { time?: ToldTime; kept?: Kept; files?: Partial<Kept> } = {},
) {
  const store = files?.store ?? kept?.store ?? memoryStore()
  const journal = files?.journal ?? kept?.journal ?? openJournal(':memory:', { now: time.now })
  const identity = kept?.identity ?? openIdentity(':memory:')
  const lab = await prepared(text, store)
  if (!kept) {
    const run = { id: 'test', name: 'test', experiment: text, file: 'test.yaml', texts: {}, seed: '', code: '', at: '' }
    await store.createRun(run, new Map())
  }
  const opening = { session: 'test', run: 'test', freeze: '', demo: false, pilot: true, db: ':memory:' }
  const open = await openSession({ prepared: lab, journal, identity, store, clock: time, code: 'test', opening })
  const { desk } = open
  const events = () => journal.events().flatMap(({ event }) => event ?? [])
  const of = <T extends SessionEvent['type']>(type: T) =>
    events().filter((event): event is EventOf<T> => event.type === type)
  const table = {
    ...{ desk, journal, store, identity, time, events, of, lab, text },
    kept: { journal, identity, store } satisfies Kept,
    /** Everybody takes their seat, in the order of the links. */
    join: async (): Promise<readonly string[]> => {
      for (const { token } of desk.links()) await desk.join(token, {})
      return of('created').map(({ person }) => person)
    },
    send: async (person: string, fields: Fields) => desk.submit(person, (await desk.page(person)).nonce, fields),
    leave: async (person: string) => desk.leave(person, (await desk.page(person)).nonce),
    /** People go on in turn until the page of each is one that `answer` leaves, or the end. */
    goOn: async (people: readonly string[], answer: Answer = answered): Promise<void> => {
      for (let moved = true; moved; ) {
        moved = false
        await quiet()
        for (const person of people) {
          const page = await desk.page(person)
          if (page.kind === 'wait' || page.kind === 'end') continue
          const fields = answer(page, person)
          if (fields === 'nothing') continue
          if (fields === 'leave') await desk.leave(person, page.nonce)
          else if ((await desk.submit(person, page.nonce, fields)) !== 'taken') throw new Error(`refused: ${page.key}`)
          moved = true
          await quiet()
        }
      }
    },
    /** Goes on, and lets time go on, until nothing is waited for. */
    toTheEnd: async (people: readonly string[], answer: Answer = answered): Promise<void> => {
      do await table.goOn(people, answer)
      while (time.next())
      await quiet()
    },
    later: async (seconds: number): Promise<void> => {
      const until = time.now() + seconds * 1000
      await quiet()
      while (time.now() < until) {
        time.next(until - time.now())
        await quiet()
      }
    },
    page: desk.page,
    exitOf: (person: string) => of('exited').find((one) => one.person === person)?.exit,
    paidOf: (person: string) => of('paid').find((one) => one.person === person)?.amount,
    log: async (match: string) => (await store.log(match)).flatMap(({ event }) => event ?? []),
    close: async () => {
      await open.close()
      await lab.roster.close()
    },
  }
  return table
}

/** Until what is under way in memory has happened. */
export async function quiet(): Promise<void> {
  for (let i = 0; i < 12; i++) await nextTick()
}

/** Agrees, reads, and decides as the key of the page says: the same page, the same answer. */
export function answered(page: Page): Fields {
  switch (page.kind) {
    case 'consent':
      return { consent: ['yes'], ...Object.fromEntries(page.statements.map((_, i) => [`agree.${i}`, ['yes']])) }
    case 'part':
      return page.check ? { answer: [page.told!] } : {}
    case 'decision':
      return entered(page.schema, 'a', page.key)
    case 'strategy':
      return Object.assign({}, ...page.cases.map((_, i) => entered(page.schema, `case.${i}`, page.key)))
    case 'belief':
      return { belief: [String((page.min + page.max) / 2)] }
    case 'reason':
      return { reason: [`because of ${page.key}`] }
    case 'manipulation':
      return { answer: [page.options[0]!] }
    case 'questionnaire':
      return Object.fromEntries(page.items.map(({ question }) => [`q.${question.name}`, ['1']]))
    default:
      return {}
  }
}

function entered(schema: JsonSchema, name: string, key: string): Fields {
  if (schema.type === 'object')
    return Object.assign(
      {},
      ...Object.entries(schema.properties ?? {}).map(([field, of]) => entered(of, `${name}.${field}`, key)),
    )
  if (schema.type === 'array')
    return Object.assign(
      {},
      ...Array.from({ length: schema.minItems ?? 1 }, (_, i) =>
        entered(schema.items as JsonSchema, `${name}.${i}`, key),
      ),
    )
  if (schema.enum) return { [name]: [String(schema.enum[0])] }
  if (schema.type === 'boolean') return { [name]: ['yes'] }
  if (schema.type === 'string') return { [name]: ['well'] }
  const least = schema.minimum ?? 0
  const most = Math.min(schema.maximum ?? least + 50, least + 100)
  const sum = [...key].reduce((total, sign) => (total * 31 + sign.charCodeAt(0)) % 997, 7)
  return { [name]: [String(least + Math.floor(((most - least) * (sum % 10)) / 10))] }
}
