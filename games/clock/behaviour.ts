/** What is looked at in exits from a price clock beside payoffs. */
import type { Baseline, Behaviour, Classification, Figure, Made } from '../../src/core/behaviour.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { SYNTHETIC_LABS } from '../auctions/estimates.ts'
import { isCommon } from '../auctions/values.ts'
import type { Params } from './params.ts'
import type { clock } from './rules.ts'
import { firstExit, leavingPrice } from './theory.ts'

type View = ViewOf<typeof clock>

/** On a rising clock whose item’s worth to oneself is known, to stay up to it is dominant: to leave elsewhere is early or late. */
export function behaviour(params: Params, seats: number): Behaviour {
  const dominant = params.direction === 'ascending' && !isCommon(params.values)
  const leaving = dominant ? undefined : equilibriumUnder(params, seats)
  return {
    figures: [
      ...EXITS,
      ...(leaving ? [overEquilibrium(leaving)] : []),
      ...(dominant && !params.proxy ? [OFF_VALUE] : []),
    ],
    classes: dominant ? [exitsWithin(params.step)] : [],
    estimates: [],
    baselines: dominant ? baselinesFor(params, seats) : [],
  }
}

/** The price at which it leaves (stops the clock), and its value or signal. */
function ofExit<T>(made: Made, of: (exit: number, value: number, view: View) => T | undefined): T | undefined {
  const view = made.view as View
  const exit = exitOf(made, view)
  return exit === null || view.value === null ? undefined : of(exit, view.value, view)
}

function exitOf({ action, kind }: Made, { price }: View): number | null {
  if (kind === 'limit') return action.leaveAt
  return kind === 'stay' && action.stay === false ? price : null
}

const ITS_PRICE = 'the price at which it left or stopped the clock, or its limit'

const EXITS: readonly Figure[] = [
  {
    name: 'exit-over-value',
    title: 'Exit − value',
    describes: `Of an exit (${ITS_PRICE}): how far that is above the value (or signal); negative below. Who did not leave, or gave no limit, is not counted.`,
    of: (made) => ofExit(made, (exit, value) => portable(exit - value)),
  },
  {
    name: 'exit-distance',
    title: 'Distance of exit and value',
    describes: `Of an exit (${ITS_PRICE}): its distance from the value (or signal), from 0 on.`,
    of: (made) => ofExit(made, (exit, value) => portable(Math.abs(exit - value))),
  },
]

type LeavingPrice = NonNullable<ReturnType<typeof leavingPrice>>

function equilibriumUnder({ announce, direction, floor, proxy, values }: Params, bidders: number) {
  if (values.kind === 'given') return undefined
  return leavingPrice({ direction, values, bidders, seen: announce && !proxy, floor })
}

const overEquilibrium = (leaving: LeavingPrice): Figure => ({
  name: 'over-equilibrium',
  title: 'Exit − equilibrium',
  describes: `Of an exit (${ITS_PRICE}): how far that is above the symmetric equilibrium’s of bidders neutral to risk on a clock without steps (the game’s README has the formulas and their sources). A falling clock shows the price of the first alone, so that without limits early stops are seen more often than late ones.`,
  of: (made) => ofExit(made, (exit, value, { exits }) => exit - leaving(value, firstExit(exits))),
})

const OFF_VALUE: Figure = {
  name: 'off-value',
  title: 'Answers against the value',
  describes:
    'Of an answer at one price: 1 for staying at a price above the value or leaving at one below it, else 0: of its mean, the share of answers that are not those of who stays up to its value (Vickrey 1961). At the value itself both are as good.',
  of: ({ action, kind, view }) => {
    const { price, value } = view as View
    if (kind !== 'stay' || price === null || value === null) return undefined
    return Number(action.stay ? price > value : price < value)
  },
}

const exitsWithin = (step: number): Classification => ({
  name: 'exit',
  title: 'Exit',
  describes:
    'Whether an exit (the price at which it left, or its limit) is within one step of the value, earlier (below) or later (above). A limit that is never to leave is late where the clock goes on beyond that.',
  classes: ['early', 'at-value', 'late'],
  of: (made) => {
    const { final, value } = made.view as View
    if (made.kind === 'limit' && made.action.leaveAt === null && value !== null)
      return portable(final - value) > step ? 'late' : 'at-value'
    return ofExit(made, (exit, value) => {
      const off = portable(exit - value)
      return Math.abs(off) <= step ? 'at-value' : off < 0 ? 'early' : 'late'
    })
  },
})

/** Three bidders on a rising clock in steps of 1 who see exits, of affiliated values: two parts of 0 to 20. */
function baselinesFor({ announce, proxy, step, values }: Params, seats: number): Baseline[] {
  if (seats !== 3 || step !== 1 || proxy || !announce || values.kind !== 'affiliated' || !values.integer) return []
  if (![values.common, values.private].every(([low, high]) => low === 0 && high === 20)) return []
  const losers = { ...SYNTHETIC_LABS, who: `${SYNTHETIC_LABS.who}, without winners` }
  return [
    { ...losers, of: 'exit', shares: { 'at-value': 0.7 } },
    { ...losers, of: 'exit-distance', value: 2.03 },
  ]
}
