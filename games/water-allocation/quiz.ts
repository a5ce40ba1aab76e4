/** Questions about a day, answered by the reckoning that settles days. */
import type { Rng } from '../../src/core/chance.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import { after, paid, servedOf } from './day.ts'
import { MOST_HEALTH, type Params } from './params.ts'

/** More residents than this would test patience. */
const MOST_RESIDENTS = 6

export function quiz({ params }: Setup<Params>, rng: Rng): readonly Question[] {
  const first = exampleOf(params, rng)
  const whose = rng.int(first.bids.length)
  const second = exampleOf(params, rng)
  return [
    {
      name: 'served',
      given: { ...first.given, whose: whose + 1 },
      answer: first.served.includes(whose),
    },
    {
      name: 'left',
      given: second.given,
      answer: second.supply - sum(second.served.map((seat) => params.needs[seat]!)),
    },
    healthOf(true, rng),
    healthOf(false, rng),
    balanceOf(params, rng),
    pointsOf(params, rng),
    ...(params.overspend === 'loses' ? [overspendingOf(params, rng)] : []),
  ]
}

interface Example {
  readonly bids: readonly number[]
  /** Bids by the number of the resident, as they are told. */
  readonly given: {
    readonly bids: readonly { readonly resident: number; readonly bid: number }[]
    readonly supply: number
  }
  readonly served: readonly number[]
  readonly supply: number
}

/** The first few residents alone are left, and have what they bid; two bids may be the same. */
function exampleOf({ needs: all, salaries }: Params, rng: Rng): Example {
  const needs = all.slice(0, MOST_RESIDENTS)
  const most = 2 * Math.max(5, ...salaries)
  const drawn = needs.map(() => 1 + rng.int(most))
  const bids = rng.int(2) === 0 ? drawn : drawn.with(0, drawn[1]!)
  const least = Math.min(...needs)
  const supply = least + rng.int(Math.max(1, sum(needs) - least)) // never enough for all
  const served = servedOf({ balances: bids, bids, needs, supply })
  return { bids, given: { bids: bids.map((bid, seat) => ({ resident: seat + 1, bid })), supply }, served, supply }
}

function healthOf(served: boolean, rng: Rng): Question {
  const daysDry = 1 + rng.int(3)
  const health = daysDry + 1 + rng.int(MOST_HEALTH - daysDry)
  const answer = after({ health, balance: 0, daysDry }, served, 0).health
  return { name: 'health', given: { daysDry, health, served }, answer }
}

/** The balance at the end of a day, from that before the salary. */
function balanceOf({ salaries }: Params, rng: Rng): Question {
  const salary = salaries[rng.int(salaries.length)]!
  const balance = rng.int(2 * Math.max(5, salary) + 1)
  const served = rng.int(2) === 0
  const bid = rng.int(balance + salary + 1)
  const { balance: answer } = after(paid({ health: MOST_HEALTH, balance, daysDry: 1 }, salary), served, bid)
  return { name: 'balance', given: { balance, bid, salary, served }, answer }
}

/** What a resident is paid who is out on some day, or never. */
function pointsOf({ days, payoff }: Params, rng: Rng): Question {
  const health = 1 + rng.int(MOST_HEALTH)
  const out = rng.int(2) === 0
  const outOn = out ? 1 + rng.int(days) : null
  const points = payoff === 'days' ? (outOn === null ? days : outOn - 1) : outOn === null ? health : 0
  return { name: 'points', given: { health: out ? null : health, outOn }, answer: points }
}

/** Nobody else bids, and there is enough: it hangs on the balance alone. */
function overspendingOf({ needs, salaries }: Params, rng: Rng): Question {
  const balance = 1 + rng.int(2 * Math.max(5, ...salaries))
  const bid = rng.int(2) === 0 ? balance + 1 + rng.int(balance) : rng.int(balance + 1)
  const supply = Math.max(...needs)
  const served = servedOf({ balances: [balance], bids: [bid], needs: [supply], supply })
  return { name: 'overspending', given: { balance, bid, supply }, answer: served.length > 0 }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
