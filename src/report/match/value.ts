/** Any JSON value as a reader takes it in: key–value lists, and tables for lists of objects. */
import { compactJson } from '../../agents/quotation.ts'
import { escaped, figure, words } from './html.ts'

type Fields = Readonly<Record<string, unknown>>

/** Deeper than this a value is shown as JSON. */
const DEEPEST = 6
const LONGEST_BESIDE = 4
const NONE = '<span class="none">none</span>'

/** `earlier`: by path, how many entries of a list were left out before the ones that are here. */
export function valueHtml(
  value: unknown,
  earlier: Readonly<Record<string, number>> = {},
  path = '',
  depth = 0,
): string {
  if (depth > DEEPEST) return escaped(compactJson(value))
  if (Array.isArray(value)) return listHtml(value, earlier, path, depth)
  if (isFields(value)) return fieldsHtml(value, earlier, path, depth)
  return scalarHtml(value)
}

function scalarHtml(value: unknown): string {
  if (value === null || value === undefined) return NONE
  if (typeof value === 'number') return figure(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === '' ? '<span class="none">empty</span>' : escaped(String(value))
}

function fieldsHtml(value: Fields, earlier: Readonly<Record<string, number>>, path: string, depth: number): string {
  const rows = Object.entries(value).map(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`
    const broad = typeof inner === 'object' && inner !== null && !isShort(inner) ? ' class="broad"' : ''
    return `<div${broad}><dt>${escaped(words(key))}</dt><dd>${valueHtml(inner, earlier, at, depth + 1)}</dd></div>`
  })
  return rows.length === 0 ? NONE : `<dl>${rows.join('')}</dl>`
}

function listHtml(
  value: readonly unknown[],
  earlier: Readonly<Record<string, number>>,
  path: string,
  depth: number,
): string {
  if (value.length === 0) return NONE
  const left = earlier[path] ?? 0
  const note =
    left > 0 ? `<p class="note">The newest of ${left + value.length}; earlier turns show the others.</p>` : ''
  if (value.every(isScalar)) return `${note}${value.map(scalarHtml).join(', ')}`
  if (value.every(isFields)) return `${note}${tableHtml(value, left, depth)}`
  return `${note}<ol start="${left + 1}">${value.map((entry) => `<li>${valueHtml(entry, {}, '', depth + 1)}</li>`).join('')}</ol>`
}

/** One row an object; the fields of objects in them are columns of their own. */
function tableHtml(value: readonly Fields[], left: number, depth: number): string {
  const rows = value.map(flat)
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].map((name) => ({
    name,
    right: rows.every((row) => !row.has(name) || typeof row.get(name) === 'number') ? ' class="n"' : '',
  }))
  const head = columns.map(({ name, right }) => `<th scope="col"${right}>${escaped(name)}</th>`).join('')
  const body = rows.map((row, i) => {
    const cells = columns.map(
      ({ name, right }) => `<td${right}>${row.has(name) ? cellHtml(row.get(name), depth) : ''}</td>`,
    )
    return `<tr><th scope="row">${left + i + 1}</th>${cells.join('')}</tr>`
  })
  return `<div class="wide" role="group" tabindex="0"><table><thead><tr><th scope="col">#</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

/** Objects in a cell stand one a line. */
function cellHtml(value: unknown, depth: number): string {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFields)) return valueHtml(value, {}, '', depth + 2)
  const lines = value.map((entry) =>
    [...flat(entry)].map(([name, inner]) => `${escaped(name)} ${valueHtml(inner, {}, '', depth + 2)}`).join(' · '),
  )
  return lines.map((line) => `<div>${line}</div>`).join('')
}

/** `{ round: 1, result: { payoff: 3 } }` → round: 1, payoff: 3; under both names where the inner one is taken. */
function flat(entry: Fields): Map<string, unknown> {
  const names = new Map<string, unknown>()
  for (const [key, value] of Object.entries(entry)) {
    if (!isFields(value) || Object.keys(value).length === 0) {
      names.set(words(key), value)
      continue
    }
    for (const [inner, its] of Object.entries(value)) {
      const taken = Object.hasOwn(entry, inner) || names.has(words(inner))
      names.set(taken ? `${words(key)}: ${words(inner)}` : words(inner), its)
    }
  }
  return names
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Whether a value stands beside its name rather than under it. */
const isShort = (value: object): boolean =>
  Array.isArray(value) ? value.every(isScalar) && value.length <= LONGEST_BESIDE : Object.keys(value).length === 0
