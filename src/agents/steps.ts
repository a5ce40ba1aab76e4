/** What a model is asked to think about before it answers, a call each: architectures as lists of steps. */

export interface Step {
  /** In the key of its call: `plan`, `imagine-0`. */
  readonly purpose: string
  /** The file under `agents/steps` that words it. */
  readonly file: string
  readonly values: Readonly<Record<string, unknown>>
}

/** Levels that are imagined where `level-k` names none. */
const LEVELS = 2

/** `direct`, `think`, `plan`, `predict`, `reflect`, `level-k`: of `level-k:3` without its level. */
export const architectureOf = (reasoning: string): string => reasoning.replace(/:\d+$/, '')

/** What is known when the steps are chosen. */
export interface Situation {
  /** The plan that was made last, if there is one. */
  readonly plan?: string | undefined
  /** Whether there is anything to look back on. */
  readonly history: boolean
}

/** The steps of one decision; none for `direct` and `think`. */
export function stepsOf(reasoning: string, { plan, history }: Situation = { history: true }): readonly Step[] {
  switch (architectureOf(reasoning)) {
    case 'plan':
      return [
        plan === undefined
          ? { purpose: 'plan', file: 'plan', values: {} }
          : { purpose: 'plan', file: 'replan', values: { plan } },
      ]
    case 'predict':
      return [{ purpose: 'predict', file: 'predict', values: {} }]
    case 'reflect':
      return history ? [{ purpose: 'reflect', file: 'reflect', values: {} }] : []
    case 'level-k':
      return Array.from({ length: levelsOf(reasoning) }, (_, level) => ({
        purpose: `imagine-${level}`,
        file: level === 0 ? 'imagine-0' : 'imagine',
        values: level === 0 ? {} : { level },
      }))
    default:
      return []
  }
}

/** Files that the steps of an architecture may need, with the variables that they may name. */
export const stepFiles = (reasoning: string): readonly Step[] => {
  const one = stepsOf(reasoning, { history: true })
  return architectureOf(reasoning) === 'plan' ? [...one, ...stepsOf(reasoning, { history: true, plan: '' })] : one
}

const levelsOf = (reasoning: string): number => Number(/:(\d+)$/.exec(reasoning)?.[1] ?? LEVELS)
