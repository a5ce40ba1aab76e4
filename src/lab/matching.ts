/** Who meets whom: people of a matching group, in the matches of a block, at the seats of people. */
import { stream } from '../core/chance.ts'
import { list, StagegameError } from '../core/errors.ts'
import { arrangement, boundOf } from './perfect-stranger.ts'

export interface Meeting {
  /** A matching group: they meet nobody else. In which order they are given makes no difference. */
  readonly people: readonly string[]
  /** People whom a match seats. */
  readonly k: number
  readonly matches: number
  readonly with: 'partner' | 'stranger' | 'perfect-stranger'
  readonly seed: string
}

/** For each match, its groups. */
export type Schedule = readonly (readonly (readonly string[])[])[]

/**
 * For each match, everybody in one group of k. `partner`: the same groups in each; `stranger`: drawn anew; `perfect-stranger`:
 * no two people meet twice. Throws `cannot-match` where the people are no multiple of k, where one stands there twice, or
 * where no pair could meet only once or no such schedule was found.
 */
export function schedule({ people, k, matches, with: meeting, seed }: Meeting): Schedule {
  if (new Set(people).size < people.length)
    throw new StagegameError('cannot-match', `a person stands twice among those to be matched: ${list(people)}`)
  if (people.length === 0 || people.length % k !== 0)
    throw new StagegameError('cannot-match', `expected a multiple of ${k} people, got ${people.length}`)
  const sorted = [...people].sort()
  const drawn = (nth: number) => chunks(stream([seed, 'groups', nth]).shuffle(sorted), k)
  switch (meeting) {
    case 'partner': {
      const groups = drawn(0)
      return Array.from({ length: matches }, () => groups)
    }
    case 'stranger':
      return Array.from({ length: matches }, (_, nth) => drawn(nth))
    case 'perfect-stranger':
      return k === 1 ? Array.from({ length: matches }, () => chunks(sorted, 1)) : perfect(sorted, k, matches, seed)
  }
}

/** The seed says who has which place in the schedule, and in which order its matches are played. */
function perfect(people: readonly string[], k: number, matches: number, seed: string): Schedule {
  const why = noPerfectStrangers(people.length, k, matches)
  const arranged = arrangement(people.length, k, matches)
  if (why !== undefined || !arranged.found) throw new StagegameError('cannot-match', why!)
  const places = stream([seed, 'places']).shuffle(people)
  return stream([seed, 'order']).shuffle(
    arranged.matches.map((groups) => groups.map((group) => group.map((place) => places[place]!))),
  )
}

/** Why g people cannot be matched m times by k without a pair that meets twice; undefined: they can. */
export function noPerfectStrangers(g: number, k: number, m: number): string | undefined {
  const arranged = arrangement(g, k, m)
  if (arranged.found) return undefined
  const { most, bound } = arranged
  const asked = `${g} people cannot be matched ${m} times by ${k} so that no pair meets twice`
  let enough = g
  while (boundOf(enough, k) < m) enough += k
  return m > bound
    ? `${asked}: ${whyAtMost(g, k)}, so ${bound} match${bound === 1 ? '' : 'es'} is the most possible; expected so many, or matching groups of ${enough} or more`
    : `${asked}, as far as was found: a schedule of ${most} matches is known, and none of more than ${bound} is possible; expected ${most} matches, or other matching groups`
}

function whyAtMost(g: number, k: number): string {
  if (g < k * k) return `a second match would take the people of each group from ${k} others, and there are ${g / k}`
  const met = Math.floor((g - 1) / (k - 1)) * (k - 1)
  return boundOf(g, k) * (k - 1) === met
    ? `everybody meets ${k - 1} of ${g - 1} others a match`
    : 'no more are possible'
}

export interface PairMeetings {
  readonly pair: readonly [string, string]
  readonly times: number
}

/** How often each two people meet who do: the proof of a schedule. */
export function meetings(of: Schedule): readonly PairMeetings[] {
  const times = new Map<string, PairMeetings>()
  for (const group of of.flat())
    for (const [at, a] of group.entries())
      for (const b of group.slice(at + 1)) {
        const pair = a < b ? ([a, b] as const) : ([b, a] as const)
        const key = JSON.stringify(pair)
        times.set(key, { pair, times: (times.get(key)?.times ?? 0) + 1 })
      }
  return [...times.values()]
}

/** Groups of people who chose before they were matched, by the seed alone, and those who are left over. */
export function formDeferred(
  people: readonly string[],
  k: number,
  seed: string,
): { readonly groups: readonly (readonly string[])[]; readonly leftover: readonly string[] } {
  const drawn = stream([seed, 'deferred']).shuffle([...people].sort())
  const whole = drawn.length - (drawn.length % k)
  return { groups: chunks(drawn.slice(0, whole), k), leftover: drawn.slice(whole) }
}

export interface Seating {
  /** A group, in any order: as many as seats, or fewer where others fill the rest. */
  readonly people: readonly string[]
  /** Seats of people as they are written. */
  readonly seats: readonly number[]
  /** The role of every seat at the table, those of programs too. */
  readonly roles: readonly string[]
  readonly seed: string
  readonly keepSeats: boolean
}

/**
 * Who sits where. A group has one order, which follows from the names alone, and roles go to people in that order: the same
 * group has the same roles in every match. Within a role the seed draws who takes which seat, those of programs among them, since
 * else the number of a seat would tell who sits there; or, with `keepSeats`, people take theirs in that order. `person` is
 * undefined at a seat that somebody else fills. Throws `cannot-match` where there are more people than seats.
 */
export function seatsFor({
  people,
  seats,
  roles,
  seed,
  keepSeats,
}: Seating): readonly { readonly person: string | undefined; readonly seat: number }[] {
  if (people.length > seats.length)
    throw new StagegameError('cannot-match', `expected ${seats.length} people at most, got ${people.length}`)
  const inOrder = ranked(people)
  const places = seats.map((seat, at) => ({ person: inOrder[at], role: roles[seat]!, seat }))
  return [...new Set(places.map(({ role }) => role))].flatMap((role) => {
    const those = places.filter((one) => one.role === role)
    if (keepSeats) return those.map(({ person, seat }) => ({ person, seat }))
    const drawn = stream([seed, 'seats', role]).shuffle(roles.flatMap((other, seat) => (other === role ? [seat] : [])))
    return those.map(({ person }, at) => ({ person, seat: drawn[at]! }))
  })
}

/** In an order of chance that is the same whoever came first, and in every match. */
const ranked = (people: readonly string[]): readonly string[] =>
  people
    .map((person) => ({ person, rank: stream(['rank', person]).next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ person }) => person)

const chunks = (people: readonly string[], k: number): readonly (readonly string[])[] =>
  Array.from({ length: people.length / k }, (_, at) => people.slice(at * k, (at + 1) * k))
