/** What is asked of whom, and what is played for a seat that gives no legal answer. */
import { z } from 'zod'
import { type Ask, asking, over, type Seat, type Turn } from '../../src/core/game.ts'
import { memo } from '../../src/core/memo.ts'
import { DELTAS } from './brackets.ts'
import { factsOf } from './facts.ts'
import type { Params } from './params.ts'
import { type Kinds, type State, workersOf } from './state.ts'

export function asksOf(state: State): Turn<Kinds> {
  const { params, phase, planned, leader, rates } = state
  const workers = workersOf(state)
  const { schedule, campaign, labour } = schemasOf(rates.length, params.move, params.labour.max, params.labour.step)
  const byRates = params.move === 'rates'
  switch (phase) {
    case 'campaign': {
      const none = byRates ? { run: false, rates: null } : { run: false, deltas: null }
      return asking<Kinds, 'campaign'>(workers, 'campaign', campaign, none)
    }
    case 'vote':
      return toAll(workers, voteAsk(state))
    case 'schedule': {
      const unchanged = byRates ? { rates: [...rates] } : { deltas: rates.map(() => 0) }
      return asking<Kinds, 'schedule'>([planned ? 0 : leader!], 'schedule', schedule, unchanged)
    }
    case 'labour': {
      const ask = (nth: number) =>
        ({ kind: 'labour', schema: labour, fallback: { hours: lastHours(state, nth) } }) as const
      return new Map(workers.map((seat, nth) => [seat, ask(nth)]))
    }
    case 'satisfied':
      return toAll(workers, { kind: 'satisfied', schema: Satisfied, fallback: { satisfied: true }, absent: true })
    case 'over':
      return over<Kinds>()
  }
}

const toAll = (workers: readonly Seat[], ask: Ask<Kinds>): Turn<Kinds> => new Map(workers.map((seat) => [seat, ask]))

/** For one of those who run; without platforms, for any worker. */
function voteAsk({ campaigns, skills }: State): Ask<Kinds> {
  const candidates = campaigns?.map(({ seat }) => seat)
  const schema = candidates ? voteForOneOf(candidates) : voteForAny(skills.length)
  return { kind: 'vote', schema, fallback: { for: candidates?.[0] ?? 0 }, absent: true }
}

/** What a worker is taken to do where it gives no answer: as before. */
function lastHours({ params, steps, years }: State, worker: number): number {
  const last = steps.at(-1) ?? years.at(-1)?.steps.at(-1)
  return last?.hours[worker] ?? factsOf(params).usualHours
}

/** What may be answered: one schema for equal bounds. */
const schemasOf = memo((brackets: number, move: Params['move'], max: number, step: number) => {
  const rates = z.array(z.number().min(0).max(100)).length(brackets)
  const deltas = z.array(z.literal([...DELTAS])).length(brackets)
  const byRates = {
    schedule: z.strictObject({ rates }),
    campaign: z.strictObject({ run: z.boolean(), rates: rates.nullable() }),
  }
  const byDeltas = {
    schedule: z.strictObject({ deltas }),
    campaign: z.strictObject({ run: z.boolean(), deltas: deltas.nullable() }),
  }
  return {
    ...(move === 'rates' ? byRates : byDeltas),
    labour: z.strictObject({ hours: z.int().min(0).max(max).multipleOf(step) }),
  }
})

const Satisfied = z.strictObject({ satisfied: z.boolean() })

const voteForAny = memo((workers: number) =>
  z.strictObject({
    for: z
      .int()
      .min(0)
      .max(workers - 1),
  }),
)

/** Made anew for each list of candidates: they depend on play. */
const voteForOneOf = (seats: readonly number[]) => z.strictObject({ for: z.literal([...seats]) })
