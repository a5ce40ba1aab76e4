/** Who meets whom so that no pair meets twice: partitions of g people into groups of k, m times. */
import { type Rng, stream } from '../core/chance.ts'

/** For each match, groups of people by their number from 0. */
export type Partitions = readonly (readonly (readonly number[])[])[]

/** What is known of a schedule of m matches that was asked for. */
export type Arrangement =
  | { readonly found: true; readonly matches: Partitions }
  /** `most`: of how many matches one is known; `bound`: of how many one could exist. */
  | { readonly found: false; readonly most: number; readonly bound: number }

/**
 * No more matches than this, by counting: everybody meets k − 1 others a match, out of g − 1; and in a second match each group
 * takes its k people from as many groups of the first, of which there are g ÷ k. Of 12 people by 3 one match fewer (Kotzig and
 * Rosa 1974).
 */
export function boundOf(g: number, k: number): number {
  if (g < k * k) return 1
  return g === 12 && k === 3 ? 4 : Math.floor((g - 1) / (k - 1))
}

/** Partial groups that a search looks at before it gives up, and how often it begins anew. */
const STEPS = 30_000
const STARTS = 12

const known = new Map<string, Arrangement>()

/**
 * A schedule depends on g, k and m alone, so that it is known before the start whether there is one. g is a multiple of k,
 * and k is 2 or more.
 */
export function arrangement(g: number, k: number, m: number): Arrangement {
  const key = `${g}/${k}/${m}`
  const before = known.get(key)
  if (before) return before
  const found = arranged(g, k, m)
  known.set(key, found)
  return found
}

function arranged(g: number, k: number, m: number): Arrangement {
  const bound = boundOf(g, k)
  const built = k === 2 ? circle(g) : byArithmetic(g, k)
  if (built.length >= m) return { found: true, matches: built.slice(0, m) }
  if (m > bound) return { found: false, most: built.length, bound }
  let most = built.length
  for (let start = 0; start < STARTS; start++) {
    const matches = searched(g, k, m, stream(['perfect stranger', g, k, start]))
    if (matches.length >= m) return { found: true, matches }
    most = Math.max(most, matches.length)
  }
  return { found: false, most, bound }
}

/** Pairs by the circle method (Kirkman 1847): one person stays, the others go round. g − 1 matches. */
function circle(g: number): Partitions {
  const round = g - 1
  return Array.from({ length: round }, (_, match) => [
    [round, match],
    ...Array.from({ length: g / 2 - 1 }, (__, i) => [(match + i + 1) % round, (match - i - 1 + round) % round]),
  ])
}

/**
 * People in k columns of n. In match r the groups are the lines j = c + r · i through the columns i: two people of different
 * columns are on one such line, where differences of columns can be divided by (a transversal design of mutually orthogonal
 * Latin squares, MacNeish 1922). Those of one column have not met after n matches: they are matched among themselves, in
 * all columns at once. With n = k, a power of a prime, this is the affine plane: k + 1 matches, as many as the bound.
 */
function byArithmetic(g: number, k: number): Partitions {
  const n = g / k
  if (n === 1) return [[Array.from({ length: k }, (_, i) => i)]]
  const ring = ringOf(n, k)
  if (!ring) return []
  const lines = Array.from({ length: n }, (_, r) =>
    Array.from({ length: n }, (__, c) => ring.columns.map((column, i) => i * n + ring.plus(c, ring.times(r, column)))),
  )
  if (n % k !== 0) return lines
  const inColumn = byArithmetic(n, k)
  const columns = Array.from({ length: k }, (_, i) => i * n)
  return [
    ...lines,
    ...inColumn.map((groups) => columns.flatMap((from) => groups.map((group) => group.map((at) => from + at)))),
  ]
}

interface Ring {
  readonly plus: (a: number, b: number) => number
  readonly times: (a: number, b: number) => number
  /** k elements whose differences can all be divided by. */
  readonly columns: readonly number[]
}

/** The product of the fields whose sizes are the prime powers of n; none where one of them has fewer than k elements. */
function ringOf(n: number, k: number): Ring | undefined {
  const fields = primePowers(n).map(([prime, power]) => fieldOf(prime, power))
  if (fields.some((field) => field === undefined || field.size < k)) return undefined
  const digits = (a: number) =>
    fields.map((field) => {
      const digit = a % field!.size
      a = (a - digit) / field!.size
      return digit
    })
  const number = (parts: readonly number[]) =>
    parts.reduceRight((value, digit, at) => value * fields[at]!.size + digit, 0)
  const by = (operation: 'plus' | 'times') => (a: number, b: number) => {
    const [left, right] = [digits(a), digits(b)]
    return number(fields.map((field, at) => field![operation](left[at]!, right[at]!)))
  }
  const columns = Array.from({ length: k }, (_, i) => number(fields.map(() => i)))
  return { plus: by('plus'), times: by('times'), columns }
}

function primePowers(n: number): readonly (readonly [prime: number, power: number])[] {
  const powers: [number, number][] = []
  let rest = n
  for (let prime = 2; rest > 1; prime++) {
    let power = 0
    for (; rest % prime === 0; rest /= prime) power++
    if (power > 0) powers.push([prime, power])
  }
  return powers
}

/** xᵖᵒʷᵉʳ in terms of lower powers, lowest first, by an irreducible polynomial over the prime field: x² = x + 1 over 2 … */
const REDUCED: Readonly<Record<string, readonly number[]>> = {
  '2^2': [1, 1],
  '2^3': [1, 1, 0],
  '2^4': [1, 1, 0, 0],
  '2^5': [1, 0, 1, 0, 0],
  '3^2': [2, 0],
  '3^3': [2, 1, 0],
  '5^2': [2, 0],
  '7^2': [6, 0],
}

function fieldOf(prime: number, power: number) {
  const size = prime ** power
  const reduced = power === 1 ? [] : REDUCED[`${prime}^${power}`]
  if (!reduced) return undefined
  const digits = (a: number) => Array.from({ length: power }, (_, at) => Math.floor(a / prime ** at) % prime)
  const number = (coefficients: readonly number[]) =>
    coefficients.reduceRight((value, coefficient) => value * prime + coefficient, 0)
  const plus = (a: number, b: number) => {
    const right = digits(b)
    return number(digits(a).map((digit, at) => (digit + right[at]!) % prime))
  }
  const times = (a: number, b: number) => {
    const product = Array.from({ length: 2 * power - 1 }, () => 0)
    for (const [i, left] of digits(a).entries())
      for (const [j, right] of digits(b).entries()) product[i + j] = (product[i + j]! + left * right) % prime
    for (let at = product.length - 1; at >= power; at--)
      for (const [low, coefficient] of reduced.entries())
        product[at - power + low] = (product[at - power + low]! + product[at]! * coefficient) % prime
    return number(product.slice(0, power))
  }
  return { size, plus, times }
}

/** Backtracking over groups: the first person without a group gets others whom nobody in it has met. */
function searched(g: number, k: number, m: number, rng: Rng): Partitions {
  const met = Array.from({ length: g }, () => new Uint8Array(g))
  const matches: number[][][] = []
  let best: number[][][] = []
  let steps = STEPS
  extend([], [])
  return best

  function extend(groups: number[][], group: number[]): boolean {
    if (steps-- <= 0) return false
    if (group.length === k) return closeGroup(groups, group)
    const seated = new Set([...groups.flat(), ...group])
    const free = Array.from({ length: g }, (_, person) => person).filter((person) => !seated.has(person))
    if (group.length === 0) return extend(groups, [free[0]!])
    const able = free.filter((person) => person > group.at(-1)! && group.every((other) => met[person]![other] === 0))
    return rng.shuffle(able).some((person) => extend(groups, [...group, person]))
  }

  function closeGroup(groups: number[][], group: number[]): boolean {
    meet(group, 1)
    const whole = [...groups, group]
    const done = whole.length < g / k ? extend(whole, []) : closeMatch(whole)
    if (!done) meet(group, 0)
    return done
  }

  function closeMatch(groups: number[][]): boolean {
    matches.push(groups)
    if (matches.length > best.length) best = [...matches]
    if (matches.length === m || extend([], [])) return true
    matches.pop()
    return false
  }

  function meet(group: readonly number[], times: 0 | 1): void {
    for (const a of group) for (const b of group) met[a]![b] = times
  }
}
