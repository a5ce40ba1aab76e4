/** What is looked at in guesses beside payoffs, and what people did in contests like it. */
import type { Baseline, Behaviour, Classification, Estimate, Figure, Made } from '../../src/core/behaviour.ts'
import { portable } from '../../src/core/fingerprint.ts'
import { memo } from '../../src/core/memo.ts'
import type { Mixed } from '../../src/statistics/mixture.ts'
import { type Fit, hierarchyFit, leadsOn, levelFit, levelsApart, tauByMean } from './estimates.ts'
import { floatOf } from './nearest.ts'
import type { Params } from './params.ts'
import { hierarchyPools, nagelFirstPeriod, nagelSteps } from './people.ts'
import { equilibria, equilibrium, neighbourhoods, outOfReach, stepOf } from './theory.ts'

/**
 * Levels and τ only where level k means something here: a mean or a median (the highest of many random numbers is not near the
 * midpoint), three seats or more (of two the lower number always wins), and best responses that lead somewhere.
 */
export function behaviour(params: Params, seats: number): Behaviour {
  const reasons = seats > 2 && params.statistic !== 'max' && leadsOn(params)
  const figures = figuresOf(params, seats)
  const classes = [...(reasons && shrinks(params) ? [levels(params)] : []), ...(shrinks(params) ? steps(params) : [])]
  const estimates = reasons ? [...taus(params), ...(levelsApart(params) ? shares(params) : [])] : []
  const names = new Set([...figures, ...classes, ...estimates].map(({ name }) => name))
  return { figures, classes, estimates, baselines: baselines(params).filter(({ of }) => names.has(of)) }
}

/** The usual kind: from 0 on, to be multiplied by less than 1. Nagel's steps are powers of that. */
function shrinks({ factor, offset, min }: Params): boolean {
  const p = floatOf(factor)
  return p > 0 && p < 1 && offset === 0 && min === 0
}

function figuresOf(params: Params, seats: number): Figure[] {
  const dominated = outOfReach(params)
  const named = equilibrium(params)
  const figure = (
    name: string,
    title: string,
    describes: string,
    of: (guess: number, made: Made) => number | undefined,
  ) => ({
    name,
    title,
    describes,
    of: (made: Made) => (made.kind === 'guess' ? of(made.action.guess, made) : undefined),
  })
  return [
    figure('guess', 'Guess', `The number named, from ${params.min} to ${params.max}.`, (guess) => guess),
    figure(
      'target-distance',
      'Distance to the target',
      'How far the number was from the target of its round; of rounds whose target the seat was shown with the turn.',
      (guess, { after, round }) => {
        const target: number | undefined = after.history[round - 1]?.result?.target
        return target === undefined ? undefined : Math.abs(guess - target)
      },
    ),
    ...(equilibria(params, seats).length > 0
      ? [
          figure(
            'equilibrium-distance',
            'Distance to equilibrium',
            `How far the number was from ${named}, where best responses lead from the midpoint.`,
            (guess) => Math.abs(guess - named),
          ),
        ]
      : []),
    figure(
      'dominated',
      'Dominated guesses',
      '1 for a number that no target can reach, 0 for another: of its mean, the share of such guesses.',
      (guess) => Number(dominated(guess)),
    ),
  ]
}

const first = (made: Made): number | undefined =>
  made.kind === 'guess' && made.round === 1 ? made.action.guess : undefined

function levels(params: Params): Classification {
  const around = neighbourhoods(floatOf(params.factor)).map(([low, high], k) => ({ name: `level-${k}`, low, high }))
  const deepest = Math.min(...around.map(({ low }) => low))
  const levelOf = (guess: number): string => {
    const x = (100 * guess) / params.max
    if (x > 50) return 'above'
    return around.find(({ low, high }) => x >= low && x <= high)?.name ?? (x < deepest ? 'higher' : 'between')
  }
  return {
    name: 'level',
    title: 'Level in the first round',
    describes:
      'Of a guess in the first round: which level-k number (the midpoint times the factor, k times over) it is near, by the whole-numbered neighbourhoods of Nagel (1995, fn. 12) on 0 to 100; above the midpoint, between two neighbourhoods, or below that of level 3 (higher).',
    classes: ['above', ...around.map(({ name }) => name), 'higher', 'between'],
    of: (made) => {
      const guess = first(made)
      return guess === undefined ? undefined : levelOf(guess)
    },
  }
}

function steps({ factor, feedback, rounds, statistic }: Params): Classification[] {
  const shown = feedback === 'full' || (feedback === 'summary' && statistic === 'mean')
  if (!shown || rounds === 1) return []
  const p = floatOf(factor)
  return [
    {
      name: 'step',
      title: 'Step of reasoning',
      describes:
        'Of a guess after the first round: by how many powers of the factor it lies below the mean of the round before, as the seat was shown it (Nagel 1995): step n from n − ½ to n + ½ powers, above the mean, or more than 3 steps (higher).',
      classes: ['above', 'step0', 'step1', 'step2', 'step3', 'higher'],
      of: ({ action, kind, round, view }) => {
        const result = kind === 'guess' ? view.history[round - 2]?.result : undefined
        const mean: number | undefined =
          statistic === 'mean' ? result?.statistic : result?.guesses && meanOf(result.guesses)
        return mean === undefined || mean <= 0 ? undefined : stepOf(action.guess, mean, p)
      },
    },
  ]
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

const datum = (made: Made): readonly number[] | undefined => {
  const guess = first(made)
  return guess === undefined ? undefined : [guess]
}

function taus(params: Params): Estimate[] {
  const likeliest = hierarchyFit(params)
  return [
    {
      name: 'tau',
      title: 'Steps of thinking (τ)',
      describes:
        'Mean steps of thinking of the Poisson cognitive hierarchy whose mean is that of the guesses in the first round (Camerer, Ho and Chong 2004), from 0 on; one’s own influence on the statistic is left out.',
      datum,
      from: (data, weights) => {
        const times = weights.reduce((a, b) => a + b, 0)
        const sum = data.reduce((total, [guess], i) => total + guess! * weights[i]!, 0)
        return times > 0 ? tauByMean(sum / times, params) : undefined
      },
    },
    {
      name: 'tau-likelihood',
      title: 'Steps of thinking (τ), likeliest',
      describes:
        'τ of the Poisson cognitive hierarchy by maximum likelihood of the guesses in the first round, from 0 to 20: normal around each level’s number with a standard deviation of 4 % of the range, level 0 uniform. Far from `tau`, the hierarchy does not fit.',
      datum,
      from: (data, weights) => likeliest(guessesIn(data), weights),
    },
  ]
}

const guessesIn = (data: readonly (readonly number[])[]): readonly number[] => data.map(([guess]) => guess!)

const COMPONENTS = [
  ['share-level-0', 'Share of level 0', 'level 0 (uniform over all numbers)'],
  ['share-level-1', 'Share of level 1', 'level 1'],
  ['share-level-2', 'Share of level 2', 'level 2'],
  ['share-level-3', 'Share of level 3', 'level 3'],
  ['share-equilibrium', 'Share of equilibrium players', 'equilibrium players'],
] as const

/** One mixture, five weights: it is fitted once for the same data. */
function shares(params: Params): Estimate[] {
  const mixture: Fit<Mixed> = memo(levelFit(params), 1000)
  return COMPONENTS.map(([name, title, whom], component) => ({
    name,
    title,
    describes: `Share of ${whom} among the guesses of the first round, from 0 to 1: weights of a mixture of levels 0 to 3 and equilibrium by maximum likelihood, normal around each one’s number with a standard deviation of 4 % of the range.`,
    datum,
    from: (data, weights) => mixture(guessesIn(data), weights)?.weights[component],
  }))
}

function baselines(params: Params): Baseline[] {
  const { factor, max, min, offset, statistic } = params
  const p = floatOf(factor)
  const like = (tried: number) => statistic === 'mean' && Math.abs(tried - p) < 1e-3
  const usual = (tried: number) => like(tried) && offset === 0 && min === 0 && max === 100
  const first = nagelFirstPeriod
    .filter((row) => usual(row.factor))
    .map(({ mean, n }) => ({ ...NAGEL, of: 'guess', value: mean, round: 1, n, source: 'Nagel (1995), Table 1' }))
  const later = nagelSteps
    .filter((row) => usual(row.factor))
    .map(({ factor: _, n, round, ...shares }) => ({
      ...NAGEL,
      of: 'step',
      shares: Object.fromEntries(Object.entries(shares).map(([step, percent]) => [step, portable(percent / 100)])),
      round,
      n,
      source: 'Nagel (1995), Table 2',
    }))
  const pools = hierarchyPools
    .filter((pool) => like(pool.factor) && (pool.offset ?? 0) === offset)
    .filter(({ range: [low, high] = [0, 100] }) => low === min && high === max)
    .flatMap(({ interval, mean, n, tau, who }): Baseline[] => {
      const common = { who, round: 1, n, source: 'Camerer, Ho and Chong (2004), Table II' }
      const guessed = mean === undefined ? [] : [{ ...common, of: 'guess', value: mean }]
      return [...guessed, { ...common, of: 'tau', value: tau, interval }]
    })
  return [...first, ...later, ...pools]
}

const NAGEL = { who: 'students, Bonn, groups of 15–18' }
