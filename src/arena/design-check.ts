/** What of a design does not go together, with its line in the file. */
import { hint, list } from '../core/errors.ts'
import type { Condition } from './conditions.ts'
import { nameOf } from './experiment.ts'
import type { ExperimentFile } from './experiment-file.ts'
import { rolesDiffer, rolesOf, seatsFault, startersOf } from './tables.ts'

/** Throws `bad-experiment` and `wrong-seats`. */
export function checkDesign(file: ExperimentFile, conditions: readonly Condition[]): void {
  const { design } = file.experiment
  const ofFormat = (format: Condition['format']) => conditions.filter((condition) => condition.format === format)
  checkLeague(file, conditions)
  if (design.shares) checkShares(file, design.shares, ofFormat('population'))
  if (design.rounds !== undefined && ofFormat('swiss').length === 0)
    throw file.fault(['design', 'rounds'], 'rounds go with format: swiss, which nothing here is played in')
  for (const condition of ofFormat('population')) rolesOf(file, condition)
  for (const condition of ofFormat('swiss')) checkSwiss(file, condition)
  if (file.experiment.fork) checkFork(file, conditions)
}

function checkFork(file: ExperimentFile, conditions: readonly Condition[]): void {
  if (conditions.length !== 1 || conditions[0]!.format !== 'seats')
    throw file.fault(['fork'], 'a fork goes with one game, no factors of several levels, and format: seats')
  if (file.experiment.comprehension)
    throw file.fault(['comprehension'], 'the players of a fork are in the midst of a match: leave the check out')
}

function checkShares(
  file: ExperimentFile,
  shares: Readonly<Record<string, number>>,
  conditions: readonly Condition[],
): void {
  const { players, design } = file.experiment
  const names = players.map(nameOf)
  for (const name of Object.keys(shares)) {
    const at = ['design', 'shares', name]
    if (!names.includes(name)) throw file.fault(at, `there is no player ${JSON.stringify(name)}: ${hint(name, names)}`)
    if (design.league?.bench.includes(name))
      throw file.fault(at, 'sits on the bench of the league, and takes the share of whom it replaces; leave it out')
  }
  if (conditions.length === 0)
    throw file.fault(['design', 'shares'], 'shares go with format: population, which nothing here is played in')
  for (const condition of conditions) {
    const missing = startersOf(file, condition).filter((player) => !Object.hasOwn(shares, player))
    if (missing.length > 0)
      throw file.fault(['design', 'shares'], `expected a share of every player; there is none of ${list(missing)}`)
  }
}

function checkSwiss(file: ExperimentFile, condition: Condition): void {
  const { length: seats } = rolesOf(file, condition)
  const { length: players } = startersOf(file, condition)
  if (seats < 2) throw seatsFault(file, condition, 'swiss needs tables of two seats or more')
  if (seats > players)
    throw seatsFault(
      file,
      condition,
      `swiss seats different players at a table: ${seats} seats, but ${players} players`,
    )
  checkPairing(file, condition, 'swiss')
}

function checkLeague(file: ExperimentFile, conditions: readonly Condition[]): void {
  const { players, design } = file.experiment
  if (!design.league) return
  const { bench } = design.league
  const names = players.map(nameOf)
  for (const [place, name] of bench.entries()) {
    const at = ['design', 'league', 'bench', place]
    if (!names.includes(name)) throw file.fault(at, `there is no player ${JSON.stringify(name)}: ${hint(name, names)}`)
    if (bench.indexOf(name) < place) throw file.fault(at, `${JSON.stringify(name)} sits on the bench already`)
  }
  for (const condition of conditions) {
    if (condition.format === 'self-play' || condition.format === 'swiss' || condition.format === 'seats')
      throw file.fault(
        ['design', 'league'],
        `a league goes with format everyone, round-robin or population, got ${condition.format}`,
      )
    if (startersOf(file, condition).length === 0)
      throw file.fault(['design', 'league', 'bench'], 'everybody sits on the bench: leave somebody to play at first')
    checkPairing(file, condition, 'a league')
  }
}

/** Payoffs of different roles compare when everybody had each of them. */
function checkPairing(file: ExperimentFile, condition: Condition, what: string): void {
  if (file.experiment.design.pairing !== 'fixed' || !rolesDiffer(rolesOf(file, condition))) return
  throw file.fault(
    ['design', 'pairing'],
    `${what} compares payoffs, and in ${condition.game.id} those of different roles: expected rotate, got fixed`,
  )
}
