/** How far other words for the same rules move what players do: against chance, by permutation. */
import type { Rng } from '../core/chance.ts'
import type { BlockSums } from './block-sums.ts'
import type { Sample } from './comparison.ts'

export interface Moved {
  /** Players in both conditions. */
  readonly players: number
  /** Mean over players of the distance of their two means. */
  readonly distance: number
  /** The same where conditions are exchanged at random: what chance alone comes to. */
  readonly byChance: number
  /** Share of exchanges with at least that distance. */
  readonly p: number
  /** Kendall's τ-b of the players' means in the two conditions; null where one of them has all players equal. */
  readonly tau: number | null
  readonly tauByChance: number | null
  /** Share of exchanges with at most that τ; null where it is not known. */
  readonly pOfTau: number | null
  /** Blocks that were exchanged. */
  readonly blocks: number
}

/**
 * Of the hypothesis that the words make no difference: where both conditions share two blocks at least (common seeds), the two
 * are exchanged within blocks, of all players together; else whole blocks between them. Undefined where there is nothing to
 * compare. p = (1 + hits) ÷ (1 + draws) (Phipson and Smyth 2010).
 */
export function movedBetween(
  from: readonly Sample[],
  to: readonly Sample[],
  { rng, draws }: { readonly rng: Rng; readonly draws: number },
): Moved | undefined {
  const both = from.flatMap(({ player, sums }) => {
    const other = to.find((sample) => sample.player === player)
    return other ? [{ from: sums, to: other.sums }] : []
  })
  if (both.length === 0) return undefined
  const common = [...new Set(both.flatMap((one) => [...one.from.keys()].filter((block) => one.to.has(block))))]
  const paired = common.length >= 2
  const units = paired ? common : [...new Set(both.flatMap((one) => [...one.from.keys(), ...one.to.keys()]))]
  if (units.length < 2) return undefined
  const seen = meansOf(both, units, (_, side) => side, paired)
  if (!seen) return undefined
  const distance = distanceIn(seen)
  const tau = kendall(seen)
  const exchanged: { distance: number; tau: number | null }[] = []
  const isTo = units.map((block) => !paired && both.some((one) => one.to.has(block)))
  for (let i = 0; i < draws; i++) {
    const labels = paired ? units.map(() => rng.int(2) === 1) : rng.shuffle(isTo)
    const swapped = new Map(units.map((block, at) => [block, paired ? labels[at]! : labels[at] !== isTo[at]]))
    const means = meansOf(both, units, (block, side) => (swapped.get(block) ? other(side) : side), paired)
    if (means) exchanged.push({ distance: distanceIn(means), tau: kendall(means) })
  }
  const slack = 1e-9 * Math.abs(distance)
  const taus = exchanged.flatMap((one) => (one.tau === null ? [] : [one.tau]))
  const share = (hits: number, of: number) => (1 + hits) / (1 + of)
  return {
    players: both.length,
    distance,
    byChance: mean(exchanged.map((one) => one.distance)) ?? distance,
    p: share(exchanged.filter((one) => one.distance >= distance - slack).length, exchanged.length),
    tau,
    tauByChance: mean(taus) ?? null,
    pOfTau: tau === null ? null : share(taus.filter((one) => one <= tau + 1e-9).length, taus.length),
    blocks: units.length,
  }
}

type Side = 'from' | 'to'
const other = (side: Side): Side => (side === 'from' ? 'to' : 'from')

interface Two {
  readonly from: number
  readonly to: number
}

/** Each player's mean in both, with blocks given to the side that `sideOf` says; undefined where a player has none on a side. */
function meansOf(
  players: readonly Readonly<Record<Side, BlockSums>>[],
  units: readonly number[],
  sideOf: (block: number, side: Side) => Side,
  paired: boolean,
): Two[] | undefined {
  const found: Two[] = []
  for (const player of players) {
    const sums = { from: { sum: 0, count: 0 }, to: { sum: 0, count: 0 } }
    for (const block of units) {
      if (paired && !(player.from.has(block) && player.to.has(block))) continue
      for (const side of ['from', 'to'] as const) {
        const own = player[side].get(block)
        if (!own) continue
        const into = sums[sideOf(block, side)]
        into.sum += own.sum
        into.count += own.count
      }
    }
    if (sums.from.count === 0 || sums.to.count === 0) return undefined
    found.push({ from: sums.from.sum / sums.from.count, to: sums.to.sum / sums.to.count })
  }
  return found
}

const distanceIn = (means: readonly Two[]): number => mean(means.map(({ from, to }) => Math.abs(to - from)))!

/** Kendall's τ-b (Kendall 1945): ties count in neither order. */
export function kendall(means: readonly Two[]): number | null {
  let [agreement, inFrom, inTo] = [0, 0, 0]
  for (const [i, a] of means.entries())
    for (const b of means.slice(i + 1)) {
      const [x, y] = [Math.sign(a.from - b.from), Math.sign(a.to - b.to)]
      agreement += x * y
      inFrom += Math.abs(x)
      inTo += Math.abs(y)
    }
  return inFrom === 0 || inTo === 0 ? null : agreement / Math.sqrt(inFrom * inTo)
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length
