/** What follows from the params alone: what labour costs, how skills are distributed. Made once a match. */
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import { memo } from '../../src/core/memo.ts'
import { gridOf, type Labour } from './benchmark.ts'
import { FULL_TIME, quantile } from './income.ts'
import { type Params, thresholdsOf } from './params.ts'

export interface Facts extends Labour {
  /** Hours of who never answered: 40, or the next lower that may be chosen. */
  readonly usualHours: number
  /** The public distribution of skills, lowest first: those given, else a hundred quantiles. */
  readonly skillQuantiles: readonly number[]
}

const known = new WeakMap<Params, Facts>()

export function factsOf(params: Params): Facts {
  const found = known.get(params)
  if (found) return found
  const { labour, cost, exponent } = params
  const made: Facts = {
    thresholds: thresholdsOf(params),
    ...gridOf(labour.max, labour.step, cost, exponent),
    usualHours: labour.step * Math.floor(Math.min(FULL_TIME, labour.max) / labour.step),
    skillQuantiles: quantilesOf(params.skills),
  }
  known.set(params, made)
  return made
}

/** The skill of one worker, `nth` from 0. */
export function skillOf({ skills }: Params, nth: number, rng: () => Rng): number {
  return skills !== 'us-income' && 'given' in skills ? skills.given[nth]! : skillAt(skills, rng().next())
}

function skillAt(skills: Drawn, p: number): number {
  if (skills === 'us-income') return portable(quantile(p) / FULL_TIME)
  const [low, high] = skills.uniform
  return portable(low + p * (high - low))
}

type Drawn = Exclude<Params['skills'], { readonly given: readonly number[] }>

const QUANTILES = 100

const quantilesOf = memo((skills: Params['skills']): readonly number[] => {
  if (skills !== 'us-income' && 'given' in skills) return [...skills.given].sort((a, b) => a - b)
  return Array.from({ length: QUANTILES }, (_, i) => skillAt(skills, (i + 0.5) / QUANTILES))
})
