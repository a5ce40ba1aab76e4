/** Prompt files as strict templates: an unknown variable throws, and nothing but the file and the view gets in. */
import { Liquid, LiquidError, type Template as Parsed } from 'liquidjs'
import { hint, StagegameError } from '../core/errors.ts'
import { compactJson, MOST, quotation } from './quotation.ts'

/** A prompt file, parsed. */
export interface Template {
  readonly path: string
  readonly parsed: readonly Parsed[]
  /** The top-level variables that it names. */
  readonly variables: readonly Variable[]
}

export interface Variable {
  readonly name: string
  /** Where it first stands. */
  readonly line: number
  readonly column: number
  /** Named as such somewhere, and not only by its parts (`talk.length`). */
  readonly whole: boolean
}

/** Parses a prompt file. Throws `bad-template` with file, line and column. */
export function parseTemplate(path: string, text: string): Template {
  try {
    const parsed = engine.parse(text)
    const { globals } = engine.analyzeSync(parsed)
    const variables = Object.entries(globals).map(([name, uses]) => {
      const { row, col } = uses[0]!.location
      return { name, line: row, column: col, whole: uses.some(({ segments }) => segments.length === 1) }
    })
    return { path, parsed, variables }
  } catch (error) {
    throw faultOf(path, error, [])
  }
}

/** The file's words for these values. Throws `unknown-variable` or `bad-template`, with file, line and column. */
export function renderTemplate({ path, parsed }: Template, values: Readonly<Record<string, unknown>>): string {
  try {
    return tidy(engine.renderSync([...parsed], values, { templateLimit: MOST_NODES }) as string)
  } catch (error) {
    throw faultOf(path, error, Object.keys(values))
  }
}

/** Throws `unknown-variable` unless each variable of the file is one of these. */
export function checkVariables({ path, variables }: Template, names: readonly string[]): void {
  for (const { name, line, column } of variables)
    if (!names.includes(name)) throw unknownVariable(`${path}:${line}:${column}`, name, names)
}

/** Limits against a template that never ends; a prompt of a thousand seats and rounds stays far below. */
const MOST_CHARACTERS = 1_000_000
const MOST_NODES = 10_000_000
const MOST_MEMORY = 200_000_000

function strictEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    relativeReference: false,
    templates: {},
    parseLimit: MOST_CHARACTERS,
    memoryLimit: MOST_MEMORY,
  })
  // No other file, no clock and no chance: the same view gives the same words.
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters)) if (/^(date|sample$)/.test(filter)) delete liquid.filters[filter]
  liquid.registerFilter('quoted', (text: unknown, most: unknown) => quotation(String(text), Number(most ?? MOST)))
  liquid.registerFilter('figures', figures)
  liquid.registerFilter('json', compactJson)
  liquid.registerFilter('without', without)
  return liquid
}

/** A number with at most six significant digits: what a reader needs of 24.666666666666668. Of a list, each. */
const figures = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(figures) : typeof value === 'number' ? Number(value.toPrecision(6)) : value

/** An object without some of its members: a list of their names, or one name. */
function without(value: unknown, ...names: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const dropped = new Set(names.flat().map(String))
  return Object.fromEntries(Object.entries(value).filter(([name]) => !dropped.has(name)))
}

/** No blank line more than one, and none at the ends: tags leave empty lines behind. */
const tidy = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

function faultOf(path: string, error: unknown, names: readonly string[]): StagegameError {
  if (!LiquidError.is(error)) return new StagegameError('bad-template', `${path}: ${String(error)}`, { cause: error })
  const [line, column] = (error.token as { getPosition?: () => number[] } | undefined)?.getPosition?.() ?? [1, 1]
  const where = `${path}:${line}:${column}`
  const variable = (error.originalError as { variableName?: string } | undefined)?.variableName
  if (variable !== undefined) return unknownVariable(where, variable, names, error)
  const message = error.message.replace(/, (file:.*, )?line:\d+, col:\d+$/, '')
  return new StagegameError('bad-template', `${where}: ${message}`, { cause: error })
}

function unknownVariable(where: string, name: string, names: readonly string[], cause?: unknown): StagegameError {
  const [first] = name.split(/[.[]/)
  const help = names.includes(first!) ? `${first} is there, but not that part of it` : hint(name, names)
  return new StagegameError('unknown-variable', `${where}: there is no variable ${name} here: ${help}`, { cause })
}

/** Last, since it takes the filters above. */
const engine = strictEngine()
