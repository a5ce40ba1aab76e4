/** What a run is going to do, before it does it. */
import type { Condition } from '../arena/conditions.ts'
import { countMatches, roundsOf, seatsTaken } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { rolesDiffer, rolesOf, startersOf, tablesOf } from '../arena/tables.ts'
import { list } from '../core/errors.ts'
import { costOf } from '../models/prices.ts'
import type { Expected } from '../players/roster.ts'
import type { Prepared } from './prepare.ts'
import { money } from './spend.ts'
import { many, number } from './table.ts'

export function printPlan({ file, conditions, quizzes, rehearsals, roster }: Prepared): void {
  const { experiment } = file
  const total = countMatches(file, conditions)
  const cut = [...rehearsals.values()].some((rehearsal) => rehearsal.cut)
  const decisions = conditions.reduce((sum, condition) => sum + decisionsOf(condition), 0)
  console.log(
    `${file.name}: ${many(total, 'match', 'matches')}, ${cut ? 'more than' : 'about'} ${many(Math.round(decisions), 'decision')}, seed ${experiment.seed}`,
  )
  for (const condition of conditions) for (const line of linesOf(file, condition)) console.log(line)
  if (quizzes.length > 0)
    console.log(
      `  first ${many(experiment.comprehension?.questions ?? 0, 'question')} about the rules to each model, in each condition`,
    )
  for (const player of experiment.players) console.log(`  ${nameOf(player)}: ${roster.described(nameOf(player))}`)
  const estimates = modelCalls()
  for (const estimate of estimates) console.log(`  ${inWords(estimate)}`)
  if (estimates.length > 0)
    console.log(`  (4 characters a token; re-asks and retries are not counted${limitsOf(experiment.limits)})`)

  function decisionsOf(condition: Condition): number {
    let seats = 0
    for (const taken of seatsTaken(file, condition).values()) seats += taken
    return seats * perSeatOf(condition)
  }

  function perSeatOf(condition: Condition): number {
    const made = rehearsals.get(condition)?.decisions ?? []
    return made.reduce((a, b) => a + b, 0) / Math.max(1, made.length)
  }

  /** By model: what its players are going to ask of it. */
  function modelCalls(): readonly Expected[] {
    const models = new Map<string, Expected>()
    const add = (condition: Condition, player: string, decisions: number) => {
      const expected = roster.expected(condition, player)
      if (!expected) return
      const { model, price } = expected
      const known = models.get(model) ?? { model, price, calls: 0, input: 0, output: 0 }
      models.set(model, {
        ...known,
        calls: known.calls + decisions * expected.calls,
        input: known.input + decisions * expected.input,
        output: known.output + decisions * expected.output,
      })
    }
    for (const condition of conditions)
      for (const [player, seats] of seatsTaken(file, condition)) add(condition, player, seats * perSeatOf(condition))
    for (const { asked, player } of quizzes) add(asked, player, experiment.comprehension?.questions ?? 0)
    return [...models.values()].filter(({ calls }) => calls > 0)
  }
}

/** What is played in a condition; a second line says what of it is expected or decided on the way. */
function linesOf(file: ExperimentFile, condition: Condition): readonly string[] {
  const { design } = file.experiment
  const { label, format } = condition
  const players = startersOf(file, condition).length
  const roles = rolesOf(file, condition)
  const copies =
    format === 'everyone' && roles.length > players
      ? `, the list of players ${(roles.length / players).toFixed(1).replace(/\.0$/, '')} times over`
      : ''
  const turned = design.pairing === 'rotate' && format !== 'seats' ? ', seats rotated' : ''
  const chance = file.experiment.fork ? '' : `, ${design.seeds} seeds`
  const line = `  ${label}: ${format}, ${many(roles.length, 'seat')}${copies}, ${tablesInWords()}${turned}, ${many(design.repetitions, 'repetition')}${chance}`
  return [line, ...swissInWords(), ...expectedSeats(), ...leagueInWords()]

  function tablesInWords(): string {
    if (format === 'population') return 'a line-up drawn for each repetition'
    if (format === 'swiss')
      return `${many(roundsOf(file, players), 'round')} of ${many(Math.floor(players / roles.length), 'table')}`
    const tables = tablesOf(file, condition).length
    return tables > 1 ? `${tables} line-ups` : 'one line-up'
  }

  function swissInWords(): readonly string[] {
    if (format !== 'swiss') return []
    const byes = players % roles.length
    const scored = rolesDiffer(roles) ? 'summed payoffs over all seats' : 'payoffs'
    return [
      `    paired by standing (share of opponents beaten in ${scored}; a tie ½), nobody again while that can be avoided${byes === 0 ? '' : `; ${many(byes, 'bye')} a round, scored ½`}`,
    ]
  }

  function expectedSeats(): readonly string[] {
    if (format !== 'population' && format !== 'swiss') return []
    const seats = [...seatsTaken(file, condition)].map(([player, taken]) => `${player} ${number(taken)}`)
    return [`    seats expected: ${list(seats)}`]
  }

  function leagueInWords(): readonly string[] {
    if (!design.league) return []
    const { bench, window, threshold, probation } = design.league
    const names = bench.filter((player) => condition.players.includes(player))
    if (names.length === 0) return []
    return [
      `    league: who beats less than ${number(100 * threshold)} % of opponents over ${many(window, 'match', 'matches')} has ${many(probation, 'match', 'matches')} to mend it, then the next of ${list(names)} plays`,
    ]
  }
}

function inWords({ model, price, calls, input, output }: Expected): string {
  const dollars =
    price === 'free'
      ? ''
      : price === undefined
        ? ', at a price that is not known'
        : `, about $${money(costOf({ input, output, reasoning: null, cached: null }, price) ?? 0)}`
  return `${model}: about ${many(Math.round(calls), 'call')}, ${many(Math.round(input), 'token')} in and ${Math.round(output).toLocaleString('en')} out${dollars}`
}

function limitsOf({ dollars, tokens }: Prepared['file']['experiment']['limits']): string {
  const limits = [
    ...(dollars === undefined ? [] : [`$${money(dollars)}`]),
    ...(tokens === undefined ? [] : [many(tokens, 'token')]),
  ]
  return limits.length === 0 ? '' : `; the run pauses at ${limits.join(' or ')}`
}

/** One fully rendered prompt of each kind, role and model player. */
export function printPrompts({ conditions, quizzes, rehearsals, roster }: Prepared): void {
  for (const condition of [...conditions, ...quizzes.map(({ asked }) => asked)])
    for (const player of condition.players) {
      const seen = new Set<string>()
      for (const moment of rehearsals.get(condition)?.moments ?? []) {
        const key = `${moment.role}/${moment.kind}`
        const messages = roster.messages(condition, player, moment)
        if (!messages || seen.has(key)) continue
        seen.add(key)
        console.log(
          `\n=== ${condition.label} · ${player} · ${moment.role} · ${moment.kind} (turn ${moment.turn} of a rehearsal)`,
        )
        for (const { role, content } of messages) console.log(`--- ${role}\n${content.trimEnd()}`)
      }
    }
}
