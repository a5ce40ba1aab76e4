/** What the report of a run says: statements, tables and charts, in the order of the page. */
import type { DataTable } from '../analysis/data-table.ts'

export interface Report {
  /** The experiment's name. */
  readonly title: string
  readonly run: string
  /** ISO 8601. */
  readonly began: string
  /** The version of the code that played, and the log's head fingerprint. */
  readonly code: string
  readonly head: string
  readonly seed: string
  /** Plain statements, first on the page. */
  readonly summary: readonly string[]
  readonly sections: readonly Section[]
}

/** In `text`, `summary` and notes, words between backticks are set as code and addresses become links; all else is plain. */
export interface Section {
  /** The anchor of its heading: small letters, digits and dashes. */
  readonly id: string
  readonly title: string
  readonly text: readonly string[]
  readonly blocks: readonly Block[]
  readonly sections?: readonly Section[]
}

export type Block =
  /** Drawn as a table; folded away unless `open` (the default) is kept. */
  | { readonly kind: 'table'; readonly table: DataTable; readonly open?: boolean }
  /** Drawn, with its table folded away under it. */
  | { readonly kind: 'chart'; readonly chart: Chart; readonly table: DataTable }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly label: string }

/** Column names are names of columns of the block's table. A row without a value is not drawn; one without an interval is a point. */
export type Chart = IntervalsChart | SharesChart | RoundsChart | RanksChart | MatrixChart

interface Drawn {
  /** Above the chart; the table's title where it is left out. */
  readonly title?: string
  /** Columns whose values divide the rows into panels (condition, role), the outermost first. */
  readonly groups?: readonly string[]
}

/** A point and its interval a row. */
export interface IntervalsChart extends Drawn {
  readonly type: 'intervals'
  readonly label: string
  readonly value: string
  readonly low: string
  readonly high: string
  /** Below the axis: what is measured, and its unit. */
  readonly unit: string
  /** A line across all panels: an equilibrium, no difference. */
  readonly reference?: { readonly label: string; readonly value: number }
  readonly baselines?: readonly Baseline[]
}

/** What others did, people as a rule: drawn apart from the rows, in another shape. */
export interface Baseline {
  readonly label: string
  readonly value: number
  readonly low?: number | null
  readonly high?: number | null
  /** In which panel: the values of the `groups` columns; in all panels where left out. */
  readonly group?: readonly (string | null)[]
  readonly source?: string
}

/** Shares of classes: a line of bars a row, a column of bars a class, in the order in which the classes come. */
export interface SharesChart extends Drawn {
  readonly type: 'shares'
  readonly label: string
  readonly class: string
  readonly share: string
  readonly low?: string
  readonly high?: string
  readonly baselines?: readonly (Omit<Baseline, 'value' | 'low' | 'high'> & {
    readonly shares: Readonly<Record<string, number>>
  })[]
}

/** A line a label over rounds, with a band where there are intervals. */
export interface RoundsChart extends Drawn {
  readonly type: 'rounds'
  readonly label: string
  readonly round: string
  readonly value: string
  readonly low: string
  readonly high: string
  readonly unit: string
  readonly baselines?: readonly (Omit<Baseline, 'value' | 'low' | 'high'> & {
    readonly values: readonly { readonly round: number; readonly value: number }[]
  })[]
}

/** The ranks that the data allow, 1 is best. */
export interface RanksChart extends Drawn {
  readonly type: 'ranks'
  readonly label: string
  readonly low: string
  readonly high: string
}

/** Who does better than whom: a cell a pair, more or less than `even`. */
export interface MatrixChart extends Drawn {
  readonly type: 'matrix'
  readonly row: string
  readonly column: string
  readonly value: string
  /** Neither more nor less: 0.5 of shares, 0 of differences. */
  readonly even: number
  /** What a cell says, read from its row: `share of matches in which the row earns more`. */
  readonly unit: string
}
