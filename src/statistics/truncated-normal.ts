/** The normal distribution cut to a range. */
import jStat from 'jstat'

/** Its density, from low to high. The mean may lie at an end, where half of it is left. */
export function truncatedNormal(mean: number, sd: number, low: number, high: number): (x: number) => number {
  const mass = jStat.normal.cdf(high, mean, sd) - jStat.normal.cdf(low, mean, sd)
  const scale = 1 / (sd * Math.sqrt(2 * Math.PI) * mass)
  const width = -1 / (2 * sd * sd)
  return (x) => (x < low || x > high ? 0 : scale * Math.exp(width * (x - mean) * (x - mean)))
}
