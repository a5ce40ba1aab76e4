/** A player that decides what a log says it decided: for people and programs when a run is played again. */
import { StagegameError } from '../core/errors.ts'
import type { Moved } from '../core/event.ts'
import type { Agent } from './agent.ts'

/** `decided`: what stands in the log. Throws `no-recording` where nothing does. */
export function replayed(
  name: string,
  decided: (match: string, turn: number, seat: number) => Promise<Moved | undefined>,
): Agent {
  return {
    name,
    outside: false,
    decide: async ({ match, turn, seat }) => {
      const moved = await decided(match, turn, seat)
      if (!moved)
        throw new StagegameError(
          'no-recording',
          `the log of match ${match} has no decision of ${name} in turn ${turn}, seat ${seat}`,
        )
      const { action, reason, origin } = moved
      return { ...(action !== undefined && { action }), ...(reason !== undefined && { reason }), origin }
    },
  }
}
