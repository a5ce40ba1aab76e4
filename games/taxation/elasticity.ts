/** How a worker’s hours answer to taxes, estimated from what it chose. */
import type { Estimate } from '../../src/core/behaviour.ts'
import { lineThrough } from '../../src/statistics/line.ts'
import { bracketOf } from './brackets.ts'
import type { WorkerView } from './view.ts'

/**
 * ln hours = e · ln(1 − marginal rate) + what depends on the skill: for skills differ between matches, and who earns more an hour
 * works more at any rate. With the game’s utility and hours as fine as one likes, e is 1 / (exponent − 1) under a flat rate.
 */
export const labourElasticity: Estimate = {
  name: 'labour-elasticity',
  title: 'Elasticity of labour',
  describes:
    'Slope of the logarithm of hours on that of 1 − marginal rate, by ordinary least squares with a level for each skill: by how much percent hours grow where one percent more is kept of the next unit. The rate is that of the income earned, which under several brackets depends on the hours, too. Choices of 0 hours and those taxed at 100 % are left out; missing where no worker saw two rates.',
  datum: ({ action, kind, view }) => {
    if (kind !== 'labour') return undefined
    const { rates, skill, thresholds } = view as WorkerView
    const rate = rates[bracketOf(skill * action.hours, thresholds)]!
    return action.hours > 0 && rate < 100 ? [Math.log1p(-rate / 100), Math.log(action.hours), skill] : undefined
  },
  from: (data, weights) => {
    const bySkill = new Map<number, { readonly points: Point[]; readonly weights: number[] }>()
    data.forEach(([kept, hours, skill], i) => {
      if (!(weights[i]! > 0)) return
      const group = bySkill.get(skill!) ?? { points: [], weights: [] }
      bySkill.set(skill!, group)
      group.points.push([kept!, hours!])
      group.weights.push(weights[i]!)
    })
    // a skill that saw one rate alone says nothing, and its deviations from its mean would not be exactly 0
    const told = [...bySkill.values()].filter(({ points }) => points.some(([kept]) => kept !== points[0]![0]))
    const points = told.flatMap((group) => fromMeans(group.points, group.weights))
    return lineThrough(
      points,
      told.flatMap((group) => group.weights),
    )?.slope
  },
}

type Point = readonly [kept: number, hours: number]

function fromMeans(points: readonly Point[], weights: readonly number[]): Point[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (at: 0 | 1) => points.reduce((sum, point, i) => sum + weights[i]! * point[at], 0) / total
  const [kept, hours] = [mean(0), mean(1)]
  return points.map((point) => [point[0] - kept, point[1] - hours])
}
