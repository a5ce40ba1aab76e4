/** Rankings as choices of one player out of those that are left: all that a Plackett–Luce likelihood looks at. */
import type { Ranking } from './ranking.ts'

/** A choice of `chosen` out of the set numbered `set`. */
interface Choice {
  readonly chosen: number
  readonly set: number
}

/** Those that were left. A tied group of more than six counts in part: then a share, from 0 to 1, of each. */
interface ChoiceSet {
  readonly members: readonly number[]
  readonly shares?: readonly number[]
}

/** Choices that differ, out of sets that differ. */
export interface ChoiceTable {
  readonly choices: readonly Choice[]
  readonly sets: readonly ChoiceSet[]
  /** Of each ranking: which choices it holds, and how much each counts. */
  readonly held: readonly (readonly Held[])[]
}

interface Held {
  readonly choice: number
  readonly weight: number
}

/** The largest tied group of which all orders are looked at. */
const ALL_ORDERS = 6

/**
 * The last group is what was left unordered: nobody is chosen from it. A tied group of k before it counts as all its k!
 * orders, 1 / k! each: a subset of s of them is what is left in 1 in (k over s) orders, and each of it comes next equally
 * often. Above six it is Efron's (1977) average: its l-th choice is from a set in which each of the group counts 1 − l / k.
 */
export function choicesOf(rankings: readonly Ranking[]): ChoiceTable {
  const choices: Choice[] = []
  const sets: ChoiceSet[] = []
  const numbered = <T>(numbers: Map<string, number>, list: T[], key: string, item: () => T): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, list.length)
    list.push(item())
    return list.length - 1
  }
  const [setNumbers, choiceNumbers] = [new Map<string, number>(), new Map<string, number>()]
  const heldBy = new Map<string, readonly Held[]>()
  const held = rankings.map((ranking) => {
    const key = JSON.stringify(ranking)
    const known = heldBy.get(key)
    if (known) return known
    const own = stagesOf(ranking).flatMap(({ group, weight, ...from }) => {
      const set = numbered(setNumbers, sets, `${from.members}/${from.shares ?? ''}`, () => from)
      return group.map((chosen) => ({
        choice: numbered(choiceNumbers, choices, `${chosen}/${set}`, () => ({ chosen, set })),
        weight,
      }))
    })
    heldBy.set(key, own)
    return own
  })
  return { choices, sets, held }
}

/** Each of `group` chosen out of the set, with one weight. */
interface Stage extends ChoiceSet {
  readonly group: readonly number[]
  readonly weight: number
}

const stagesOf = (ranking: Ranking): Stage[] =>
  ranking.slice(0, -1).flatMap((group, place) => {
    const below = ranking.slice(place + 1).flat()
    return group.length > ALL_ORDERS ? averaged(group, below) : ordered(group, below)
  })

function ordered(group: readonly number[], below: readonly number[]): Stage[] {
  const size = group.length
  return Array.from({ length: 2 ** size - 1 }, (_, bits) => {
    const left = group.filter((_, at) => (bits + 1) & (1 << at))
    return {
      group: left,
      members: [...left, ...below].sort((a, b) => a - b),
      weight: 1 / (binomial(size, left.length) * left.length),
    }
  })
}

function averaged(group: readonly number[], below: readonly number[]): Stage[] {
  const size = group.length
  const members = [...group, ...below].sort((a, b) => a - b)
  return group.map((_, gone) => ({
    group,
    members,
    shares: members.map((member) => (group.includes(member) ? 1 - gone / size : 1)),
    weight: 1 / size,
  }))
}

function binomial(n: number, k: number): number {
  let ways = 1
  for (let at = 1; at <= k; at++) ways = (ways * (n - k + at)) / at
  return ways
}
