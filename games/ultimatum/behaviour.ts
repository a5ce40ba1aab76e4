/** What is looked at in offers and replies beside payoffs, and what people did. */
import type { Baseline, Behaviour, Made } from '../../src/core/behaviour.ts'
import type { Params } from './params.ts'

/** Below this share of the pie an offer counts as low. */
const LOW = 0.2

export const behaviour = ({ pie, outside }: Params): Behaviour => ({
  figures: [
    {
      name: 'offer-share',
      title: 'Share offered',
      describes: 'What was offered, as a share of the pie, from 0 to 1.',
      of: (made) => offered(made, (offer) => offer / pie),
    },
    {
      name: 'equal-split',
      title: 'Equal splits',
      describes: 'Of an offer: 1 where it is half of the pie (of an odd pie half a point off), else 0.',
      of: (made) => offered(made, (offer) => Number(isHalf(offer, pie))),
    },
    {
      name: 'accepted',
      title: 'Offers accepted',
      describes: 'Of a reply: 1 where the offer was taken, else 0.',
      of: ({ action, kind }) => (kind === 'reply' ? Number(action.accept) : undefined),
    },
    {
      name: 'low-rejected',
      title: 'Low offers rejected',
      describes: 'Of a reply to an offer of less than 20 % of the pie: 1 where it was rejected, else 0.',
      of: ({ action, kind, view }) => (kind === 'reply' && view.offer < LOW * pie ? Number(!action.accept) : undefined),
    },
  ],
  classes: [
    {
      name: 'offer',
      title: 'Offer',
      describes:
        'Of an offer: its share of the pie, below 20 %, below 40 %, below a half, a half (of an odd pie half a point off), or more.',
      classes: ['below-20', 'below-40', 'below-half', 'half', 'above-half'],
      of: (made) => offered(made, (offer) => bandOf(offer, pie)),
    },
  ],
  estimates: [],
  baselines: outside === 'none' ? people : [],
})

const offered = <T>({ action, kind }: Made, of: (offer: number) => T): T | undefined =>
  kind === 'offer' ? of(action.offer) : undefined

const isHalf = (offer: number, pie: number): boolean => Math.abs(2 * offer - pie) <= 1

function bandOf(offer: number, pie: number): string {
  if (isHalf(offer, pie)) return 'half'
  if (2 * offer > pie) return 'above-half'
  if (offer >= 0.4 * pie) return 'below-half'
  return offer >= LOW * pie ? 'below-40' : 'below-20'
}

const META = {
  who: '75 results of 37 papers, many countries',
  source: 'Oosterbeek, Sloof and van de Kuilen (2004), Experimental Economics 7(2), abstract',
}

const people: readonly Baseline[] = [
  { ...META, of: 'offer-share', value: 0.4 },
  { ...META, of: 'accepted', value: 0.84 },
]
