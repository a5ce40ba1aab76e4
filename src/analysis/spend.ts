/** What the calls of a run took: by model, from the log. */
import type { Store, Usage } from '../store/store.ts'

/** The calls to one model. A try is one request on the wire. */
export interface ModelSpend {
  readonly provider: string
  readonly model: string
  readonly tries: number
  readonly answered: number
  /** Tries after the first of their call, and answers to re-asks of a player. */
  readonly retried: number
  readonly reasked: number
  /** On the wire when the process ended, or now. */
  readonly lost: number
  /** Tries that failed, by class, most first. */
  readonly failures: readonly { readonly class: string; readonly tries: number }[]
  readonly tokensIn: number
  readonly tokensOut: number
  /** Answered tries whose tokens nobody counted. */
  readonly estimated: number
  readonly dollars: number
  /** Milliseconds of all tries in queues, and on the wire. */
  readonly waited: number
  readonly worked: number
}

/** One row a model, in the order of their names. */
export async function spendOf(store: Pick<Store, 'usage'>, run: string): Promise<readonly ModelSpend[]> {
  const models = new Map<string, Usage[]>()
  for (const usage of await store.usage(run)) {
    const key = JSON.stringify([usage.provider, usage.model])
    models.set(key, [...(models.get(key) ?? []), usage])
  }
  return [...models.values()].map(spent)
}

function spent(rows: readonly Usage[]): ModelSpend {
  const { provider, model } = rows[0]!
  const sum = (of: (usage: Usage) => number) => rows.reduce((total, usage) => total + of(usage), 0)
  const ok = rows.filter(({ status }) => status === 'ok')
  const failures = rows
    .filter((usage) => usage.status !== 'ok' && !isLost(usage))
    .map(({ status, calls }) => ({ class: status!, tries: calls }))
  return {
    provider,
    model,
    tries: sum(({ calls }) => calls),
    answered: ok.reduce((total, { calls }) => total + calls, 0),
    retried: sum(({ retried }) => retried),
    reasked: ok.reduce((total, { reasked }) => total + reasked, 0),
    lost: rows.filter(isLost).reduce((total, { calls }) => total + calls, 0),
    failures: failures.sort((a, b) => b.tries - a.tries),
    tokensIn: sum(({ tokensIn }) => tokensIn),
    tokensOut: sum(({ tokensOut }) => tokensOut),
    estimated: ok.reduce((total, { estimated }) => total + estimated, 0),
    dollars: sum(dollarsIn),
    waited: sum(({ waited }) => waited),
    worked: sum(({ worked }) => worked),
  }
}

const isLost = ({ status }: Usage): boolean => status === null || status === 'lost'

/** A call that was on the wire when its process ended counts what was set aside for it. */
const dollarsIn = (usage: Usage): number => usage.cost + (isLost(usage) ? usage.reservedCost : 0)

/** Failures after which the provider may have worked nevertheless: they count what was set aside for them. */
const PERHAPS_CHARGED = ['timeout', 'aborted', 'network', 'bad-reply']

/** What a run has used up of its limits; simulated players use none. */
export async function usedUp(
  store: Pick<Store, 'usage'>,
  run: string,
): Promise<{ readonly tokens: number; readonly dollars: number }> {
  const rows = (await store.usage(run)).filter(({ provider }) => provider !== 'simulated')
  return {
    tokens: rows.reduce((sum, usage) => sum + tokensOf(usage), 0),
    dollars: rows.reduce((sum, usage) => sum + dollarsIn(usage), 0),
  }
}

const tokensOf = (usage: Usage): number =>
  isLost(usage) || PERHAPS_CHARGED.includes(usage.status!) ? usage.reservedTokens : usage.tokensIn + usage.tokensOut
