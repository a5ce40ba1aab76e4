/** Who is out of a match before its end goes on without waiting for it, and keeps what was earned in it. */
import { expect, it } from 'vitest'
import { answered, atTable, session } from './at-table.ts'

/** There is no water: seat 0 lives for one day, seat 1 for three. */
const DROUGHT = {
  game: 'water-allocation',
  seats: ['person', 'person'],
  params: {
    ...{ days: 5, needs: [5, 6], salaries: [9, 9], supply: { given: [0, 0, 0, 0, 0] } },
    start: [{ health: 2 }, { health: 10 }],
  },
}
const drought = (more: object = {}): string =>
  session(
    { dry: { ...DROUGHT, ...more } },
    {
      ...{ participants: 2, payment: { fee: 4, pointsPerUnit: 1, exits: { 'group-ended': 3 } } },
      questionnaire: [{ title: 'You', items: [{ kind: 'likert', name: 'clear', ask: 'Was it clear?' }] }],
    },
  )

/** Until one of them is out; who that is comes first. */
async function oneOut(text: string, ...rest: Parameters<typeof atTable> extends [string, ...infer R] ? R : never) {
  const table = await atTable(text, ...rest)
  const people = await table.join()
  await table.goOn(people, (page) => (table.of('out').length > 0 ? 'nothing' : answered(page)))
  const { person: out } = table.of('out')[0]!
  return { table, out, other: people.find((person) => person !== out)! }
}

it('goes on to the questionnaire and is paid while the others play on', async () => {
  const { table, out, other } = await oneOut(drought())
  expect(await table.page(out)).toMatchObject({
    kind: 'result',
    result: { out: true, points: 1, pending: false, view: null },
  })
  await table.goOn([out])
  expect(table.exitOf(out)).toBe('completed')
  expect(table.paidOf(out)).toBe(500)
  expect((await table.page(other)).kind).toBe('decision')
  await table.toTheEnd([out, other])
  expect(table.paidOf(other)).toBe(700)
  expect(table.of('out').map(({ person, points }) => [person, points])).toEqual([[out, 1]])
  expect(table.of('finished')[0]!.points).toContainEqual({ person: out, points: 1 })
  await table.close()
})

it('keeps the points where the rest of the group has to stop', async () => {
  const { table, out, other } = await oneOut(drought({ time: { seconds: 60, policy: 'end-group-with-fee' } }))
  await table.leave(other)
  await table.toTheEnd([out, other])
  expect(table.of('finished')[0]).toMatchObject({ status: 'voided' })
  expect(table.exitOf(out)).toBe('completed')
  expect(table.paidOf(out)).toBe(500)
  await table.close()
})

it('sees it when the others see the day after, and not before, also after a restart', async () => {
  const text = drought({ time: { seconds: 60, policy: 'fallback' }, release: 'fixed' })
  const before = await atTable(text)
  const people = await before.join()
  // each day is shown at its time
  for (let day = 0; before.of('out').length === 0; day++) {
    if (day > 9) throw new Error('nobody is out')
    await before.goOn(people)
    if (before.of('out').length === 0) await before.later(60)
  }
  const { person: out, at } = before.of('out')[0]!
  expect(at).toBeGreaterThan(before.time.now())
  expect((await before.page(out)).kind).toBe('wait')
  await before.close()

  const table = await atTable(text, { time: before.time, kept: before.kept })
  expect((await table.page(out)).kind).toBe('wait')
  await table.later((at - table.time.now()) / 1000)
  expect(await table.page(out)).toMatchObject({ kind: 'result', result: { out: true, points: 1 } })
  expect(table.of('out')).toHaveLength(1)
  await table.close()
})
