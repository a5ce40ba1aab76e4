/** The decisions of a session, of people and of programs: from the logs of its matches, and those that came into none. */
import type { Moved } from '../../core/event.ts'
import type { Seat } from '../../core/game.ts'
import type { Logged } from '../../store/store.ts'
import { compositionOf, othersOf } from '../check-lab.ts'
import type { Composition } from '../composition.ts'
import { PERSON, type PreparedBlock, type PreparedLab } from '../prepared.ts'
import { type Choice, choiceKey, type Person, slot } from '../session.ts'
import { isDeferred, stillAsked } from '../steps.ts'
import type { Gathered, Played } from './gathered.ts'

export type PlayerKind = 'person' | 'model' | 'simulated' | 'script'

export interface Decided {
  readonly block: PreparedBlock
  readonly nth: number
  readonly turn: number
  /** Null for a choice that came into no match. */
  readonly played: Played | null
  readonly seat: Seat | null
  readonly role: string | null
  readonly person: Person | null
  readonly player: string
  readonly playerKind: PlayerKind
  readonly told: string | null
  /** The others at the table then. */
  readonly others: Composition | null
  /** Null where it was erased. */
  readonly kind: string | null
  /** Undefined where there is none. */
  readonly action: unknown
  readonly source: 'player' | 'fallback' | 'missing' | 'strategy' | 'deferred' | null
  /** Why it is no answer of the player’s own; `erased`. */
  readonly code: string | null
  readonly reason: string | null
  readonly reasonMissing: string | null
  /** Of a person, as the session logged it. */
  readonly choice: Choice | null
  /** Null for what stands in no match’s log. */
  readonly loggedAt: string | null
}

interface Holder {
  readonly player: string
  readonly person: Person | null
  readonly told: string | null
}

/** Match by match in the order of their logs; then choices of people that stand in no log, person by person. */
export function decisionsOf(of: Gathered): readonly Decided[] {
  const logged = of.matches.flatMap((played) => loggedIn(of, played))
  const known = new Set(logged.flatMap((one) => (one.person ? [keyOf(one.person, one)] : [])))
  const others = of.people.flatMap((person) =>
    [...person.choices.values()].flatMap((choice) =>
      known.has(`${person.id} ${choiceKey(choice.block, choice.nth, choice.turn)}`)
        ? []
        : [unlogged(of, person, choice)],
    ),
  )
  return [...logged, ...others]
}

export const keyOf = (person: Person, { block, nth, turn }: Pick<Decided, 'block' | 'nth' | 'turn'>): string =>
  `${person.id} ${choiceKey(block.id, nth, turn)}`

function loggedIn(of: Gathered, played: Played): readonly Decided[] {
  const { prepared } = of.input
  const holders: Holder[] = (played.started?.seats ?? []).map(({ player, subject, told }) => ({
    ...{ player, person: personOf(of, subject), told: told ?? null },
  }))
  const decided: Decided[] = []
  for (const row of played.log) {
    const { event } = row
    if (event?.type === 'reseated') {
      const { seat, player, subject, told } = event
      holders[seat] = { player, person: personOf(of, subject), told: told ?? null }
    }
    if (row.type !== 'moved' || row.seat === null || row.turn === null) continue
    const others = holders.filter((_, seat) => seat !== row.seat).map(nameIn)
    decided.push({
      ...moveOf(of, played, row, holders[row.seat]!),
      ...{ seat: row.seat, role: played.started?.seats[row.seat]?.role ?? null },
      others: compositionOf(prepared, others),
    })
  }
  return decided
}

const personOf = ({ session }: Gathered, subject: string | undefined): Person | null =>
  subject === undefined ? null : (session.people.get(subject) ?? null)

/** As the session file names who sits there. */
const nameIn = ({ player, person }: Holder): string => (person ? PERSON : player)

function moveOf(
  of: Gathered,
  played: Played,
  { event, at, turn: logged }: Logged,
  holder: Holder,
): Omit<Decided, 'seat' | 'role' | 'others'> {
  const { person, player, told } = holder
  const { block, match } = played
  const [nth, turn] = [match.nth, logged!]
  const choice = person?.choices.get(choiceKey(block.id, nth, turn)) ?? null
  const move = event?.type === 'moved' ? event : null
  return {
    ...{ block, nth, turn, played, person, player, told, choice, loggedAt: at },
    playerKind: kindOf(of.input.prepared, nameIn(holder)),
    kind: move?.kind ?? choice?.kind ?? null,
    action: move?.action,
    ...sourceOf(block, nth, person, move),
    ...reasonOf(of, block, person, choice, nth, turn, move),
  }
}

function kindOf(prepared: PreparedLab, name: string): PlayerKind {
  const { people, models, simulated } = compositionOf(prepared, [name])
  if (people > 0) return 'person'
  if (models > 0) return 'model'
  return simulated > 0 ? 'simulated' : 'script'
}

type Answered = Pick<Moved, 'kind' | 'origin'>

function sourceOf(
  { block }: PreparedBlock,
  nth: number,
  person: Person | null,
  move: Answered | null,
): Pick<Decided, 'source' | 'code'> {
  if (!move) return { source: null, code: 'erased' }
  const { origin, kind } = move
  if (origin.by !== 'player') return { source: origin.by, code: origin.reason }
  if (!person || nth < 0) return { source: 'player', code: null }
  if (block.strategy !== undefined && block.strategy.kind === kind) return { source: 'strategy', code: null }
  return { source: isDeferred(block) ? 'deferred' : 'player', code: null }
}

function reasonOf(
  { erased }: Gathered,
  { block, id }: PreparedBlock,
  person: Person | null,
  choice: Choice | null,
  nth: number,
  turn: number,
  move: Pick<Moved, 'reason'> | null,
): Pick<Decided, 'reason' | 'reasonMissing'> {
  const reason = move?.reason ?? choice?.reason ?? ''
  const none = (reasonMissing: string) => ({ reason: null, reasonMissing })
  if (reason !== '') return { reason, reasonMissing: null }
  if (!move && !choice) return none('erased')
  if (!person) return none('none given')
  if (choice?.reason === '') return none('left open')
  if (block.reason === 'off' || nth < 0) return none('not asked')
  if (!choice && erased.has(person.id)) return none('erased')
  return none(stillAsked(block, person, id, nth, turn) === 'reason' ? 'none given' : 'not asked')
}

/** A choice under deferred matching that entered no group, or one of a match that was broken off before it was logged there. */
function unlogged(of: Gathered, person: Person, choice: Choice): Decided {
  const { prepared } = of.input
  const block = prepared.blocks.get(choice.block)!
  const { nth, turn, kind, action, origin } = choice
  const match = person.matches.get(slot(choice.block, nth))
  const played = (match === undefined ? undefined : of.played.get(match)) ?? null
  const seat = played?.match.people.find((one) => one.person === person.id)?.seat ?? null
  const roles = [...new Set(block.personSeats.map((at) => block.roles[at]!))]
  const { lineup, roles: all } = nth < 0 && block.practice ? block.practice : block
  return {
    ...{ block, nth, turn, played, seat, person, player: PERSON, playerKind: 'person', kind, action, choice },
    role: seat === null ? (roles.length === 1 ? roles[0]! : null) : (all[seat] ?? null),
    told: nth < 0 ? null : (block.told?.text ?? null),
    others: seat === null ? null : compositionOf(prepared, othersOf(lineup)),
    ...sourceOf(block, nth, person, { kind, origin }),
    ...reasonOf(of, block, person, choice, nth, turn, {}),
    loggedAt: null,
  }
}
