/** Answers that do not come: the end of their time, and what stands for them. */
import { type Asking, absence } from './asks.ts'
import type { Going } from './going.ts'
import { askingOf } from './page-of.ts'
import { choiceKey, type Person } from './session.ts'
import type { EventOf } from './session-event.ts'
import { stillAsked } from './steps.ts'

export function absences(
  going: Going,
): Pick<Going, 'watchDeferred' | 'expiredDeferred' | 'passOver'> & { expired(asking: Asking): void } {
  const { live, asks, sight, stop } = going
  const { clock } = live
  const timers = new Map<string, { readonly deadline: number; readonly callOff: () => void }>()
  stop.addEventListener('abort', () => {
    for (const { callOff } of timers.values()) callOff()
  })
  return { expired, watchDeferred, expiredDeferred, passOver }

  /** The time of an ask in a match is over; with it go all whose time is over, too, so that none of them is spared as one of the others. */
  function expired({ match }: Asking): void {
    const asked = live.session.matches.get(match)!.people.flatMap(({ person }) => asks.of(person) ?? [])
    for (const one of asked)
      if (one.match === match && (asks.deadline(one) ?? Number.POSITIVE_INFINITY) <= clock.now()) letGoBy(one)
  }

  function letGoBy(asking: Asking): void {
    const person = live.person(asking.person)
    const { policy } = live.block(asking.block).block.time!
    if (isChosen(person, asking) || policy === 'fallback' || policy === 'group-goes-on') {
      logWithout(asking, 'timeout')
      going.changed(person.id)
    } else going.work(going.exits(person, 'dropped', 'timeout').then(going.form))
  }

  function watchDeferred(person: Person): void {
    const asking = askingOf(sight, person)
    const deadline = asking?.match === '' && isShown(person, asking) ? asks.deadline(asking) : undefined
    const before = timers.get(person.id)
    if (deadline === undefined || before?.deadline === deadline) return
    before?.callOff() // it may be of another part, with more time left
    const callOff = clock.at(deadline, () => {
      timers.delete(person.id)
      if (live.session.paused || stop.aborted) return // a pause gives its time back
      const now = askingOf(sight, person)
      if (now?.match !== '') return
      if ((asks.deadline(now) ?? Number.POSITIVE_INFINITY) > clock.now()) watchDeferred(person)
      else expiredDeferred(person)
    })
    timers.set(person.id, { deadline, callOff })
  }

  function expiredDeferred(person: Person): void {
    const asking = askingOf(sight, person)
    if (asking?.match !== '') return
    logWithout(asking, 'timeout')
    watchDeferred(person)
    going.work(
      going.settle(person).then(() => {
        going.form()
        going.changed(person.id)
      }),
    )
  }

  function passOver(person: Person): void {
    const asking = askingOf(sight, person)
    if (asking) logWithout(asking, 'departed')
  }

  /** A choice as the rules have it, or missing where it enters no group; of what is asked beside one, that it was left open. */
  function logWithout(asking: Asking, reason: 'timeout' | 'departed'): void {
    const person = live.person(asking.person)
    if (isChosen(person, asking)) skipBeside(person, asking)
    else live.log(asking.match === '' ? missing(asking, reason) : absence(live, asking, reason))
    asks.completed(person.id)
  }

  function missing({ person, block, nth, turn, ask }: Asking, reason: 'timeout' | 'departed'): EventOf<'chose'> {
    return {
      ...{ type: 'chose', person, block, nth, turn, kind: ask.kind, origin: { by: 'missing', reason } },
      ...{ shownAt: null, firstInputAt: null, at: clock.now() },
    }
  }

  function skipBeside(person: Person, { block: id, nth, turn }: Asking): void {
    const { block } = live.block(id)
    const at = { person: person.id, block: id, nth }
    if (stillAsked(block, person, id, nth, turn) === 'reason') live.log({ type: 'reasoned', ...at, turn, reason: '' })
    if (stillAsked(block, person, id, nth, turn) === 'belief') live.log({ type: 'believed', ...at, belief: null })
  }
}

const isChosen = ({ choices }: Person, { block, nth, turn }: Asking): boolean =>
  choices.has(choiceKey(block, nth, turn))

/** The time of a choice that belongs to no match runs from when it was first shown. */
const isShown = ({ shown, assigned }: Person, { block }: Asking): boolean =>
  shown.has(`decision:${assigned!.order.indexOf(block) + 1}:0:0`)
