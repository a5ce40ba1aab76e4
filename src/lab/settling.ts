/** What follows for a person from what is logged: ways out, the treatment, the payment. */
import { randomInt } from 'node:crypto'
import { cellOf } from './assignment.ts'
import type { Going } from './going.ts'
import type { Exit } from './lab-schema.ts'
import { stepNow } from './page-of.ts'
import type { Person } from './session.ts'
import { settled } from './settlement.ts'
import { quizIsOver } from './steps.ts'

export function settling(going: Going): Pick<Going, 'settle' | 'exits'> {
  const { live, sight, asks } = going
  const { lab } = live
  const settle: Going['settle'] = async (person) => {
    const exit = wayOut(person)
    if (exit) return exits(person, ...exit)
    if (!person.exit && person.consent && !person.assigned && isReady(person)) {
      const nth = live.session.assigned.length
      const { treatment, order } = cellOf(lab, nth)
      live.log({ type: 'assigned', person: person.id, nth, treatment, order: [...order] })
    }
    await pay(person)
    if (stepNow(live, person).kind === 'end' && !person.exit) {
      const reason = 'came to the end'
      live.log({ type: 'exited', person: person.id, exit: 'completed', reason, code: codeFor('completed') })
    }
  }
  /** A match that is under way goes on without this person, or ends; a choice that was made stands. */
  const exits: Going['exits'] = async (person, exit, reason, ...before) => {
    if (person.exit) {
      if (before.length > 0) live.log(...before)
      return
    }
    live.log(...before, { type: 'exited', person: person.id, exit, reason, code: codeFor(exit) })
    asks.depart(person.id)
    await settle(person)
    going.changed(person.id)
  }
  return { settle, exits }

  function wayOut(person: Person): readonly [Exit, string] | undefined {
    const { consent, quizzes, exit, leftover } = person
    if (exit) return undefined
    if (consent && !consent.agreed) return ['declined', 'did not consent']
    const last = quizzes.at(-1)
    if (last && !quizIsOver(lab, person) && last.attempt >= lab.quiz!.attempts) {
      const wrong = last.right.filter((right) => !right).length
      return ['failed-quiz', `${wrong} questions wrong after ${last.attempt} attempts`]
    }
    for (const [key, policy] of leftover) {
      const block = key.slice(0, key.lastIndexOf(':'))
      if (policy === 'leave' && lab.blocks[block]?.matching.when === 'live')
        return ['leftover', 'no group could be formed']
    }
    return undefined
  }

  /** All that comes before the treatments is done. */
  function isReady(person: Person): boolean {
    const read = lab.instructions === undefined || person.passed.has('instructions')
    return read && (lab.quiz === undefined || quizIsOver(lab, person))
  }

  async function pay(person: Person): Promise<void> {
    const { kind } = stepNow(live, person)
    if (person.paid || (kind !== 'end' && kind !== 'results')) return
    const paid = await settled(live, sight.ends, person)
    if (!paid || person.paid) return
    live.log(paid)
    live.identity.pay(person.id, { amount: paid.amount, currency: lab.payment.currency })
  }

  function codeFor(exit: Exit): string {
    const fixed = lab.codes[exit]
    if (fixed !== undefined) return fixed
    const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
    return Array.from({ length: 8 }, () => signs[randomInt(signs.length)]).join('')
  }
}
