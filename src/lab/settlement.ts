/** What a participant is paid, once all results are known. */

import type { Exit } from './lab-schema.ts'
import { type Live, matchOf } from './live.ts'
import type { PaymentShown } from './pages.ts'
import { beliefResult, type Ends } from './part-result.ts'
import { type Earned, exitFee, paymentOf } from './payment.ts'
import type { Person } from './session.ts'
import { choiceKey, slot } from './session.ts'
import type { EventOf } from './session-event.ts'
import { isDeferred } from './steps.ts'

/** Ways out through no fault of the person: what was earned before is paid beside the fee. */
const KEEPS_EARNINGS: readonly Exit[] = ['leftover', 'group-ended', 'waited']

/** The payment, or undefined while a result is pending. Throws what the store throws. */
export async function settled(live: Live, ends: Ends, person: Person): Promise<EventOf<'paid'> | undefined> {
  const exit = person.exit?.exit ?? 'completed'
  const { payment } = live.lab
  if (exit !== 'completed' && !KEEPS_EARNINGS.includes(exit)) {
    const fee = exitFee(payment, exit)
    return { type: 'paid', person: person.id, points: 0, amount: fee, fee, drawn: null, how: [] }
  }
  const earned: Earned[] = []
  for (const id of person.assigned?.order ?? []) {
    const { block } = live.block(id)
    for (let nth = 0; nth < block.matches; nth++) {
      if (isPending(live, person, id, nth)) return undefined
      const belief = await beliefResult(live, ends, person, id, nth)
      const match = matchOf(live, person, id, nth)
      const points =
        match && (match.status === 'ended' || match.out.has(person.id))
          ? (match.points.get(person.id) ?? null)
          : isMissing(person, id, nth)
            ? 0
            : null
      earned.push({ block: id, nth, points: points === null ? null : points + (belief?.points ?? 0), paid: block.paid })
    }
  }
  const result = paymentOf({
    payment,
    exit,
    earned,
    seed: live.seed,
    place: person.assigned?.nth ?? 0,
    language: live.lab.language,
  })
  const { points, amount, fee, drawn, how } = result
  return { type: 'paid', person: person.id, points, amount, fee, drawn, how: [...how] }
}

/** No choice was made in time: it counts as 0 where it is drawn, else nobody could do better than to let a poor part go by. */
const isMissing = (person: Person, id: string, nth: number): boolean =>
  person.choices.get(choiceKey(id, nth, 0))?.origin.by === 'missing'

/** A choice that still waits for its group, or a match that is not over. */
function isPending(live: Live, person: Person, id: string, nth: number): boolean {
  const match = matchOf(live, person, id, nth)
  // the points of one who is out stand; what was believed of the others is known at the end
  if (match) return match.status === 'playing' && (!match.out.has(person.id) || person.beliefs.has(slot(id, nth)))
  const { block } = live.block(id)
  if (!isDeferred(block) || person.leftover.has(slot(id, nth))) return false
  return person.choices.get(`${id}:${nth}:0`)?.origin.by === 'player'
}

/** As it is told to the person; null until it is settled. */
export function paymentShown({ lab }: Live, { paid }: Person): PaymentShown | null {
  if (!paid) return null
  const { points, amount, fee, how } = paid
  return { points, currency: lab.payment.currency, amount, fee, how }
}
