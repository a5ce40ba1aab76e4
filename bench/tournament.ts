/** A tournament through the whole machinery, and its calls once more for whoever is compared with it. */
import Database from 'better-sqlite3'
import { plannedMatches } from '../src/arena/design.ts'
import { parseExperiment } from '../src/arena/experiment-file.ts'
import { diskReader } from '../src/arena/frozen.ts'
import { noProgress, playMatches } from '../src/arena/tournament.ts'
import { packageFolder } from '../src/cli/package.ts'
import { prepare } from '../src/cli/prepare.ts'
import { createRun } from '../src/cli/run.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { lengthened } from '../src/store/texts.ts'
import type { Work } from './ways.ts'

/** Plays an experiment through the whole machinery, into a log of its own. Resolves with the seconds it took. */
export async function played(experiment: string, db: string): Promise<number> {
  const store = openSqlite(db)
  const file = parseExperiment(experiment, 'bench.yaml')
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const prepared = await prepare(file, store, (own) => diskReader(packageFolder, packageFolder, own), reach)
  await createRun(store, 'bench', prepared)
  const began = performance.now()
  const outcome = await playMatches({
    run: 'bench',
    experiment: file.experiment,
    matches: plannedMatches(file, prepared.conditions, 'bench'),
    store,
    agentOf: prepared.roster.agentOf,
    specs: new Map(),
    code: 'bench',
    stop: new AbortController(),
    signal: new AbortController().signal,
    progress: noProgress(),
  })
  const seconds = (performance.now() - began) / 1000
  await prepared.roster.close()
  await store.close()
  if (outcome.status !== 'finished') throw new Error(`${outcome.status}: ${String(outcome.failure)}`)
  return seconds
}

/** The calls of a log, so that others can make the same ones. */
export function workIn(db: string): Work {
  const log = new Database(db, { readonly: true })
  const rows = log
    .prepare(`SELECT match, turn, request FROM calls WHERE status = 'ok' ORDER BY match, turn, seat, attempt`)
    .all() as { match: string; turn: number; request: string }[]
  const textOf = (hash: string) => log.prepare('SELECT body FROM texts WHERE hash = ?').pluck().get(hash) as string
  const matches = new Map<string, Map<number, object[]>>()
  for (const { match, turn, request } of rows) {
    const turns = matches.get(match) ?? new Map<number, object[]>()
    matches.set(match, turns)
    turns.set(turn, [...(turns.get(turn) ?? []), lengthened(JSON.parse(request), textOf) as object])
  }
  log.close()
  return [...matches.values()].map((turns) => [...turns.values()])
}
