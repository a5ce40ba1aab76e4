/** Decisions that people are asked for now: how long each is open, and what becomes of one that does not come. */
import { type Decision, noAnswer } from '../agents/agent.ts'
import { StagegameError } from '../core/errors.ts'
import type { AnyAsk } from '../core/game.ts'
import type { Live } from './live.ts'
import { withPauses } from './pauses.ts'
import { choiceKey } from './session.ts'
import type { EventOf } from './session-event.ts'
import { stillAsked } from './steps.ts'

/** One ask of a person in a match. */
export interface Asking {
  readonly person: string
  readonly match: string
  readonly block: string
  readonly nth: number
  readonly turn: number
  readonly ask: AnyAsk
  readonly view: unknown
  /** When it is first shown: milliseconds since 1970. */
  readonly opensAt: number
}

/** A person will not answer any more: somebody else takes the seat. */
export class Departed extends StagegameError {
  constructor() {
    super('departed', 'a person left the match')
  }
}

/** The match cannot go on. */
export class GroupEnds extends StagegameError {
  constructor(reason: string) {
    super('group-ends', reason)
  }
}

interface Pending extends Asking {
  readonly settle: (decision: Decision) => void
  readonly fail: (error: Error) => void
  readonly callOff: (() => void)[]
}

export interface Asks {
  /** Shows it from `opensAt` on, and resolves with the decision once it is complete. Rejects with `Departed` or `GroupEnds`. */
  open(asking: Asking): Promise<Decision>
  of(person: string): Asking | undefined
  /** Until when the page that is asked now may be answered; undefined: there is no limit. */
  deadline(asking: Asking): number | undefined
  /** After a choice, reason or belief was logged: goes on if nothing is missing. */
  completed(person: string): void
  /** After more time was given. */
  extended(person: string): void
  /** This person has left: what is asked stands as it was answered, or rejects with `Departed`. */
  depart(person: string): void
  /** The match is over for all that are asked in it. */
  close(match: string, error: Error): void
}

export function asks(live: Live, expired: (asking: Asking) => void): Asks {
  const pending = new Map<string, Pending>()
  const over = (one: Pending, then: () => void) => {
    for (const callOff of one.callOff) callOff()
    pending.delete(one.person)
    then()
    live.changed(one.person)
  }
  const desk: Asks = {
    open: (asking) =>
      new Promise((settle, fail) => {
        const one: Pending = { ...asking, settle, fail, callOff: [] }
        pending.set(asking.person, one)
        const opened = () => {
          live.changed(asking.person)
          watch(one)
        }
        if (asking.opensAt <= live.clock.now()) opened()
        else one.callOff.push(live.clock.at(asking.opensAt, opened))
      }),
    of: (person) => pending.get(person),
    deadline: (asking) => deadlineOf(live, asking),
    completed: (person) => {
      const one = pending.get(person)
      if (!one) return
      const decision = decisionOf(live, one)
      if (decision) over(one, () => one.settle(decision))
      else watch(one) // what is asked beside it has a time of its own
    },
    extended: (person) => {
      const one = pending.get(person)
      if (one) watch(one)
    },
    depart: (person) => {
      const one = pending.get(person)
      if (!one) return
      const decision = decisionOf(live, one)
      over(one, () => (decision ? one.settle(decision) : one.fail(new Departed())))
    },
    close: (match, error) => {
      for (const one of [...pending.values()]) if (one.match === match) over(one, () => one.fail(error))
    },
  }
  return desk

  /** Looks again when the time is over. */
  function watch(one: Pending): void {
    for (const callOff of one.callOff.splice(0)) callOff()
    const deadline = deadlineOf(live, one)
    if (deadline === undefined) return
    one.callOff.push(
      live.clock.at(deadline, () => {
        if (pending.get(one.person) !== one || live.session.paused) return // a pause gives its time back
        if ((deadlineOf(live, one) ?? Number.POSITIVE_INFINITY) > live.clock.now()) watch(one)
        else expired(one)
      }),
    )
  }
}

/** The page of an ask, or of what is asked beside it. */
export function pageKeyOf(
  live: Live,
  { person: id, block, nth, turn }: Omit<Asking, 'ask' | 'view' | 'opensAt' | 'match'>,
): string {
  const person = live.person(id)
  const position = (person.assigned?.order.indexOf(block) ?? -1) + 1
  if (!person.choices.has(choiceKey(block, nth, turn))) return `decision:${position}:${nth}:${turn}`
  const beside = stillAsked(live.block(block).block, person, block, nth, turn)
  return beside === 'belief' ? `belief:${position}:${nth}` : `reason:${position}:${nth}:${turn}`
}

/**
 * A choice has the time of the block from when its stage opened; what is asked beside it, the same time from the choice on.
 * After a crash it begins anew for what was open: nobody could answer meanwhile.
 */
function deadlineOf(live: Live, asking: Asking): number | undefined {
  const { time } = live.block(asking.block).block
  if (!time) return undefined
  const person = live.session.people.get(asking.person)
  if (!person) return asking.opensAt + time.seconds * 1000 // of a preview
  const choice = person.choices.get(choiceKey(asking.block, asking.nth, asking.turn))
  const from = Math.max(choice ? choice.at : asking.opensAt, live.openedAt)
  const own = withPauses(live, from, from + time.seconds * 1000)
  const given = person.extended.get(pageKeyOf(live, asking))
  return given ? Math.max(own, withPauses(live, given.at, given.until)) : own
}

/** What is logged for an ask, once nothing is missing beside it; of one who has left, without that. */
export function decisionOf(live: Live, { person: id, block, nth, turn }: Asking): Decision | undefined {
  const person = live.person(id)
  const choice = person.choices.get(choiceKey(block, nth, turn))
  if (!choice) return undefined
  if (!person.exit && stillAsked(live.block(block).block, person, block, nth, turn) !== undefined) return undefined
  const { action, origin, reason } = choice
  return { ...(action !== undefined && { action }), ...(reason && { reason }), origin }
}

/** What is played for a person whose time is over, where the session says so. */
export function absence(
  live: Live,
  { person, block, nth, turn, ask }: Asking,
  reason: 'timeout' | 'departed',
): EventOf<'chose'> {
  const { action, origin } = noAnswer(ask, reason)
  const at = live.clock.now()
  return {
    ...{ type: 'chose', person, block, nth, turn, kind: ask.kind },
    ...(action !== undefined && { action }),
    ...{ origin, shownAt: null, firstInputAt: null, at },
  }
}
