/** Every game of the shelf, and every wrap, is played by people from the link to the pay, with no code of its own. */
import { expect, it } from 'vitest'
import { shelf } from '../../../games/index.ts'
import { stream } from '../../../src/core/chance.ts'
import { draw } from '../../../src/core/legal.ts'
import { replay } from '../../../src/core/match.ts'
import { gameOf } from '../../../src/core/shelf.ts'
import type { Fields } from '../../../src/lab/desk.ts'
import { fieldsOf } from '../../../src/lab/forms.ts'
import type { Page } from '../../../src/lab/pages.ts'
import { answered, atTable, session } from './at-table.ts'

const two = ['person', 'person']
const three = ['person', 'person', 'person']

const GAMES: readonly (readonly [what: string, block: object])[] = [
  ['beauty-contest', { seats: three, params: { rounds: 2 } }],
  ['ultimatum', { seats: two, params: { outside: { min: 0, max: 20 } } }],
  ['clock', { seats: two }],
  ['clock', { seats: two, params: { direction: 'descending' } }],
  ['item-auction', { seats: two, params: { items: [{ name: 'a vase', start: 10, value: 20 }], budgets: 40 } }],
  ['sealed-bid', { seats: three, params: { rounds: 2 } }],
  ['sealed-bid', { seats: two, params: { format: 'all-pay' } }],
  ['taxation', { seats: { planner: 'person', worker: two }, params: { years: 2, skills: { given: [10, 20] } } }],
  ['water-allocation', { seats: two, params: { days: 3, needs: [8, 9], salaries: [70, 75] } }],
  ['ultimatum', { seats: two, wraps: ['talk'] }],
  ['ultimatum', { seats: two, wraps: [{ repeated: { times: 2 } }, 'talk'] }],
  ['beauty-contest', { seats: two, wraps: [{ repeated: { times: 2 } }] }],
  ['sealed-bid', { seats: ['person'], wraps: ['comprehension'] }],
]

/** What a player of no other knowledge draws, as the form has it; the same page, the same answer. */
function drawn(page: Page, person: string): Fields {
  if (page.kind !== 'decision') return answered(page)
  return fieldsOf(page.schema, draw(page.schema, stream([page.key, person])))
}

it.each(GAMES)('%s %j', async (game, block) => {
  const people = JSON.stringify(block).split('"person"').length - 1
  const payment = { fee: 4, pointsPerUnit: 1, losses: 'count-as-zero', currency: 'EUR' }
  const table = await atTable(session({ game: { game, ...block } }, { participants: people, payment }))
  const all = await table.join()
  await table.toTheEnd(all, drawn)
  expect(all.map(table.exitOf)).toEqual(all.map(() => 'completed'))
  const [grouped] = table.of('grouped')
  const log = await table.log(grouped!.match)
  const [started] = log
  if (started?.type !== 'started') throw new Error('no start')
  const { status, state } = replay(gameOf(shelf, { game, wraps: started.wraps }), log)
  expect(status).toBe('ended')
  // what is paid follows from the log of the match, and from nothing else
  const payoffs = gameOf(shelf, { game, wraps: started.wraps }).payoffs(state)
  for (const { person, seat } of grouped!.people)
    expect(table.paidOf(person)).toBe(400 + Math.max(0, Math.ceil(Number((payoffs[seat]! * 100).toFixed(6)))))
  const moved = log.flatMap((event) => (event.type === 'moved' ? [event] : []))
  expect(moved.every(({ origin }) => origin.by === 'player')).toBe(true)
  expect(table.of('chose')).toHaveLength(moved.length)
  // the file of payments has the same, and nothing else
  expect(table.identity.rows().map(({ person, amount }) => [person, amount])).toEqual(
    [...all].sort().map((person) => [person, table.paidOf(person)]),
  )
  await table.close()
})
