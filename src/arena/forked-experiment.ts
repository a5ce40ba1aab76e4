/** The experiment of a fork: its parent's, with one game, one table, and the players that are to sit at it. */
import { parse, stringify } from 'yaml'
import { hint, quoted, StagegameError } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import type { Condition } from './conditions.ts'
import { type Fork, nameOf, type PlayerEntry } from './experiment.ts'
import { type ExperimentFile, type PlayersFile, parseExperiment } from './experiment-file.ts'

export interface ForkPlan {
  readonly fork: Fork
  /** How often the match goes on. */
  readonly times: number
  /** What the parent was played in. */
  readonly condition: Condition
  /** The game as the parent's experiment names it. */
  readonly game: string
  /** Of each seat: its role, and who plays it from the fork's turn on. */
  readonly roles: readonly string[]
  readonly players: readonly string[]
  /** Players that the parent's experiment does not have. */
  readonly added?: PlayersFile | undefined
  /** The players who are given other prompts: the name that they go by with them. */
  readonly reworded: ReadonlyMap<string, string>
  /** The variant of the prompts of those. */
  readonly prompts?: string | undefined
}

type Written = Readonly<Record<string, unknown>>

/** Throws `bad-experiment` where the added players do not go with the parent's. */
export function forkedExperiment(parent: ExperimentFile, plan: ForkPlan): ExperimentFile {
  const { condition, roles, players, fork, times, added } = plan
  const written = parse(parent.text) as Written & { readonly players: readonly Written[] }
  const { game: _, games: __, params: ___, wraps: ____, told: _____, comprehension: ______, ...kept } = written
  const entries = [...written.players, ...((added?.written.players ?? []) as readonly Written[])]
  if (added) checkAdded(parent, added, written)
  const names = playersOf(parent, added).map(nameOf)
  const reworded = [...plan.reworded].map(([name, as]) => ({
    ...entries[names.indexOf(name)],
    name: as,
    prompts: plan.prompts,
  }))
  const wraps = (condition.game.wraps ?? []).map(({ id, params }) => ({ [id]: params }))
  const entry = {
    ...{ game: plan.game, params: condition.params },
    ...(wraps.length > 0 && { wraps }),
    players: [...new Set(players)],
  }
  const experiment = {
    ...kept,
    games: [entry],
    players: [...entries, ...reworded],
    ...(condition.told !== undefined && { told: condition.told }),
    ...merged('endpoints', written, added),
    ...merged('prices', written, added),
    design: {
      ...{ format: 'seats', seats: byRole(roles, players), repetitions: times },
      ...(condition.prompts !== 'default' && { factors: { prompts: [condition.prompts] } }),
    },
    fork,
  }
  const text = `# ${fork.match} from turn ${fork.turn} on, as \`stagegame fork\` wrote it down\n${stringify(experiment, { lineWidth: 0 })}`
  return { ...parseExperiment(text, `fork of ${fork.match}`), path: parent.path }
}

/** All who may sit at a fork's table. */
export const playersOf = ({ experiment }: ExperimentFile, added: PlayersFile | undefined): readonly PlayerEntry[] => [
  ...experiment.players,
  ...(added?.players ?? []),
]

/** The player of that name. Throws `unknown-player`. */
export function playerNamed(players: readonly PlayerEntry[], name: string): PlayerEntry {
  const found = players.find((player) => nameOf(player) === name)
  if (found) return found
  throw new StagegameError(
    'unknown-player',
    `there is no player ${quoted(name)} in the experiment or the file of players: ${hint(name, players.map(nameOf))}`,
  )
}

function byRole(roles: readonly string[], players: readonly string[]): readonly string[] | Record<string, string[]> {
  const seats: Record<string, string[]> = {}
  for (const [seat, role] of roles.entries()) seats[role] = [...(seats[role] ?? []), players[seat]!]
  return Object.keys(seats).length === 1 ? players : seats
}

function checkAdded({ experiment }: ExperimentFile, added: PlayersFile, written: Written): void {
  const names = experiment.players.map(nameOf)
  for (const [i, player] of added.players.entries())
    if (names.includes(nameOf(player)))
      throw added.fault(
        ['players', i],
        `the experiment has a player ${quoted(nameOf(player))} already; give this one a name of its own`,
      )
  for (const part of ['endpoints', 'prices'] as const) {
    const [theirs, own] = [partOf(written, part), partOf(added.written, part)]
    for (const name of Object.keys(own))
      if (Object.hasOwn(theirs, name) && canonical(theirs[name]) !== canonical(own[name]))
        throw added.fault([part, name], `the experiment has ${quoted(theirs[name])} for it; give it another name`)
  }
}

function merged(part: 'endpoints' | 'prices', written: Written, added: PlayersFile | undefined): Written {
  const all = { ...partOf(written, part), ...partOf(added?.written ?? {}, part) }
  return Object.keys(all).length > 0 ? { [part]: all } : {}
}

const partOf = (written: object, part: string): Written => ((written as Written)[part] ?? {}) as Written
