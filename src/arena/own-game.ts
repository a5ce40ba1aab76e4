/** Loads a user's own game from its module: rules, scripted players, and prompts in a folder beside it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { list, quoted, StagegameError } from '../core/errors.ts'
import type { AnyGame } from '../core/game.ts'
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

/** Throws `no-file` or `bad-game`. The module exports `game`, and `strategies` if it has scripted players. */
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
    const why = (cause as Error).message
    const help = why.includes("'stagegame'") ? ' (npm install stagegame in its folder, or one above)' : ''
    throw new StagegameError('bad-game', `the rules ${path} do not load: ${why}${help}`, { cause })
  }
  const game = checkedGame(module['game'], path)
  const strategies = (module['strategies'] ?? {}) as ShelvedGame['strategies']
  return {
    game,
    strategies,
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
  return { title: found['id'], ...found } as unknown as AnyGame
}
