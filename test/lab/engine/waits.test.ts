/** Pages on which somebody waits: each is one of its own, so that the time of each is known. */
import { expect, it } from 'vitest'
import { answered, atTable, quiet, session } from './at-table.ts'

const PAIR = session(
  { one: { game: 'beauty-contest', params: { rounds: 3 }, seats: ['person', 'person'], matching: { when: 'live' } } },
  { participants: 2 },
)

it('notes each wait of a match when it is shown, before the first decision and between later ones', async () => {
  const table = await atTable(PAIR)
  const [ada, ben] = (await table.join()) as [string, string]
  await table.goOn([ada])
  for (let round = 0; round < 3; round++) {
    await table.goOn([ben], (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
    await table.goOn([ada])
    expect((await table.page(ada)).kind).toBe('wait')
    await table.send(ben, answered(await table.page(ben)))
    await quiet()
  }
  await table.goOn([ada, ben])
  const shown = table.of('shown').filter(({ person, page }) => person === ada && /^(wait|decision):/.test(page))
  expect(shown.map(({ page }) => page)).toEqual([
    ...['wait:1:0', 'decision:1:0:0', 'wait:1:0:1', 'decision:1:0:1', 'wait:1:0:2', 'decision:1:0:2', 'wait:1:0:3'],
  ])
  await table.close()
})

it('leaves the page of who has decided in advance as it is while the others decide', async () => {
  const table = await atTable(
    session(
      {
        one: {
          ...{ game: 'ultimatum', wraps: [{ repeated: { times: 2 } }], matching: { when: 'live' } },
          ...{ seats: { proposer: 'person', responder: 'person' } },
          strategy: { kind: 'reply', by: 'offer', cases: [20, 50, 80] },
        },
      },
      { participants: 2 },
    ),
  )
  const people = await table.join()
  await table.goOn(people, (page) => (page.kind === 'decision' ? 'nothing' : answered(page)))
  const kinds = await Promise.all(people.map(async (person) => (await table.page(person)).kind))
  const [proposer, responder] = [people[kinds.indexOf('decision')]!, people[kinds.indexOf('wait')]!]
  const { key } = await table.page(responder)
  await table.send(proposer, answered(await table.page(proposer)))
  await quiet()
  expect(table.of('chose').map(({ kind }) => kind)).toEqual(['offer', 'reply'])
  expect((await table.page(responder)).key).toBe(key)
  await table.toTheEnd(people)
  await table.close()
})
