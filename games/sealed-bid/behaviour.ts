/** What is looked at in sealed bids beside payoffs. */
import type { Baseline, Behaviour, Classification, Figure, Made } from '../../src/core/behaviour.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { bidSlope, bidSlopeFree, type Datum, riskAversion, SYNTHETIC_LABS, valueFit } from '../auctions/estimates.ts'
import type { Params } from './params.ts'
import type { sealedBid } from './rules.ts'
import { equilibriumUnder, tellsRisk } from './theory.ts'

type View = ViewOf<typeof sealedBid>

export function behaviour(params: Params, seats: number): Behaviour {
  const equilibrium = equilibriumUnder(params, seats)
  return {
    figures: [...FIGURES, ...(equilibrium ? [overEquilibrium(equilibrium)] : []), WINNERS_PROFIT],
    classes: [AGAINST_VALUE],
    estimates: [
      bidSlope(datum),
      bidSlopeFree(datum),
      valueFit(datum),
      ...(tellsRisk(params) ? [riskAversion(datum, seats)] : []),
    ],
    baselines: baselinesFor(params, seats),
  }
}

const datum: Datum = ({ action, kind, view }) => {
  const { value } = view as View
  return kind === 'bid' && value !== null ? [value, action.bid] : undefined
}

const ofBid = <T>(made: Made, of: (bid: number, value: number) => T | undefined): T | undefined => {
  const found = datum(made)
  return found && of(found[1], found[0])
}

const FIGURES: readonly Figure[] = [
  {
    name: 'bid-to-value',
    title: 'Bid ÷ value',
    describes:
      'The bid over what the seat was told that the item is worth to it (its value or signal), where that is above 0.',
    of: (made) => ofBid(made, (bid, value) => (value > 0 ? bid / value : undefined)),
  },
  {
    name: 'overbid',
    title: 'Bid − value',
    describes: 'The bid less the value (or signal): negative for who shades.',
    of: (made) => ofBid(made, (bid, value) => bid - value),
  },
  {
    name: 'above-value',
    title: 'Bids above value',
    describes: '1 for a bid above the value (or signal), 0 for another: of its mean, the share of such bids.',
    of: (made) => ofBid(made, (bid, value) => Number(bid > value)),
  },
]

const overEquilibrium = (equilibrium: (value: number) => number): Figure => ({
  name: 'over-equilibrium',
  title: 'Bid − equilibrium',
  describes:
    'The bid less that of the symmetric equilibrium of bidders who are neutral to risk, before it is rounded to the increment (the game’s README has the formulas and their sources).',
  of: (made) => ofBid(made, (bid, value) => bid - equilibrium(value)),
})

const WINNERS_PROFIT: Figure = {
  name: 'winners-profit',
  title: 'Profit of winning bids',
  describes: 'Of a bid that won: what its round paid the seat. Of common values a negative mean is the winner’s curse.',
  of: ({ after, kind, round }) => {
    const result = kind === 'bid' ? (after as View).history[round - 1]?.result : undefined
    return result?.won ? result.payoff : undefined
  },
}

const AGAINST_VALUE: Classification = {
  name: 'against-value',
  title: 'Bid against value',
  describes: 'Whether the bid is below the value (or signal), equal to it, or above: equal is truthful.',
  classes: ['below', 'equal', 'above'],
  of: (made) => ofBid(made, (bid, value) => (bid === value ? 'equal' : bid < value ? 'below' : 'above')),
}

/** Three bidders under second prices, of values that are private (0 to 99) or affiliated (two parts of 0 to 20). */
function baselinesFor({ agencies, bidCap, budgets, format, reserve, values }: Params, seats: number): Baseline[] {
  const plain = agencies.length === 0 && bidCap === 'none' && budgets === 'none' && reserve === 0
  if (!plain || format !== 'second-price' || seats !== 3) return []
  if (values.kind === 'private' && values.low === 0 && values.high === 99 && values.integer)
    return [{ ...SYNTHETIC_LABS, of: 'value-fit', value: 0.4845 }]
  if (values.kind === 'affiliated' && isUpTo20(values.common) && isUpTo20(values.private) && values.integer)
    return [{ ...SYNTHETIC_LABS, of: 'against-value', shares: { equal: 0.187 } }]
  return []
}

const isUpTo20 = ([low, high]: readonly [number, number]): boolean => low === 0 && high === 20
