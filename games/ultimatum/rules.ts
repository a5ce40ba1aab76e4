/** One seat offers a split; the other takes it, or both get what they have outside. */
import { z } from 'zod'
import { asking, defineGame, over, type Seat } from '../../src/core/game.ts'
import { memo } from '../../src/core/memo.ts'
import { Params } from './params.ts'
import { quiz } from './quiz.ts'
import { sharesOf } from './shares.ts'

export interface Kinds {
  offer: { offer: number }
  reply: { accept: boolean }
}

interface State {
  readonly accepted: boolean | null
  readonly offer: number | null
  readonly outside: readonly [number, number]
  readonly params: Params
}

const PROPOSER = 0
const RESPONDER = 1

export const ultimatum = defineGame({
  id: 'ultimatum',
  title: 'Ultimatum: an offer to take or leave',
  version: 1,
  params: Params,
  roles: () => [
    { name: 'proposer', min: 1, max: 1 },
    { name: 'responder', min: 1, max: 1 },
  ],

  init: ({ params }, chance): State => {
    const drawn = (seat: number) =>
      params.outside === 'none'
        ? 0
        : params.outside.min + chance.of(seat, 'outside').int(params.outside.max - params.outside.min + 1)
    return { accepted: null, offer: null, outside: [drawn(PROPOSER), drawn(RESPONDER)], params }
  },

  turn: ({ params, offer, accepted }: State) => {
    if (offer === null) return asking<Kinds, 'offer'>([PROPOSER], 'offer', offerUpTo(params.pie), { offer: 0 })
    if (accepted === null) return asking<Kinds, 'reply'>([RESPONDER], 'reply', Reply, { accept: false })
    return over<Kinds>()
  },

  apply: (state, moves) =>
    state.offer === null
      ? { ...state, offer: moves.at(PROPOSER, 'offer').offer }
      : { ...state, accepted: moves.at(RESPONDER, 'reply').accept },

  view: ({ params, outside, offer, accepted }, seat) => ({
    seat,
    role: seat === PROPOSER ? ('proposer' as const) : ('responder' as const),
    pie: params.pie,
    /** One's own; the other's is never shown. */
    outside: outside[seat as 0 | 1],
    /** Null where nobody has anything outside. */
    outsideRange: params.outside === 'none' ? null : params.outside,
    offer,
    accepted,
    over: accepted !== null,
    history: [] as readonly never[],
  }),

  payoffs: ({ params, outside, offer, accepted }) => {
    if (offer === null || accepted === null) return [0, 0]
    return sharesOf({ accepted, offer, outside, pie: params.pie })
  },

  measures: ({ params, outside, offer, accepted }): Record<string, number> => {
    if (offer === null || accepted === null) return {}
    const best = Math.max(params.pie, outside[0] + outside[1])
    return {
      offerShare: offer / params.pie,
      accepted: Number(accepted),
      efficiency: (accepted ? params.pie : outside[0] + outside[1]) / best,
    }
  },

  /** The responder's alone: what a proposer gave up depends on replies to offers it did not make. */
  regrets: ({ offer, outside }, moves): ReadonlyMap<Seat, number> => {
    if (offer === null) return new Map()
    const [taken, left] = [offer, outside[RESPONDER]]
    const { accept } = moves.at(RESPONDER, 'reply')
    return new Map([[RESPONDER, Math.max(taken, left) - (accept ? taken : left)]])
  },

  quiz,
})

const offerUpTo = memo((pie: number) => z.strictObject({ offer: z.int().min(0).max(pie) }))
const Reply = z.strictObject({ accept: z.boolean() })
