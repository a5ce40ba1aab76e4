/** Where a text stops being JSON: JSON.parse does not always say. */

/** The place (from 0) of the first character that no JSON could have there; the text's length where it is cut off. */
export function jsonErrorAt(text: string): number {
  const scan = { text, at: 0 }
  const complete = value(scan)
  if (!complete) return scan.at
  space(scan)
  return scan.at
}

interface Scan {
  readonly text: string
  at: number
}

/** Each of these moves on as far as the text is JSON, and says whether it found the whole. */
function value(scan: Scan): boolean {
  space(scan)
  switch (scan.text[scan.at]) {
    case '{':
      return members(scan)
    case '[':
      return items(scan)
    case '"':
      return string(scan)
    case 't':
      return word(scan, 'true')
    case 'f':
      return word(scan, 'false')
    case 'n':
      return word(scan, 'null')
    default:
      return number(scan)
  }
}

function members(scan: Scan): boolean {
  scan.at++
  if (taken(scan, '}')) return true
  do {
    space(scan)
    if (scan.text[scan.at] !== '"' || !string(scan) || !taken(scan, ':') || !value(scan)) return false
  } while (taken(scan, ','))
  return taken(scan, '}')
}

function items(scan: Scan): boolean {
  scan.at++
  if (taken(scan, ']')) return true
  do if (!value(scan)) return false
  while (taken(scan, ','))
  return taken(scan, ']')
}

function string(scan: Scan): boolean {
  for (scan.at++; scan.at < scan.text.length; scan.at++) {
    const char = scan.text[scan.at]!
    if (char === '"') {
      scan.at++
      return true
    }
    if (char < ' ') return false
    if (char === '\\') {
      const sequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
      sequence.lastIndex = scan.at
      if (!sequence.test(scan.text)) return cutOff(scan, /\\(?:u[0-9a-fA-F]{0,3})?$/y)
      scan.at = sequence.lastIndex - 1
    }
  }
  return false
}

function number(scan: Scan): boolean {
  const digits = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
  digits.lastIndex = scan.at
  if (!digits.test(scan.text)) return cutOff(scan, /-$/y)
  scan.at = digits.lastIndex
  cutOff(scan, /(?:\.|[eE][+-]?)$/y)
  return scan.at === digits.lastIndex
}

/** Moves to the end where the text ends in the middle of something. Never the whole of it. */
function cutOff(scan: Scan, unfinished: RegExp): false {
  unfinished.lastIndex = scan.at
  if (unfinished.test(scan.text)) scan.at = scan.text.length
  return false
}

function word(scan: Scan, expected: string): boolean {
  for (const char of expected) {
    if (scan.text[scan.at] !== char) return false
    scan.at++
  }
  return true
}

function taken(scan: Scan, char: string): boolean {
  space(scan)
  if (scan.text[scan.at] !== char) return false
  scan.at++
  return true
}

function space(scan: Scan): void {
  while (/[ \t\r\n]/.test(scan.text[scan.at] ?? '')) scan.at++
}
