/** A fork: a match that goes on from a turn of another one. By which seeds its chance is drawn, and where a turn was played. */
import { type Chance, type ChanceProbe, chanceFor } from './chance.ts'
import type { Started } from './event.ts'

export type Parent = NonNullable<Started['parent']>

/** How the chance of a fork is drawn from its turn on: by a seed of its own, or by that of its parent. */
export type ForkChance = 'fresh' | 'same'

/**
 * The parent as a fork of `match` at `turn` logs it. Up to that turn chance is drawn as in the parent: with `fresh` chance
 * nothing of the parent's seeds is used after it, with the `same` all that the parent would have gone on with.
 */
export function parentAt(started: Started, match: string, turn: number, chance: ForkChance): Parent {
  const lineage: Ancestor[] = []
  for (const ancestor of started.parent?.lineage ?? []) {
    if (ancestor.until >= turn) {
      if (chance === 'same') return { match, turn, lineage: [...(started.parent?.lineage ?? [])] }
      return { match, turn, lineage: [...lineage, { ...ancestor, until: turn }] }
    }
    lineage.push(ancestor)
  }
  return { match, turn, lineage: [...lineage, { match, seed: started.seed, until: turn }] }
}

type Ancestor = NonNullable<Parent['lineage']>[number]

/** The seed of a turn: of turn −1, the start, that of the oldest match. */
export const seedIn = ({ seed, parent }: Started, turn: number): string =>
  parent?.lineage?.find(({ until }) => turn < until)?.seed ?? seed

/** The match in which a turn was played, and its calls are found: of what was copied, an ancestor of `match`. */
export function playedIn({ parent }: Started, match: string, turn: number): string {
  if (!parent || turn >= parent.turn) return match
  return parent.lineage?.find(({ until }) => turn < until)?.match ?? parent.match
}

/** The streams of each turn; those of turn −1 are for the start. */
export function chanceByTurn(started: Started, probe?: ChanceProbe): (turn: number) => Chance {
  const own = chanceFor(started.seed, probe)
  const { lineage } = started.parent ?? {}
  if (!lineage) return () => own
  const opened = new Map([[started.seed, own]])
  for (const { seed } of lineage) if (!opened.has(seed)) opened.set(seed, chanceFor(seed, probe))
  return (turn) => opened.get(seedIn(started, turn)) ?? own
}
