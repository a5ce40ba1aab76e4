/** Scripted players of the beauty contest. Each answers a guess and, where beliefs are asked, what the others will come to. */
import { z } from 'zod'
import type { Rng } from '../../src/core/chance.ts'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import { highestLevel, poissonShares } from '../level-k.ts'
import type { beautyContest, Kinds } from './rules.ts'
import { bestResponse, cognitiveHierarchy, equilibrium as equilibriumOf, levelK as levelKOf, named } from './theory.ts'

type View = ViewOf<typeof beautyContest>
type Player = Strategy<Kinds, View>

/** A player who names one number and believes another. */
const player = (guess: (view: View, rng: Rng) => number, belief: (view: View, rng: Rng) => number) => ({
  guess: (view: View, rng: Rng) => ({ guess: named(guess(view, rng), view) }),
  belief: (view: View, rng: Rng) => ({ belief: within(belief(view, rng), view) }),
})

/** The number that best responses lead to in the end; expects it of the others too. */
const equilibrium: Player = (options) => {
  z.strictObject({}).parse(options)
  const answer = (view: View) => equilibriumOf({ ...paramsOf(view), factor: view.fraction })
  return player(answer, answer)
}

/** Best responds, `level` times over, to a level-0 mean; the same in every round. */
const levelK: Player = (options) => {
  const { level, mean, ownInfluence } = z
    .strictObject({
      level: z.int().min(0).max(100).default(1),
      mean: z.number().optional(),
      ownInfluence: z.boolean().default(false),
    })
    .parse(options)
  const at = (k: number) => (view: View) =>
    levelKOf(k, mean ?? middle(view), paramsOf(view), ownInfluence ? view.seats : undefined)
  return player(at(level), at(Math.max(0, level - 1)))
}

/** Draws its level from Poisson(tau), anew each round, and best responds to the shares of the levels below; level 0 is uniform. */
const cognitiveHierarchyPlayer: Player = (options) => {
  const { tau, mean } = z
    .strictObject({ tau: z.number().min(0).max(20).default(1.5), mean: z.number().optional() })
    .parse(options)
  const highest = highestLevel(tau)
  const choices = (view: View) => cognitiveHierarchy(tau, mean ?? middle(view), paramsOf(view), highest)
  const guess = (view: View, rng: Rng) => {
    const level = poissonDraw(tau, highest, rng)
    return level === 0 ? uniformly(view, rng) : portable(choices(view).x[level]!)
  }
  const belief = (view: View) => {
    const { x, f } = choices(view)
    return portable(x.reduce((sum, choice, k) => sum + choice * f[k]!, 0) / f.reduce((a, b) => a + b, 0))
  }
  return player(guess, belief)
}

/** Plays the last target, moved by `step`; its first guess again where no target is shown. */
const lastTarget: Player = (options) => {
  const { first, step } = z.strictObject({ first: z.number().optional(), step: z.number().default(0) }).parse(options)
  const start = (view: View) => first ?? bestResponse(middle(view), paramsOf(view))
  return player(
    (view) => {
      const last = view.history.at(-1)
      return last?.result ? last.result.target + step : (last?.guess ?? start(view))
    },
    (view) => view.history.at(-1)?.result?.statistic ?? middle(view),
  )
}

/** Best responds to the last statistic, as if the others stayed where they are (Cournot); to its own last guess where none is shown. */
const iteratedBestResponse: Player = (options) => {
  const { mean } = z.strictObject({ mean: z.number().optional() }).parse(options)
  const expected = (view: View) => {
    const last = view.history.at(-1)
    return last?.result?.statistic ?? last?.guess ?? mean ?? middle(view)
  }
  return player((view) => bestResponse(expected(view), paramsOf(view)), expected)
}

/** Names these numbers in turn, and the last one from then on, as they are: one that is not allowed is an illegal answer. */
const fixed: Player = (options) => {
  const { guesses, belief } = z
    .strictObject({ guesses: z.array(z.number()).min(1), belief: z.number().optional() })
    .parse(options)
  return {
    guess: (view) => ({ guess: guesses[view.round - 1] ?? guesses.at(-1)! }),
    belief: (view) => ({ belief: belief ?? middle(view) }),
  }
}

/** Uniform over all numbers allowed: a level-0 player. */
const uniform: Player = (options) => {
  z.strictObject({}).parse(options)
  return player(uniformly, middle)
}

export const strategies = {
  equilibrium,
  'level-k': levelK,
  'cognitive-hierarchy': cognitiveHierarchyPlayer,
  'last-target': lastTarget,
  'iterated-best-response': iteratedBestResponse,
  fixed,
  uniform,
}

const paramsOf = ({ factor, statistic, offset, min, max, integer }: View) => ({
  factor,
  statistic,
  offset,
  min,
  max,
  integer,
})

const middle = ({ min, max }: View): number => (min + max) / 2

const uniformly = ({ min, max, integer }: View, rng: Rng): number =>
  integer ? Math.ceil(min) + rng.int(Math.floor(max) - Math.ceil(min) + 1) : min + rng.next() * (max - min)

function poissonDraw(tau: number, highest: number, rng: Rng): number {
  let left = rng.next()
  const level = poissonShares(tau, highest).findIndex((share) => {
    left -= share
    return left < 0
  })
  return level === -1 ? highest : level
}

const within = (x: number, { min, max }: View): number => Math.min(max, Math.max(min, x))
