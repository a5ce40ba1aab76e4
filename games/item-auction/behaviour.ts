/** What is looked at in open bids for items in a row beside payoffs. */
import type { Behaviour, Classification, Figure, Made } from '../../src/core/behaviour.ts'
import type { ViewOf } from '../../src/core/game.ts'
import type { Params } from './params.ts'
import type { itemAuction } from './rules.ts'

type View = ViewOf<typeof itemAuction>

export const behaviour = ({ items }: Params): Behaviour => ({
  figures: [
    ...FIGURES,
    {
      name: 'above-worth',
      title: 'Bids above true value',
      describes:
        'Of a bid: 1 where it is above what the item is truly worth, which bidders are not told, else 0: of its mean, the share of bids that would lose if they won.',
      of: (made) => ofBid(made, (bid, { nth }) => (nth === null ? undefined : Number(bid > items[nth - 1]!.value))),
    },
  ],
  classes: [MOVE],
  estimates: [],
  baselines: [],
})

const ofBid = <T>({ action, kind, view }: Made, of: (bid: number, view: View) => T | undefined): T | undefined =>
  kind === 'bid' && action.bid !== null ? of(action.bid, view) : undefined

const estimateOf = ({ item }: View): number | undefined => (item && item.estimate > 0 ? item.estimate : undefined)

const FIGURES: readonly Figure[] = [
  {
    name: 'bid-to-estimate',
    title: 'Bid ÷ estimate',
    describes: 'Of a bid: over the estimate that the seat was shown, where that is above 0.',
    of: (made) =>
      ofBid(made, (bid, view) => {
        const estimate = estimateOf(view)
        return estimate && bid / estimate
      }),
  },
  {
    name: 'above-estimate',
    title: 'Bids above estimate',
    describes: 'Of a bid: 1 where it is above the estimate that the seat was shown, else 0.',
    of: (made) => ofBid(made, (bid, { item }) => (item ? Number(bid > item.estimate) : undefined)),
  },
  {
    name: 'money-share',
    title: 'Bid ÷ money',
    describes: 'Of a bid: what share it is of the money that the seat had left, from 0 to 1.',
    of: (made) => ofBid(made, (bid, { money, seat }) => bid / money[seat]!),
  },
  {
    name: 'turned-down',
    title: 'Price turned down ÷ estimate',
    describes:
      'Of a withdrawal: the least that could have been bid, over the estimate, where that is above 0: a price that the seat was not willing to pay.',
    of: ({ action, kind, view }) => {
      if (kind !== 'bid' || action.bid !== null) return undefined
      const { least } = view as View
      const estimate = estimateOf(view)
      return least === null || estimate === undefined ? undefined : least / estimate
    },
  },
]

const MOVE: Classification = {
  name: 'move',
  title: 'Move',
  describes: 'What an answer does: withdraws, bids the least that it may, or jumps above that.',
  classes: ['withdraws', 'least', 'jumps'],
  of: ({ action, kind, view }) => {
    if (kind !== 'bid') return undefined
    if (action.bid === null) return 'withdraws'
    return action.bid === (view as View).least ? 'least' : 'jumps'
  },
}
