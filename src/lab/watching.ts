/** Who is told when something changes: pages that are open, and monitors. */
import type { Desk, Monitor } from './desk.ts'
import type { Going } from './going.ts'
import { askingOf, dueKey } from './page-of.ts'

export interface Watching extends Pick<Desk, 'watch' | 'watchAll' | 'present'> {
  changed(person: string): void
  /** This participant sees the page that is due. */
  seen(person: string): void
  /** Tells monitors, and counts calls, at most a few times a second. */
  noteAll(): void
  /** Open event streams, by person. */
  readonly here: ReadonlyMap<string, number>
  calls(): Monitor['calls']
}

export function watching(going: () => Going): Watching {
  const watchers = new Map<string, Set<() => void>>()
  const allWatchers = new Set<() => void>()
  const here = new Map<string, number>()
  const lastKeys = new Map<string, string>()
  let noting = false
  let calls: Monitor['calls'] = []
  return {
    here,
    calls: () => calls,
    noteAll,
    /** Nothing is sent where the page stays the same: what others do must not show. */
    changed: (id) => {
      const key = keyNow(id)
      if (lastKeys.get(id) !== key) {
        lastKeys.set(id, key)
        for (const call of watchers.get(id) ?? []) call()
      }
      noteAll()
    },
    seen: (id) => {
      lastKeys.set(id, keyNow(id))
      noteAll()
    },
    watch: (person, call) => {
      const those = watchers.get(person) ?? new Set()
      watchers.set(person, those.add(call))
      return () => void those.delete(call)
    },
    watchAll: (call) => {
      allWatchers.add(call)
      return () => void allWatchers.delete(call)
    },
    present: (person, present) => {
      here.set(person, Math.max(0, (here.get(person) ?? 0) + (present ? 1 : -1)))
      noteAll()
    },
  }

  /** All for which a page that is open must be shown anew. */
  function keyNow(id: string): string {
    const { live, sight, asks } = going()
    const person = live.person(id)
    const asking = askingOf(sight, person)
    const { paused } = live.session
    return `${dueKey(sight, person)} ${paused} ${paused || !asking ? '' : asks.deadline(asking)}`
  }

  function noteAll(): void {
    const { live, stop, work } = going()
    if (noting || stop.aborted || allWatchers.size === 0) return
    noting = true
    live.clock.at(live.clock.now() + 250, () => {
      noting = false
      if (!stop.aborted) work(told())
    })
  }

  async function told(): Promise<void> {
    calls = await callsIn(going())
    for (const call of allWatchers) call()
  }
}

/** Calls of models so far, by model. */
async function callsIn({ live }: Going): Promise<Monitor['calls']> {
  const byModel = new Map<string, { model: string; calls: number; failed: number; inFlight: number; dollars: number }>()
  for (const { provider, model, status, calls: count, cost } of await live.store.usage(live.run)) {
    const name = `${provider}:${model}`
    const row = byModel.get(name) ?? { model: name, calls: 0, failed: 0, inFlight: 0, dollars: 0 }
    byModel.set(name, row)
    row.calls += count
    row.dollars += cost
    if (status === null) row.inFlight += count
    else if (status !== 'ok') row.failed += count
  }
  return [...byModel.values()]
}
