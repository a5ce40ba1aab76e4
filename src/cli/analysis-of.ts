/** From runs in a log to all tables of their analysis: for the report, the replication package, and whoever checks it. */
import { analysed, keptOf } from '../analysis/analysis.ts'
import { comprehensionOf, type Understood } from '../analysis/comprehension.ts'
import { type Conducts, conductOf } from '../analysis/conduct.ts'
import type { DataTable } from '../analysis/data-table.ts'
import { outcomesOf } from '../analysis/outcomes.ts'
import { repliesOf } from '../analysis/replies.ts'
import { type ModelSpend, spendOf } from '../analysis/spend.ts'
import type { Archive } from '../store/archive.ts'
import type { Run } from '../store/store.ts'
import type { GameFor } from './logged-games.ts'
import { type Reported, reported } from './subject.ts'

export interface AnalysisOf extends Reported {
  readonly tables: ReadonlyMap<string, DataTable>
  readonly conducts: Conducts
  readonly spend: readonly ModelSpend[]
}

/** `logFolder`: from where the runs name their files. */
export async function analysisOf(
  store: Archive,
  runs: readonly Run[],
  { logFolder, gameFor }: { readonly logFolder: string; readonly gameFor: GameFor },
): Promise<AnalysisOf> {
  const found = await reported(store, runs, logFolder)
  const { subject, conditionOf, isPerson, behaviourFor } = found
  const ids = runs.map(({ id }) => id)
  const { matches } = await outcomesOf(store, ids, conditionOf, isPerson)
  const exclusions = keptOf(subject, matches)
  const { kept, leftOut, bites } = exclusions
  const conduct = (some: typeof kept, out: typeof leftOut) =>
    conductOf(store, { runs: ids, matches: some, leftOut: out, gameFor, behaviourFor })
  const conducts = await conduct(kept, leftOut)
  const allConducts = bites ? await conduct(matches, () => false) : conducts
  const spend = (await Promise.all(ids.map((id) => spendOf(store, id)))).flat()
  const replies = await Promise.all(
    ids.map((id) => repliesOf(store, id, (match) => subject.conditions[conditionOf(match, id)]!.label)),
  )
  const tables = analysed({
    ...{ subject, matches, exclusions, conducts, allConducts, spend },
    understood: await understoodIn(store, found, ids),
    replies: {
      models: replies.flatMap(({ models }) => models),
      sameness: replies.flatMap(({ sameness }) => sameness),
    },
  })
  return { ...found, tables, conducts, spend }
}

/** What models understood, by condition; the id of its match says which. */
async function understoodIn(store: Archive, { firstOf }: Reported, runs: readonly string[]) {
  const found: (Understood & { readonly condition: number })[] = []
  for (const run of runs)
    for (const understood of (await comprehensionOf(store, run)).values()) {
      const [, nth] = /comprehension-(\d+)-\d+$/.exec(understood.match) ?? []
      found.push({ ...understood, condition: firstOf(run) + Number(nth) - 1 })
    }
  return found
}
