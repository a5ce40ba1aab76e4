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

it('a number between two is none where whole ones are asked for', async () => {
  const table = await atTable(
    session({ game: { game: 'ultimatum', params: { pie: 10 }, seats: ['person', 'person'] } }, { participants: 2 }),
  )
  const people = await table.join()
  await table.goOn(people, (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
  const [proposer] = await Promise.all(people.map(table.page)).then((pages) =>
    people.filter((_, i) => pages[i]!.kind === 'decision'),
  )
  for (const offer of ['2.5', '2,5', '1e-1'])
    expect(await table.send(proposer!, { 'a.offer': [offer] })).toBe('complained')
  expect(await table.send(proposer!, { 'a.offer': ['2.0'] })).toBe('taken')
  expect(table.of('chose').map(({ action }) => action)).toEqual([{ offer: 2 }])
  await table.close()
})

it('an answer of several lines is known by the ends of lines that a browser sends', async () => {
  const told = { a: 'The others are people.\nThey sit here.\n', b: 'The others are\ncomputer programs.\n' }
  const options = ['They were\npeople', 'They were\nnot']
  const game = { game: 'beauty-contest', seats: ['person', 'person'], told: 'a', check: true, reason: 'required' }
  const more = { participants: 2, told, manipulation: { ask: 'Who?', options } }
  const table = await atTable(session({ game }, more))
  const people = await table.join()
  const sent = (fields: ReturnType<typeof answered>) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, texts]) => [name, texts.map((text) => text.replaceAll('\n', '\r\n'))]),
    )
  await table.toTheEnd(people, (page) =>
    page.kind === 'reason' ? { reason: [`${'x'.repeat(2499)}\r\n${'y'.repeat(2500)}`] } : sent(answered(page)),
  )
  expect(people.map(table.exitOf)).toEqual(['completed', 'completed'])
  expect(table.of('checked').map(({ answer }) => answer)).toEqual([told.a, told.a, options[0], options[0]])
  expect(table.of('reasoned')[0]!.reason).toBe(`${'x'.repeat(2499)}\n${'y'.repeat(2500)}`)
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
