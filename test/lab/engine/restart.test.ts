/** A session that is stopped after any event, and goes on from the same files, comes to the same end. */
import { expect, it } from 'vitest'
import { openJournal } from '../../../src/lab/journal.ts'
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

/** In the last event of `most` the process stops: what comes then is refused, as by a disk that is gone. */
async function went(most: number) {
  const time = toldTime()
  const journal = openJournal(':memory:', { now: time.now })
  let dead = false
  let left = most
  const mortal: typeof journal = {
    ...journal,
    append: (...events) => {
      if (left < events.length) dead = true
      if (dead) throw new Error('the process is gone')
      left -= events.length
      journal.append(...events)
    },
  }
  const store = memoryStore()
  const alive = () => {
    if (dead) throw new Error('the process is gone')
  }
  const dying: typeof store = {
    ...store,
    open: (...given) => {
      alive()
      store.open(...given)
    },
    append: (...given) => {
      alive()
      store.append(...given)
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
  const matches = []
  for (const { match, people: sitting } of table.of('grouped'))
    matches.push([
      ...[match, sitting.map(({ person, seat }) => `${nth(person)} at ${seat}`)],
      (await table.log(match)).filter(({ type }) => type !== 'started'),
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

/** The second to join drops in the second round. */
const answer = (people: readonly string[]) => (page: Parameters<typeof answered>[0], person: string) =>
  person === people[1] && page.key === 'decision:1:0:1' ? 'nothing' : answered(page)

it('comes to the same end wherever it was stopped: no action is lost, and none is there twice', {
  timeout: 240_000,
}, async () => {
  const calm = await went(Number.POSITIVE_INFINITY)
  expect(calm.dead).toBe(false)
  expect(calm.end.exits).toEqual(['completed', 'dropped', 'completed'])
  for (let most = 8; most < calm.events; most++) {
    const stopped = await went(most)
    expect(stopped.dead, `stopped after ${most}`).toBe(true)
    expect(stopped.end, `stopped after ${most}`).toEqual(calm.end)
  }
})
