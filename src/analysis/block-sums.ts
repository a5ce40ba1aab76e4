/** Sums by block, as values come by: all that a mean and its interval need, without the values themselves. */

export interface BlockSum {
  sum: number
  count: number
}

/** By the number of the block. */
export type BlockSums = Map<number, BlockSum>

export function add(sums: BlockSums, block: number, value: number): void {
  const found = sums.get(block)
  if (found) {
    found.sum += value
    found.count++
  } else sums.set(block, { sum: value, count: 1 })
}
