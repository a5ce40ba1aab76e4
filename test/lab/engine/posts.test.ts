/** What should not have been sent: nothing of it is taken, and nothing is lost by it. */
import { expect, it } from 'vitest'
import { answered, atTable, session } from './at-table.ts'

const TEXT = session({ game: { game: 'beauty-contest', seats: ['person', 'person'] } }, { participants: 2 })

async function atDecision() {
  const table = await atTable(TEXT)
  const people = (await table.join()) as readonly [string, string]
  await table.goOn(people, (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
  return { table, a: people[0], b: people[1] }
}

it.each([
  ['out of range', ['101']],
  ['below it', ['-1']],
  ['empty', ['']],
  ['with a comma', ['33,3']],
  ['no number', ['NaN']],
  ['without end', ['1e999']],
  ['two at once', ['1', '2']],
])('a number that is %s is complained of, and shown again', async (_, sent) => {
  const { table, a } = await atDecision()
  expect(await table.send(a, { 'a.guess': sent })).toBe('complained')
  const page = await table.page(a)
  expect(page.kind === 'decision' && page.draft!.fields['a.guess']).toEqual(sent)
  expect(table.of('chose')).toEqual([])
  await table.close()
})

it('the page of another participant, of before, or of nowhere takes nothing, and is logged as late', async () => {
  const { table, a, b } = await atDecision()
  const own = await table.page(a)
  for (const nonce of [(await table.page(b)).nonce, 'nowhere'])
    expect(await table.desk.submit(a, nonce, { 'a.guess': ['9'] })).toBe('late')
  expect(table.of('chose')).toEqual([])
  expect(await table.desk.submit(a, own.nonce, { 'a.guess': ['9'] })).toBe('taken')
  expect(await table.desk.submit(a, own.nonce, { 'a.guess': ['8'] })).toBe('late')
  expect(table.of('chose').map(({ action }) => action)).toEqual([{ guess: 9 }])
  expect(table.of('late').map(({ person }) => person)).toEqual([a, a, a])
  await table.close()
})

it('both of two posts at the same time cannot be first', async () => {
  const { table, a } = await atDecision()
  const { nonce } = await table.page(a)
  const both = await Promise.all([1, 2].map((n) => table.desk.submit(a, nonce, { 'a.guess': [String(n)] })))
  expect(both).toEqual(['taken', 'late'])
  expect(table.of('chose').map(({ action }) => action)).toEqual([{ guess: 1 }])
  await table.close()
})

it('nothing is taken after the end', async () => {
  const { table, a, b } = await atDecision()
  const { nonce } = await table.page(a)
  await table.toTheEnd([a, b])
  const before = table.events().length
  expect(await table.desk.submit(a, nonce, { 'a.guess': ['9'] })).toBe('late')
  expect(await table.leave(a)).toBe('late')
  await table.send(a, { consent: ['no'] })
  expect(
    table
      .events()
      .slice(before)
      .map(({ type }) => type),
  ).toEqual(['late', 'late'])
  await table.close()
})
