/** `stagegame play GAME`: a person at the terminal in any seat, against scripted players. */
import { randomBytes } from 'node:crypto'
import { Command, Option } from 'commander'
import { stringify } from 'yaml'
import { shelf as builtIn } from '../../games/index.ts'
import { parseExperiment } from '../arena/experiment-file.ts'
import { diskReader, folderOf } from '../arena/frozen.ts'
import { isPath, loadOwnGame, shelfWith } from '../arena/own-game.ts'
import { bounds, rolesFor } from '../arena/tables.ts'
import { list, StagegameError } from '../core/errors.ts'
import { parsedParams } from '../core/fit.ts'
import { gameOf, shelvedGame } from '../core/shelf.ts'
import { paramOption, wrapOption } from './game-options.ts'
import { positive } from './limits.ts'
import { packageFolder, version } from './package.ts'
import { playRun } from './play-run.ts'
import { prepare } from './prepare.ts'
import { createRun } from './run.ts'
import { dbOption, freeRunId, withStore } from './stores.ts'

interface Options {
  readonly db: string
  readonly seat: number
  readonly seats?: number
  readonly against: readonly string[]
  readonly param: Readonly<Record<string, unknown>>
  readonly wrap: readonly string[]
  readonly seed?: string
  readonly name: string
}

export const playCommand = (exit: (code: number) => void): Command =>
  new Command('play')
    .description('Play one match yourself, at this terminal, against scripted players.')
    .argument('<game>', 'a game on the shelf (stagegame games), or a path to rules of your own')
    .addOption(new Option('--seat <n>', 'your seat, from 0').default(0).argParser(natural))
    .option(
      '--seats <n>',
      'how many sit at the table; default: the least that the game takes, or one a player',
      positive,
    )
    .addOption(
      new Option('--against <players...>', 'scripted players for the other seats, in turn').default(['random']),
    )
    .addOption(paramOption())
    .addOption(wrapOption())
    .option('--seed <text>', 'seed of the match; default: a fresh one')
    .addOption(new Option('--name <name>', 'your name in the log').default('you'))
    .addOption(dbOption())
    .addHelpText(
      'after',
      '\nExample:\n  stagegame play beauty-contest --against level-k equilibrium --seats 4 --param rounds=3',
    )
    .action(async (game: string, options: Options) => {
      exit(
        await withStore(options.db, async (store) => {
          const text = await experimentFor(game, options)
          const file = parseExperiment(text, 'play.yaml')
          const prepared = await prepare(file, store, (own) => diskReader(folderOf(file.path), packageFolder, own), {
            by: 'wire',
            environment: process.env,
            spent: { dollars: 0, tokens: 0 },
          })
          const id = await freeRunId(store, file.name)
          await createRun(store, id, prepared)
          return playRun({ id, store, prepared, db: options.db, code: version })
        }),
      )
    })

/** The experiment that a run of it would have: a match played by hand is logged and resumed like any other. */
async function experimentFor(
  name: string,
  { seat, seats, against, param, wrap, seed, name: you }: Options,
): Promise<string> {
  const own = isPath(name) ? [await loadOwnGame(name, process.cwd())] : []
  const shelf = shelfWith(builtIn, own)
  const id = own[0]?.game.id ?? shelvedGame(shelf, name).game.id
  const game = gameOf(shelf, { game: id, wraps: wrap.map((wrapped) => ({ id: wrapped })) })
  const roles = game.roles(parsedParams(game, param))
  const { min, max } = bounds(roles)
  const count = seats ?? Math.min(max, Math.max(min, against.length + 1))
  if (count < min || count > max)
    throw new StagegameError(
      'wrong-seats',
      `${id} takes ${min === max ? min : `${min} to ${max}`} seats, got --seats ${count}`,
    )
  if (seat >= count)
    throw new StagegameError(
      'wrong-seats',
      `--seat ${seat} is not at a table of ${count}: expected 0 to ${count - 1} (${list(rolesFor(roles, count))})`,
    )
  const opponents = [...new Set(against)]
  if (opponents.length > count - 1)
    throw new StagegameError(
      'wrong-seats',
      `--against names ${opponents.length} players for ${count - 1} seats beside yours: give more --seats`,
    )
  if (opponents.includes(you))
    throw new StagegameError(
      'bad-name',
      `${you} is also the name of a scripted player; give yourself another by --name`,
    )
  let next = 0
  const table = Array.from({ length: count }, (_, at) => (at === seat ? you : opponents[next++ % opponents.length]!))
  return stringify({
    name: `play-${id}`,
    game: own[0] ? name : id,
    params: param,
    wraps: wrap,
    players: [
      { name: you, person: 'terminal' },
      ...opponents.filter((player) => table.includes(player)).map((strategy) => ({ strategy })),
    ],
    design: { format: 'seats', seats: table },
    seed: seed ?? randomBytes(8).toString('hex'),
  })
}

function natural(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 0)
    throw new StagegameError('bad-option', `--seat: expected a whole number from 0, got ${JSON.stringify(text)}`)
  return n
}
