/** The planned analysis of some runs, and what is told beside it: every table of the report, from the log alone. */
import { stream } from '../core/chance.ts'
import type { Understood } from './comprehension.ts'
import type { Conducts } from './conduct.ts'
import { contestsIn } from './contests.ts'
import type { DataTable } from './data-table.ts'
import { type Excluded, excluded, ruleOf } from './exclusions.ts'
import type { MatchOutcome } from './outcomes.ts'
import { ofPlayers, primaryOf, type Quantities, quantitiesOf } from './quantities.ts'
import type { Replies } from './replies.ts'
import { measureGroups } from './samples.ts'
import type { ModelSpend } from './spend.ts'
import type { Subject } from './subject.ts'
import { baselinesTable, classesTable, figuresCodebook, figuresTable, roundsTable } from './tables/behaviour.ts'
import { contrastsTable } from './tables/contrasts.ts'
import { designTable, playersTable } from './tables/design.ts'
import { estimatesTable } from './tables/estimates.ts'
import { exclusionsTable } from './tables/exclusions.ts'
import { failuresTable, voidsTable } from './tables/failures.ts'
import { framingTable } from './tables/framing.ts'
import { imputationTable } from './tables/imputation.ts'
import { measuresTable } from './tables/measures.ts'
import { metaGameTables } from './tables/meta-game.ts'
import { ratingTables } from './tables/ratings.ts'
import { resultTables } from './tables/results.ts'
import { answeredTable, spendTable } from './tables/spend.ts'
import { toldTable } from './tables/told.ts'
import { comprehensionTable, samenessTable } from './tables/understanding.ts'

/** What the log holds of the subject. */
export interface Evidence {
  readonly subject: Subject
  readonly matches: readonly MatchOutcome[]
  readonly exclusions: Excluded
  /** Behaviour in the matches that are kept, and in all; the same where nothing is excluded. */
  readonly conducts: Conducts
  readonly allConducts: Conducts
  readonly spend: readonly ModelSpend[]
  readonly replies: Replies
  readonly understood: readonly (Understood & { readonly condition: number })[]
}

/** Applies the exclusions of the plan. Throws `bad-exclusion`. */
export const keptOf = ({ plan }: Subject, matches: readonly MatchOutcome[]): Excluded =>
  excluded(matches, plan.exclude.map(ruleOf))

/** Tables by name, in the order of the report. Payoffs stand in for a primary quantity that no match has. */
export function analysed(evidence: Evidence): ReadonlyMap<string, DataTable> {
  const { subject, matches, exclusions, spend, replies, understood } = evidence
  const { kept, leftOut, rules, bites } = exclusions
  const tables: DataTable[] = [
    designTable(subject, matches),
    playersTable(subject),
    ...known(toldTable(subject, matches)),
    ...known(comprehensionTable(subject, understood)),
    ...(rules.length > 0 ? [exclusionsTable(exclusions, matches)] : []),
    ...comparisons(evidence, { matches: kept, leftOut, conducts: evidence.conducts }, { name: '', title: '' }),
    ...(bites
      ? comparisons(
          evidence,
          { matches, leftOut: () => false, conducts: evidence.allConducts },
          { name: '-all', title: ', without exclusions' },
        )
      : []),
    measuresTable(subject, measureGroups(kept, leftOut)),
    ...behaviourTables(subject, evidence.conducts),
    failuresTable(subject, matches),
    voidsTable(subject, matches),
    imputationTable(subject, matches, leftOut),
    spendTable(spend),
    answeredTable(replies),
    ...known(samenessTable(replies.sameness)),
  ]
  return new Map(tables.map((table) => [table.name, table]))
}

const known = (table: DataTable | undefined): DataTable[] => (table ? [table] : [])

interface Kept {
  readonly matches: readonly MatchOutcome[]
  readonly leftOut: Excluded['leftOut']
  readonly conducts: Conducts
}

function comparisons(
  { subject }: Evidence,
  { matches, leftOut, conducts }: Kept,
  suffix: { readonly name: string; readonly title: string },
): DataTable[] {
  const { confidence, resamples, primary: named } = subject.plan
  const chance = (what: string) => stream([subject.runs[0]?.seed ?? '', 'analysis', what, suffix.name])
  const options = (what: string) => ({ confidence, resamples, rng: chance(what) })
  const quantities = quantitiesOf(matches, leftOut, conducts)
  const found = primaryOf(quantities, named)
  const primary = found ?? quantities.payoff
  const shown = primary === quantities.payoff ? [primary] : [primary, quantities.payoff]
  const contests = contestsIn(matches).map((contest) => ({
    ...contest,
    ranking: contest.ranking
      .map((group) => group.filter((player) => !leftOut(contest.condition, player)))
      .filter((group) => group.length > 0),
  }))
  const framing = framingTable(subject, [quantities.payoff, ...quantities.figures].map(ofPlayers), chance('framing'))
  return [
    ...shown.flatMap((quantity) => {
      const { standings, differences } = resultTables(subject, ofPlayers(quantity), options(quantity.name), suffix)
      const missing = `The planned primary quantity, ${named}, stands in none of these matches: payoffs are told in its place.`
      return [found ? standings : { ...standings, notes: [missing, ...standings.notes] }, differences]
    }),
    ...ratingTables(subject, contests, options('ratings'), suffix),
    ...(suffix.name === '' ? metaGameTables(subject, matches, leftOut) : []),
    suffixed(contrastsTable(subject, primary, exploratory(quantities, primary), options('contrasts')), suffix),
    ...(framing && suffix.name === '' ? [framing] : []),
  ]
}

const exploratory = ({ payoff, measures, figures }: Quantities, primary: Quantities['payoff']) =>
  [payoff, ...measures, ...figures].filter((quantity) => quantity !== primary)

const suffixed = (table: DataTable, suffix: { readonly name: string; readonly title: string }): DataTable => ({
  ...table,
  name: table.name + suffix.name,
  title: table.title + suffix.title,
})

const behaviourTables = (subject: Subject, conducts: Conducts): DataTable[] => [
  figuresTable(subject, conducts),
  classesTable(subject, conducts),
  estimatesTable(subject, conducts),
  roundsTable(subject, conducts),
  baselinesTable(subject, conducts),
  figuresCodebook(conducts),
]
