/** Loads a user's own game from its module: rules, scripted players, and prompts in a folder beside it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Behaviour, BehaviourOf } from '../core/behaviour.ts'
import { list, quoted, StagegameError } from '../core/errors.ts'
import type { AnyGame, AnyStrategy } from '../core/game.ts'
import type { Shelf, ShelvedGame } from '../core/shelf.ts'

export interface OwnGame extends ShelvedGame {
  /** The module, absolute. */
  readonly file: string
  /** The folder of its prompts, absolute. */
  readonly prompts: string
  /** The module's text, and its SHA-256. */
  readonly text: string
  readonly hash: string
}

/** A game is named by a path where it looks like one. */
export const isPath = (game: string): boolean =>
  /\.(mjs|js|mts|ts)$/.test(game) || game.startsWith('./') || game.startsWith('../')

/**
 * Throws `no-file` or `bad-game`. The module exports `game`, `strategies` if it has scripted players, and
 * `behaviour` if reports shall look at more than its actions’ fields. What its functions
 * throw later names the module: `rules-failed`, `strategy-failed`.
 */
export async function loadOwnGame(path: string, from: string): Promise<OwnGame> {
  const file = resolve(from, path)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new StagegameError(
      'no-file',
      `cannot read the rules ${path} (looked for ${file}): ${(cause as Error).message}`,
      { cause },
    )
  }
  let module: Record<string, unknown>
  try {
    module = await import(pathToFileURL(file).href)
  } catch (cause) {
    const why = messageOf(cause)
    const help = why.includes("'stagegame'") ? ' (npm install stagegame in its folder, or one above)' : ''
    throw new StagegameError('bad-game', `the rules ${path} do not load: ${why}${help}`, { cause })
  }
  return {
    game: guarded(checkedGame(module['game'], path), path),
    strategies: checkedStrategies(module['strategies'] ?? {}, path),
    ...(module['behaviour'] !== undefined && { behaviour: checkedBehaviour(module['behaviour'], path) }),
    file,
    prompts: join(dirname(file), 'prompts'),
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  }
}

/** The shelf with games of one's own put before it. Throws `bad-game` on an id that is taken. */
export function shelfWith(shelf: Shelf, own: readonly OwnGame[]): Shelf {
  const taken = own.find(({ game }, i) =>
    [...shelf.games, ...own.slice(0, i)].some((other) => other.game.id === game.id),
  )
  if (taken)
    throw new StagegameError(
      'bad-game',
      `${taken.file}: there is already a game with the id ${taken.game.id}; choose another`,
    )
  return { ...shelf, games: [...own, ...shelf.games] }
}

const MEMBERS = {
  init: 'function',
  turn: 'function',
  apply: 'function',
  view: 'function',
  payoffs: 'function',
  roles: 'function',
} as const

function checkedGame(game: unknown, path: string): AnyGame {
  if (typeof game !== 'object' || game === null)
    throw new StagegameError(
      'bad-game',
      `${path} must export a game: export const game = defineGame({ … }); it exports ${quoted(game)}`,
    )
  const found = game as Record<string, unknown>
  const missing: string[] = Object.entries(MEMBERS).flatMap(([name, type]) =>
    typeof found[name] === type ? [] : [name],
  )
  if (typeof found['id'] !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(found['id']))
    missing.push('id (small letters, digits, dashes)')
  if (!Number.isSafeInteger(found['version'])) missing.push('version (a whole number from 1)')
  if (typeof (found['params'] as { safeParse?: unknown } | undefined)?.safeParse !== 'function')
    missing.push('params (a zod schema)')
  if (missing.length > 0) throw new StagegameError('bad-game', `the game of ${path} lacks ${list(missing)}`)
  return game as AnyGame
}

function checkedBehaviour(behaviour: unknown, path: string): BehaviourOf {
  if (typeof behaviour !== 'function')
    throw new StagegameError(
      'bad-game',
      `the behaviour of ${path} must be a function (params, seats) => ({ figures, classes, estimates, baselines }), got ${quoted(behaviour)}`,
    )
  return (params, seats) => {
    const {
      figures = [],
      classes = [],
      estimates = [],
      baselines = [],
    } = told('behaviour', () => (behaviour as BehaviourOf)(params, seats) as Partial<Behaviour>)
    return {
      figures: figures.map((one) => ({ ...one, of: (made) => told(one.name, () => one.of(made)) })),
      classes: classes.map((one) => ({ ...one, of: (made) => told(one.name, () => one.of(made)) })),
      estimates: estimates.map((one) => ({
        ...one,
        datum: (made) => told(one.name, () => one.datum(made)),
        from: (...data) => told(one.name, () => one.from(...data)),
      })),
      baselines,
    }
  }

  /** Whose fault it is. */
  function told<T>(name: string, work: () => T): T {
    try {
      return work()
    } catch (cause) {
      throw new StagegameError('behaviour-failed', `${path}: ${name} failed: ${messageOf(cause)}`, { cause })
    }
  }
}

function checkedStrategies(strategies: unknown, path: string): ShelvedGame['strategies'] {
  if (!isRecord(strategies))
    throw new StagegameError('bad-game', `the strategies of ${path} must be an object of functions by name`)
  return Object.fromEntries(
    Object.entries(strategies).map(([name, strategy]) => {
      if (typeof strategy !== 'function')
        throw new StagegameError(
          'bad-game',
          `${path}: the strategy ${name} must be a function (options) => ({ kind: (view, rng) => action }), got ${quoted(strategy)}`,
        )
      return [name, made(name, strategy as AnyStrategy, path)]
    }),
  )
}

/** A strategy that refuses its options by zod is heard as it is: whoever asked knows where they stand. */
const made =
  (name: string, strategy: AnyStrategy, path: string): AnyStrategy =>
  (options) => {
    try {
      return strategy(options)
    } catch (cause) {
      if (cause instanceof StagegameError || (cause as { issues?: unknown } | null)?.issues !== undefined) throw cause
      throw new StagegameError('strategy-failed', `${path}: the strategy ${name} failed: ${messageOf(cause)}`, {
        cause,
      })
    }
  }

/** Members that a game may do without. */
const OPTIONAL = ['measures', 'regrets', 'quiz', 'without'] as const

type Rule = keyof typeof MEMBERS | (typeof OPTIONAL)[number]

/** What the fold would trip over without a word about whose fault it is. */
const GIVES: { readonly [rule in Rule]?: readonly [(found: unknown) => boolean, string] } = {
  roles: [Array.isArray, 'a list of { name, min, max }'],
  turn: [isTurn, 'a Map of each seat that answers now to its ask: asking(…), or over()'],
  payoffs: [Array.isArray, 'a list of numbers, one a seat'],
}

/**
 * The game, its functions guarded: what they throw becomes `rules-failed` with the module's name, and states and views are
 * frozen, so that neither rules nor players can change what the log says was there.
 */
function guarded(game: AnyGame, path: string): AnyGame {
  const frozen = freezer()
  const guard =
    (rule: Rule) =>
    (...args: unknown[]) => {
      try {
        const found: unknown = (game[rule] as (...args: unknown[]) => unknown).apply(game, args)
        const [gives, what] = GIVES[rule] ?? []
        if (gives && !gives(found)) throw new TypeError(`expected ${what}, got ${quoted(found)}`)
        return rule === 'turn' ? found : frozen(found)
      } catch (cause) {
        if (cause instanceof StagegameError) throw cause
        throw new StagegameError('rules-failed', `${path}: ${rule} failed: ${messageOf(cause)}`, { cause })
      }
    }
  const { id, title = id, version, params } = game
  const rules = [...(Object.keys(MEMBERS) as Rule[]), ...OPTIONAL.filter((rule) => game[rule])]
  return { id, title, version, params, ...Object.fromEntries(rules.map((rule) => [rule, guard(rule)])) } as AnyGame
}

/** Freezes plain data to the ground; what it has frozen before is not walked again. */
function freezer(): (value: unknown) => unknown {
  const done = new WeakSet<object>()
  const frozen = (value: unknown): unknown => {
    if (!(Array.isArray(value) || isRecord(value)) || done.has(value)) return value
    done.add(value)
    for (const member of Object.values(value)) frozen(member)
    return Object.freeze(value)
  }
  return frozen
}

function isTurn(found: unknown): boolean {
  if (!(found instanceof Map)) return false
  for (const ask of found.values())
    if (typeof ask?.kind !== 'string' || typeof ask.schema?.safeParse !== 'function') return false
  return true
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
