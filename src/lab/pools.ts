/** Groups: who waits to be matched, which match is formed next, and what becomes of those who are left over. */
import { hashOf } from '../arena/frozen.ts'
import type { Live } from './live.ts'
import { type Schedule, schedule, seatsFor } from './matching.ts'
import { stepNow } from './page-of.ts'
import { type PreparedBlock, seatsOfPeople } from './prepared.ts'
import { choiceKey, type Person, type SessionMatch, slot } from './session.ts'
import type { SessionEvent } from './session-event.ts'
import { isDeferred } from './steps.ts'

/** A match that can begin: its people by seat, and the seats that a player fills. */
export interface Forming {
  readonly block: string
  readonly nth: number
  readonly unit: string
  readonly people: readonly { readonly person: string; readonly seat: number }[]
  /** Seats of people whom nobody is there for, and who takes them. */
  readonly filled: ReadonlyMap<number, string>
}

export interface Pool {
  readonly block: string
  readonly nth: number
  readonly waiting: readonly Person[]
  /** People of one matching group. */
  readonly needed: number
}

/** The pool of a person at a match of a block: live, people of one treatment and order; deferred, of one treatment. */
export function poolOf({ lab }: Live, { assigned }: Person, block: string): string {
  const { treatment, order } = assigned!
  return isDeferred(lab.blocks[block]!) ? `${treatment} ${block}` : `${treatment} ${order.join(',')} ${block}`
}

/** All who wait for a match, by pool. */
export function poolsIn(live: Live): ReadonlyMap<string, Pool> {
  const pools = new Map<string, Pool & { waiting: Person[] }>()
  for (const person of live.session.people.values()) {
    for (const { block, nth } of waitsFor(live, person)) {
      const key = `${poolOf(live, person, block)} ${nth}`
      const found = pools.get(key) ?? { block, nth, waiting: [], needed: neededIn(live.block(block)) }
      found.waiting.push(person)
      pools.set(key, found)
    }
  }
  for (const pool of pools.values())
    pool.waiting.sort((a, b) => sinceWhen(a, pool) - sinceWhen(b, pool) || placeOf(a) - placeOf(b))
  return pools
}

/** The matches that this person waits for: the one of the step, and those to which a choice was left. */
function waitsFor(live: Live, person: Person): readonly { readonly block: string; readonly nth: number }[] {
  if (!person.assigned) return []
  const free = (block: string, nth: number) =>
    !person.matches.has(slot(block, nth)) && !person.leftover.has(slot(block, nth))
  const chosen = person.assigned.order.filter(
    (block) =>
      isDeferred(live.lab.blocks[block]!) &&
      person.choices.get(choiceKey(block, 0, 0))?.origin.by === 'player' &&
      free(block, 0),
  )
  const deferred = chosen.filter((block) => !isAtPlay(live, person, block)).map((block) => ({ block, nth: 0 }))
  if (person.exit) return deferred
  const step = stepNow(live, person)
  if (step.kind !== 'play' || (isDeferred(live.lab.blocks[step.block]!) && step.nth >= 0)) return deferred
  return free(step.block, step.nth) ? [...deferred, { block: step.block, nth: step.nth }] : deferred
}

/** The choice is there, but not yet the reason or belief beside it. */
function isAtPlay(live: Live, person: Person, block: string): boolean {
  if (person.exit) return false
  const step = stepNow(live, person)
  return step.kind === 'play' && step.block === block
}

const neededIn = ({ block, people }: PreparedBlock): number => {
  const { with: meeting, group } = block.matching
  return meeting === 'partner' ? people : (group ?? people)
}

function sinceWhen({ choices, shown, assigned }: Person, { block, nth }: Pool): number {
  const position = (assigned?.order.indexOf(block) ?? -1) + 1
  return choices.get(choiceKey(block, 0, 0))?.at ?? shown.get(`wait:${position}:${nth}`) ?? Number.MAX_SAFE_INTEGER
}

/** Of those who came at the same time; not by name, which is chance’s. */
const placeOf = ({ assigned }: Person): number => assigned?.nth ?? 0

/** The next matches that can begin. `closed`: nobody else will come to this pool, so that those who wait are left over. */
export function formable(
  live: Live,
  closed: (pool: Pool, key: string) => boolean,
): { forming: Forming[]; events: SessionEvent[] } {
  const forming: Forming[] = []
  const events: SessionEvent[] = []
  for (const [key, pool] of poolsIn(live)) {
    const block = live.block(pool.block)
    if (pool.nth < 0) forming.push(...pool.waiting.map((person) => practiceOf(block, pool.nth, person)))
    else if (pool.nth === 0) {
      const whole = firstGroups(live, block, pool, key)
      forming.push(...whole.forming)
      if (closed(pool, key)) leftOver(live, block, pool, whole.rest, forming, events)
    } else laterGroups(live, block, pool, forming, events)
  }
  return { forming, events }
}

const practiceOf = ({ id, practice }: PreparedBlock, nth: number, person: Person): Forming => {
  const seat = practice!.lineup.indexOf('person')
  return {
    block: id,
    nth,
    unit: String(person.assigned!.nth + 1),
    people: [{ person: person.id, seat }],
    filled: new Map(),
  }
}

/** Whole matching groups out of those who wait, in the order in which they came. */
function firstGroups(
  live: Live,
  block: PreparedBlock,
  pool: Pool,
  key: string,
): { forming: Forming[]; rest: readonly Person[] } {
  const forming: Forming[] = []
  let rest = pool.waiting
  while (rest.length >= pool.needed) {
    const group = rest.slice(0, pool.needed).map(({ id }) => id)
    rest = rest.slice(pool.needed)
    const unit = unitOf(live, key, group)
    for (const people of groupsOf(live, block, group, unit, 0)) forming.push(seated(live, block, 0, unit, people))
  }
  return { forming, rest }
}

/** A name for a matching group, the same whoever asks: of its members, whatever the order. */
const unitOf = (live: Live, pool: string, people: readonly string[]): string =>
  hashOf(JSON.stringify([pool, ...byPlace(live, people).people])).slice(0, 10)

/** People by their place in the assignment: chance draws among these, since pseudonyms are random in each session. */
function byPlace(
  live: Live,
  group: readonly string[],
): { people: readonly string[]; named: (place: string) => string } {
  const places = new Map(group.map((person) => [String(live.person(person).assigned!.nth).padStart(6, '0'), person]))
  return { people: [...places.keys()].sort(), named: (place) => places.get(place)! }
}

/** Who meets whom in the nth match of a matching group. */
function groupsOf(
  live: Live,
  { id, block, people: k }: PreparedBlock,
  group: readonly string[],
  unit: string,
  nth: number,
): readonly (readonly string[])[] {
  if (k === 1) return group.map((person) => [person])
  const { people, named } = byPlace(live, group)
  const known = schedules.get(live) ?? new Map<string, Schedule>()
  schedules.set(live, known)
  const seed = `${live.seed}/${id}/${unit}`
  const { matches, matching } = block
  const all = known.get(seed) ?? schedule({ people, k, matches, with: matching.with, seed })
  known.set(seed, all)
  return all[nth]!.map((places) => places.map(named))
}

/** Of each block and matching group: it is looked up whenever somebody waits. */
const schedules = new WeakMap<Live, Map<string, Schedule>>()

function seated(
  live: Live,
  { id, block, lineup, roles }: PreparedBlock,
  nth: number,
  unit: string,
  people: readonly string[],
  fill?: string,
): Forming {
  const { people: places, named } = byPlace(live, people)
  const drawn = seatsFor({
    ...{ people: places, seats: seatsOfPeople(lineup), roles, keepSeats: block.keepSeats },
    seed: `${live.seed}/${id}/${nth}/${places.join()}`,
  })
  return {
    block: id,
    nth,
    unit,
    people: drawn.flatMap(({ person, seat }) => (person === undefined ? [] : [{ person: named(person), seat }])),
    filled: new Map(
      drawn.flatMap(({ person, seat }) => (person === undefined && fill !== undefined ? [[seat, fill]] : [])),
    ),
  }
}

/** Later matches of a block: groups as they were scheduled, with a player in place of whoever left, or without those who are left. */
function laterGroups(live: Live, block: PreparedBlock, pool: Pool, forming: Forming[], events: SessionEvent[]): void {
  const waiting = new Set(pool.waiting.map(({ id }) => id))
  for (const [unit, members] of unitsOf(live, block.id)) {
    if (!members.some((person) => waiting.has(person))) continue
    const { matching, time } = block.block
    // partners stay together, also those whose group a player was added to
    const groups = matching.with === 'partner' ? [members] : groupsOf(live, block, members, unit, pool.nth)
    for (const group of groups) {
      const here = group.filter((person) => waiting.has(person))
      const gone = group.filter((person) => isGoneFrom(live, person, block.id, pool.nth))
      if (here.length === 0 || here.length + gone.length < group.length) continue
      const leftover = typeof matching.leftover === 'object' ? matching.leftover.fill : undefined
      const replaced = time?.policy === 'replace-by-model' ? time.by : leftover
      const fill = gone.length > 0 ? replaced : leftover
      if (gone.length === 0 || fill !== undefined)
        forming.push(without(gone, seated(live, block, pool.nth, unit, group, fill), fill))
      else
        for (const person of here)
          events.push({ type: 'leftover', person, block: block.id, nth: pool.nth, policy: 'leave' })
    }
  }
}

/** Whoever stays keeps the role that they would have had: a player sits where the others would have sat. */
function without(gone: readonly string[], forming: Forming, fill: string | undefined): Forming {
  const empty = forming.people.filter(({ person }) => gone.includes(person))
  return {
    ...forming,
    people: forming.people.filter((one) => !empty.includes(one)),
    filled: new Map([...forming.filled, ...empty.map(({ seat }) => [seat, fill!] as const)]),
  }
}

/** Matching groups as they met first. */
function unitsOf({ session }: Live, block: string): ReadonlyMap<string, string[]> {
  const units = new Map<string, string[]>()
  for (const match of session.matches.values())
    if (match.block === block && match.nth === 0)
      units.set(match.unit, [
        ...(units.get(match.unit) ?? []),
        ...match.people.map(({ person }: SessionMatch['people'][number]) => person),
      ])
  return units
}

const isGoneFrom = ({ session }: Live, id: string, block: string, nth: number): boolean => {
  const person = session.people.get(id)
  return !person || person.exit !== null || person.leftover.has(slot(block, nth))
}

/** No group comes together for these any more. */
function leftOver(
  live: Live,
  block: PreparedBlock,
  pool: Pool,
  rest: readonly Person[],
  forming: Forming[],
  events: SessionEvent[],
): void {
  if (rest.length === 0) return
  const { leftover } = block.block.matching
  const people = rest.map(({ id }) => id)
  if (typeof leftover === 'object' && block.block.matching.with === 'partner') {
    forming.push(seated(live, block, pool.nth, unitOf(live, pool.block, people), people, leftover.fill))
    return
  }
  for (const person of people)
    events.push({ type: 'leftover', person, block: block.id, nth: pool.nth, policy: 'leave' })
}
