/** Scripted players of the ultimatum game; each can sit in either seat. */
import { z } from 'zod'
import { portable } from '../../src/core/fingerprint.ts'
import type { Strategy, ViewOf } from '../../src/core/game.ts'
import type { Kinds, ultimatum } from './rules.ts'
import { accepts, bestOffer } from './theory.ts'

type Player = Strategy<Kinds, ViewOf<typeof ultimatum>>

/** Subgame perfect: offers the least that is worth it, takes whatever is at least its outside option. */
const equilibrium: Player = (options) => {
  z.strictObject({}).parse(options)
  return {
    offer: (view) => ({ offer: bestOffer(view.pie, view.outside, view.outsideRange) }),
    reply: (view) => ({ accept: accepts(view.offer ?? 0, view.outside) }),
  }
}

/** Offers `offer` of the pie and rejects less than `reject` of it, or less than its outside option: what most people do. */
const fair: Player = (options) => {
  const share = z.number().min(0).max(1)
  const { offer, reject } = z.strictObject({ offer: share.default(0.5), reject: share.default(0.3) }).parse(options)
  return {
    offer: (view) => ({ offer: Math.floor(portable(view.pie * offer)) }),
    reply: (view) => ({ accept: (view.offer ?? 0) >= Math.max(portable(view.pie * reject), view.outside) }),
  }
}

/** Offers any split and takes any offer with even odds. */
const uniform: Player = (options) => {
  z.strictObject({}).parse(options)
  return {
    offer: (view, rng) => ({ offer: rng.int(view.pie + 1) }),
    reply: (_, rng) => ({ accept: rng.int(2) === 1 }),
  }
}

export const strategies = { equilibrium, fair, uniform }
