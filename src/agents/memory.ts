/** What a model is shown of what went before: a policy over the history that its view has. */
import { StagegameError } from '../core/errors.ts'

/**
 * `view`: all that the view has. `chat`: that, and the conversation of this match so far. `window`: the last `most` entries of
 * its history. `best`: the `most` entries in which this seat earned most, as far as the view shows it; of equal ones the later.
 * `learn`: both, and what changed from the last entry but one to the last.
 */
export type Memory =
  | { readonly kind: 'view' | 'chat' }
  | { readonly kind: 'window' | 'best' | 'learn'; readonly most: number }

/** From `view`, `chat`, `window:5`, `best:5` or `learn:5`. Throws `bad-memory`. */
export function memoryOf(text: string): Memory {
  const [, kind, most] = /^(?:(?:view|chat)|(window|best|learn):([1-9]\d*))$/.exec(text) ?? []
  if (kind === 'window' || kind === 'best' || kind === 'learn') return { kind, most: Number(most) }
  if (text === 'view' || text === 'chat') return { kind: text }
  throw new StagegameError(
    'bad-memory',
    `expected view, chat, window:<n>, best:<n> or learn:<n>, got ${JSON.stringify(text)}`,
  )
}

export interface Remembered {
  readonly view: unknown
  /** Where entries are left out: how many are shown, of how many. */
  readonly cut: { readonly shown: number; readonly of: number } | undefined
  /** Of `learn`: what differs between the last two entries, each by its name in them. */
  readonly changes: readonly Change[]
}

export interface Change {
  readonly name: string
  readonly from: unknown
  readonly to: unknown
}

/**
 * The view with its history cut, and that of wraps (`view.repeated.history`) likewise. Every entry is numbered (`nth`, from 1) by
 * its place in the whole history, so that a prompt can name it.
 */
export function remembered(view: unknown, memory: Memory): Remembered {
  if (!isObject(view)) return { view, cut: undefined, changes: [] }
  let cut: Remembered['cut']
  const shortened = (history: readonly unknown[]): readonly unknown[] => {
    const kept = chosen(history, memory)
    if (kept.length < history.length) cut ??= { shown: kept.length, of: history.length }
    return kept.map(numbered)
  }
  const members = Object.entries(view).map(([name, value]) => {
    if (name === 'history' && Array.isArray(value)) return [name, shortened(value)]
    if (isObject(value) && Array.isArray(value['history']))
      return [name, { ...value, history: shortened(value['history']) }]
    return [name, value]
  })
  const changes = memory.kind === 'learn' ? changesIn(view['history']) : []
  return { view: Object.fromEntries(members) as unknown, cut, changes }
}

/** Throws `bad-memory` where `best` has nothing to rank by. `view`: one with some history. */
export function checkMemory(text: string, view: unknown): void {
  const memory = memoryOf(text)
  if ((memory.kind !== 'best' && memory.kind !== 'learn') || !isObject(view)) return
  const wraps = Object.values(view).flatMap((value) => (isObject(value) ? [value['history']] : []))
  for (const history of [view['history'], ...wraps])
    for (const entry of Array.isArray(history) ? history : [])
      if (earned(entry) === undefined)
        throw new StagegameError(
          'bad-memory',
          `${text} ranks rounds by what they paid, and this game does not show that to its players under these params`,
        )
}

type Entry = readonly [entry: unknown, place: number]

function chosen(history: readonly unknown[], memory: Memory): readonly Entry[] {
  const entries = history.map((entry, place): Entry => [entry, place])
  if (!('most' in memory)) return entries
  const last = entries.slice(-memory.most)
  if (memory.kind === 'window') return last
  const best = [...entries]
    .sort(([a, earlier], [b, later]) => (earned(b) ?? -Infinity) - (earned(a) ?? -Infinity) || later - earlier)
    .slice(0, memory.most)
  const kept = new Set(memory.kind === 'learn' ? [...best, ...last] : best)
  return entries.filter((entry) => kept.has(entry))
}

/** What is brief enough to be told of as a change. */
const BRIEF = 200

/** Own doings that differ between the last two entries, and what these paid. */
function changesIn(history: unknown): readonly Change[] {
  if (!Array.isArray(history) || history.length < 2) return []
  const [before, after] = history.slice(-2) as [unknown, unknown]
  if (!isObject(before) || !isObject(after)) return []
  const names = Object.keys(after).filter((name) => name !== 'result' && name !== 'nth')
  const changes = names.map((name) => ({ name, from: before[name], to: after[name] }))
  const paid = { name: 'what you got', from: earned(before), to: earned(after) }
  return [...changes, paid].filter(({ from, to }) => {
    const [was, is] = [JSON.stringify(from), JSON.stringify(to)]
    return was !== undefined && is !== undefined && was !== is && was.length <= BRIEF && is.length <= BRIEF
  })
}

const numbered = ([entry, place]: Entry): unknown => (isObject(entry) ? { ...entry, nth: place + 1 } : entry)

/** What a finished round paid; of a repeated game, what one time of it did. */
function earned(entry: unknown): number | undefined {
  if (!isObject(entry)) return undefined
  const { result, payoff, total } = entry
  const found = isObject(result) ? result['payoff'] : (payoff ?? total)
  return typeof found === 'number' ? found : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
