/** A view without what earlier views of the same seat have shown: a long match would show its whole history once a turn. */
import { isDeepStrictEqual } from 'node:util'

export interface RecentView {
  readonly view: unknown
  /** Path of a list that is cut, its keys joined by dots → how many older entries were left out before the newest ones. */
  readonly earlier: Readonly<Record<string, number>>
  /** Of the keys at its top those whose value is what it was in the view before. */
  readonly same: ReadonlySet<string>
}

/** By path the list of the view before, and whether it has only ever grown at its end since it was first seen. */
type Lists = Map<string, { readonly list: readonly unknown[]; readonly grows: boolean }>

/**
 * Follows the views of one seat, in the order of its turns. Of lists that only ever grew at their end the newest entries are
 * kept, at least `newest` of them and all that are new; nothing else is left out, so that all that was ever seen stands in some turn's view.
 */
export function recentViews(newest: number): (view: unknown) => RecentView {
  const lists: Lists = new Map()
  let before: Fields = {}
  return (view) => {
    const earlier: Record<string, number> = {}
    const fields = fieldsOf(view)
    const keys = Object.keys(fields).filter((key) => Object.hasOwn(before, key) && isSame(fields[key], before[key]))
    before = fields
    return { view: cut(view, '', { lists, newest, earlier }), earlier, same: new Set(keys) }
  }
}

type Fields = Readonly<Record<string, unknown>>

interface Cutting {
  readonly lists: Lists
  readonly newest: number
  readonly earlier: Record<string, number>
}

function cut(value: unknown, path: string, cutting: Cutting): unknown {
  const { lists, newest, earlier } = cutting
  if (Array.isArray(value)) {
    const before = lists.get(path)
    const grows = before === undefined ? value.length === 0 : before.grows && beginsWith(value, before.list)
    lists.set(path, { list: value, grows })
    const left = grows && before ? Math.min(value.length - newest, before.list.length) : 0
    if (left <= 0) return value
    earlier[path] = left
    return value.slice(left)
  }
  if (typeof value !== 'object' || value === null) return value
  const under = path === '' ? '' : `${path}.`
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner, under + key, cutting)]))
}

const beginsWith = (list: readonly unknown[], start: readonly unknown[]): boolean =>
  start.length <= list.length && start.every((entry, i) => isSame(entry, list[i]))

const isSame = (a: unknown, b: unknown): boolean => a === b || isDeepStrictEqual(a, b)

const fieldsOf = (view: unknown): Fields =>
  typeof view === 'object' && view !== null && !Array.isArray(view) ? (view as Fields) : {}
