/** Groups of those who wait, as soon as they can be. */
import type { Going } from './going.ts'
import { type Forming, formable, type Pool, poolOf } from './pools.ts'
import { choiceKey, type Person, slot } from './session.ts'
import type { SessionEvent } from './session-event.ts'

export function grouping(going: Going): Pick<Going, 'form' | 'closeMatching'> {
  const { live } = going
  return {
    form: () => form(isClosed),
    closeMatching: (wish) => form(() => true, wish),
  }

  /** Logged all at once: no seat is ever without somebody for it. */
  function form(closed: (pool: Pool, key: string) => boolean, ...before: readonly SessionEvent[]): void {
    const { forming, events } = formable(live, closed)
    const names = namesOf(forming)
    const grouped = forming.flatMap((one, i) => groupedOf(one, names[i]!))
    if (before.length + events.length + grouped.length > 0) live.log(...before, ...events, ...grouped)
    for (const event of events) if (event.type === 'leftover') going.work(passedOver(event.person))
    for (const match of names) going.seat(match)
    for (const { person } of forming.flatMap(({ people }) => people)) going.changed(person)
  }

  async function passedOver(id: string): Promise<void> {
    await going.settle(live.person(id))
    going.changed(id)
    form(isClosed)
  }

  /** Of one person: by the place in the assignment, so that it does not depend on who was faster; else in the order of forming. */
  function namesOf(forming: readonly Forming[]): readonly string[] {
    const before = new Map<string, number>()
    for (const { block, nth } of live.session.matches.values())
      before.set(slot(block, nth), (before.get(slot(block, nth)) ?? 0) + 1)
    return forming.map(({ block, nth, people }) => {
      const part = nth < 0 ? `${block}-practice-${-nth}` : `${block}-${nth + 1}`
      const count = (before.get(slot(block, nth)) ?? 0) + 1
      before.set(slot(block, nth), count)
      const alone = nth < 0 || live.block(block).people === 1
      return `${live.run}/${part}/${alone ? live.person(people[0]!.person).assigned!.nth + 1 : count}`
    })
  }

  /** Whether nobody else can come to the first match of a block. */
  function isClosed(pool: Pool, key: string): boolean {
    const { people, closed } = live.session
    const all = [...people.values()]
    if (!closed && all.filter(({ joined }) => joined).length < live.lab.participants) return false
    const here = new Set(pool.waiting)
    return !all.some((person) => !here.has(person) && mayCome(person, pool, key))
  }

  function mayCome(person: Person, { block, nth }: Pool, key: string): boolean {
    if (person.exit) return false
    if (!person.assigned) return !live.session.closed
    if (!person.assigned.order.includes(block) || `${poolOf(live, person, block)} ${nth}` !== key) return false
    if (person.matches.has(slot(block, nth)) || person.leftover.has(slot(block, nth))) return false
    const choice = person.choices.get(choiceKey(block, nth, 0))
    return choice === undefined || choice.origin.by === 'player' // one that did not come enters no group
  }
}

function groupedOf({ block, nth, unit, people, filled }: Forming, match: string): readonly SessionEvent[] {
  return [
    { type: 'grouped', match, block, nth, unit, people: [...people] },
    ...[...filled].map(
      ([seat, player]): SessionEvent => ({ type: 'reseated', match, seat, player, reason: 'leftover' }),
    ),
  ]
}
