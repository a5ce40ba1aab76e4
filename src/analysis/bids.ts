/** How an auction was bid in: each bid of a log beside its value, its regret and what theory says, and the figures of many bids. */
import type { Event, Moved, Started } from '../core/event.ts'
import type { AnyGame, Seat } from '../core/game.ts'
import { advance, type Position, regretsAfter, start } from '../core/match.ts'

/** One bid. Where something is not known of it, that is absent. */
export interface Bid {
  readonly turn: number
  readonly seat: Seat
  readonly player: string
  readonly bid: number
  /** What the seat was told that the item is worth to it: its value, signal or estimate. */
  readonly value?: number
  /** Whether it won, and what its round paid it. */
  readonly won?: boolean
  readonly payoff?: number
  readonly regret?: number
  readonly equilibrium?: number
}

/** What an equilibrium would have done there; undefined where none is known. */
export type EquilibriumBid = (kind: string, view: unknown) => number | undefined

/**
 * The bids of a match, in the order of the log, fallbacks left out. A bid is an action's number `bid`; of an ascending clock the
 * price at which a seat left (`stay`) or was going to (`leaveAt`).
 */
export function bidsIn(
  game: AnyGame,
  events: readonly Event[],
  equilibriumBid: EquilibriumBid = () => undefined,
): Bid[] {
  const found: Bid[] = []
  const [started, ...rest] = events
  // biome-ignore lint/suspicious/noExplicitAny: any game is read
  let at: Position<any, Record<string, any>> = start(game, started as Started)
  let ofTurn: (Omit<Bid, 'regret' | 'won' | 'payoff'> & { readonly rounds: number })[] = []
  for (const event of rest) {
    if (event.type !== 'moved') {
      at = advance(game, at, event)
      continue
    }
    const view = game.view(at.state, event.seat) as View
    const bid = event.origin.by === 'player' ? bidOf(event, view) : undefined
    const kind = at.asks.get(event.seat)?.kind ?? ''
    if (bid !== undefined) {
      const value = view.value ?? view.item?.estimate
      const equilibrium = equilibriumBid(kind, view)
      ofTurn.push({
        ...{ turn: event.turn, seat: event.seat, player: at.players[event.seat]!, bid },
        ...(typeof value === 'number' && { value }),
        ...(equilibrium !== undefined && { equilibrium }),
        rounds: view.history?.length ?? 0,
      })
    }
    const regrets = regretsAfter(game, at, event)
    const next = advance(game, at, event)
    if (next.turn > at.turn) {
      for (const { rounds, ...one } of ofTurn)
        found.push({ ...one, ...outcomeOf(game, next.state, one.seat, rounds), ...regretOf(regrets, one.seat) })
      ofTurn = []
    }
    at = next
  }
  return found
}

/** As much of a view as is read. */
interface View {
  readonly value?: number | null
  readonly item?: { readonly estimate?: number } | null
  readonly price?: number
  readonly direction?: string
  readonly history?: readonly { readonly result?: { readonly won?: boolean; readonly payoff?: number } | null }[]
}

function bidOf({ action }: Moved, { price, direction }: View): number | undefined {
  const { bid, stay, leaveAt } = (action ?? {}) as { bid?: unknown; stay?: unknown; leaveAt?: unknown }
  if (typeof bid === 'number') return bid
  if (typeof leaveAt === 'number') return leaveAt
  return stay === false && direction === 'ascending' ? price : undefined
}

/** What the round came to, where it ended with that turn. */
function outcomeOf(game: AnyGame, state: unknown, seat: Seat, before: number): Pick<Bid, 'won' | 'payoff'> {
  const { history = [] } = game.view(state, seat) as View
  const result = history.length > before ? history.at(-1)?.result : undefined
  if (!result) return {}
  const { won, payoff } = result
  return { ...(typeof won === 'boolean' && { won }), ...(typeof payoff === 'number' && { payoff }) }
}

const regretOf = (regrets: ReadonlyMap<Seat, number> | undefined, seat: Seat): Pick<Bid, 'regret'> => {
  const regret = regrets?.get(seat)
  return regret === undefined ? {} : { regret }
}

/** Figures of some bids, each over those of which it is known; one that is undefined is absent. */
export interface BidFigures {
  readonly bids: number
  /** Mean of bid ÷ value, over values above 0. */
  readonly bidToValue?: number
  /** Shares of bids above their value, and equal to it. */
  readonly aboveValue?: number
  readonly equalToValue?: number
  /** Mean distance of bid and value. */
  readonly gap?: number
  /** Of bid on value, through the origin: Σ bv ÷ Σ v². */
  readonly slope?: number
  /** 1 − Σ(b − v)² ÷ Σ(b − mean b)²: how well the line bid = value tells the bids. */
  readonly fit?: number
  /** Σ(b − v)² of the bids above and below their value. */
  readonly squaresAbove?: number
  readonly squaresBelow?: number
  /** Mean difference from the equilibrium’s bid, and the share of bids above it. */
  readonly overEquilibrium?: number
  readonly aboveEquilibrium?: number
  readonly regret?: number
  /** Mean payoff of the bids that won. */
  readonly winnersProfit?: number
}

export function bidFigures(bids: readonly Bid[]): BidFigures {
  const valued = bids.filter((one): one is Bid & { value: number } => one.value !== undefined)
  const positive = valued.filter(({ value }) => value > 0)
  const judged = bids.filter((one): one is Bid & { equilibrium: number } => one.equilibrium !== undefined)
  const regretted = bids.filter((one): one is Bid & { regret: number } => one.regret !== undefined)
  const winners = bids.filter((one): one is Bid & { payoff: number } => one.won === true && one.payoff !== undefined)
  const squares = (some: readonly { bid: number; value: number }[]) => sum(some, ({ bid, value }) => (bid - value) ** 2)
  const centre = mean(valued, ({ bid }) => bid)
  const spread = sum(valued, ({ bid }) => (bid - (centre ?? 0)) ** 2)
  const valueSquared = sum(valued, ({ value }) => value ** 2)
  return defined({
    bids: bids.length,
    bidToValue: mean(positive, ({ bid, value }) => bid / value),
    aboveValue: mean(valued, ({ bid, value }) => Number(bid > value)),
    equalToValue: mean(valued, ({ bid, value }) => Number(bid === value)),
    gap: mean(valued, ({ bid, value }) => Math.abs(bid - value)),
    slope: valueSquared > 0 ? sum(valued, ({ bid, value }) => bid * value) / valueSquared : undefined,
    fit: spread > 0 ? 1 - squares(valued) / spread : undefined,
    squaresAbove: valued.length > 0 ? squares(valued.filter(({ bid, value }) => bid > value)) : undefined,
    squaresBelow: valued.length > 0 ? squares(valued.filter(({ bid, value }) => bid < value)) : undefined,
    overEquilibrium: mean(judged, ({ bid, equilibrium }) => bid - equilibrium),
    aboveEquilibrium: mean(judged, ({ bid, equilibrium }) => Number(bid > equilibrium + NEGLIGIBLE)),
    regret: mean(regretted, ({ regret }) => regret),
    winnersProfit: mean(winners, ({ payoff }) => payoff),
  }) as unknown as BidFigures
}

const NEGLIGIBLE = 1e-9

/** The risk aversion ρ that a slope implies under first prices, private values: n − (n − 1) ÷ slope (Cox, Smith and Walker 1988). */
export const impliedRiskAversion = (slope: number, bidders: number): number => bidders - (bidders - 1) / slope

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

const mean = <T>(items: readonly T[], of: (item: T) => number): number | undefined =>
  items.length === 0 ? undefined : sum(items, of) / items.length

const defined = (figures: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined))
