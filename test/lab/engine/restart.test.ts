/** A session that is stopped after any event, and goes on from the same files, comes to the same end. */
import { setImmediate as nextTick } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Event } from '../../../src/core/event.ts'
import { openJournal } from '../../../src/lab/journal.ts'
import type { SessionEvent } from '../../../src/lab/session-event.ts'
import { memoryStore } from '../../../src/store/memory.ts'
import { answered, atTable, session, toldTime } from './at-table.ts'

const TEXT = session(
  {
    live: {
      ...{ game: 'beauty-contest', params: { rounds: 2 }, seats: ['person', 'person', 'level-1'], keepSeats: true },
      ...{ reason: 'required', matching: { leftover: { fill: 'level-1' } } },
      time: { seconds: 60, policy: 'replace-by-model', by: 'level-1' },
    },
    later: {
      ...{ game: 'beauty-contest', seats: ['person', 'person'], keepSeats: true },
      ...{ matching: { when: 'deferred', leftover: 'leave' }, time: { seconds: 60, policy: 'fallback' } },
    },
  },
  { participants: 3, players: [{ name: 'level-1', strategy: 'level-k', options: { level: 1 } }] },
)

/**
 * The process stops in the last event of `most` in the session’s file, or of `moves` in the logs of matches: what was to be put
 * on disk then is lost, and so is what was to be put there together with it.
 */
async function went({ most = Number.POSITIVE_INFINITY, moves = Number.POSITIVE_INFINITY }) {
  const time = toldTime()
  const journal = openJournal(':memory:', { now: time.now })
  let dead = false
  let [left, movesLeft] = [most, moves]
  const alive = () => {
    if (dead) throw new Error('the process is gone')
  }
  const dies = (events: number) => {
    if (left < events) dead = true
    alive()
    left -= events
  }
  const group: SessionEvent[] = []
  let writing: Promise<void> | undefined
  const mortal: typeof journal = {
    ...journal,
    append: (...events) => {
      dies(events.length)
      journal.append(...events)
    },
    queue: (...events) => {
      dies(events.length)
      group.push(...events)
      writing ??= nextTick().then(() => {
        writing = undefined
        alive()
        journal.append(...group.splice(0))
      })
      writing.catch(() => {})
    },
    durable: async () => {
      alive()
      await writing
    },
  }
  const store = memoryStore()
  const unwritten: (() => void)[] = []
  const write = () => {
    if (!dead) for (const one of unwritten.splice(0)) one()
  }
  const dying: typeof store = {
    ...store,
    open: (...given) => {
      alive()
      unwritten.push(() => store.open(...given))
    },
    append: (...given) => {
      if (movesLeft-- <= 0) dead = true
      alive()
      unwritten.push(() => store.append(...given))
    },
    status: (match) => {
      write()
      return store.status(match)
    },
    log: (match) => {
      write()
      return store.log(match)
    },
    durable: async () => {
      alive()
      write()
      await store.durable()
    },
  }
  const first = await atTable(TEXT, { time, files: { journal: mortal, store: dying } })
  const people = await first.join().catch(() => [])
  await first.toTheEnd(people, answer(people)).catch(() => {})
  await first.close().catch(() => {})
  const table = dead ? await atTable(TEXT, { time, kept: { ...first.kept, journal, store } }) : first
  const all = table.of('created').map(({ person }) => person)
  if (dead) {
    await table.toTheEnd(all, answer(all))
    await table.close()
  }
  const nth = (person: string) => all.indexOf(person)
  const matches: unknown[][] = []
  for (const { match, people: sitting } of table.of('grouped'))
    matches.push([
      match,
      sitting.map(({ person, seat }) => `${nth(person)} at ${seat}`),
      inTurns(await table.log(match)),
    ])
  const chosen = table.of('chose').map((one) => `${nth(one.person)} ${one.block} ${one.nth} ${one.turn}`)
  expect(new Set(chosen).size).toBe(chosen.length)
  expect(journal.check()).toEqual([])
  return {
    events: journal.events().length,
    dead,
    end: {
      ...{ matches, chosen: chosen.sort() },
      exits: all.map((person) => table.exitOf(person)),
      paid: all.map((person) =>
        table
          .of('paid')
          .filter((one) => one.person === person)
          .map(({ amount }) => amount),
      ),
      known: table.identity
        .rows()
        .map(({ amount }) => amount)
        .sort(),
      finished: table
        .of('finished')
        .map(({ match, status, points }) => [match, status, points.map((one) => one.points)])
        .sort(),
      reseated: table
        .of('reseated')
        .map(({ match, seat, player }) => `${match} ${seat} ${player}`)
        .sort(),
    },
  }
}

/** Who of a turn was first differs by nothing that follows from it. */
const inTurns = (log: readonly Event[]) =>
  log.flatMap((event) => (event.type === 'started' ? [] : [event])).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))

const placeOf = (event: Event): string =>
  'turn' in event && 'seat' in event ? `${event.turn} ${event.seat} ${event.type === 'moved'}` : 'at the end'

/** The second to join drops in the second round. */
const answer = (people: readonly string[]) => (page: Parameters<typeof answered>[0], person: string) =>
  person === people[1] && page.key === 'decision:1:0:1' ? 'nothing' : answered(page)

it('comes to the same end wherever it was stopped: no action is lost, and none is there twice', {
  timeout: 600_000,
}, async () => {
  const calm = await went({})
  expect(calm.dead).toBe(false)
  expect(calm.end.exits).toEqual(['completed', 'dropped', 'completed'])
  const logged = calm.end.matches.reduce((sum, [, , log]) => sum + (log as readonly unknown[]).length, 0)
  const stops = [
    ...Array.from({ length: calm.events - 8 }, (_, i) => ({ most: i + 8 })),
    ...Array.from({ length: logged }, (_, i) => ({ moves: i })),
  ]
  for (const stop of stops) {
    const stopped = await went(stop)
    expect(stopped.dead, `stopped after ${JSON.stringify(stop)}`).toBe(true)
    expect(stopped.end, `stopped after ${JSON.stringify(stop)}`).toEqual(calm.end)
  }
})
