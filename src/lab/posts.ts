/** Pages as they are shown, and what is sent from them: taken once, or refused and said. */
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Fields, Taken } from './desk.ts'
import type { Going } from './going.ts'
import { askingOf, dueKey, nonceOf, pageOf } from './page-of.ts'
import type { Page } from './pages.ts'
import type { Person } from './session.ts'
import { read } from './submit.ts'

export interface Posts {
  shown(person: Person): Promise<Page>
  submit(person: Person, nonce: string, fields: Fields): Promise<Taken>
  extend(person: Person, nonce: string): Taken
  leave(person: Person, nonce: string): Promise<Taken>
}

export function posts(going: Going): Posts {
  const { live, asks, drafts, sight, changed } = going
  return {
    shown: (person) => {
      const key = dueKey(sight, person)
      if (!person.shown.has(key)) live.log({ type: 'shown', person: person.id, page: key })
      going.watchDeferred(person)
      return pageOf(sight, person)
    },
    submit,
    extend: (person, nonce) => {
      const key = dueKey(sight, person)
      const asking = askingOf(sight, person)
      const deadline = asking && asks.deadline(asking)
      if (nonce !== nonceOf(live, person, key)) return late(person, key, LEFT)
      if (!asking || deadline === undefined) return late(person, key, 'more time')
      const { time, release } = live.block(asking.block).block
      const asked = person.extended.get(key)?.asked ?? 0
      if (release === 'fixed' || asked >= time!.extensions || deadline < live.clock.now())
        return late(person, key, 'more time')
      const until = deadline + time!.seconds * 1000
      live.log({ type: 'extended', person: person.id, page: key, by: 'person', until })
      asks.extended(person.id)
      changed(person.id)
      return 'taken'
    },
    leave: async (person, nonce) => {
      const key = dueKey(sight, person)
      if (person.exit || nonce !== nonceOf(live, person, key)) return late(person, key, LEFT)
      const page = await pageOf(sight, person)
      if (!person.consent) await going.exits(person, 'declined', 'left before consenting')
      else if (page.kind === 'wait' && page.mayLeave) await going.exits(person, 'waited', 'waited too long for a group')
      else await going.exits(person, 'withdrew', 'left by themselves')
      going.form()
      return 'taken'
    },
  }

  async function submit(person: Person, nonce: string, fields: Fields): Promise<Taken> {
    const key = dueKey(sight, person)
    if (nonce !== nonceOf(live, person, key)) return late(person, key, LEFT)
    if (live.session.paused) {
      drafts.keep(person.id, key, { fields, complaints: {}, tried: false })
      drafts.tell(person.id, 'The study is paused: nothing was taken. Please send it again when it goes on.')
      return 'complained'
    }
    const asking = askingOf(sight, person)
    const deadline = asking && asks.deadline(asking)
    if (deadline !== undefined && live.clock.now() > deadline) {
      if (asking!.match === '') going.expiredDeferred(person)
      return late(person, key, OVER)
    }
    const { events, draft } = read(sight, person, fields)
    if (events.length > 0) live.log(...events)
    if (draft) drafts.keep(person.id, key, draft)
    else drafts.clear(person.id)
    asks.completed(person.id)
    going.watchDeferred(person)
    await going.settle(person)
    going.form()
    await nextTick()
    changed(person.id)
    return draft ? 'complained' : 'taken'
  }

  function late(person: Person, page: string, why: string): Taken {
    live.log({ type: 'late', person: person.id, page, why })
    drafts.tell(
      person.id,
      why === OVER
        ? 'The time for that page was over, so nothing of it was taken.'
        : 'That page had been answered or left before, so nothing of it was taken twice.',
    )
    return 'late'
  }
}

const LEFT = 'the page had been left'
const OVER = 'the time was over'
