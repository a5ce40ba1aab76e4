/** Who was erased stays so when a session is opened again. */
import { expect, it } from 'vitest'
import { atTable, session } from './at-table.ts'

it('no row of who was erased comes back, and nothing changes for the others', async () => {
  const first = await atTable(
    session({ game: { game: 'beauty-contest', seats: ['person', 'person'] } }, { participants: 2 }),
  )
  const [a, b] = (await first.join()) as [string, string]
  await first.toTheEnd([a, b])
  const amount = first.paidOf(b)
  await first.close()
  first.journal.erase(a)
  first.identity.erase(a)
  const table = await atTable(first.text, { time: first.time, kept: first.kept })
  expect(table.identity.rows().map(({ person }) => person)).toEqual([b])
  expect(table.identity.rows()[0]!.amount).toBe(amount)
  expect((await table.page(b)).kind).toBe('end')
  expect(table.journal.check()).toEqual([])
  await table.close()
})

it('a payment that was settled right before the server stopped is in the file of who people are', async () => {
  const first = await atTable(
    session({ game: { game: 'beauty-contest', seats: ['person', 'person'] } }, { participants: 2 }),
  )
  const people = await first.join()
  await first.toTheEnd(people)
  await first.close()
  for (const person of people) first.identity.erase(person) // as if it had not got there
  const table = await atTable(first.text, { time: first.time, kept: first.kept })
  expect(table.identity.rows().map(({ person, amount }) => [person, amount])).toEqual(
    [...people].sort().map((person) => [person, first.paidOf(person)]),
  )
  await table.close()
})
