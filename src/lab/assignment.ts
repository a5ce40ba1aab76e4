/** Who gets which treatment, and its blocks in which order: permuted blocks by the seed, the same whoever comes when. */
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import type { Lab } from './lab-schema.ts'

/** What of a session file the assignment depends on. */
export type Design = Pick<Lab, 'treatments' | 'blocks' | 'seed'>

export interface Cell {
  readonly treatment: string
  /** Blocks, in the order in which they are played. */
  readonly order: readonly string[]
}

/** The only treatment of a session that names none. */
const ALL = 'all'
/** Five blocks have as many orders. */
const MOST_ORDERS = 120

/** All treatments, each with all orders of its blocks. Throws `too-many-orders`. */
export const cellsOf = (lab: Design): readonly Cell[] =>
  treatmentsOf(lab).flatMap(({ name, squares }) => squares.flat().map((order) => ({ treatment: name, order })))

/**
 * The cell of the nth person who is assigned, from 0. Treatments come in permuted blocks, each as often as its weight; the
 * people of a treatment get its orders in permuted blocks of their own, which consist of Latin squares. So at each n:
 * - where all weights are 1, counts of treatments differ by 1 at most; else they are as the weights at the end of every
 *   permuted block, which has as many people as the sum of weights;
 * - within a treatment, counts of orders differ by 1 at most, and for every position (the first, say) so do counts of
 *   the blocks that stand there;
 * - so counts of cells differ by 1 at most where weights are 1 and all treatments have as many orders.
 * Throws `too-many-orders`.
 */
export const cellOf = (lab: Design, nth: number): Cell => cellIn(treatmentsOf(lab), lab, nth)

/** The first cells, in the order in which people get them. Throws `too-many-orders`. */
export function assignmentTable(lab: Design, people: number): readonly (Cell & { readonly nth: number })[] {
  const treatments = treatmentsOf(lab)
  return Array.from({ length: people }, (_, nth) => ({ nth, ...cellIn(treatments, lab, nth) }))
}

interface Treatment {
  readonly name: string
  readonly weight: number
  /** Orders, in sets in which every block stands once in every position. */
  readonly squares: readonly (readonly (readonly string[])[])[]
}

function cellIn(treatments: readonly Treatment[], lab: Design, nth: number): Cell {
  const lots = treatments.flatMap((treatment) => Array.from({ length: treatment.weight }, () => treatment))
  const [whole, within] = [Math.floor(nth / lots.length), nth % lots.length]
  const drawn = stream([String(lab.seed), 'assignment', whole]).shuffle(lots)
  const treatment = drawn[within]!
  const before = drawn.slice(0, within).filter(({ name }) => name === treatment.name).length
  return { treatment: treatment.name, order: orderOf(lab, treatment, whole * treatment.weight + before) }
}

function treatmentsOf({ treatments, blocks }: Design): readonly Treatment[] {
  const named = treatments && Object.entries(treatments)
  if (!named || named.length === 0) return [{ name: ALL, weight: 1, squares: [[Object.keys(blocks)]] }]
  return named.map(([name, { blocks: order, order: kind, weight }]) => ({
    name,
    weight,
    squares: kind === 'fixed' ? [[order]] : latinSquares(name, order),
  }))
}

/** The order of a treatment’s nth person, from 0. */
function orderOf({ seed }: Design, { name, squares }: Treatment, nth: number): readonly string[] {
  const size = squares[0]!.length
  const [square, row] = [Math.floor(nth / size), nth % size]
  const round = Math.floor(square / squares.length)
  const drawn = stream([String(seed), 'assignment', name, 'squares', round]).shuffle(squares)
  return stream([String(seed), 'assignment', name, 'rows', square]).shuffle(drawn[square % squares.length]!)[row]!
}

/** All permutations, as those that begin with the first block, each with its rotations. */
function latinSquares(treatment: string, blocks: readonly string[]): readonly (readonly (readonly string[])[])[] {
  let orders = 1
  for (let n = 2; n <= blocks.length; n++) orders *= n
  if (orders > MOST_ORDERS)
    throw new StagegameError(
      'too-many-orders',
      `treatment ${treatment} has ${blocks.length} blocks, which have ${orders} orders: expected ${MOST_ORDERS} at most (five blocks); name a treatment with a fixed order for each order that you want, as of a Latin square`,
    )
  const [first, ...rest] = blocks
  return permutations(rest).map((others) => {
    const order = [first!, ...others]
    return order.map((_, by) => [...order.slice(by), ...order.slice(0, by)])
  })
}

const permutations = (items: readonly string[]): readonly (readonly string[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
