/** What a schema complains of in a file that users write, in our own words: what was expected, and what came. */
import type { z } from 'zod'
import { quoted } from '../core/errors.ts'

type Issue = z.core.$ZodIssue

/** `expected likert, number or text, got "slider"`. Messages that a schema of ours gives itself are kept. */
export function worded(issue: Issue, found: unknown): string {
  const expected = expectedOf(issue)
  const message = expected === undefined ? issue.message : `expected ${expected}`
  if (issue.code === 'custom') return message
  return found === undefined ? message : `${message}, got ${quoted(found)}`
}

/** Undefined where the message is not zod's own. */
function expectedOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return isOwn(issue.message, 'Invalid input')
        ? undefined
        : (TYPES[issue.expected] ?? `a value of type ${issue.expected}`)
    case 'invalid_value':
      return either(issue.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))
    case 'invalid_union':
      return unionOf(issue)
    case 'too_small':
      return isOwn(issue.message, 'Too small')
        ? undefined
        : bounded(issue.origin, issue.minimum, issue.inclusive, LEAST)
    case 'too_big':
      return isOwn(issue.message, 'Too big') ? undefined : bounded(issue.origin, issue.maximum, issue.inclusive, MOST)
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_key':
      return issue.issues[0]?.message.replace(/^expected /, '')
    case 'invalid_format':
      return issue.format === 'url' ? 'an address that begins with http:// or https://' : undefined
    default:
      return undefined
  }
}

const isOwn = (message: string, zods: string): boolean => !message.startsWith(zods)

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with their values',
  record: 'keys with their values',
  null: 'null',
}

/** What any of the branches expects; of branches that are told apart by a member, the values that it may have. */
function unionOf(issue: Extract<Issue, { code: 'invalid_union' }>): string | undefined {
  const { options } = issue as { readonly options?: readonly unknown[] }
  if (options) return either(options.map(String))
  const branches = issue.errors.map(([first]) => first && expectedOf(first))
  return branches.some((words) => words === undefined) ? undefined : either([...new Set(branches as string[])])
}

const either = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

interface Bounds {
  readonly inclusive: string
  readonly exclusive: string
}

const LEAST: Bounds = { inclusive: 'at least', exclusive: 'more than' }
const MOST: Bounds = { inclusive: 'at most', exclusive: 'less than' }

function bounded(origin: string, bound: number | bigint, inclusive: boolean | undefined, words: Bounds): string {
  const of = `${inclusive === false ? words.exclusive : words.inclusive} ${bound}`
  const one = Number(bound) === 1
  if (origin === 'string') return `a text of ${of} character${one ? '' : 's'}`
  if (origin === 'array') return `a list of ${of} entr${one ? 'y' : 'ies'}`
  return `a number of ${of}`
}
