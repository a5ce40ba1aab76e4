/** Matches of a session: how each begins, and what follows for its people once its end may be seen. */
import { nameOf } from '../arena/experiment.ts'
import { stream } from '../core/chance.ts'
import type { Started } from '../core/event.ts'
import { specOf } from '../players/specs.ts'
import type { Going } from './going.ts'
import { PERSON, type Table } from './prepared.ts'
import type { SessionMatch } from './session.ts'
import { playTable } from './table.ts'

export function seating(going: Going): Pick<Going, 'seat'> & { goOn(): void } {
  const { live, asks, tables, stop } = going
  const { clock } = live
  const specs = new Map(live.lab.players.map((player) => [nameOf(player), specOf(player)]))
  return {
    seat,
    /** After a restart: plays on what was being played, and lets follow what should have followed. */
    goOn: () => {
      for (const match of live.session.matches.values()) {
        for (const [person, at] of match.out) if (at > clock.now()) going.work(outAt(person, at))
        if (match.status === 'playing') seat(match.match)
        else if (match.status === 'voided' || releaseOf(match) > clock.now()) going.work(after(match))
      }
    },
  }

  function seat(id: string): void {
    const match = live.session.matches.get(id)!
    const table = playTable({
      ...{ live, asks, match, started: startedOf(match), stop },
      out: (person, at) => going.work(outAt(person, at)),
      finished: (status, points, reason) => finished(match, status, points, reason),
    })
    tables.set(id, table)
    going.work(table.over)
  }

  function startedOf(of: SessionMatch): Started {
    const { match, block: id, nth, people } = of
    const { condition, told, practice, ...block } = live.block(id)
    const { roles } = nth < 0 ? practice! : block
    const { game, params } = condition
    return {
      type: 'started',
      ...{ wire: 1, match, game: game.id, version: game.version, params: { ...params } },
      ...(game.wraps && {
        wraps: game.wraps.map((wrap) => ({ ...wrap, params: wrap.params as Record<string, unknown> })),
      }),
      seats: playersAt(of, nth < 0 ? practice! : block, nth >= 0 && !block.block.keepSeats && live.seed).map(
        (player, at) => {
          const person = people.find((one) => one.seat === at)?.person
          const spec = specs.get(player)
          const seen = person !== undefined && nth >= 0 ? told?.text : undefined
          return {
            ...{ role: roles[at]!, player },
            ...(person !== undefined && { subject: person }),
            ...(spec !== undefined && { spec }),
            ...(seen !== undefined && { told: seen }),
          }
        },
      ),
      seed: `${live.seed}/${match.slice(live.run.length + 1)}`,
      code: going.code,
    }
  }

  function finished(
    match: SessionMatch,
    status: 'ended' | 'voided',
    points: readonly (number | null)[],
    reason: string | undefined,
  ): void {
    live.log({
      ...{ type: 'finished', match: match.match, status },
      points: match.people.map(({ person, seat: at }) => ({
        person,
        points: match.reseated.has(at) ? null : (points[at] ?? null),
      })),
      ...(reason !== undefined && { reason }),
    })
    going.work(after(match))
  }

  /** Once somebody may see that they are out. */
  async function outAt(id: string, at: number): Promise<void> {
    await until(at)
    if (stop.aborted) return
    await going.settle(live.person(id))
    going.changed(id)
    going.form()
  }

  /** Once the end of a match may be seen. */
  async function after(match: SessionMatch): Promise<void> {
    await until(releaseOf(match))
    if (stop.aborted) return
    const isVoid = match.status === 'voided' && match.nth >= 0
    for (const { person: id } of match.people) {
      const person = live.person(id)
      if (isVoid && !match.out.has(id)) await going.exits(person, 'group-ended', match.reason ?? 'voided')
      await going.settle(person)
      going.changed(id)
    }
    going.form()
  }

  async function until(time: number): Promise<void> {
    if (time <= clock.now()) return
    await new Promise<void>((resolve) => {
      const callOff = clock.at(time, () => {
        stop.removeEventListener('abort', stopped)
        resolve()
      })
      const stopped = () => {
        callOff()
        resolve()
      }
      stop.addEventListener('abort', stopped, { once: true })
    })
  }
}

/** Who sits where people and those in their place do not: the programs of each role, over the seats that are left in the order that the seed draws. */
function playersAt(
  { match, people, reseated }: SessionMatch,
  { lineup, roles }: Table,
  seed: string | false,
): string[] {
  const players = new Map<number, string>(people.map(({ seat }) => [seat, PERSON]))
  for (const [seat, player] of reseated) players.set(seat, player)
  for (const role of new Set(roles)) {
    const free = roles.flatMap((one, seat) => (one === role && !players.has(seat) ? [seat] : []))
    const names = lineup.filter((name, seat) => roles[seat] === role && name !== PERSON)
    const drawn = seed === false ? names : stream([seed, 'programs', match, role]).shuffle(names)
    for (const [i, seat] of free.entries()) players.set(seat, drawn[i]!)
  }
  return roles.map((_, seat) => players.get(seat)!)
}

const releaseOf = ({ released }: SessionMatch): number => Math.max(0, ...released.values())
