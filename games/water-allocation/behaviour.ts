/** What is looked at in bids for water beside the days that one lives. */
import type { Behaviour, Classification, Figure, Made } from '../../src/core/behaviour.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { isAlive, servedOf } from './day.ts'
import type { Params } from './params.ts'
import type { waterAllocation } from './rules.ts'

type View = ViewOf<typeof waterAllocation>
type Day = View['history'][number]

export const behaviour = ({ overspend }: Params): Behaviour => ({
  figures: FIGURES,
  classes: [bidClass(overspend)],
  estimates: [],
  baselines: [],
})

interface Bid {
  readonly bid: number
  readonly balance: number
  readonly view: View
}

function ofBid<T>({ action, kind, view }: Made, of: (bid: Bid) => T | undefined): T | undefined {
  if (kind !== 'bid') return undefined
  const { residents, seat } = view as View
  return of({ bid: action.bid, balance: residents[seat]!.balance, view })
}

/** The day that the bid was for, where the view after it looks back on it. */
const ofDay = <T>(made: Made, of: (day: Day, bid: Bid) => T | undefined): T | undefined =>
  ofBid(made, (bid) => {
    const day = (made.after as View).history[made.round - 1]
    return day && of(day, bid)
  })

const FIGURES: readonly Figure[] = [
  {
    name: 'balance-share',
    title: 'Bid ÷ balance',
    describes:
      'The bid over the money that the seat had, the day’s salary included, where that is above 0; above 1 for a bid that cannot win.',
    of: (made) => ofBid(made, ({ bid, balance }) => (balance > 0 ? bid / balance : undefined)),
  },
  {
    name: 'balance-share-at-stake',
    title: 'Bid ÷ balance, life at stake',
    describes: 'Bid ÷ balance on days on which the seat would be out at the end if it were not served.',
    of: (made) =>
      ofBid(made, ({ bid, balance, view: { residents, seat } }) => {
        const { daysDry, health } = residents[seat]!
        return balance > 0 && health <= daysDry ? bid / balance : undefined
      }),
  },
  {
    name: 'bid-per-unit',
    title: 'Bid ÷ need',
    describes: 'The bid over the units of water that the seat needs a day: money a unit.',
    of: (made) => ofBid(made, ({ bid, view: { needs, seat } }) => bid / needs[seat]!),
  },
  {
    name: 'served',
    title: 'Days served',
    describes: '1 where the seat got its water that day, 0 where it bid and did not: of its mean, the share of days.',
    of: (made) => ofDay(made, ({ served }) => Number(served)),
  },
  {
    name: 'survived',
    title: 'Days survived',
    describes: '1 where the seat that bid was alive at the end of the day, else 0.',
    of: (made) => ofDay(made, ({ result }, { view: { seat } }) => Number(isAlive(result.residents[seat]!))),
  },
  {
    name: 'overpaid',
    title: 'Paid too much',
    describes:
      'Of a bid that was served: by how much it exceeds the least that would have been served against what the others bid that day, from 0 on.',
    of: (made) =>
      ofDay(made, (day, { bid, view }) => (day.served ? bid - leastServed(servedWith(day, view), bid) : undefined)),
  },
  {
    name: 'missed',
    title: 'Water missed',
    describes:
      'Of a bid that was not served: 1 where the seat had the money for one that would have been, against what the others bid that day, else 0.',
    of: (made) =>
      ofDay(made, (day, { balance, view }) => (day.served ? undefined : Number(servedWith(day, view)(balance)))),
  },
]

/** Whether a bid of so much would have been served, the others’ as they were. A higher one is served where a lower one is: fewer come before it. */
function servedWith({ result }: Day, { needs, residents, seat }: View): (bid: number) => boolean {
  const { bids, supply } = result
  const balances = residents.map(({ balance }) => balance)
  return (bid) => servedOf({ balances, bids: bids.with(seat, bid), needs, supply }).includes(seat)
}

/** The least bid that is served, up to one that is. */
function leastServed(served: (bid: number) => boolean, most: number): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (served(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const bidClass = (overspend: Params['overspend']): Classification => ({
  name: 'stake',
  title: 'Stake',
  describes: `Whether the seat bids nothing, a part of its balance, or all of it${overspend === 'loses' ? '; or more than it has, which never wins' : ''}.`,
  classes: ['nothing', 'part', 'all', ...(overspend === 'loses' ? ['more'] : [])],
  of: (made) =>
    ofBid(made, ({ bid, balance }) => {
      if (bid === 0) return 'nothing'
      if (bid < balance) return 'part'
      return bid === balance ? 'all' : 'more'
    }),
})
