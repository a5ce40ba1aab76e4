/** How high the others bid at most, as a bidder has seen it: an estimate from what it was shown, on a grid of bids. */

/** Rounds by level of the grid. */
export interface Sightings {
  /** In which the highest bid of the others was seen to be at this level. */
  readonly exact: readonly number[]
  /** In which it is known alone to have been at this level or below: those that the bidder won without being shown more. */
  readonly below: readonly number[]
}

export const NOTHING_SEEN: Sightings = { exact: [], below: [] }

/** One more round. */
export const withRound = (seen: Sightings, known: keyof Sightings, level: number): Sightings => ({
  ...seen,
  [known]: raised(seen[known], level),
})

function raised(counts: readonly number[], level: number): readonly number[] {
  const longer = counts.slice()
  while (longer.length <= level) longer.push(0)
  longer[level]!++
  return longer
}

/**
 * The share of rounds in which the highest bid of the others is at each level or below, for levels 0 … `levels` − 1: the
 * product-limit estimator for observations that are censored on the left (Kaplan and Meier 1958, run from the highest level down).
 * Where every round was seen exactly, it is the empirical distribution. What a bidder has never seen it hopes for: the share of
 * rounds that nothing seen rules out stays with the levels below all that was seen.
 */
export function sharesUpTo({ exact, below }: Sightings, levels: number): readonly number[] {
  const shares = new Array<number>(levels).fill(1)
  let share = 1
  let atRisk = sum(exact) + sum(below)
  for (let level = Math.max(exact.length, below.length) - 1; level >= 0; level--) {
    if (level < levels) shares[level] = share
    const here = exact[level] ?? 0
    if (here > 0) share *= 1 - here / atRisk
    atRisk -= here + (below[level] ?? 0)
  }
  return shares
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
