/** What a match came to for one person, in the words that its own view allows. */
import type { AnyGame, Seat } from '../core/game.ts'
import { replayWhileValid } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'
import type { Store } from '../store/store.ts'
import { beliefPoints, rightBelief } from './belief.ts'
import { type Live, matchOf } from './live.ts'
import type { PartResult } from './pages.ts'
import { type Person, slot } from './session.ts'
import { choicesIn } from './steps.ts'

export interface End {
  readonly view: unknown
  /** Actions of the first turn, by seat. */
  readonly first: ReadonlyMap<Seat, unknown>
}

export interface Ends {
  of(match: string, game: AnyGame, seat: Seat): Promise<End>
}

/** Matches whose last views are held. */
const MOST = 2000

/** Folds a match that is over from its log, and keeps the last views of a few. */
export function endsIn(store: Store): Ends {
  const known = new Map<string, Promise<End>>()
  return {
    of: (match, game, seat) => {
      const key = `${match} ${seat}`
      const found = known.get(key)
      if (found) return found
      const end = endOf(store, match, game, seat)
      known.set(key, end)
      end.catch(() => known.delete(key)) // the next who asks may have more luck
      if (known.size > MOST) known.delete(known.keys().next().value!)
      return end
    },
  }
}

async function endOf(store: Store, match: string, game: AnyGame, seat: Seat): Promise<End> {
  const events = (await store.log(match)).flatMap(({ event }) => (event ? [event] : []))
  const first = new Map<Seat, unknown>()
  for (const event of events)
    if (event.type === 'moved' && event.turn === 0 && event.action !== undefined) first.set(event.seat, event.action)
  const { at } = replayWhileValid(game, events, { digest: nodeDigest })
  return { view: at ? game.view(at.state, seat) : null, first }
}

/** Throws what the store throws. */
export async function partResult(live: Live, ends: Ends, person: Person, id: string, nth: number): Promise<PartResult> {
  const { title, block, book, condition } = live.block(id)
  const match = matchOf(live, person, id, nth)
  const [choice, another] = choicesIn(person, id, nth)
  const shown = block.matches > 1 && nth >= 0 ? `${title}, ${nth + 1} of ${block.matches}` : title
  const base = {
    ...{
      title: shown,
      game: condition.ref.game,
      practice: nth < 0,
      paid: block.paid && nth >= 0,
      others: null,
      out: false,
    },
    own: another ? null : ((choice?.action as Readonly<Record<string, unknown>> | undefined) ?? null),
  }
  const left = person.leftover.get(slot(id, nth)) === 'leave'
  if (match?.status === 'playing' && match.out.has(person.id)) {
    const points = match.points.get(person.id)!
    return { ...base, situation: '', view: null, points, pending: false, out: true, belief: null }
  }
  if (!match || match.status === 'playing')
    return {
      ...base,
      situation: '',
      view: null,
      points: null,
      pending: !left && choice?.origin.by === 'player',
      belief: null,
    }
  const seat = match.people.find((one) => one.person === person.id)!.seat
  const { game } = nth < 0 ? live.block(id).practice!.condition : condition
  const { view } = await ends.of(match.match, game, seat)
  const points = match.points.get(person.id) ?? null
  const situation = match.status === 'ended' ? book.situationText(view) : ''
  return { ...base, situation, view, points, pending: false, belief: await beliefResult(live, ends, person, id, nth) }
}

/** What was believed against what others did; null where nothing was asked, or the match has no end. */
export async function beliefResult(
  live: Live,
  ends: Ends,
  person: Person,
  id: string,
  nth: number,
): Promise<PartResult['belief']> {
  const { block, condition } = live.block(id)
  const stated = person.beliefs.get(slot(id, nth))
  const match = matchOf(live, person, id, nth)
  if (!block.belief || typeof stated !== 'number' || match?.status !== 'ended') return null
  const seat = match.people.find((one) => one.person === person.id)!.seat
  const { first } = await ends.of(match.match, condition.game, seat)
  const right = rightBelief(first, seat, block.belief)
  return right === undefined ? null : { stated, right, points: beliefPoints(block.belief, stated, right) }
}
