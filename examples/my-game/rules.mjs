/** The 11–20 money request game (Arad and Rubinstein 2012): a game of one's own, in plain JavaScript. */
import { asking, defineGame, over, seatsTo, z } from 'stagegame'

const LOW = 11
const HIGH = 20

const Params = z.strictObject({
  bonus: z.int().min(1).max(20).default(20).describe('for asking exactly one less than the other'),
})

/** What a player may answer. The same schema checks it, tells a model the format, and makes a person's form. */
const Request = z.strictObject({ request: z.int().min(LOW).max(HIGH) })

/**
 * @typedef {object} State
 * @property {z.output<typeof Params>} params
 * @property {readonly number[] | null} requests By seat; null until both have asked.
 */

export const game = defineGame({
  id: 'money-request',
  title: '11–20: ask for money, and for one less than the other',
  version: 1,
  params: Params,
  roles: () => [{ name: 'player', min: 2, max: 2 }],

  /** @returns {State} */
  init: ({ params }) => ({ params, requests: null }),

  /** Who answers now, and what is asked: both at once, and then nobody. */
  turn: (/** @type {State} */ { requests }) =>
    requests === null ? asking(seatsTo(2), 'request', Request, { request: LOW }) : over(),

  apply: (state, moves) => ({
    ...state,
    requests: [moves.at(0, 'request').request, moves.at(1, 'request').request],
  }),

  /** All that a seat may know. What the other asked is shown when it is over, not before. */
  view: ({ params, requests }, seat) => ({
    seat,
    low: LOW,
    high: HIGH,
    bonus: params.bonus,
    own: requests?.[seat] ?? null,
    other: requests?.[1 - seat] ?? null,
    over: requests !== null,
    history: [],
  }),

  payoffs: ({ params, requests }) => {
    if (requests === null) return [0, 0]
    return requests.map((own, seat) => own + (own === requests[1 - seat] - 1 ? params.bonus : 0))
  },

  measures: ({ requests }) => (requests === null ? {} : { meanRequest: (requests[0] + requests[1]) / 2 }),
})

/** A strategy reads its options once, and then answers each kind of ask from what its seat sees. */
export const strategies = {
  /** Asks one less than level k − 1 does; level 0 asks for all there is. */
  'level-k': (options) => {
    const { level } = z.strictObject({ level: z.int().min(0).default(1) }).parse(options)
    return { request: ({ low, high }) => ({ request: Math.max(low, high - level) }) }
  },

  /** The symmetric equilibrium. */
  equilibrium: (options) => {
    z.strictObject({}).parse(options)
    return { request: (view, rng) => ({ request: drawn(equilibriumShares(view), rng) }) }
  },

  /** As the 108 students asked (Arad and Rubinstein 2012, table 1: percentages). */
  students: (options) => {
    z.strictObject({}).parse(options)
    return { request: (_, rng) => ({ request: drawn(STUDENTS, rng) }) }
  },
}

/** What a report looks at: how much was asked for, beside what students asked. */
export const behaviour = ({ bonus }) => ({
  figures: [
    {
      name: 'request',
      title: 'Request',
      describes: `Money asked for, from ${LOW} to ${HIGH}.`,
      of: ({ action }) => action.request,
    },
  ],
  classes: [
    {
      name: 'requests',
      title: 'Requests',
      describes: `How often each number was asked for: ${HIGH} is level 0, each one less a level more.`,
      classes: [...STUDENTS.keys()].map(String),
      of: ({ action }) => String(action.request),
    },
  ],
  estimates: [],
  baselines:
    bonus === 20
      ? [
          {
            of: 'requests',
            who: 'students',
            shares: Object.fromEntries([...STUDENTS].map(([number, percent]) => [String(number), percent / 100])),
            n: 108,
            source: 'Arad and Rubinstein (2012), Table 1',
          },
        ]
      : [],
})

/** @type {ReadonlyMap<number, number>} */
const STUDENTS = new Map([
  [20, 6],
  [19, 12],
  [18, 30],
  [17, 32],
  [16, 6],
  [15, 1],
  [14, 6],
  [13, 3],
  [12, 0],
  [11, 4],
])

/**
 * How many in a hundred ask for how much: k / bonus of them ask for 21 − k, so that asking for any of these pays 20, until
 * nobody is left. For a bonus of 20 that is 5, 10, 15, 20, 25 for 20 … 16, and the remaining 25 for 15.
 *
 * @param {{ readonly high: number, readonly bonus: number }} view
 * @returns {ReadonlyMap<number, number>}
 */
export function equilibriumShares({ high, bonus }) {
  const shares = new Map()
  let left = 100
  for (let k = 1; left > 1e-9; k++) {
    const share = Math.min(left, (100 * k) / bonus)
    shares.set(high + 1 - k, share)
    left -= share
  }
  return shares
}

/** One of the numbers, by its share. */
function drawn(shares, rng) {
  let left = rng.next() * [...shares.values()].reduce((a, b) => a + b, 0)
  for (const [number, share] of shares) {
    left -= share
    if (left < 0) return number
  }
  return [...shares.keys()].at(-1)
}
