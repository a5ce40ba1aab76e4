/** What a model is shown of what went before: a policy over the history that its view has. */
import { StagegameError } from '../core/errors.ts'

/**
 * `view`: all that the view has. `chat`: that, and the conversation of this match so far. `window`: the last `most` entries of
 * its history. `best`: the `most` entries in which this seat earned most, as far as the view shows it; of equal ones the later.
 */
export type Memory = { readonly kind: 'view' | 'chat' } | { readonly kind: 'window' | 'best'; readonly most: number }

/** From `view`, `chat`, `window:5` or `best:5`. Throws `bad-memory`. */
export function memoryOf(text: string): Memory {
  const [, kind, most] = /^(?:(?:view|chat)|(window|best):([1-9]\d*))$/.exec(text) ?? []
  if (kind === 'window' || kind === 'best') return { kind, most: Number(most) }
  if (text === 'view' || text === 'chat') return { kind: text }
  throw new StagegameError('bad-memory', `expected view, chat, window:<n> or best:<n>, got ${JSON.stringify(text)}`)
}

export interface Remembered {
  readonly view: unknown
  /** Where entries are left out: how many are shown, of how many. */
  readonly cut: { readonly shown: number; readonly of: number } | undefined
}

/**
 * The view with its history cut, and that of wraps (`view.repeated.history`) likewise. Every entry is numbered (`nth`, from 1) by
 * its place in the whole history, so that a prompt can name it.
 */
export function remembered(view: unknown, memory: Memory): Remembered {
  if (!isObject(view)) return { view, cut: undefined }
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
  return { view: Object.fromEntries(members) as unknown, cut }
}

/** Throws `bad-memory` where `best` has nothing to rank by. `view`: one with some history. */
export function checkMemory(text: string, view: unknown): void {
  const memory = memoryOf(text)
  if (memory.kind !== 'best' || !isObject(view)) return
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
  if (memory.kind === 'window') return entries.slice(-memory.most)
  if (memory.kind !== 'best') return entries
  return [...entries]
    .sort(([a, earlier], [b, later]) => (earned(b) ?? -Infinity) - (earned(a) ?? -Infinity) || later - earlier)
    .slice(0, memory.most)
    .sort(([, a], [, b]) => a - b)
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
