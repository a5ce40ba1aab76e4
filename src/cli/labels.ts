/** Names the matches of a run by what sets them apart. */
import type { Started } from '../core/event.ts'

/** The game, and those of its params in which matches of the run differ; so for the number of seats. */
export function labels(starts: readonly Started[]): (started: Started) => string {
  const levels = new Map<string, Set<string>>()
  const factsOf = ({ params = {}, seats }: Started) => Object.entries({ ...params, seats: seats.length })
  for (const started of starts)
    for (const [name, value] of factsOf(started)) {
      const key = `${started.game} ${name}`
      levels.set(key, (levels.get(key) ?? new Set()).add(JSON.stringify(value)))
    }
  return (started) =>
    [
      started.game,
      ...factsOf(started)
        .filter(([name]) => levels.get(`${started.game} ${name}`)!.size > 1)
        .map(([name, value]) => `${name} ${shown(value)}`),
    ].join(', ')
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
