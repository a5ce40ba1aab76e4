/** Tables of results: each number once, for the report, for CSV and Parquet, and for whoever checks them. */

export type Cell = string | number | boolean | null

export interface Column {
  /** In small letters with underscores: the name in CSV, Parquet and the codebook. `x_low` and `x_high` are the interval of `x`. */
  readonly name: string
  /** For a heading. */
  readonly title: string
  /** One sentence for the codebook: what it is, its unit and range, when it is missing. */
  readonly describes: string
  readonly type: 'text' | 'count' | 'number' | 'share' | 'p' | 'yes'
}

/** Rows are as wide as the columns; null is missing. No cell is NaN or infinite. */
export interface DataTable {
  /** In small letters with dashes: the name of its file. */
  readonly name: string
  readonly title: string
  /** One or two sentences: what a row is, and how it came about. */
  readonly describes: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Plain statements about these data that a reader must know: `only one block, so no interval can be given`. */
  readonly notes: readonly string[]
}
