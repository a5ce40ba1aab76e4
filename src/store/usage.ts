/** What calls came to, summed by provider, model and status: as the log file's own SQL does it, for the log in memory. */
import type { CallRow } from './call-row.ts'
import { byId } from './chain.ts'
import type { Usage } from './store.ts'

export function usageOf(rows: readonly CallRow[]): readonly Usage[] {
  const groups = new Map<string, CallRow[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.provider, row.model, row.status])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()].map(summed).sort(inOrder)
}

function summed(rows: readonly CallRow[]): Usage {
  const sum = (of: (row: CallRow) => number | null) => rows.reduce((total, row) => total + (of(row) ?? 0), 0)
  const { provider, model, status } = rows[0]!
  return {
    provider,
    model,
    status,
    calls: rows.length,
    reasked: sum((row) => Number(row.attempt > 1)),
    retried: sum((row) => Number(row.try > 1)),
    tokensIn: sum((row) => row.tokens_in),
    tokensOut: sum((row) => row.tokens_out),
    tokensReasoning: sum((row) => row.tokens_reasoning),
    tokensCached: sum((row) => row.tokens_cached),
    cost: sum((row) => row.cost),
    estimated: sum((row) => row.estimated),
    waited: sum((row) => row.waited),
    worked: sum((row) => row.worked),
    reservedTokens: sum((row) => row.reserved_tokens),
    reservedCost: sum((row) => row.reserved_cost),
  }
}

/** By name, calls on the wire first: as SQL orders them. */
const inOrder = (a: Usage, b: Usage): number =>
  byId(a.provider, b.provider) || byId(a.model, b.model) || byId(a.status ?? '', b.status ?? '')
