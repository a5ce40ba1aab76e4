/** Long texts of a request, stored once: where one stood, the log holds `{"text": its hash}`. */
import { StagegameError } from '../core/errors.ts'
import { nodeDigest } from './chain.ts'

/** Texts of more characters than this are kept apart. */
const LONG = 200

/** The request with references for its long texts, and those texts by hash. */
export function shortened(request: unknown): {
  readonly request: unknown
  readonly texts: ReadonlyMap<string, string>
} {
  const texts = new Map<string, string>()
  const shorten = (value: unknown, only: boolean): unknown => {
    if (typeof value === 'string') {
      if (value.length <= LONG && !only) return value
      const hash = nodeDigest(value)
      texts.set(hash, value)
      return { text: hash }
    }
    // what looks like a reference but is none has its text kept apart, so that reading gives it back
    return mapped(value, (member) => shorten(member, looksLikeReference(value)))
  }
  return { request: shorten(request === undefined ? null : JSON.parse(JSON.stringify(request)), false), texts }
}

/** The whole request again. Throws `missing-text` where the store has lost one. */
export function lengthened(request: unknown, textOf: (hash: string) => string | undefined): unknown {
  if (!isReference(request)) return mapped(request, (member) => lengthened(member, textOf))
  const text = textOf(request.text)
  if (text === undefined)
    throw new StagegameError('missing-text', `the log refers to a text ${request.text} that it does not hold`)
  return text
}

/** The hashes that a shortened request refers to. */
export function textsIn(request: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (isReference(request)) found.add(request.text)
  else mapped(request, (member) => void textsIn(member, found))
  return found
}

const looksLikeReference = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'text'

const isReference = (value: unknown): value is { readonly text: string } =>
  looksLikeReference(value) && typeof (value as { text: unknown }).text === 'string'

function mapped(value: unknown, change: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]))
}
