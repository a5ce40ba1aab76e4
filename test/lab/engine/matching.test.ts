/** Who meets whom over the matches of a block, and what becomes of those who are left. */
import { describe, expect, it } from 'vitest'
import { type AtTable, answered, atTable, session } from './at-table.ts'

const block = (matching: object, more: object = {}) => ({
  game: { game: 'ultimatum', params: { pie: 10 }, seats: ['person', 'person'], matches: 3, matching, ...more },
})
const dice = { players: [{ name: 'dice', strategy: 'random' }] }

/** Members of each group, by match of the block. */
const groups = (table: AtTable, nth: number) =>
  table
    .of('grouped')
    .filter((one) => one.nth === nth)
    .map(({ people }) =>
      people
        .map(({ person }) => person)
        .sort()
        .join(),
    )
    .sort()

describe('groups of people', () => {
  it('stay together as partners, each with the same role', async () => {
    const table = await atTable(session(block({ with: 'partner' })))
    const people = await table.join()
    await table.toTheEnd(people)
    expect(groups(table, 0)).toEqual(groups(table, 2))
    for (const person of people)
      expect(
        new Set(
          table
            .of('grouped')
            .flatMap((one) => one.people.filter((sits) => sits.person === person).map(({ seat }) => seat)),
        ).size,
      ).toBe(1)
    await table.close()
  })

  it('never meet again as perfect strangers', async () => {
    const table = await atTable(session(block({ with: 'perfect-stranger', group: 4 })))
    const people = await table.join()
    await table.toTheEnd(people)
    expect(new Set([0, 1, 2].flatMap((nth) => groups(table, nth))).size).toBe(6)
    expect(new Set(table.of('grouped').map(({ unit }) => unit)).size).toBe(1)
    await table.close()
  })

  it('meet none of another matching group as strangers', async () => {
    const table = await atTable(session(block({ with: 'stranger', group: 4 }), { participants: 8 }))
    const people = await table.join()
    await table.toTheEnd(people)
    const units = new Map(
      table.of('grouped').flatMap(({ people: those, unit }) => those.map(({ person }) => [person, unit])),
    )
    for (const { people: those, unit } of table.of('grouped'))
      expect(those.every(({ person }) => units.get(person) === unit)).toBe(true)
    expect(people.map(table.exitOf)).toEqual(Array(8).fill('completed'))
    await table.close()
  })

  it('that lack somebody are filled by the player named, in every match', async () => {
    const table = await atTable(session(block({ leftover: { fill: 'dice' } }), { participants: 3, ...dice }))
    const people = await table.join()
    await table.toTheEnd(people)
    expect(people.map(table.exitOf)).toEqual(Array(3).fill('completed'))
    expect(table.of('grouped')).toHaveLength(6)
    expect(table.of('reseated').map(({ player }) => player)).toEqual(['dice', 'dice', 'dice'])
    await table.close()
  })

  it('lose who is left over, with the fee for it', async () => {
    const table = await atTable(session(block({ leftover: 'leave' }), { participants: 3 }))
    const people = await table.join()
    await table.toTheEnd(people)
    expect(people.map(table.exitOf)).toEqual(['completed', 'completed', 'leftover'])
    expect(table.paidOf(people[2]!)).toBe(200)
    await table.close()
  })

  it('are formed of those who wait when the experimenter says so, and later blocks wait again', async () => {
    const one = block({ leftover: { fill: 'dice' } }, { matches: 1 }).game
    const table = await atTable(session({ one, two: one }, { participants: 4, ...dice }))
    const people = (await table.join()).slice(0, 3)
    await table.goOn(people)
    expect((await table.page(people[2]!)).kind).toBe('wait')
    await table.desk.act({ act: 'close-matching' })
    await table.toTheEnd(people)
    expect(people.map(table.exitOf)).toEqual(Array(3).fill('completed'))
    expect(
      table
        .of('grouped')
        .filter((two) => two.block === 'two')
        .map((two) => two.people.length)
        .sort(),
    ).toEqual([1, 2])
    await table.close()
  })

  it.each([
    ['filled', { leftover: { fill: 'dice' } }, ['withdrew', 'completed']],
    ['ended', { leftover: 'leave' }, ['withdrew', 'leftover']],
  ] as const)('that somebody left before a later match are %s', async (_, matching, exits) => {
    const table = await atTable(session(block(matching), { participants: 2, ...dice }))
    const people = await table.join()
    await table.toTheEnd(people, (page, person) =>
      person === people[0] && page.kind === 'result' ? 'leave' : answered(page),
    )
    expect(people.map(table.exitOf)).toEqual(exits)
    const seats = table
      .of('grouped')
      .flatMap((one) => one.people.filter(({ person }) => person === people[1]).map(({ seat }) => seat))
    expect(new Set(seats).size).toBe(1)
    await table.close()
  })

  it('chosen in advance lack those who are left over, who go on, and get nothing for that part', async () => {
    const deferred = (leftover: unknown) =>
      session(
        { game: { game: 'beauty-contest', seats: ['person', 'person'], matching: { when: 'deferred', leftover } } },
        { participants: 5, ...dice, payment: { fee: 4, pointsPerUnit: 1 } },
      )
    const table = await atTable(deferred('leave'))
    const people = await table.join()
    await table.toTheEnd(people)
    expect(people.map(table.exitOf)).toEqual(Array(5).fill('completed'))
    const [left] = table.of('leftover')
    expect(table.of('leftover')).toHaveLength(1)
    expect(table.paidOf(left!.person)).toBe(400)
    expect(table.of('grouped').map((one) => one.people.length)).toEqual([2, 2])
    await table.close()
    const filled = await atTable(deferred({ fill: 'dice' }))
    await filled.toTheEnd(await filled.join())
    expect(
      filled
        .of('grouped')
        .map((one) => one.people.length)
        .sort(),
    ).toEqual([1, 2, 2])
    expect(filled.of('finished').map(({ status }) => status)).toEqual(['ended', 'ended', 'ended'])
    await filled.close()
  })

  it('get their treatments and orders evenly, however many have come', async () => {
    const one = {
      game: 'beauty-contest',
      seats: ['person', 'person'],
      matching: { when: 'deferred', leftover: 'leave' },
    }
    const treatments = { a: { blocks: ['one', 'two'], order: 'counterbalanced' }, b: { blocks: ['two'] } }
    const table = await atTable(session({ one, two: one }, { participants: 14, treatments }))
    await table.goOn(await table.join(), (page) => (page.kind === 'consent' ? answered(page) : 'nothing'))
    const assigned = table.of('assigned')
    expect(assigned).toHaveLength(14)
    const spread = (keys: readonly string[], all: readonly string[]) => {
      const counts = all.map((key) => keys.filter((one) => one === key).length)
      return Math.max(...counts) - Math.min(...counts)
    }
    for (let n = 1; n <= 14; n++) {
      const first = assigned.slice(0, n)
      expect(
        spread(
          first.map(({ treatment }) => treatment),
          ['a', 'b'],
        ),
      ).toBeLessThanOrEqual(1)
      const orders = first.flatMap(({ treatment, order }) => (treatment === 'a' ? [order.join()] : []))
      expect(spread(orders, ['one,two', 'two,one'])).toBeLessThanOrEqual(1)
    }
    await table.close()
  })

  it('are of people with the same order of blocks, where orders are counterbalanced', async () => {
    const one = block({ with: 'partner' }, { matches: 1 }).game
    const treatments = { both: { blocks: ['one', 'two'], order: 'counterbalanced' } }
    const table = await atTable(session({ one, two: one }, { participants: 4, treatments }))
    const people = await table.join()
    await table.toTheEnd(people)
    const orders = new Map(table.of('assigned').map(({ person, order }) => [person, order.join()]))
    for (const { people: those } of table.of('grouped'))
      expect(new Set(those.map(({ person }) => orders.get(person))).size).toBe(1)
    expect(people.map(table.exitOf)).toEqual(Array(4).fill('completed'))
    await table.close()
  })
})
