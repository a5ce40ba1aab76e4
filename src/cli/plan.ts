/** What a run is going to do, before it does it. */
import type { Condition } from '../arena/conditions.ts'
import { countMatches, tablesOf } from '../arena/design.ts'
import { nameOf } from '../arena/experiment.ts'
import { costOf } from '../models/prices.ts'
import type { Expected } from '../players/roster.ts'
import type { Prepared } from './prepare.ts'
import { money } from './spend.ts'
import { many } from './table.ts'

export function printPlan({ file, conditions, quizzes, rehearsals, roster }: Prepared): void {
  const { experiment } = file
  const { design } = experiment
  const total = countMatches(file, conditions)
  const cut = [...rehearsals.values()].some((rehearsal) => rehearsal.cut)
  const decisions = conditions.reduce((sum, condition) => sum + decisionsOf(condition), 0)
  console.log(
    `${file.name}: ${many(total, 'match', 'matches')}, ${cut ? 'more than' : 'about'} ${many(Math.round(decisions), 'decision')}, seed ${experiment.seed}`,
  )
  for (const condition of conditions) {
    const tables = tablesOf(file, condition)
    const seats = tables[0]?.roles.length ?? 0
    const lineups = tables.length > 1 ? `${tables.length} line-ups` : 'one line-up'
    const copies =
      condition.format === 'everyone' && seats > condition.players.length
        ? `, the list of players ${(seats / condition.players.length).toFixed(1).replace(/\.0$/, '')} times over`
        : ''
    const turned = design.pairing === 'rotate' && condition.format !== 'seats' ? ', seats rotated' : ''
    console.log(
      `  ${condition.label}: ${condition.format}, ${many(seats, 'seat')}${copies}, ${lineups}${turned}, ${many(design.repetitions, 'repetition')}, ${design.seeds} seeds`,
    )
  }
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
    const made = rehearsals.get(condition)?.decisions ?? []
    const perSeat = made.reduce((a, b) => a + b, 0) / Math.max(1, made.length)
    return (
      tablesOf(file, condition).reduce((sum, { lineup }) => sum + lineup.length * perSeat, 0) * matchesATable(condition)
    )
  }

  function matchesATable(condition: Condition): number {
    const tables = tablesOf(file, condition).length
    return tables === 0 ? 0 : countMatches(file, [condition]) / tables
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
    for (const condition of conditions) {
      const decisions = rehearsals.get(condition)?.decisions ?? []
      const perSeat = (decisions.reduce((a, b) => a + b, 0) / Math.max(1, decisions.length)) * matchesATable(condition)
      for (const { lineup } of tablesOf(file, condition)) for (const player of lineup) add(condition, player, perSeat)
    }
    for (const { asked, player } of quizzes) add(asked, player, experiment.comprehension?.questions ?? 0)
    return [...models.values()].filter(({ calls }) => calls > 0)
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
