/** One match of a session at its table: who answers for each seat, models first, and what happens when somebody does not. */
import { setImmediate as nextTick } from 'node:timers/promises'
import type { Agent, Decision, Request } from '../agents/agent.ts'
import { play } from '../arena/play.ts'
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Event, Started } from '../core/event.ts'
import { replay } from '../core/match.ts'
import { nodeDigest } from '../store/chain.ts'
import { type Asking, type Asks, Departed, decisionOf, GroupEnds } from './asks.ts'
import type { Live } from './live.ts'
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
  /** A person left for good: the seat is taken by that player, or the match ends. */
  leave(person: string, reason: string): void
  /** Resolves when the match is over, or the session stops. */
  readonly over: Promise<void>
}

interface Seated {
  readonly live: Live
  readonly asks: Asks
  readonly match: SessionMatch
  readonly started: Started
  readonly stop: AbortSignal
  readonly finished: (
    status: 'ended' | 'voided',
    points: readonly (number | null)[],
    reason: string | undefined,
  ) => void
}

/** Plays a match to its end, whatever seats change hands on the way. */
export function playTable(seated: Seated): PlayingTable {
  const { live, asks, match, started, stop } = seated
  const block = live.block(match.block)
  const { condition } = match.nth < 0 ? block.practice! : block
  const personAt = new Map(match.people.map(({ person, seat }) => [seat, person]))
  const opened = new Map<number, number>()
  const programs = new Map<number, Promise<unknown>[]>()
  const broken = new Map<number, string>()
  const gone = new Map<number, string>()
  const awaited = new Map<number, string>()
  let turn = 0
  let ends: string | undefined
  let failure: string | null = null
  const abort = new AbortController()
  const signal = AbortSignal.any([stop, abort.signal])
  return {
    at: () => ({ match: match.match, turn, awaited: [...awaited.values()], failure }),
    end: (reason) => endWith(reason),
    leave: (person, reason) => {
      const seat = match.people.find((one) => one.person === person)?.seat
      if (seat === undefined) return
      if (replacement() === undefined) return endWith(reason)
      gone.set(seat, reason)
      asks.depart(person, new Departed())
    },
    over: run(),
  }

  function endWith(reason: string): void {
    ends ??= reason
    abort.abort(new GroupEnds(reason))
    asks.close(match.match, new GroupEnds(reason))
  }

  function replacement(): string | undefined {
    const { time } = block.block
    return time?.policy === 'replace-by-model' ? time.by : undefined
  }

  async function run(): Promise<void> {
    const { store } = live
    for (;;) {
      try {
        const { status, at } = await play(match.match, started, {
          game: condition.game,
          agentOf: (player, seat) =>
            player === PERSON ? personIn(seat) : program(live.prepared.roster.agentOf(condition)(player, seat), seat),
          store,
          signal,
          stop: signal,
          run: live.run,
          fold: { digest: nodeDigest },
          moved: ({ seat }) => awaited.delete(seat),
        })
        opensAt(at.turn)
        await store.durable()
        return seated.finished(status, condition.game.payoffs(at.state), undefined)
      } catch (error) {
        if (stop.aborted) return
        awaited.clear()
        const { reserve } = block.block
        if (ends !== undefined || error instanceof GroupEnds) return voidIt(ends ?? (error as Error).message)
        if (broken.size > 0 && reserve !== undefined && ![...broken.keys()].some((seat) => reseatedBefore(seat))) {
          await reseat(broken, reserve, undefined)
          broken.clear()
        } else if (broken.size > 0) return voidIt([...broken.values()][0]!)
        else if (gone.size > 0) {
          await reseat(gone, replacement()!, undefined)
          gone.clear()
        } else {
          failure = error instanceof Error ? error.message : String(error)
          return voidIt(
            `the session could not go on with it: ${error instanceof StagegameError ? error.code : 'failed'}`,
          )
        }
        programs.clear()
      }
    }
  }

  /** A reserve that fails as well is not replaced by itself for ever. */
  function reseatedBefore(seat: number): boolean {
    return match.reseated.get(seat) === block.block.reserve
  }

  async function voidIt(reason: string): Promise<void> {
    const { store } = live
    if ((await store.status(match.match)) === undefined) store.open(match.match, live.run, started)
    if ((await store.status(match.match)) === 'open') store.append(match.match, { type: 'voided', reason })
    await store.durable()
    seated.finished(
      'voided',
      started.seats.map(() => null),
      reason,
    )
  }

  async function reseat(seats: ReadonlyMap<number, string>, player: string, told: string | undefined): Promise<void> {
    const { store } = live
    const events = (await store.log(match.match)).flatMap(({ event }) => (event ? [event] : []))
    const position = replay(condition.game, events, { digest: nodeDigest })
    for (const [seat, reason] of seats) {
      const event: Event = {
        type: 'reseated',
        turn: position.turn,
        seat,
        player,
        ...(told !== undefined && { told }),
        reason,
      }
      store.append(match.match, event)
      live.log({ type: 'reseated', match: match.match, seat, player, reason })
    }
    await store.durable()
  }

  /** When a stage is shown to people: settled at the first ask of it, and logged. */
  function opensAt(of: number): number {
    const known = opened.get(of) ?? match.released.get(of)
    if (known !== undefined) return known
    const now = live.clock.now()
    const { release, time } = block.block
    const before = of === 0 ? undefined : (opened.get(of - 1) ?? match.released.get(of - 1))
    const at =
      before === undefined
        ? now
        : releaseAt({
            ...{ release, openedAt: before, completedAt: now, seconds: time?.seconds },
            others: programs.get(of - 1)?.length ?? 0,
            rng: stream([live.seed, 'release', match.match, of]),
          })
    opened.set(of, at)
    live.log({ type: 'released', match: match.match, turn: of, at })
    return at
  }

  function asked(request: Request, who: string): void {
    if (request.turn !== turn) awaited.clear()
    turn = request.turn
    awaited.set(request.seat, who)
    opensAt(turn)
  }

  function program(agent: Agent, seat: number): Agent {
    return {
      name: agent.name,
      outside: agent.outside,
      decide: (request) => {
        asked(request, agent.name)
        const answer = patiently(async () => checked(await agent.decide(request), agent.name))
        const noted = answer.catch((error: unknown) => {
          broken.set(seat, error instanceof Error ? error.message : String(error))
          throw error
        })
        noted.catch(() => {}) // play waits for it as well, and reports it
        programs.set(request.turn, [...(programs.get(request.turn) ?? []), noted])
        return noted
      },
    }
  }

  /** A model that gives no legal answer is no player that a person may be paid by: never a silent stand-in. */
  function checked(decision: Decision, name: string): Decision {
    if (decision.origin.by !== 'fallback') return decision
    throw new StagegameError('no-answer', `${name} gave no legal answer (${decision.origin.reason})`)
  }

  function patiently(answer: () => Promise<Decision>): Promise<Decision> {
    const seconds = block.block.patience
    return new Promise((resolve, reject) => {
      const late = () => reject(new StagegameError('no-answer', `no answer within ${seconds} s`))
      const callOff = live.clock.at(live.clock.now() + seconds * 1000, late)
      answer().then(resolve, reject).finally(callOff)
    })
  }

  /** Also after a restart, before anybody else was seated. */
  function isGone(seat: number, person: string): boolean {
    const { exit } = live.person(person)
    if (!exit) return gone.has(seat)
    if (replacement() === undefined) throw new GroupEnds(exit.reason)
    gone.set(seat, gone.get(seat) ?? exit.reason)
    return true
  }

  function personIn(seat: number): Agent {
    const person = personAt.get(seat)!
    return {
      name: PERSON,
      outside: true,
      decide: async (request) => {
        asked(request, person)
        const { turn: now, ask, view } = request
        const of = { person, match: match.match, block: match.block, nth: match.nth, turn: now, ask, view }
        const asking: Asking = { ...of, opensAt: opensAt(now) }
        const logged = decisionOf(live, asking) ?? inAdvance(live, block, asking)
        if (logged) return logged
        if (isGone(seat, person)) throw new Departed()
        if (block.block.release !== 'when-all') return asks.open(asking) // how long models take would show
        await nextTick() // every seat of the turn has been asked by then
        await Promise.allSettled(programs.get(now) ?? [])
        if (ends !== undefined) throw new GroupEnds(ends)
        if (broken.size > 0) throw new StagegameError('stage-broken', 'a player of this stage failed')
        if (isGone(seat, person)) throw new Departed()
        return asks.open({ ...asking, opensAt: Math.max(asking.opensAt, live.clock.now()) })
      },
    }
  }
}

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
