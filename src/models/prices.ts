/** What tokens cost: the user's own prices, in dollars a million. */
import type { Tokens } from './model.ts'

export interface Price {
  readonly inputPerMillion: number
  /** Of prompt tokens that the provider read from its cache; default: as input. */
  readonly cachedPerMillion?: number | undefined
  /** Reasoning tokens too. */
  readonly outputPerMillion: number
}

/** Dollars; null where input or output is not known. Cached tokens are among the input, reasoning tokens among the output. */
export function costOf({ input, output, cached }: Tokens, price: Price): number | null {
  if (input === null || output === null) return null
  const { inputPerMillion, outputPerMillion, cachedPerMillion = inputPerMillion } = price
  const read = Math.min(cached ?? 0, input)
  return ((input - read) * inputPerMillion + read * cachedPerMillion + output * outputPerMillion) / 1_000_000
}
