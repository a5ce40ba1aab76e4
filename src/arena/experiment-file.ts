/** Reads an experiment file; every complaint names the line and column, what was expected and what came. */
import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { type Document, isMap, LineCounter, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { hint, quoted, StagegameError } from '../core/errors.ts'
import { Experiment, nameOf } from './experiment.ts'
import { worded } from './worded.ts'

/** An experiment, and where in its text each part stands. */
export interface ExperimentFile {
  readonly experiment: Experiment
  readonly name: string
  /** Absolute path: what the file names is found from its folder. */
  readonly path: string
  readonly text: string
  /** An error at a place of the file: `guess.yaml:12:5: players.2.strategy: …`. */
  readonly fault: (path: readonly PropertyKey[], message: string, code?: string) => StagegameError
}

/** Throws `no-file` or `bad-experiment`. */
export const readExperiment = (file: string): ExperimentFile => parseExperiment(textIn(file, 'the experiment'), file)

/** Throws `bad-experiment` with every complaint on a line of its own. */
export function parseExperiment(text: string, file: string): ExperimentFile {
  if (isSession(text))
    throw new StagegameError(
      'lab-session',
      `${file} is a session of the lab, not an experiment: stagegame lab runs it, lab resume goes on with it, lab export writes its data`,
    )
  const { value: experiment, fault } = parsed(Experiment, text, file)
  namedOnce(experiment.players, fault)
  const name = experiment.name ?? basename(file, extname(file))
  return { experiment, name, path: resolve(file), text, fault }
}

/** A session file of the lab has parts that no experiment has. */
export const isSession = (text: string): boolean => /^blocks:/m.test(text) && /^consent:/m.test(text)

/** Players for a run that is there already, with the endpoints and prices that they need; as an experiment has them. */
export interface PlayersFile extends Pick<ExperimentFile, 'path' | 'fault'> {
  readonly players: Experiment['players']
  /** As they are written, without defaults. */
  readonly written: { readonly [part in 'players' | 'endpoints' | 'prices']?: unknown }
}

const { players, endpoints, prices } = Experiment.shape
const Players = z.strictObject({ players, endpoints, prices })

/** Throws `no-file` or `bad-experiment`. */
export function readPlayers(file: string): PlayersFile {
  const { value, written, fault } = parsed(Players, textIn(file, 'the players'), file)
  namedOnce(value.players, fault)
  return { players: value.players, written: written as PlayersFile['written'], path: resolve(file), fault }
}

/** Throws `no-file`. */
export function textIn(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message
    throw new StagegameError('no-file', `cannot read ${what} ${file}: ${why}`, { cause })
  }
}

export interface Parsed<T> {
  readonly value: T
  /** As the file has it. */
  readonly written: unknown
  readonly fault: ExperimentFile['fault']
}

/** Any file that users write in YAML, checked by a schema. Throws `bad-experiment` with every complaint on a line of its own. */
export function parsed<T>(schema: z.ZodType<T>, text: string, file: string): Parsed<T> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset)
    return new StagegameError('bad-experiment', `${file}:${line}:${col}: ${message}`)
  }
  const [broken] = document.errors
  if (broken) throw at(broken.pos[0], broken.message)
  const written = plainOf(document, at)
  const complain = (path: readonly PropertyKey[], message: string) => {
    const { line, col } = lines.linePos(offsetOf(document, path))
    const where = path.length > 0 ? `${path.join('.')}: ` : ''
    return `${file}:${line}:${col}: ${where}${message}`
  }
  const fault = (path: readonly PropertyKey[], message: string, code = 'bad-experiment') =>
    new StagegameError(code, complain(path, message))
  const result = schema.safeParse(written ?? {})
  if (result.success) return { value: result.data, written, fault }
  const complaints = flat(result.error.issues).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => complain([...issue.path, key], `unknown key; ${hint(key, keysAt(schema, issue.path))}`))
      : [complain(issue.path, worded(issue, valueAt(written, issue.path)))],
  )
  throw new StagegameError('bad-experiment', complaints.join('\n'))
}

function namedOnce(players: Experiment['players'], fault: ExperimentFile['fault']): void {
  const seen = new Map<string, number>()
  for (const [i, player] of players.entries()) {
    const name = nameOf(player)
    const first = seen.get(name)
    if (first !== undefined)
      throw fault(
        ['players', i],
        `a second player of the name ${quoted(name)} (the first is players.${first}); give it a name of its own`,
      )
    seen.set(name, i)
  }
}

/** Where a path stands in the text: the key of the last member found on the way. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find(
        ({ key }) => String((key as { value?: unknown } | null)?.value ?? key) === String(last),
      )
      const start = (pair?.key as { range?: readonly number[] } | undefined)?.range?.[0]
      if (start !== undefined) return start
    }
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined
    if (node?.range?.[0] !== undefined) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

/** The document as plain data. Throws the fault at an alias without an anchor before it, or within its own. */
function plainOf(document: Document, fault: (offset: number, message: string) => StagegameError): unknown {
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const anchored = alias.resolve(document)
      const offset = alias.range?.[0] ?? 0
      if (!anchored) throw fault(offset, `there is no anchor &${alias.source} before *${alias.source}`)
      if (ancestors.includes(anchored)) throw fault(offset, `*${alias.source} stands within its own anchor`)
    },
  })
  try {
    return document.toJS()
  } catch (error) {
    throw fault(0, (error as Error).message) // aliases that unfold without end
  }
}

const valueAt = (whole: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], whole)

/** A union's complaint is the complaint of its nearest branch. */
function flat(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
    const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0]!
    if (depth(deepest) === 0) return [issue]
    return flat(deepest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
  })
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length))

/** The keys that a strict object, or a record of known keys, allows at a path, for a hint. */
function keysAt(whole: unknown, path: readonly PropertyKey[]): string[] {
  let schema = whole
  for (const key of path) schema = inner(schema, key)
  const { shape, keyType } = (unwrapped(schema) ?? {}) as { shape?: object; keyType?: { enum?: object } }
  return Object.keys(shape ?? keyType?.enum ?? {})
}

function inner(schema: unknown, key: PropertyKey): unknown {
  const { shape, element, valueType } = unwrapped(schema) as {
    shape?: Record<PropertyKey, unknown>
    element?: unknown
    valueType?: unknown
  }
  return shape?.[key] ?? element ?? valueType
}

function unwrapped(schema: unknown): unknown {
  let found = schema as { def?: { innerType?: unknown } } | undefined
  while (found?.def?.innerType) found = found.def.innerType as typeof found
  return found
}
