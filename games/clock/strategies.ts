/** Scripted bidders on a price clock. Each has a price to leave at, and answers by it tick by tick or as a limit. */
import { z } from 'zod'
import { StagegameError } from '../../src/core/errors.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import type { clock, Kinds } from './rules.ts'
import { firstExit, leavingPrice } from './theory.ts'

type View = ViewOf<typeof clock>
type Bidder = Strategy<Kinds, View>

/** Stays while the price is below its own (ascending), or above it (descending). */
const bidder = (leavesAt: (view: View) => number) => ({
  stay: (view: View) => {
    const [price, own] = [view.price!, leavesAt(view)]
    return { stay: view.direction === 'ascending' ? price < own : price > own }
  },
  limit: (view: View) => {
    const own = leavesAt(view)
    // there are no prices below 0: a rising clock is left at once, a falling one never gets there
    if (own < 0) return { leaveAt: view.direction === 'ascending' ? 0 : null }
    return { leaveAt: Math.min(own, 1e9) }
  },
})

/** Leaves at its value: dominant on a rising clock (Vickrey 1961), earns nothing on a falling one. A signal is taken at face value. */
const truthful: Bidder = (options) => {
  z.strictObject({}).parse(options)
  return bidder(({ value }) => value!)
}

/** Leaves at the equilibrium's price. `range`: what given values are taken to be drawn from. Throws `no-equilibrium`. */
const equilibrium: Bidder = (options) => {
  const { riskAversion, range } = z
    .strictObject({
      riskAversion: z.number().min(0).lt(1).default(0),
      range: z.tuple([z.number(), z.number()]).optional(),
    })
    .parse(options)
  return bidder((view) => {
    const { announce, common, direction, exits, final, proxy, seats, value, values } = view
    const drawn =
      values.kind === 'given' && range ? { kind: 'private' as const, low: range[0], high: range[1] } : values
    const known = !(common && values.kind === 'given')
    const rule = known
      ? leavingPrice({
          direction,
          values: drawn,
          bidders: seats,
          seen: announce && !proxy,
          floor: direction === 'descending' ? final : 0,
          riskAversion,
        })
      : undefined
    if (!rule)
      throw new StagegameError(
        'no-equilibrium',
        `no equilibrium is known for ${values.kind}${common ? ', common' : ''} values on ${direction} prices; ${
          values.kind === 'given' && !common ? 'give the range they are drawn from, as range' : 'take truthful or shade'
        }`,
      )
    return rule(value!, firstExit(exits))
  })
}

/** Leaves at a share of its value. */
const shade: Bidder = (options) => {
  const { share } = z.strictObject({ share: z.number().min(0).max(10).default(0.8) }).parse(options)
  return bidder(({ value }) => portable(share * value!))
}

export const strategies = { truthful, equilibrium, shade }
