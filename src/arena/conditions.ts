/** The conditions of an experiment: each game with its params and wraps, crossed with the factors of the design. */
import { hint, list, StagegameError } from '../core/errors.ts'
import { parsedParams } from '../core/fit.ts'
import type { AnyGame, Role } from '../core/game.ts'
import { type GameRef, gameOf, type Shelf, shelvedGame } from '../core/shelf.ts'
import { checkDesign } from './design-check.ts'
import { type Experiment, nameOf, Variant } from './experiment.ts'
import type { ExperimentFile } from './experiment-file.ts'

export interface Condition {
  /** Position in the plan, from 0. */
  readonly index: number
  /** What sets it apart: `beauty-contest, factor 0.5`. */
  readonly label: string
  readonly ref: GameRef
  readonly game: AnyGame
  /** As they go into the log: with all defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>
  readonly roles: readonly Role[]
  /** The level of each factor of the design, as a label shows it. */
  readonly levels: Readonly<Record<string, string>>
  /** The variant of the prompt files; `default` for the words as they are. */
  readonly prompts: string
  /** What every seat is told of the others. */
  readonly told: string | undefined
  /** Names of those who play it. */
  readonly players: readonly string[]
  readonly format: Experiment['design']['format']
  /** Seats a match, or who sits where; undefined: as many as the format and the game need. */
  readonly seats: Experiment['design']['seats']
  /** Where that stands in the file. */
  readonly seatsAt: readonly (string | number)[]
}

type GameEntry = NonNullable<Experiment['games']>[number]
type Wraps = NonNullable<Experiment['wraps']>

/**
 * `ids` gives the id of each game that the file names by path. Throws `bad-experiment`, `unknown-game`, `unknown-wrap`:
 * each with its line in the file.
 */
export function conditionsOf(
  file: ExperimentFile,
  shelf: Shelf,
  ids: ReadonlyMap<string, string> = new Map(),
): Condition[] {
  const { experiment } = file
  const names = experiment.players.map(nameOf)
  const entries: readonly Partial<GameEntry>[] = experiment.games ?? [
    { game: experiment.game!, params: experiment.params, wraps: experiment.wraps },
  ]
  const conditions: Condition[] = []
  entries.forEach((entry, i) => {
    const base = experiment.games ? ['games', i] : []
    const wraps = wrapsOf(entry.wraps ?? [])
    const players = entry.players ?? names
    players.forEach((name, at) => {
      if (!names.includes(name))
        throw file.fault([...base, 'players', at], `there is no player ${JSON.stringify(name)}: ${hint(name, names)}`)
    })
    for (const level of crossed(experiment.design.factors)) {
      const ref: GameRef = { game: ids.get(entry.game!) ?? entry.game!, wraps }
      located(file, [...base, 'game'], () => shelvedGame(shelf, ref.game))
      const game = located(file, [...base, 'wraps'], () => gameOf(shelf, ref))
      const overrides = Object.fromEntries(
        level.filter(([key]) => key.startsWith('params.')).map(([key, value]) => [key.slice(7), value]),
      )
      const params = paramsOrFault(file, game, { ...entry.params, ...overrides }, base, Object.keys(overrides))
      conditions.push({
        index: conditions.length,
        label: [labelOf(game), ...level.map(([key, value]) => `${key.replace(/^params\./, '')} ${shown(value)}`)].join(
          ', ',
        ),
        ref: { game: game.id, wraps: game.wraps ?? [] },
        game,
        params,
        roles: game.roles(params),
        levels: Object.fromEntries(level.map(([key, value]) => [key.replace(/^params\./, ''), shown(value)])),
        prompts: promptsOf(file, level),
        told: toldOf(file, level),
        players,
        format: entry.format ?? experiment.design.format,
        seats: entry.seats ?? experiment.design.seats,
        seatsAt: entry.seats === undefined ? ['design', 'seats'] : [...base, 'seats'],
      })
    }
  })
  const told = distinct(conditions, entries)
  checkDesign(file, told)
  return told
}

/** Labels name a condition in tables and in independent seeds, so no two may be the same: what sets them apart is added. */
function distinct(conditions: readonly Condition[], entries: readonly Partial<GameEntry>[]): Condition[] {
  const perEntry = conditions.length / entries.length
  const twice = (label: string, among: readonly Condition[]) =>
    among.filter((other) => other.label === label).length > 1
  const told = conditions.map((condition) => {
    if (!twice(condition.label, conditions)) return condition
    const { params = {} } = entries[Math.floor(condition.index / perEntry)]!
    const seats = typeof condition.seats === 'number' ? [`${condition.seats} seats`] : []
    const alike = conditions.filter((other) => other.label === condition.label && other.seats === condition.seats)
    if (alike.length === 1 && seats.length > 0) return { ...condition, label: [condition.label, ...seats].join(', ') }
    const parts = [
      ...Object.entries(params).map(([name, value]) => `${name} ${shown(value)}`),
      condition.format,
      ...seats,
    ]
    return { ...condition, label: [condition.label, ...parts].join(', ') }
  })
  return told.map((condition) =>
    twice(condition.label, told)
      ? { ...condition, label: `${condition.label}, number ${condition.index + 1}` }
      : condition,
  )
}

/** A level as a label shows it. */
const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

const labelOf = (game: AnyGame): string => [game.id, ...(game.wraps ?? []).map(({ id }) => id)].join(' + ')

const wrapsOf = (wraps: Wraps): { id: string; params?: unknown }[] =>
  wraps.map((wrap) => {
    if (typeof wrap === 'string') return { id: wrap }
    const [id, params] = Object.entries(wrap)[0]!
    return { id, params: params ?? {} }
  })

/** All combinations of the factors' levels, the last factor turning fastest. */
function crossed(factors: Readonly<Record<string, readonly unknown[]>>): [string, unknown][][] {
  return Object.entries(factors).reduce<[string, unknown][][]>(
    (rows, [factor, levels]) =>
      rows.flatMap((row) => levels.map((level): [string, unknown][] => [...row, [factor, level]])),
    [[]],
  )
}

function paramsOrFault(
  file: ExperimentFile,
  game: AnyGame,
  params: Readonly<Record<string, unknown>>,
  base: readonly (string | number)[],
  factors: readonly string[],
): Record<string, unknown> {
  const issues = (game.params.safeParse(params).error?.issues ?? []).map((issue) => {
    const [first] = issue.path
    const path =
      issue.code === 'unrecognized_keys'
        ? { path: [...base, 'params', issue.keys[0]!], message: `${game.id} has no such parameter` }
        : { path: [...base, 'params', ...issue.path], message: issue.message }
    const name = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(first)
    return factors.includes(name) ? { ...path, path: ['design', 'factors', `params.${name}`] } : path
  })
  const [first] = issues
  if (first) throw file.fault(first.path, first.message, 'bad-params')
  return parsedParams(game, params)
}

/** The level's variant of the prompts; without that factor the words as they are. */
function promptsOf({ fault }: ExperimentFile, level: readonly (readonly [string, unknown])[]): string {
  const factor = level.find(([key]) => key === 'prompts')
  const chosen = factor ? (factor[1] ?? 'null') : 'default' // YAML reads null without quotes as nothing
  const parsed = Variant.safeParse(chosen)
  if (parsed.success) return parsed.data
  throw fault(
    ['design', 'factors', 'prompts'],
    `expected names of folders of prompts (default, paraphrase, cloaked), got ${JSON.stringify(chosen)}`,
  )
}

function toldOf(
  { experiment, fault }: ExperimentFile,
  level: readonly (readonly [string, unknown])[],
): string | undefined {
  const { told, design, players } = experiment
  if (told !== undefined && players.some(({ person }) => person !== undefined))
    throw fault(
      ['told'],
      'a person sits here, and only a session of the lab checks that a text about the others is true (stagegame lab, docs/lab.md); leave it out',
    )
  for (const key of Object.keys(design.factors))
    if (key !== 'told' && key !== 'prompts' && !key.startsWith('params.'))
      throw fault(['design', 'factors', key], 'expected the factor told, prompts or params.<name>')
  const chosen = level.find(([key]) => key === 'told')?.[1]
  if (typeof told !== 'object') {
    if (chosen !== undefined)
      throw fault(['design', 'factors', 'told'], 'expected `told` to be a map of wordings to choose from')
    return told
  }
  const names = Object.keys(told)
  if (chosen === undefined)
    throw fault(
      ['told'],
      `names the wordings ${list(names)}: say in design.factors which are used, told: [${names.join(', ')}]`,
    )
  if (!Object.hasOwn(told, String(chosen)))
    throw fault(
      ['design', 'factors', 'told'],
      `there is no wording ${JSON.stringify(chosen)}: ${hint(String(chosen), names)}`,
    )
  return told[String(chosen)]
}

/** Gives an error of the shelf its place in the file. */
function located<T>(file: ExperimentFile, path: readonly (string | number)[], look: () => T): T {
  try {
    return look()
  } catch (error) {
    if (error instanceof StagegameError) throw file.fault(path, error.message, error.code)
    const issues = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues
    if (issues)
      throw file.fault(
        path,
        issues
          .map((issue) => [issue.path.join('.'), issue.message].filter((part) => part !== '').join(': '))
          .join('; '),
        'bad-params',
      )
    throw error
  }
}
