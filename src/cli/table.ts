/** Tables of plain text: columns as wide as their widest cell, numbers to the right. */

export interface Column<T> {
  readonly title: string
  readonly cell: (row: T) => string
  readonly right?: boolean
}

export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)))
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => (columns[i]!.right ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
  ].join('\n')
}

/** At most four digits after the point, none where the number is whole. */
export const number = (x: number): string =>
  Number.isInteger(x) ? String(x) : String(Number(x.toFixed(Math.abs(x) >= 100 ? 1 : 2)))

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`

export const many = (n: number, one: string, more = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : more}`
