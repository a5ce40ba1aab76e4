/** What the experimenter does to a session that goes on: each act is logged, and what cannot be done is refused before. */
import { StagegameError } from '../core/errors.ts'
import type { Asking } from './asks.ts'
import type { Act } from './desk.ts'
import type { Going } from './going.ts'
import type { Live } from './live.ts'
import { askingOf, dueKey, stepNow } from './page-of.ts'
import { choiceKey, type Person } from './session.ts'
import type { EventOf, SessionEvent } from './session-event.ts'

/** Throws `no-timer`, `cannot-advance`, `unknown-match`. */
export async function acted(going: Going, what: Act, person: Person | undefined): Promise<void> {
  const { live, tables } = going
  switch (what.act) {
    case 'extend':
      return extend(going, person!)
    case 'advance':
      return advance(going, person!, eventOf({ ...what, act: 'advance' }))
    case 'withdraw':
      await going.exits(person!, 'withdrew', 'by the experimenter', eventOf({ ...what, act: 'withdraw' }))
      return going.form()
    case 'close-matching':
      return going.closeMatching(eventOf(what))
    case 'note':
      return live.log(eventOf(what))
    case 'end-group': {
      const table = tables.get(what.match)
      if (!table || live.session.matches.get(what.match)?.status !== 'playing')
        throw new StagegameError('unknown-match', `there is no match ${what.match} under way`)
      live.log(eventOf(what))
      table.end('ended by the experimenter')
      return table.over
    }
    case 'pause':
    case 'go-on':
      live.log(eventOf(what))
      for (const one of live.session.people.values()) {
        going.asks.extended(one.id) // its time goes on
        going.watchDeferred(one)
        going.changed(one.id)
      }
  }
}

type Logged = {
  readonly act: EventOf<'acted'>['act']
  readonly person?: string | undefined
  readonly match?: string
  readonly note?: string
}

function eventOf({ act, person, match, note }: Logged): EventOf<'acted'> {
  return { type: 'acted', act, person: person ?? null, match: match ?? null, note: note ?? null }
}

function extend({ live, asks, sight, changed }: Going, person: Person): void {
  const asking = askingOf(sight, person)
  const deadline = asking && asks.deadline(asking)
  if (deadline === undefined) throw new StagegameError('no-timer', 'this participant has no time limit now')
  const until = deadline + live.block(asking!.block).block.time!.seconds * 1000
  live.log({ type: 'extended', person: person.id, page: dueKey(sight, person), by: 'experimenter', until })
  asks.extended(person.id)
  changed(person.id)
}

/** Takes a person one page on, as far as that needs no answer of theirs. */
async function advance(going: Going, person: Person, act: SessionEvent): Promise<void> {
  const { live, sight } = going
  const step = stepNow(live, person)
  const page = dueKey(sight, person)
  const asking = askingOf(sight, person)
  if (asking) {
    if (!mayPassOver(live, person, asking))
      throw new StagegameError(
        'cannot-advance',
        'the session does not say that anything is played for who makes no decision: withdraw this participant, or end the group',
      )
    live.log(act)
    going.passOver(person)
  } else if (step.kind === 'questionnaire') live.log(act, { type: 'answered', person: person.id, page, answers: {} })
  else if (PLAIN.includes(step.kind)) live.log(act, { type: 'passed', person: person.id, page })
  else throw new StagegameError('cannot-advance', `the page ${step.kind} cannot be left without this participant`)
  await going.settle(person)
  going.form()
  going.changed(person.id)
}

/** Where the decision was made, where it enters no group, or where the session says that the rules go on without it. */
function mayPassOver(live: Live, { choices }: Person, { match, block, nth, turn }: Asking): boolean {
  const policy = live.block(block).block.time?.policy
  return match === '' || choices.has(choiceKey(block, nth, turn)) || policy === 'fallback' || policy === 'group-goes-on'
}

const PLAIN: readonly string[] = ['instructions', 'part', 'result', 'results', 'debrief']
