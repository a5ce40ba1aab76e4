/** What people guessed: tables of the literature, as they are printed. */

/** Nagel (1995), American Economic Review 85(5), p. 1321, Table 1: the first period, all sessions of a factor; 0 to 100. */
export const nagelFirstPeriod = [
  { factor: 1 / 2, mean: 27.05, median: 17, n: 48 },
  { factor: 2 / 3, mean: 36.73, median: 33, n: 67 },
  { factor: 4 / 3, mean: 60.12, median: 66, n: 51 },
] as const

/** Nagel (1995), p. 1322, Table 2: per cent of choices by step, relative to the mean of the period before. */
export const nagelSteps = [
  { factor: 1 / 2, round: 2, n: 48, higher: 4.2, step3: 25, step2: 31.3, step1: 27, step0: 2.1, above: 10.4 },
  { factor: 1 / 2, round: 3, n: 48, higher: 4.2, step3: 12.5, step2: 60.4, step1: 12.5, step0: 4.1, above: 6.3 },
  { factor: 1 / 2, round: 4, n: 48, higher: 20.8, step3: 22.9, step2: 29.2, step1: 14.5, step0: 4.2, above: 8.3 },
  { factor: 2 / 3, round: 2, n: 67, higher: 7.5, step3: 11.9, step2: 31.3, step1: 20.9, step0: 14.9, above: 13.4 },
  { factor: 2 / 3, round: 3, n: 67, higher: 1.5, step3: 17.9, step2: 46.2, step1: 16.4, step0: 7.5, above: 10.5 },
  { factor: 2 / 3, round: 4, n: 67, higher: 7.5, step3: 25.3, step2: 47.8, step1: 10.4, step0: 3, above: 6 },
] as const

interface Pool {
  readonly factor: number
  readonly offset?: number
  /** Of the guesses; 0 to 100 unless it is said. */
  readonly range?: readonly [low: number, high: number]
  readonly who: string
  readonly n: number
  /** Left out where it is of the same people as in Nagel (1995), with which it differs by a person or two. */
  readonly mean?: number
  readonly tau: number
  /** Of τ, by bootstrap, 90 %. */
  readonly interval: readonly [low: number, high: number]
}

/**
 * Camerer, Ho and Chong (2004), Quarterly Journal of Economics 119(3), Table II: first guesses and their τ. Those pools of which
 * the table (or, for the newspapers and the game theorists, the original study) tells the factor, in groups of seven and more.
 */
export const hierarchyPools: readonly Pool[] = [
  { factor: 1.1, range: [100, 200], who: 'groups of 7 (HCW98)', n: 69, mean: 152.1, tau: 0.1, interval: [0, 0.5] },
  { factor: 1.3, range: [100, 200], who: 'groups of 7 (HCW98)', n: 71, mean: 150, tau: 0, interval: [0, 0.1] },
  { factor: 0.7, offset: 18, who: 'groups of 7 (Nagel98)', n: 34, mean: 49.5, tau: 0.2, interval: [0, 1] },
  { factor: 0.9, who: 'groups of 7 (HCW98)', n: 67, mean: 49.4, tau: 0.1, interval: [0.1, 1.5] },
  { factor: 0.7, who: 'groups of 7 (HCW98)', n: 69, mean: 38.9, tau: 1, interval: [0.5, 1.6] },
  { factor: 2 / 3, who: 'German students, groups of 14–16 (Nagel95)', n: 66, tau: 1.1, interval: [0.7, 1.5] },
  { factor: 1 / 2, who: 'groups of 15–17 (Nagel98)', n: 48, tau: 1.5, interval: [1.1, 1.9] },
  { factor: 2 / 3, who: 'newspaper readers (Nagel98)', n: 7884, mean: 23, tau: 3, interval: [3, 3.1] },
  { factor: 2 / 3, who: 'game theorists (Nagel98)', n: 136, mean: 19.1, tau: 3.7, interval: [2.8, 4.7] },
]
