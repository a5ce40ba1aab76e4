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

const column =
  (type: Column['type']) =>
  (name: string, title: string, describes: string): Column => ({ name, title, describes, type })

export const text = column('text')
export const counted = column('count')
export const number = column('number')
export const share = column('share')
export const chance = column('p')
export const yes = column('yes')

/** A value and its interval: three columns. */
export function withInterval(value: Column, level: number): readonly Column[] {
  const bound = (end: 'low' | 'high', word: string): Column => ({
    ...value,
    name: `${value.name}_${end}`,
    title: `${value.title}, ${word}`,
    describes: `The ${word} end of the ${percent(level)} interval of ${value.name}; missing where there is no interval.`,
  })
  return [value, bound('low', 'lower'), bound('high', 'upper')]
}

export const percent = (level: number): string => `${Number((100 * level).toFixed(4))} %`
