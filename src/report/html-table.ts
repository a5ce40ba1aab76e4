/** A table of results on the page: intervals beside their values, rows under their group, in a container that scrolls by itself. */
import type { Cell, Column, DataTable } from '../analysis/data-table.ts'
import { bullets, escaped, inline, isolated } from './html.ts'
import { MISSING, shownBy, withBounds } from './numbers.ts'

/** More rows are in the file alone. */
const MOST_ROWS = 200

/** `id` is the anchor of its title. */
export function tableHtml(table: DataTable, id: string): string {
  const all = columnsOf(table)
  const known = all.filter((one) => isKnown(table, one))
  const columns = known.length > 0 ? known : all
  const unknown = all.filter((one) => !columns.includes(one)).map(({ column }) => column.title)
  const rows = table.rows.slice(0, MOST_ROWS)
  const grouped = isGrouped(table, columns)
  const shown = grouped ? columns.slice(1) : columns
  const head = shown.map(({ column, bounds }) => headHtml(column, bounds !== undefined)).join('')
  const body = grouped ? groupsHtml(rows, columns) : `<tbody>${rows.map((row) => rowHtml(row, shown)).join('')}</tbody>`
  const empty = `<tbody><tr><td colspan="${shown.length}" class="none">No rows.</td></tr></tbody>`
  const more =
    table.rows.length > MOST_ROWS
      ? `<p class="more">The first ${MOST_ROWS} of ${table.rows.length.toLocaleString('en')} rows; all are in <code>tables/${table.name}.csv</code>.</p>`
      : ''
  return `<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0"><table><caption><strong id="${id}">${escaped(table.title)}.</strong> ${inline(table.describes)}</caption><thead><tr>${head}</tr></thead>${rows.length > 0 ? body : empty}</table></div>${more}${missingHtml(unknown)}${bullets(table.notes, 'notes')}${meaningHtml(table)}`
}

interface Shown {
  readonly column: Column
  readonly at: number
  readonly write: (row: readonly Cell[]) => string
  readonly bounds?: readonly [low: number, high: number]
}

/** Columns as they are read: `x_low` and `x_high` go with `x`. */
function columnsOf({ columns, rows }: DataTable): readonly Shown[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const cells = (at: number) => rows.map((row) => row[at] ?? null)
  const merged = new Set<number>()
  const shown = columns.map((column, at): Shown => {
    const [low, high] = [place(`${column.name}_low`), place(`${column.name}_high`)]
    if (low < 0 || high < 0) {
      const write = shownBy(column, cells(at))
      return { column, at, write: (row) => write(row[at] ?? null) }
    }
    merged.add(low).add(high)
    const write = shownBy(
      column,
      cells(at),
      rows.map((row) => [row[low] ?? null, row[high] ?? null]),
    )
    return {
      column,
      at,
      bounds: [low, high],
      write: (row) => withBounds(write(row[at] ?? null), write(row[low] ?? null), write(row[high] ?? null)),
    }
  })
  return shown.filter((_, at) => !merged.has(at))
}

/** Whether there is anything to show of it. */
const isKnown = ({ rows }: DataTable, { at, bounds = [at, at] }: Shown): boolean =>
  rows.some((row) => [at, ...bounds].some((place) => row[place] !== null))

const missingHtml = (titles: readonly string[]): string =>
  titles.length === 0
    ? ''
    : `<p class="more">Missing in every row, and not shown: ${titles.map(escaped).join(', ')}.</p>`

const headHtml = ({ title, type, describes }: Column, interval: boolean): string =>
  `<th scope="col"${type === 'text' ? '' : ' class="n"'} title="${escaped(describes)}">${escaped(title)}${interval ? ' <span class="interval">[interval]</span>' : ''}</th>`

/** Whether rows come in runs of the first column, which are better told once, above them. */
function isGrouped({ rows }: DataTable, [first, second]: readonly Shown[]): boolean {
  if (first?.column.type !== 'text' || second?.column.type !== 'text' || rows.length < 2) return false
  const firsts = rows.map((row) => row[first.at])
  const runs = firsts.filter((one, at) => at === 0 || one !== firsts[at - 1]).length
  return runs === new Set(firsts).size && runs <= rows.length / 2
}

function groupsHtml(rows: readonly (readonly Cell[])[], [first, ...rest]: readonly Shown[]): string {
  const begins = (at: number) => at === 0 || rows[at]![first!.at] !== rows[at - 1]![first!.at]
  const lines = rows.map((row, at) => {
    if (!begins(at)) return rowHtml(row, rest)
    const heading = `<tr><th scope="rowgroup" colspan="${rest.length}"><span class="what">${escaped(first!.column.title)}</span> ${isolated(first!.write(row))}</th></tr>`
    return `${at > 0 ? '</tbody>' : ''}<tbody>${heading}${rowHtml(row, rest)}`
  })
  return `${lines.join('')}</tbody>`
}

const rowHtml = (row: readonly Cell[], columns: readonly Shown[]): string =>
  `<tr>${columns.map((column, at) => cellHtml(row, column, at === 0 && column.column.type === 'text')).join('')}</tr>`

function cellHtml(row: readonly Cell[], { column, at, write, bounds }: Shown, head: boolean): string {
  const whole = bounds?.every((bound) => row[bound] === null) ?? true
  if (row[at] === null && whole && !head) return `<td${column.type === 'text' ? '' : ' class="n"'}>${NONE}</td>`
  if (head) return `<th scope="row">${row[at] === null ? NONE : isolated(write(row))}</th>`
  return column.type === 'text' ? `<td>${isolated(write(row))}</td>` : `<td class="n">${escaped(write(row))}</td>`
}

const NONE = `<span class="none" title="missing">${MISSING}</span>`

/** Folded away: what each column is. */
function meaningHtml({ columns }: DataTable): string {
  const entries = columns.map(
    ({ title, name, describes }) =>
      `<div><dt>${escaped(title)} <code>${escaped(name)}</code></dt><dd>${inline(describes)}</dd></div>`,
  )
  return `<details class="meaning"><summary>What the columns are</summary><dl>${entries.join('')}</dl></details>`
}
