/** Models that fail in a session with people: the reserve sits down, or the match is voided; nothing is played in silence. */
import { afterEach, describe, expect, it } from 'vitest'
import { shelf } from '../../../games/index.ts'
import { replay } from '../../../src/core/match.ts'
import { gameOf } from '../../../src/core/shelf.ts'
import { type FakeProvider, fakeProvider } from '../../../src/fake-provider/fake-provider.ts'
import { answered, atTable, session, toldTime } from './at-table.ts'

let provider: FakeProvider | undefined
afterEach(() => provider?.close())

const players = (url: string, more: object = {}) => ({
  participants: 1,
  players: [
    { name: 'model', model: 'fake:some', ...more },
    { name: 'other', model: 'fake:other' },
    { name: 'reserve', strategy: 'level-k', options: { level: 1 } },
  ],
  endpoints: { fake: { baseUrl: `${url}/v1` } },
  payment: { fee: 4, exits: { 'group-ended': 3 } },
})

const block = (more: object = {}) => ({
  game: { ...{ game: 'beauty-contest', seats: ['person', 'model'], keepSeats: true, patience: 2 }, ...more },
})

async function went(options: Parameters<typeof fakeProvider>[0], more: object = {}) {
  provider = await fakeProvider(options)
  // time of this machine: requests are real ones
  const real = { ...toldTime(), now: Date.now, at: at() }
  const table = await atTable(session(block(more), players(provider.url)), { time: real })
  const [person] = (await table.join()) as [string]
  const pages: string[] = []
  while (table.exitOf(person) === undefined) {
    const page = await table.page(person)
    if (pages.at(-1) !== page.kind) pages.push(page.kind)
    if (page.kind === 'wait') await new Promise((resolve) => setTimeout(resolve, 20))
    else await table.send(person, answered(page))
  }
  const [match] = table.of('grouped').map((one) => one.match) as [string]
  const log = await table.log(match)
  const [started] = log
  if (started?.type !== 'started') throw new Error('no start')
  expect(replay(gameOf(shelf, { game: started.game, wraps: started.wraps }), log).status).not.toBe('open')
  const calls = await table.store.calls(match)
  await table.close()
  return { table, person, pages, log, calls }
}

const at = () => (time: number, call: () => void) => {
  const timer = setTimeout(call, Math.max(0, time - Date.now()))
  return () => clearTimeout(timer)
}

const FAILURES = [
  ['refuses by 429', { rate429: 1, retryAfter: 30 }],
  ['fails by 500', { rate500: 1, retryAfter: 30 }],
  ['never answers', { hang: 1 }],
  ['will not play', { refused: 1 }],
  ['answers what cannot be read', { malformed: 1 }],
  ['answers out of range', { illegal: 1 }],
] as const

describe.each(FAILURES)('a model that %s', (_, options) => {
  it('gives its seat to the reserve, and the person goes on', { timeout: 60_000 }, async () => {
    const { table, person, log, pages } = await went(options, { reserve: 'reserve' })
    expect(table.exitOf(person)).toBe('completed')
    expect(log.filter(({ type }) => type === 'reseated')).toMatchObject([{ seat: 1, player: 'reserve' }])
    expect(log.flatMap((event) => (event.type === 'moved' ? [event.origin.by] : []))).toEqual(['player', 'player'])
    expect(pages).toEqual(['consent', 'part', 'wait', 'decision', 'result', 'results'])
  })

  it('ends the match where there is none, and the person is paid', { timeout: 60_000 }, async () => {
    const { table, person, log } = await went(options)
    expect([table.exitOf(person), table.paidOf(person)]).toEqual(['group-ended', 300])
    expect(log.at(-1)!.type).toBe('voided')
    expect(log.some(({ type }) => type === 'moved')).toBe(false)
  })

  it('ends it where the reserve fails as well', { timeout: 60_000 }, async () => {
    const { table, person } = await went(options, { reserve: 'other' })
    expect(table.exitOf(person)).toBe('group-ended')
    expect(table.of('reseated').map(({ player }) => player)).toEqual(['other'])
  })
})

it('tells which version of the model answered', { timeout: 60_000 }, async () => {
  const { calls } = await went({ drift: 1 })
  expect(calls).toHaveLength(1)
  expect(JSON.stringify(calls[0])).toMatch(/drift|fp_|version/i)
})

it('a session is closed at once while a model thinks, and the match goes on when it is opened again', {
  timeout: 60_000,
}, async () => {
  provider = await fakeProvider({ hang: 1 })
  const real = { ...toldTime(), now: Date.now, at: at() }
  const first = await atTable(session(block({ patience: 3000 }), players(provider.url)), { time: real })
  const [person] = (await first.join()) as [string]
  await first.goOn([person])
  expect((await first.page(person)).kind).toBe('wait')
  await first.close()
  await provider.close()
  provider = await fakeProvider({})
  const again = session(block({ patience: 3000 }), players(provider.url))
  const table = await atTable(again, { time: real, kept: first.kept })
  while ((await table.page(person)).kind === 'wait') await new Promise((resolve) => setTimeout(resolve, 20))
  expect((await table.page(person)).kind).toBe('decision')
  await table.close()
})

describe('simulated players', () => {
  const simulated = (release: string, options: object = {}) =>
    session(
      { game: { ...block().game, release, ...(release === 'fixed' && { time: { seconds: 30, policy: 'fallback' } }) } },
      { participants: 1, players: [{ name: 'model', model: 'simulated:level-k', options: { level: 1, ...options } }] },
    )

  it('have answered before the page of a person opens, where a stage ends when all have answered', async () => {
    const table = await atTable(simulated('when-all'))
    const people = await table.join()
    await table.goOn(people, (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
    const [match] = table.of('grouped').map((one) => one.match) as [string]
    expect((await table.page(people[0]!)).kind).toBe('decision')
    expect((await table.log(match)).filter(({ type }) => type === 'moved')).toMatchObject([{ seat: 1 }])
    await table.close()
  })

  it('seem to take the time of people, and as long where the server was started anew meanwhile', async () => {
    const released: number[] = []
    for (const anew of [false, true]) {
      let table = await atTable(simulated('when-all+jitter'))
      const [person] = (await table.join()) as [string]
      await table.goOn([person], (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
      const { text, time, kept } = table
      if (anew) {
        await table.close()
        table = await atTable(text, { time, kept })
        await table.goOn([person], () => 'nothing')
      }
      await table.send(person, { 'a.guess': ['40'] })
      expect((await table.page(person)).kind).toBe('wait')
      await table.toTheEnd([person])
      released.push(Math.max(...table.of('released').map(({ at: end }) => end)) - table.of('released')[0]!.at)
      await table.close()
    }
    expect(released[0]).toBeGreaterThan(0)
    expect(released[1]).toBe(released[0])
  })

  it('show by no time that they answered where the server was started anew before the deadline', async () => {
    const first = await atTable(simulated('fixed'))
    const [person] = (await first.join()) as [string]
    await first.goOn([person], (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
    await first.later(20)
    await first.close()
    const table = await atTable(first.text, { time: first.time, kept: first.kept })
    await table.goOn([person], () => 'nothing')
    await table.later(15) // what is left of a time that began anew
    await table.send(person, { 'a.guess': ['40'] })
    expect((await table.page(person)).kind).toBe('wait')
    await table.later(15)
    expect((await table.page(person)).kind).toBe('result')
    await table.close()
  })

  it('show by no time that they answered where a stage ends at its deadline, whenever the person does', async () => {
    for (const seconds of [1, 29]) {
      const table = await atTable(simulated('fixed'))
      const [person] = (await table.join()) as [string]
      await table.goOn([person], (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
      const opened = table.time.now()
      await table.later(seconds)
      await table.send(person, { 'a.guess': ['40'] })
      expect((await table.page(person)).kind).toBe('wait')
      await table.later(30 - seconds - 0.001)
      expect((await table.page(person)).kind).toBe('wait')
      await table.later(0.001)
      expect(table.time.now()).toBe(opened + 30_000)
      expect((await table.page(person)).kind).toBe('result')
      await table.close()
    }
  })
})
