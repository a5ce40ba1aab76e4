/** Finds JSON objects in any text, in time linear in its length. */

/** An object in a text: from `start` up to, not including, `end`. */
export interface Found {
  readonly start: number
  readonly end: number
  /** The names of its own members, as they stand between their quotation marks. */
  readonly keys: readonly string[]
}

/** Deeper nesting is not taken for an answer. */
const DEEPEST = 100

/**
 * Every JSON object in the text, inside prose, code fences, lists and other objects too, in the order in which they end.
 * Linear: objects that are open when one breaks off all break off there, so none of them is tried again; what is tried again
 * are braces inside its strings, and those attempts take what the first took for text as structure, so they never overlap.
 */
export function jsonObjects(text: string): readonly Found[] {
  const found: Found[] = []
  const tried = new Set<number>()
  const scan = scanner(text, (object) => found.push(object), tried)
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) {
    if (tried.has(at)) continue
    const end = scan(at)
    if (end !== BROKEN) at = end - 1
  }
  return found
}

const BROKEN = -1

/** A strict JSON reader that notes objects as they close. Returns where the value at a place ends, or BROKEN. */
function scanner(text: string, note: (object: Found) => void, tried: Set<number>): (at: number) => number {
  const object = (start: number, depth: number): number => {
    tried.add(start)
    const keys: string[] = []
    let at = blank(text, start + 1)
    if (text[at] !== '}')
      for (;;) {
        const key = string(text, at)
        if (key === BROKEN) return BROKEN
        keys.push(text.slice(at + 1, key - 1))
        at = blank(text, key)
        if (text[at] !== ':') return BROKEN
        at = value(blank(text, at + 1), depth)
        if (at === BROKEN) return BROKEN
        at = blank(text, at)
        if (text[at] === '}') break
        if (text[at] !== ',') return BROKEN
        at = blank(text, at + 1)
      }
    note({ start, end: at + 1, keys })
    return at + 1
  }
  const array = (start: number, depth: number): number => {
    let at = blank(text, start + 1)
    if (text[at] === ']') return at + 1
    for (;;) {
      at = value(at, depth)
      if (at === BROKEN) return BROKEN
      at = blank(text, at)
      if (text[at] === ']') return at + 1
      if (text[at] !== ',') return BROKEN
      at = blank(text, at + 1)
    }
  }
  const value = (at: number, depth: number): number => {
    const first = text[at]
    if (first === '"') return string(text, at)
    if (first !== '{' && first !== '[') return scalar(text, at)
    if (depth === DEEPEST) return BROKEN
    return first === '{' ? object(at, depth + 1) : array(at, depth + 1)
  }
  return (at) => object(at, 0)
}

function blank(text: string, at: number): number {
  let end = at
  while (text[end] === ' ' || text[end] === '\n' || text[end] === '\r' || text[end] === '\t') end++
  return end
}

function string(text: string, start: number): number {
  if (text[start] !== '"') return BROKEN
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code < SPACE) return BROKEN
    if (code !== BACKSLASH) continue
    ESCAPE.lastIndex = at
    if (!ESCAPE.test(text)) return BROKEN
    at = ESCAPE.lastIndex - 1
  }
  return BROKEN
}

const QUOTE = 0x22
const SPACE = 0x20
const BACKSLASH = 0x5c
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function scalar(text: string, at: number): number {
  SCALAR.lastIndex = at
  return SCALAR.test(text) ? SCALAR.lastIndex : BROKEN
}
