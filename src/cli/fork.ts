/** `stagegame fork MATCH`: what if others had sat there from some turn on. */
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { shelf as builtIn } from '../../games/index.ts'
import { conditionsOf } from '../arena/conditions.ts'
import { conditionIn } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import { type ExperimentFile, type PlayersFile, parseExperiment, readPlayers } from '../arena/experiment-file.ts'
import { type Opening, openingFrom, positionAt } from '../arena/fork.ts'
import { type ForkPlan, forkedExperiment, playerNamed, playersOf } from '../arena/forked-experiment.ts'
import { completedReader, diskReader, folderOf } from '../arena/frozen.ts'
import { type OwnGame, shelfWith } from '../arena/own-game.ts'
import { hint, list, quoted, StagegameError } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import type { Reach } from '../players/reach.ts'
import { nodeDigest } from '../store/chain.ts'
import { memoryStore } from '../store/memory.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { CallLog, Run, Store } from '../store/store.ts'
import { type Limits, limited, positive, withLimitOptions } from './limits.ts'
import { packageFolder, version } from './package.ts'
import { printPlan, printPrompts } from './plan.ts'
import { playRun } from './play-run.ts'
import { ownGames, type Prepared, prepare } from './prepare.ts'
import { checkRules, frozenTexts } from './resume.ts'
import { chosenId, createRun } from './run.ts'
import { dbOption, withStore } from './stores.ts'
import { many } from './table.ts'

interface Options extends Limits {
  readonly db: string
  readonly turn: string
  readonly seat: readonly string[]
  readonly players?: string
  readonly prompts?: string
  readonly times: number
  readonly sameChance?: true
  readonly run?: string
  readonly dryRun?: true
}

export const forkCommand = (exit: (code: number) => void): Command =>
  withLimitOptions(new Command('fork'))
    .description(
      'Play a logged match on from one of its turns, with other players or prompts, and compare with what happened.',
    )
    .argument('<match>', 'the match, as its run named it')
    .requiredOption('--turn <k>', 'the first turn that is played anew; what was moved before it is copied')
    .option(
      '--seat <n=player>',
      'who plays this seat from then on; repeat for several; default: who sat there',
      (seat: string, before: readonly string[]) => [...before, seat],
      [],
    )
    .option(
      '--players <file.yaml>',
      'more players to choose from: `players:` (and `endpoints:`, `prices:`) as in an experiment',
    )
    .option('--prompts <variant>', 'other prompts for the seats named by --seat, or for all that read any')
    .option('--times <n>', 'how many continuations are played', positive, 1)
    .option('--same-chance', 'chance goes on as it would have, and is not drawn afresh in each continuation')
    .option('--run <id>', 'name of the new run; default: that of the match’s run, -fork and the next free number')
    .addOption(dbOption())
    .option('--dry-run', 'print the plan and one fully rendered prompt of each kind, and play nothing')
    .addHelpText(
      'after',
      `
Prompts are those that the match's run froze; what it did not freeze (of new players, or of another variant) comes from the disk.

Examples:
  stagegame fork first-1/rep1-rot1 --turn 1 --seat 0=level-2 --times 10
  stagegame fork overnight-1/rep3 --turn 4 --prompts cloaked --times 5`,
    )
    .action(async (match: string, options: Options) => {
      exit(
        await withStore(
          options.db,
          (store) => forked(store, match, options),
          options.dryRun ? { readonly: true } : { create: false },
        ),
      )
    })

async function forked(store: SqliteStore, match: string, options: Options): Promise<number> {
  const turn = turnOf(options.turn)
  const parent = await parentOf(store, match, turn, options)
  const added = options.players === undefined ? undefined : readPlayers(options.players)
  const plan = planOf(parent, added, options)
  const file = limited({ ...forkedExperiment(parent.file, plan), name: `${parent.run.id}-fork` }, options)
  const texts = await frozenTexts(store, parent.run)
  const ready = (log: CallLog, reach: Reach) => prepare(file, log, (own) => readerFor(file, texts, own, added), reach)
  if (options.dryRun) {
    const prepared = await ready(memoryStore(), { by: 'nobody' })
    printFork(parent, plan, prepared, texts)
    printPrompts(prepared)
    prepared.leave()
    return 0
  }
  const prepared = await ready(store, { by: 'wire', environment: process.env, spent: { dollars: 0, tokens: 0 } })
  const id = await chosenId(store, file.name, options.run)
  printFork(parent, plan, prepared, texts)
  await createRun(store, id, prepared)
  return playRun({ id, store, prepared, db: options.db, code: version })
}

interface ParentMatch {
  readonly match: string
  readonly run: Run
  readonly file: ExperimentFile
  readonly condition: ForkPlan['condition']
  /** The game as the experiment names it. */
  readonly game: string
  readonly opening: Opening
  /** Who sat in each seat when the turn began. */
  readonly players: readonly string[]
}

async function parentOf(
  store: Store,
  match: string,
  turn: number,
  { sameChance }: Pick<Options, 'sameChance'>,
): Promise<ParentMatch> {
  if ((await store.status(match)) === undefined) throw await unknownMatch(store, match)
  const run = await store.run(match.split('/')[0]!) // a match's id begins with that of its run
  if (!run)
    throw new StagegameError(
      'no-run',
      `match ${match} belongs to no run of this log, so who its players are is not known: a fork needs the run's experiment`,
    )
  const opening = openingFrom(match, await store.log(match), turn, sameChance ? 'same' : 'fresh')
  const { condition, game, file } = await conditionOf(store, run, match)
  checkStarted(opening, condition, run)
  const { players } = positionAt(condition.game, opening, { digest: nodeDigest })
  return { match, run, file, condition, game, opening, players }
}

async function conditionOf(store: Store, run: Run, match: string) {
  const folder = folderOf((store as SqliteStore).file)
  const file = parseExperiment(run.experiment, relative(process.cwd(), resolve(folder, run.file)))
  checkRules(run, file)
  const { own, ids } = await ownGames(file)
  const conditions = conditionsOf(file, shelfWith(builtIn, own), ids)
  const condition = conditionIn(conditions, match)
  if (!condition) throw otherExperiment(match, run, 'its name is that of no condition')
  const entries = file.experiment.games ?? [{ game: file.experiment.game! }]
  const { game } = entries[Math.floor(condition.index / (conditions.length / entries.length))]!
  return { condition, game, file }
}

/** Throws `rules-changed`, `other-experiment`. */
function checkStarted({ started }: Opening, { game, params }: ForkPlan['condition'], run: Run): void {
  const match = started.parent.match
  if (started.game === game.id && started.version !== game.version)
    throw new StagegameError(
      'rules-changed',
      `match ${match} was played by version ${started.version} of ${game.id}, and these are the rules of version ${game.version}`,
    )
  const logged = [started.game, started.params ?? {}, started.wraps ?? []]
  const planned = [game.id, params, game.wraps ?? []]
  if (canonical(logged) !== canonical(planned))
    throw otherExperiment(match, run, `it plays ${quoted(logged)}, the experiment ${quoted(planned)}`)
}

const otherExperiment = (match: string, run: Run, why: string): StagegameError =>
  new StagegameError('other-experiment', `match ${match} is not of the experiment of run ${run.id}: ${why}`)

async function unknownMatch(store: Store, named: string): Promise<StagegameError> {
  const run = (await store.run(named)) ? named : (await store.run(named.split('/')[0]!))?.id
  const ids: string[] = []
  for await (const { id } of store.matches(run)) if (ids.push(id) >= 200) break
  const there = ids.length > 6 ? `there are ${list(ids.slice(0, 6))} …` : hint(named, ids)
  const what =
    run === named
      ? `${quoted(named)} is a run, and a fork goes on from one match`
      : `there is no match ${quoted(named)} in this log`
  return new StagegameError(
    'unknown-match',
    `${what}: ${run === named ? there : hint(named, ids.length > 6 ? ids.slice(0, 6) : ids)}`,
  )
}

function planOf(parent: ParentMatch, added: PlayersFile | undefined, options: Options): ForkPlan {
  const { match, file, condition, game, opening } = parent
  const { started } = opening
  const known = playersOf(file, added)
  const named = seatsOf(options.seat, started.seats.length)
  const players = parent.players.map((player, seat) => nameOf(playerNamed(known, named.get(seat) ?? player)))
  const { prompts } = options
  const readers = players.filter(
    (player, seat) => (named.size === 0 || named.has(seat)) && playerNamed(known, player).strategy === undefined,
  )
  const reworded = new Map(prompts === undefined ? [] : readers.map((player) => [player, `${player} ${prompts}`]))
  if (prompts !== undefined && reworded.size === 0)
    throw new StagegameError('bad-option', `--prompts ${prompts}: nobody in those seats reads any (scripts do not)`)
  const seated = (player: string, seat: number) =>
    named.size === 0 || named.has(seat) ? (reworded.get(player) ?? player) : player
  return {
    ...{ condition, game, added, reworded, prompts, times: options.times },
    fork: {
      ...{ match, turn: started.parent.turn, seed: started.seed },
      chance: options.sameChance ? 'same' : 'fresh',
    },
    roles: started.seats.map(({ role }) => role),
    players: players.map(seated),
  }
}

function seatsOf(texts: readonly string[], seats: number): ReadonlyMap<number, string> {
  const named = new Map<number, string>()
  for (const text of texts) {
    const [, digits, player] = /^(\d+)=(.+)$/.exec(text) ?? []
    if (digits === undefined || player === undefined)
      throw new StagegameError('bad-option', `--seat: expected <seat>=<player>, as in 0=level-2, got ${quoted(text)}`)
    const seat = Number(digits)
    if (seat >= seats)
      throw new StagegameError('no-such-seat', `--seat ${text}: expected a seat from 0 to ${seats - 1}, got ${digits}`)
    if (named.has(seat))
      throw new StagegameError('seat-twice', `--seat ${text}: seat ${seat} is given to ${named.get(seat)} already`)
    named.set(seat, player)
  }
  return named
}

function turnOf(text: string): number {
  const turn = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(turn)) return turn
  throw new StagegameError('bad-option', `--turn: expected a whole number from 0, got ${quoted(text)}`)
}

/** Throws `text-differs` where a new player's persona goes by the name of another text that the parent froze. */
function readerFor(
  file: ExperimentFile,
  frozen: ReadonlyMap<string, string>,
  own: readonly OwnGame[],
  added: PlayersFile | undefined,
) {
  const folders = [...(added ? [folderOf(added.path)] : []), folderOf(file.path)]
  const disks = folders.map((folder) => diskReader(folder, packageFolder, own))
  for (const [i, { persona }] of (added?.players ?? []).entries()) {
    const text = persona === undefined ? undefined : disks[0]!.read(persona)
    if (persona !== undefined && text !== undefined && (frozen.get(persona) ?? text) !== text)
      throw added!.fault(
        ['players', i, 'persona'],
        `${persona} is not what the match's run froze under that name: give the file another`,
        'text-differs',
      )
  }
  return completedReader(frozen, (path) => disks.map(({ read }) => read(path)).find((text) => text !== undefined))
}

function printFork(
  { match, opening, players: before }: ParentMatch,
  { fork, times, players }: ForkPlan,
  prepared: Prepared,
  frozen: ReadonlyMap<string, string>,
): void {
  const { copied } = opening
  const moves = copied.filter(({ type }) => type === 'moved').length
  const chance = fork.chance === 'same' ? 'chance goes on as it would have' : 'chance is drawn afresh'
  console.log(
    `${match} goes on from turn ${fork.turn}, ${times === 1 ? 'once' : `${times} times`}: ${many(moves, 'move')} copied, ${chance}`,
  )
  for (const [seat, player] of players.entries())
    console.log(`  seat ${seat}: ${before[seat] === player ? `${player}, as before` : `${before[seat]} → ${player}`}`)
  const fresh = [...prepared.reader.texts.keys()].filter((path) => !frozen.has(path))
  if (fresh.length > 0)
    console.log(
      `  from the disk, since the match's run did not freeze ${fresh.length === 1 ? 'it' : 'them'}: ${list(fresh)}`,
    )
  console.log('  (the plan below counts whole matches; what is copied is not asked again)')
  printPlan(prepared)
}
