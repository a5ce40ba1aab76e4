/** One match of a session at its table: who answers for each seat, models first, and what happens when somebody does not. */
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Agent, Decision, Request } from '../agents/agent.ts'
import { play } from '../arena/play.ts'
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import { nodeDigest } from '../store/chain.ts'
import { type Asking, type Asks, absence, Departed, decisionOf, GroupEnds } from './asks.ts'
import type { Live } from './live.ts'
import { withPauses } from './pauses.ts'
import { PERSON, type PreparedBlock } from './prepared.ts'
import { releaseAt } from './release.ts'
import { choiceKey, type SessionMatch, slot } from './session.ts'
import { actionFor } from './strategy-method.ts'

export interface TableAt {
  readonly match: string
  readonly turn: number
  /** Who is awaited now, as the log names them; people by their pseudonym. */
  readonly awaited: readonly string[]
  /** Why it stands still, where it does. */
  readonly failure: string | null
}

export interface PlayingTable {
  at(): TableAt
  /** Ends it without a result. */
  end(reason: string): void
  /** Resolves when the match is over, or the session stops. */
  readonly over: Promise<void>
}

interface Seated {
  readonly live: Live
  readonly asks: Asks
  readonly match: SessionMatch
  readonly started: Started
  readonly stop: AbortSignal
  /** A person is out before the end, and sees it from `at` on. */
  readonly out: (person: string, at: number) => void
  readonly finished: (
    status: 'ended' | 'voided',
    points: readonly (number | null)[],
    reason: string | undefined,
  ) => void
}

/** Plays a match to its end, whatever seats change hands on the way: who takes one over answers in the same turn. */
export function playTable(seated: Seated): PlayingTable {
  const { live, asks, match, started, stop } = seated
  const { store } = live
  const block = live.block(match.block)
  const { condition } = match.nth < 0 ? block.practice! : block
  const personAt = new Map(match.people.map(({ person, seat }) => [seat, person]))
  const programs = new Map<number, Promise<unknown>[]>()
  const awaited = new Map<number, string>()
  /** When the pages of a turn opened, where that waits for programs. */
  const opened = new Map<number, number>()
  let turn = 0
  let ends: string | undefined
  let failure: string | null = null
  const abort = new AbortController()
  const signal = AbortSignal.any([stop, abort.signal])
  return {
    at: () => ({ match: match.match, turn, awaited: [...awaited.values()], failure }),
    end: endWith,
    over: run(),
  }

  function endWith(reason: string): void {
    ends ??= reason
    abort.abort(new GroupEnds(ends))
    asks.close(match.match, new GroupEnds(ends))
  }

  async function run(): Promise<void> {
    try {
      await catchUp()
      await live.durable() // the match’s log never runs ahead of the session’s
      const { status, at } = await play(match.match, started, {
        game: condition.game,
        agentOf: (player, seat) => {
          const sitting = match.reseated.get(seat) ?? player
          return sitting === PERSON ? personIn(seat) : program(sitting, seat)
        },
        ...{ store, signal, stop: signal, run: live.run, fold: { digest: nodeDigest } },
        reached: ({ turn: now, state }) => leaveOut(now, state),
        moved: ({ seat }) => awaited.delete(seat),
      })
      if (status === 'voided') return overWithout(await reasonInLog())
      opensAt(at.turn)
      await store.durable()
      seated.finished(status, condition.game.payoffs(at.state), undefined)
    } catch (error) {
      if (stop.aborted) return
      await live.durable() // a disk that is full voids nothing: the match stands as it is until the session is resumed
      awaited.clear()
      if (ends === undefined) failure = messageOf(error)
      const code = error instanceof StagegameError ? error.code : 'failed'
      await voidIt(ends ?? `the session could not go on with it: ${code}`)
    }
  }

  function leaveOut(now: number, state: unknown): void {
    const { game } = condition
    for (const seat of game.out?.(state) ?? []) {
      const person = personAt.get(seat)
      if (person === undefined || match.out.has(person) || match.reseated.has(seat)) continue
      const at = opensAt(now)
      live.log({ type: 'out', person, match: match.match, points: game.payoffs(state)[seat]!, at })
      seated.out(person, at)
    }
  }

  /** A seat may have changed hands in the match's log right before a crash. */
  async function catchUp(): Promise<void> {
    if ((await store.status(match.match)) === undefined) return
    const last = new Map<number, { readonly player: string; readonly reason: string }>()
    for (const { event } of await store.log(match.match)) {
      if (event?.type === 'reseated') last.set(event.seat, event)
      // how many programs were asked in a turn says how long it may seem to take
      if (event?.type === 'moved' && !personAt.has(event.seat))
        programs.set(event.turn, [...(programs.get(event.turn) ?? []), Promise.resolve()])
    }
    for (const [seat, { player, reason }] of last)
      if (match.reseated.get(seat) !== player) live.log({ type: 'reseated', match: match.match, seat, player, reason })
  }

  async function voidIt(reason: string): Promise<void> {
    if ((await store.status(match.match)) === undefined) store.open(match.match, live.run, started)
    if ((await store.status(match.match)) === 'open') store.append(match.match, { type: 'voided', reason })
    await store.durable()
    overWithout(reason)
  }

  function overWithout(reason: string): void {
    const nothing = started.seats.map(() => null)
    seated.finished('voided', nothing, reason)
  }

  async function reasonInLog(): Promise<string> {
    const last = (await store.log(match.match)).at(-1)?.event
    return last?.type === 'voided' ? last.reason : 'it was closed without a result'
  }

  /**
   * In the middle of a turn: the seat has not answered it. First what led to it is on disk, then the match’s log, which says who
   * sits there, then the session’s: a crash in between leaves nobody played for who is still there.
   */
  async function reseat({ turn: now, seat }: Request, player: string, reason: string): Promise<void> {
    await live.durable()
    store.append(match.match, { type: 'reseated', turn: now, seat, player, reason })
    await store.durable()
    live.log({ type: 'reseated', match: match.match, seat, player, reason })
    await live.durable()
    awaited.set(seat, player)
  }

  /** When a stage is shown to people: settled at the first ask of it, and logged. */
  function opensAt(of: number): number {
    const known = match.released.get(of)
    if (known !== undefined) return known
    const now = live.clock.now()
    const before = of === 0 ? undefined : match.released.get(of - 1)
    const at = before === undefined ? now : releasedAfter(before, now, of)
    live.log({ type: 'released', match: match.match, turn: of, at })
    return at
  }

  function releasedAfter(openedAt: number, completedAt: number, of: number): number {
    const { release, time } = block.block
    // after a crash the time of what was open begins anew, so that the deadline of all is a later one, too
    const from = release === 'fixed' ? Math.max(openedAt, live.openedAt) : openedAt
    const until = time && withPauses(live, from, from + time.seconds * 1000)
    return Math.round(
      releaseAt({
        ...{ release, openedAt, completedAt, seconds: until && (until - openedAt) / 1000 },
        others: programs.get(of - 1)?.length ?? 0,
        rng: stream([live.seed, 'release', match.match, of]),
      }),
    )
  }

  function asked(request: Request, who: string): void {
    if (request.turn !== turn) awaited.clear()
    turn = request.turn
    awaited.set(request.seat, who)
    opensAt(turn)
  }

  function program(name: string, seat: number): Agent {
    const agent = live.prepared.roster.agentOf(condition)(name, seat)
    return {
      name: agent.name,
      outside: agent.outside,
      decide: (request) => {
        asked(request, name)
        const answer = answerOf(name, agent, request)
        answer.catch(() => {}) // play waits for it as well, and reports it
        programs.set(request.turn, [...(programs.get(request.turn) ?? []), answer])
        return answer
      },
    }
  }

  /** The answer of a player, or of the reserve where it fails; a reserve that fails as well ends the match. */
  async function answerOf(name: string, agent: Agent, request: Request): Promise<Decision> {
    try {
      return await patiently(async (own) => checked(await agent.decide({ ...request, signal: own }), name))
    } catch (error) {
      if (signal.aborted) throw error
      const { reserve } = block.block
      if (reserve !== undefined && name !== reserve) return takenOver(request, reserve, messageOf(error))
      endWith(messageOf(error))
      throw error
    }
  }

  async function takenOver(request: Request, player: string, reason: string): Promise<Decision> {
    await reseat(request, player, reason)
    return answerOf(player, live.prepared.roster.agentOf(condition)(player, request.seat), request)
  }

  /** A model that gives no legal answer is no player that a person may be paid by: never a silent stand-in. */
  function checked(decision: Decision, name: string): Decision {
    if (decision.origin.by === 'player') return decision
    throw new StagegameError('no-answer', `${name} gave no legal answer (${decision.origin.reason})`)
  }

  /** What is not there in time is called off. */
  function patiently(answer: (signal: AbortSignal) => Promise<Decision>): Promise<Decision> {
    const seconds = block.block.patience
    const own = new AbortController()
    return new Promise((resolve, reject) => {
      const callOff = live.clock.at(live.clock.now() + seconds * 1000, () => {
        const late = new StagegameError('no-answer', `no answer within ${seconds} s`)
        reject(late)
        own.abort(late)
      })
      answer(AbortSignal.any([signal, own.signal]))
        .then(resolve, reject)
        .finally(callOff)
    })
  }

  function personIn(seat: number): Agent {
    const person = personAt.get(seat)!
    return {
      name: PERSON,
      outside: true,
      decide: async (request) => {
        signal.throwIfAborted() // nobody would end what is asked from here on
        asked(request, person)
        const { turn: now, ask, view } = request
        const of = { person, match: match.match, block: match.block, nth: match.nth, turn: now, ask, view }
        const asking: Asking = { ...of, opensAt: opensAt(now) }
        const decision = await decided(asking, request)
        await live.durable()
        return decision
      },
    }
  }

  async function decided(asking: Asking, request: Request): Promise<Decision> {
    try {
      return decisionOf(live, asking) ?? inAdvance(live, block, asking) ?? (await answered(asking))
    } catch (error) {
      if (error instanceof Departed) return withoutThem(asking, request)
      throw error
    }
  }

  async function answered(asking: Asking): Promise<Decision> {
    if (live.person(asking.person).exit) throw new Departed()
    if (block.block.release !== 'when-all') return asks.open(asking) // how long models take would show
    await nextTick() // every seat of the turn has been asked by then
    await Promise.allSettled(programs.get(asking.turn) ?? [])
    signal.throwIfAborted()
    if (live.person(asking.person).exit) throw new Departed()
    const openedAt = opened.get(asking.turn) ?? Math.max(asking.opensAt, live.clock.now())
    opened.set(asking.turn, openedAt) // the same for all: their time is over at once
    return asks.open({ ...asking, opensAt: openedAt })
  }

  /** What the session says of an answer that does not come holds for one who left, too; where it says nothing, the match ends. */
  async function withoutThem(asking: Asking, request: Request): Promise<Decision> {
    const { time } = block.block
    const { reason } = live.person(asking.person).exit!
    switch (time?.policy) {
      case 'replace-by-model':
        return takenOver(request, time.by!, reason)
      case 'fallback':
      case 'group-goes-on':
        live.log(absence(live, asking, 'departed'))
        return decisionOf(live, asking)!
      default:
        endWith(reason)
        throw new GroupEnds(reason)
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A decision from the table that was filled in beforehand: logged as the person's own. */
function inAdvance(live: Live, { id, block }: PreparedBlock, asking: Asking): Decision | undefined {
  const { strategy } = block
  if (strategy?.kind !== asking.ask.kind || asking.nth < 0) return undefined
  const person = live.person(asking.person)
  if (person.choices.has(choiceKey(id, asking.nth, asking.turn))) return undefined
  const actions = person.strategies.get(slot(id, 0))
  if (!actions) return undefined
  const actual = (asking.view as Readonly<Record<string, unknown>>)[strategy.by]
  const action = actionFor(strategy, actions, actual, asking.ask.schema)
  const { turn, nth, ask } = asking
  const origin = { by: 'player' } as const
  live.log({
    ...{ type: 'chose', person: asking.person, block: id, nth, turn, kind: ask.kind, action, origin },
    ...{ shownAt: null, firstInputAt: null, at: live.clock.now() },
  })
  return decisionOf(live, asking)
}
