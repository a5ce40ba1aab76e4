/** Agreement of two judges beyond chance. */
import { paired, whole } from './checks.ts'
import { sum } from './quantiles.ts'

/**
 * (observed − expected agreement) / (1 − expected) from a square table of counts, rows by the first judge and columns by the
 * second (Cohen 1960). Undefined where nothing was judged, or where both judges always say the same one thing.
 */
export function kappa(table: readonly (readonly number[])[]): number | undefined {
  for (const [at, row] of table.entries()) {
    paired(`row ${at} and the table`, [row.length, table.length])
    for (const count of row) whole(`a count in row ${at}`, count)
  }
  const rows = table.map(sum)
  const columns = table.map((_, column) => sum(table.map((row) => row[column]!)))
  const total = sum(rows)
  const chance = sum(rows.map((row, at) => row * columns[at]!))
  // Counts, not shares: whole numbers are compared exactly.
  if (total === 0 || chance === total * total) return undefined
  return (total * sum(table.map((row, at) => row[at]!)) - chance) / (total * total - chance)
}
