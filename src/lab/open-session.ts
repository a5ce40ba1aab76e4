/** Opens a session, new or begun: the state from the journal, the matches that are being played, and the desk that the server talks to. */
import { randomInt } from 'node:crypto'
import { setImmediate as nextTick } from 'node:timers/promises'
import { nameOf } from '../arena/experiment.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import { specOf } from '../players/specs.ts'
import type { Store } from '../store/store.ts'
import { type Asking, absence, asks as askDesk } from './asks.ts'
import { cellOf } from './assignment.ts'
import type { Clock } from './clock.ts'
import type { Act, Desk, Fields, Joining, Monitor, Taken } from './desk.ts'
import { drafts as draftDesk } from './drafts.ts'
import type { Identity } from './identity.ts'
import type { Journal } from './journal.ts'
import type { Exit } from './lab-schema.ts'
import { hashOf as hashOfToken, newPerson, newToken } from './links.ts'
import { live as liveFrom } from './live.ts'
import { monitorOf } from './monitor-of.ts'
import { askingOf, dueKey, nonceOf, pageOf, type Sight, stepNow } from './page-of.ts'
import { endsIn } from './part-result.ts'
import { type Forming, formable, type Pool, poolOf } from './pools.ts'
import { PERSON, type PreparedLab } from './prepared.ts'
import { previewsOf } from './previews.ts'
import { choiceKey, type Person, slot } from './session.ts'
import type { EventOf, SessionEvent } from './session-event.ts'
import { settled } from './settlement.ts'
import { quizIsOver } from './steps.ts'
import { read } from './submit.ts'
import { type PlayingTable, playTable } from './table.ts'

export interface SessionParts {
  readonly prepared: PreparedLab
  readonly journal: Journal
  readonly identity: Identity
  readonly store: Store
  readonly clock: Clock
  /** The version of the code. */
  readonly code: string
  /** What it is opened with, where the journal is empty. */
  readonly opening: Omit<EventOf<'opened'>, 'type' | 'seed' | 'code'>
}

export interface OpenSession {
  readonly desk: Desk
  /** Resolves when nothing is under way any more: no match is played, no event is to be written. */
  idle(): Promise<void>
  /** Stops what is asked; all that was answered is on disk. */
  close(): Promise<void>
}

/** Throws what the journal or the store throws. */
export async function openSession(parts: SessionParts): Promise<OpenSession> {
  const { prepared, journal, identity, store, clock, opening } = parts
  const { lab } = prepared.file
  const watchers = new Map<string, Set<() => void>>()
  const allWatchers = new Set<() => void>()
  const here = new Map<string, number>()
  const tokens: { name: string; token: string }[] = []
  /** Nothing is sent where the page stays the same: what others do must not show. */
  const changed = (id: string) => {
    const key = `${dueKey(sight, live.person(id))} ${live.session.paused}`
    if (lastKeys.get(id) !== key) for (const call of watchers.get(id) ?? []) call()
    lastKeys.set(id, key)
    noteAll()
  }
  const lastKeys = new Map<string, string>()
  const secret = identity.secret('nonces')
  if (journal.events().length === 0) journal.append({ type: 'opened', ...opening, seed: lab.seed, code: parts.code })
  const live = liveFrom({ prepared, journal, identity, store, clock, secret, changed })
  const stop = new AbortController()
  let pausedAt: number | undefined
  let noting = false
  let calls: Monitor['calls'] = []
  const drafts = draftDesk()
  const asks = askDesk(live, expired)
  const sight: Sight = { live, asks, drafts, ends: endsIn(store) }
  const tables = new Map<string, PlayingTable>()
  const under = new Set<Promise<unknown>>()
  const turns = new Map<string, Promise<unknown>>()
  const deferredTimers = new Map<string, () => void>()
  makeLinks()
  for (const match of live.session.matches.values()) if (match.status === 'playing') seat(match.match)
  for (const person of live.session.people.values()) await settle(person)
  form()

  const desk: Desk = {
    title: lab.title,
    language: lab.language,
    demo: live.session.opened!.demo,
    link: (token) => {
      const person = live.session.byLink.get(hashOfToken(token))
      if (person !== undefined) return { person }
      const room = roomOf(token)
      return room === undefined ? undefined : { room, labels: lab.rooms[room]?.labels !== undefined }
    },
    join,
    holder: (cookie) => live.session.byCookie.get(hashOfToken(cookie)),
    page: (id) => inTurn(id, () => shownPage(id)),
    submit: (id, nonce, fields) => inTurn(id, () => submit(id, nonce, fields)),
    extend: (id, nonce) => inTurn(id, async () => extend(id, nonce)),
    leave: (id, nonce) => inTurn(id, () => leave(id, nonce)),
    watch: (person, call) => {
      const calls = watchers.get(person) ?? new Set()
      watchers.set(person, calls.add(call))
      return () => {
        calls.delete(call)
      }
    },
    present: (person, present) => {
      here.set(person, Math.max(0, (here.get(person) ?? 0) + (present ? 1 : -1)))
      noteAll()
    },
    monitor: () => monitorOf({ live, asks, tables, here, calls }),
    watchAll: (call) => {
      allWatchers.add(call)
      return () => {
        allWatchers.delete(call)
      }
    },
    act,
    previews: () => previewsOf(live),
    links: () => tokens,
  }
  return {
    desk,
    idle: async () => {
      while (under.size > 0) await Promise.allSettled([...under])
    },
    close: async () => {
      stop.abort(new StagegameError('stopped', 'the session was stopped'))
      for (const callOff of deferredTimers.values()) callOff()
      for (const { match } of live.session.matches.values()) asks.close(match, stop.signal.reason)
      await Promise.allSettled([...[...tables.values()].map(({ over }) => over), ...under])
    },
  }

  /** One thing at a time for a participant: two tabs cannot both be first. */
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(id) ?? Promise.resolve()
    const next = before.then(work, work)
    const settledNext = next.then(
      () => {},
      () => {},
    )
    turns.set(id, settledNext)
    return next
  }

  function personNamed(id: string): Person {
    const person = live.session.people.get(id)
    if (person) return person
    throw new StagegameError('unknown-person', 'there is no such participant')
  }

  // --- links and joining

  /** Links are made anew in each process for those who have none that is known; what was handed out before still works. */
  function makeLinks(): void {
    const rooms = Object.keys(lab.rooms)
    for (const room of rooms.length > 0 ? rooms : lab.prolific ? ['open'] : []) {
      const token = live.identity.secret(`room ${room}`)
      tokens.push({ name: room, token })
    }
    if (rooms.length > 0 || lab.prolific) return
    const missing = lab.participants - live.session.people.size
    const events: SessionEvent[] = []
    for (let i = 0; i < missing; i++) {
      const token = newToken()
      const person = newPerson()
      events.push({ type: 'created', person, link: hashOfToken(token), room: null })
      tokens.push({ name: person, token })
    }
    if (events.length > 0) live.log(...events)
  }

  function roomOf(token: string): string | undefined {
    return [...Object.keys(lab.rooms), ...(lab.prolific ? ['open'] : [])].find(
      (room) => live.identity.secret(`room ${room}`) === token,
    )
  }

  async function join(
    token: string,
    brought: { readonly label?: string | undefined; readonly outside?: Readonly<Record<string, string>> },
  ): Promise<Joining> {
    const found = desk.link(token)
    if (!found) throw new StagegameError('unknown-link', 'this link leads nowhere')
    const person = 'person' in found ? found.person : enter(found.room, brought)
    return inTurn(person, async () => {
      const cookie = newToken()
      live.log({ type: 'joined', person, cookie: hashOfToken(cookie) })
      if (brought.outside && Object.keys(brought.outside).length > 0) identity.outside(person, brought.outside)
      changed(person)
      return { person, cookie }
    })
  }

  /** A participant of a room: the one of that label, or a new one. */
  function enter(
    room: string,
    { label, outside }: { readonly label?: string | undefined; readonly outside?: Readonly<Record<string, string>> },
  ): string {
    const labels = lab.rooms[room]?.labels
    if (labels && (label === undefined || !labels.includes(label)))
      throw new StagegameError('unknown-label', 'this label is not one of the room’s')
    const pid = outside?.['PROLIFIC_PID']
    const name = labels ? label : pid === undefined ? undefined : `PROLIFIC_PID ${pid}`
    const known = name === undefined ? undefined : identity.personOf(room, name)
    if (known !== undefined) return known
    if (live.session.people.size >= lab.participants) throw new StagegameError('session-full', 'all places are taken')
    const person = newPerson()
    live.log({ type: 'created', person, link: null, room })
    if (name !== undefined) identity.label(person, room, name)
    return person
  }

  // --- pages and posts

  async function shownPage(id: string) {
    const person = personNamed(id)
    const key = dueKey(sight, person)
    if (!person.shown.has(key)) {
      live.log({ type: 'shown', person: id, page: key })
      noteAll()
    }
    watchDeferred(person)
    lastKeys.set(id, `${dueKey(sight, person)} ${live.session.paused}`)
    return pageOf(sight, person)
  }

  async function submit(id: string, nonce: string, fields: Fields): Promise<Taken> {
    const person = personNamed(id)
    const key = dueKey(sight, person)
    if (nonce !== nonceOf(live, person, key)) return late(person, key, 'the page had been left')
    if (live.session.paused) {
      drafts.tell(id, 'The study is paused: nothing was taken. Please send it again when it goes on.')
      return 'complained'
    }
    const asking = askingOf(sight, person)
    const deadline = asking && asks.deadline(asking)
    if (deadline !== undefined && clock.now() > deadline) {
      if (asking!.match === '') expiredDeferred(asking!)
      return late(person, key, 'the time was over')
    }
    const { events, draft } = read(sight, person, fields)
    if (events.length > 0) live.log(...events)
    if (draft) drafts.keep(id, key, draft)
    else drafts.clear(id)
    asks.completed(id)
    await settle(person)
    form()
    await nextTick()
    changed(id)
    return draft ? 'complained' : 'taken'
  }

  function late(person: Person, page: string, why: string): Taken {
    live.log({ type: 'late', person: person.id, page, why })
    drafts.tell(person.id, 'That page had been answered or left before, so nothing of it was taken twice.')
    return 'late'
  }

  function extend(id: string, nonce: string): Taken {
    const person = personNamed(id)
    const key = dueKey(sight, person)
    const asking = askingOf(sight, person)
    const deadline = asking && asks.deadline(asking)
    if (nonce !== nonceOf(live, person, key) || !asking || deadline === undefined) return late(person, key, 'more time')
    const { time, release } = live.block(asking.block).block
    if (release === 'fixed' || (person.extended.get(key)?.asked ?? 0) >= time!.extensions)
      return late(person, key, 'more time')
    giveTime(person, key, deadline + time!.seconds * 1000, 'person')
    return 'taken'
  }

  function giveTime(person: Person, page: string, until: number, by: 'person' | 'experimenter'): void {
    live.log({ type: 'extended', person: person.id, page, by, until })
    asks.extended(person.id)
    changed(person.id)
  }

  async function leave(id: string, nonce: string): Promise<Taken> {
    const person = personNamed(id)
    const key = dueKey(sight, person)
    if (nonce !== nonceOf(live, person, key) || person.exit) return late(person, key, 'leaving')
    const page = await pageOf(sight, person)
    const waited = page.kind === 'wait' && page.mayLeave
    await exits(person, waited ? 'waited' : 'withdrew', waited ? 'waited too long for a group' : 'left by themselves')
    form()
    return 'taken'
  }

  // --- what follows from what is logged

  /** The way out: logged with its code, then paid; a match that is under way goes on without this person, or ends. */
  async function exits(person: Person, exit: Exit, reason: string): Promise<void> {
    if (person.exit) return
    live.log({ type: 'exited', person: person.id, exit, reason, code: codeFor(exit) })
    for (const match of live.session.matches.values())
      if (match.status === 'playing' && match.people.some((one) => one.person === person.id))
        tables.get(match.match)?.leave(person.id, reason)
    await settle(person)
    changed(person.id)
  }

  function codeFor(exit: Exit): string {
    const fixed = lab.codes[exit]
    if (fixed !== undefined) return fixed
    const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
    return Array.from({ length: 8 }, () => signs[randomInt(signs.length)]).join('')
  }

  /** Everything that comes about for a person without their doing: exits, the treatment, the payment. */
  async function settle(person: Person): Promise<void> {
    const { consent, quizzes } = person
    if (!person.exit) {
      if (consent && !consent.agreed) return exits(person, 'declined', 'did not consent')
      const last = quizzes.at(-1)
      if (last && !quizIsOver(lab, person) && last.attempt >= lab.quiz!.attempts)
        return exits(
          person,
          'failed-quiz',
          `${last.right.filter((right) => !right).length} questions wrong after ${last.attempt} attempts`,
        )
      if (consent && !person.assigned && isReady(person)) {
        const nth = live.session.assigned.length
        const { treatment, order } = cellOf(lab, nth)
        live.log({ type: 'assigned', person: person.id, nth, treatment, order: [...order] })
      }
      for (const [key, policy] of person.leftover) {
        const [block, nth] = [key.slice(0, key.lastIndexOf(':')), Number(key.slice(key.lastIndexOf(':') + 1))]
        if (policy === 'leave' && live.lab.blocks[block]?.matching.when === 'live' && nth >= 0)
          return exits(person, 'leftover', 'no group could be formed')
      }
    }
    const step = stepNow(live, person)
    const done = step.kind === 'end'
    if (!person.paid && (person.exit || done || step.kind === 'results')) {
      const paid = await settled(live, sight.ends, person)
      if (paid && !person.paid) {
        live.log(paid)
        identity.pay(person.id, { amount: paid.amount, currency: lab.payment.currency })
      }
    }
    if (done && !person.exit)
      live.log({
        type: 'exited',
        person: person.id,
        exit: 'completed',
        reason: 'came to the end',
        code: codeFor('completed'),
      })
  }

  /** All that comes before the treatments is done. */
  function isReady(person: Person): boolean {
    const read = lab.instructions === undefined || person.passed.has('instructions')
    return read && (lab.quiz === undefined || quizIsOver(lab, person))
  }

  /** Forms every group that can be. */
  function form(): void {
    const { forming, events } = formable(live, isClosed)
    if (events.length > 0) {
      live.log(...events)
      for (const event of events)
        if (event.type === 'leftover') work(settle(live.person(event.person)).then(() => changed(event.person)))
    }
    for (const one of forming) begin(one)
  }

  /** Whether nobody else can come to this pool. */
  function isClosed({ block, nth, waiting }: Pool, key: string): boolean {
    const { people, closed } = live.session
    if (nth > 0) return false
    if (closed) return true
    if ([...people.values()].filter(({ joined }) => joined).length < lab.participants) return false
    const mayCome = (person: Person) => {
      if (person.exit || waiting.includes(person)) return false
      if (!person.assigned) return true
      if (!person.assigned.order.includes(block) || `${poolOf(live, person, block)} ${nth}` !== key) return false
      if (person.matches.has(slot(block, nth)) || person.leftover.has(slot(block, nth))) return false
      const choice = person.choices.get(choiceKey(block, nth, 0))
      return choice === undefined || choice.origin.by === 'player' // one that did not come enters no group
    }
    return ![...people.values()].some(mayCome)
  }

  function begin({ block, nth, unit, people, filled }: Forming): void {
    const match = matchId(
      block,
      nth,
      people.map(({ person }) => person),
    )
    live.log({ type: 'grouped', match, block, nth, unit, people: [...people] })
    for (const [seatNumber, player] of filled)
      live.log({ type: 'reseated', match, seat: seatNumber, player, reason: 'leftover' })
    seat(match)
    for (const { person } of people) changed(person)
  }

  /** Of one person: by the place in the assignment, so that it does not depend on who was faster. */
  function matchId(block: string, nth: number, people: readonly string[]): string {
    const part = nth < 0 ? `${block}-practice-${-nth}` : `${block}-${nth + 1}`
    const { personSeats } = live.block(block)
    if (nth < 0 || personSeats.length === 1) return `${live.run}/${part}/${live.person(people[0]!).assigned!.nth + 1}`
    const before = [...live.session.matches.values()].filter(
      (other) => other.block === block && other.nth === nth,
    ).length
    return `${live.run}/${part}/${before + 1}`
  }

  function seat(id: string): void {
    const match = live.session.matches.get(id)!
    const table = playTable({
      ...{ live, asks, match, started: startedOf(id), stop: stop.signal },
      finished: (status, points, reason) => finished(id, status, points, reason),
    })
    tables.set(id, table)
    work(table.over)
  }

  function startedOf(id: string): Started {
    const { block: blockId, nth, people, reseated } = live.session.matches.get(id)!
    const { condition, told, practice, ...block } = live.block(blockId)
    const { lineup, roles } = nth < 0 ? practice! : block
    const { game, params } = condition
    const specs = new Map(lab.players.map((player) => [nameOf(player), specOf(player)]))
    return {
      type: 'started',
      ...{ wire: 1, match: id, game: game.id, version: game.version, params: { ...params } },
      ...(game.wraps && {
        wraps: game.wraps.map((wrap) => ({ ...wrap, params: wrap.params as Record<string, unknown> })),
      }),
      seats: lineup.map((name, at) => {
        const person = people.find((one) => one.seat === at)?.person
        const player = name === PERSON && person === undefined ? reseated.get(at)! : name
        const spec = specs.get(player)
        const seen = person !== undefined && nth >= 0 ? told?.text : undefined
        return {
          ...{ role: roles[at]!, player },
          ...(person !== undefined && { subject: person }),
          ...(spec !== undefined && { spec }),
          ...(seen !== undefined && { told: seen }),
        }
      }),
      seed: `${live.seed}/${id.slice(live.run.length + 1)}`,
      code: parts.code,
    }
  }

  function finished(
    id: string,
    status: 'ended' | 'voided',
    points: readonly (number | null)[],
    reason: string | undefined,
  ): void {
    const match = live.session.matches.get(id)!
    live.log({
      ...{ type: 'finished', match: id, status },
      points: match.people.map(({ person, seat: at }) => ({
        person,
        points: match.reseated.has(at) ? null : (points[at] ?? null),
      })),
      ...(reason !== undefined && { reason }),
    })
    const release = Math.max(clock.now(), ...match.released.values())
    work(
      after(
        release,
        match.people.map(({ person }) => person),
        status === 'voided' && match.nth >= 0 ? reason : undefined,
      ),
    )
  }

  /** Once the end of a match may be seen. */
  async function after(release: number, people: readonly string[], voided: string | undefined): Promise<void> {
    if (release > clock.now())
      await new Promise<void>((resolve) => {
        const callOff = clock.at(release, resolve)
        stop.signal.addEventListener('abort', () => {
          callOff()
          resolve()
        })
      })
    if (stop.signal.aborted) return
    for (const id of people) {
      const person = live.person(id)
      if (voided !== undefined) await exits(person, 'group-ended', voided)
      else await settle(person)
      changed(id)
    }
    form()
  }

  /** The time of an ask is over. */
  function expired(asking: Asking): void {
    const person = live.person(asking.person)
    const { block } = live.block(asking.block)
    if (person.choices.has(choiceKey(asking.block, asking.nth, asking.turn))) {
      skipBeside(asking)
      return
    }
    switch (block.time!.policy) {
      case 'fallback':
      case 'group-goes-on':
        live.log(absence(live, asking, 'timeout'))
        asks.completed(person.id)
        changed(person.id)
        return
      case 'replace-by-model':
      case 'end-group-with-fee':
        work(exits(person, 'dropped', 'timeout'))
    }
  }

  /** The time of a choice that belongs to no match yet. */
  function watchDeferred(person: Person): void {
    const asking = askingOf(sight, person)
    const deadline = asking?.match === '' ? asks.deadline(asking) : undefined
    if (!asking || deadline === undefined || deferredTimers.has(person.id)) return
    const callOff = clock.at(deadline, () => {
      deferredTimers.delete(person.id)
      if (live.session.paused || stop.signal.aborted) return
      const now = askingOf(sight, person)
      if (now?.match !== '') return
      if ((asks.deadline(now) ?? Number.POSITIVE_INFINITY) > clock.now()) watchDeferred(person)
      else expiredDeferred(now)
    })
    deferredTimers.set(person.id, callOff)
  }

  /** Such a choice enters no group. */
  function expiredDeferred(asking: Asking): void {
    const { person, block, nth, turn, ask } = asking
    if (live.person(person).choices.has(choiceKey(block, nth, turn))) skipBeside(asking)
    else {
      const origin = { by: 'missing', reason: 'timeout' } as const
      live.log({
        ...{ type: 'chose', person, block, nth, turn, kind: ask.kind, origin },
        shownAt: null,
        firstInputAt: null,
        at: clock.now(),
      })
    }
    work(
      settle(live.person(person)).then(() => {
        form()
        changed(person)
      }),
    )
  }

  /** A reason or belief that did not come in time: left open. */
  function skipBeside({ person, block, nth, turn }: Asking): void {
    const { choices, beliefs } = live.person(person)
    const events: SessionEvent[] = []
    if (live.block(block).block.reason !== 'off' && choices.get(`${block}:${nth}:${turn}`)?.reason === undefined)
      events.push({ type: 'reasoned', person, block, nth, turn, reason: '' })
    if (live.block(block).block.belief && !beliefs.has(slot(block, nth)))
      events.push({ type: 'believed', person, block, nth, belief: null })
    if (events.length > 0) live.log(...events)
    asks.completed(person)
    changed(person)
  }

  function work(promise: Promise<unknown>): void {
    const kept = promise.catch((error: unknown) => {
      live.log({
        type: 'acted',
        act: 'note',
        person: null,
        match: null,
        note: `something failed: ${error instanceof Error ? error.message : String(error)}`,
      })
    })
    under.add(kept)
    kept.finally(() => under.delete(kept))
  }

  /** Tells monitors, and counts calls, at most a few times a second. */
  function noteAll(): void {
    if (noting || stop.signal.aborted) return
    noting = true
    clock.at(clock.now() + 250, () => {
      noting = false
      if (stop.signal.aborted) return
      work(
        countCalls().then(() =>
          allWatchers.forEach((call) => {
            call()
          }),
        ),
      )
    })
  }

  async function countCalls(): Promise<void> {
    if (allWatchers.size === 0) return
    const byModel = new Map<
      string,
      { model: string; calls: number; failed: number; inFlight: number; dollars: number }
    >()
    for (const { provider, model, status, calls: count, cost } of await store.usage(live.run)) {
      const name = `${provider}:${model}`
      const row = byModel.get(name) ?? { model: name, calls: 0, failed: 0, inFlight: 0, dollars: 0 }
      byModel.set(name, row)
      row.calls += count
      row.dollars += cost
      if (status === null) row.inFlight += count
      else if (status !== 'ok') row.failed += count
    }
    calls = [...byModel.values()]
  }

  // --- the experimenter

  async function act(what: Act): Promise<void> {
    const person = 'person' in what && what.person !== undefined ? personNamed(what.person) : undefined
    const logged = {
      person: person?.id ?? null,
      match: 'match' in what ? what.match : null,
      note: 'note' in what ? what.note : null,
    }
    if (what.act === 'extend') {
      const asking = person && askingOf(sight, person)
      const deadline = asking && asks.deadline(asking)
      if (!person || deadline === undefined)
        throw new StagegameError('no-timer', 'this participant has no time limit now')
      return giveTime(
        person,
        dueKey(sight, person),
        deadline + live.block(asking!.block).block.time!.seconds * 1000,
        'experimenter',
      )
    }
    if (what.act === 'go-on') for (const one of live.session.people.values()) resume(one)
    if (what.act === 'pause') pausedAt = clock.now()
    live.log({ type: 'acted', act: what.act, ...logged })
    switch (what.act) {
      case 'advance':
        await inTurn(person!.id, () => advance(person!))
        break
      case 'withdraw':
        await inTurn(person!.id, () => exits(person!, 'withdrew', 'by the experimenter'))
        break
      case 'end-group': {
        const table = tables.get(what.match)
        if (!table) throw new StagegameError('unknown-match', `there is no match ${what.match} under way`)
        table.end('ended by the experimenter')
        await table.over
        break
      }
      case 'pause':
      case 'go-on':
        for (const { id } of live.session.people.values()) changed(id)
    }
    form()
    noteAll()
  }

  /** The time that a pause took is given back. */
  function resume(person: Person): void {
    const asking = askingOf(sight, person)
    const deadline = asking && asks.deadline(asking)
    if (deadline === undefined || pausedAt === undefined) return
    const until =
      Math.max(deadline, clock.now()) +
      Math.min(clock.now() - pausedAt, live.block(asking!.block).block.time!.seconds * 1000)
    live.log({ type: 'extended', person: person.id, page: dueKey(sight, person), by: 'experimenter', until })
    asks.extended(person.id)
    watchDeferred(person)
  }

  /** Takes a person one page on, as far as that needs no answer of theirs. Throws `cannot-advance`. */
  async function advance(person: Person): Promise<void> {
    const step = stepNow(live, person)
    const asking = askingOf(sight, person)
    if (asking) {
      live.log(absence(live, asking, 'departed'))
      asks.completed(person.id)
    } else if (step.kind === 'questionnaire')
      live.log({ type: 'answered', person: person.id, page: dueKey(sight, person), answers: {} })
    else if (
      step.kind === 'instructions' ||
      step.kind === 'part' ||
      step.kind === 'result' ||
      step.kind === 'results' ||
      step.kind === 'debrief'
    )
      live.log({ type: 'passed', person: person.id, page: dueKey(sight, person) })
    else throw new StagegameError('cannot-advance', `the page ${step.kind} cannot be left without this participant`)
    await settle(person)
    form()
    changed(person.id)
  }
}
