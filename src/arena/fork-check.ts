/** Checks that a fork begins as the match did that it says it goes on from, where that one is in the same store. */
import { quoted } from '../core/errors.ts'
import type { Moved, Started } from '../core/event.ts'
import { canonical } from '../core/fingerprint.ts'
import { parentAt } from '../core/fork.ts'
import type { Logged, Store } from '../store/store.ts'
import type { Finding } from './finding.ts'

/** Finds `fork-differs`. What was erased in either log, or cannot be read there, is not compared. */
export async function checkFork(
  store: Pick<Store, 'log' | 'status'>,
  match: string,
  found: (finding: Finding) => void,
): Promise<void> {
  const own = await readable(store, match)
  const started = startOf(own)
  const parent = started?.parent
  if (!started || !parent || (await store.status(parent.match)) === undefined) return
  const theirs = await readable(store, parent.match)
  const before = startOf(theirs)
  if (!before) return
  const differs = (what: string, expected: string, actual: string, where: Pick<Finding, 'turn' | 'seat'> = {}) =>
    found({
      ...{ match, ...where, expected, found: actual, code: 'fork-differs', note: false },
      message: `${what} of match ${quoted(match)} is not as in ${parent.match}, which it was forked from at turn ${parent.turn}`,
    })

  for (const part of ['game', 'version', 'params', 'wraps', 'seats'] as const)
    if (text(started[part]) !== text(before[part])) differs(`its ${part}`, quoted(before[part]), quoted(started[part]))
  if (!drawsAs(started, before, parent)) {
    const { lineage } = parentAt(before, parent.match, parent.turn, 'fresh')
    differs('the chance', quoted(lineage), quoted(parent.lineage))
  }
  const [moves, theirMoves] = [movesOf(own), movesOf(theirs)]
  const copying = ![...moves.keys()].some((key) => Number(key.split('/')[0]) >= parent.turn)
  for (const [key, row] of theirMoves) {
    const [turn, seat] = key.split('/').map(Number) as [number, number]
    if (turn >= parent.turn || (copying && !moves.has(key))) continue
    const copy = moves.get(key)
    if (row === null || copy === null) continue
    if (text(copy) !== text(row)) differs('a copied move', shown(row), shown(copy), { turn, seat })
  }
  for (const [key, copy] of moves) {
    const [turn, seat] = key.split('/').map(Number) as [number, number]
    if (turn < parent.turn && !theirMoves.has(key) && copy)
      differs('a copied move', 'none', shown(copy), { turn, seat })
  }
}

function drawsAs(started: Started, before: Started, { match, turn, lineage }: NonNullable<Started['parent']>): boolean {
  if (!lineage) return true // of a log from before forks said so
  if (text(lineage) === text(parentAt(before, match, turn, 'fresh').lineage)) return true
  return started.seed === before.seed && text(lineage) === text(parentAt(before, match, turn, 'same').lineage)
}

async function readable(store: Pick<Store, 'log'>, match: string): Promise<readonly Logged[]> {
  try {
    return await store.log(match)
  } catch {
    return [] // a damaged row is a mismatch of its own
  }
}

const startOf = (log: readonly Logged[]): Started | undefined => {
  const event = log[0]?.event
  return event?.type === 'started' ? event : undefined
}

/** By turn and seat; null where it was erased. */
function movesOf(log: readonly Logged[]): ReadonlyMap<string, Moved | null> {
  const moves = new Map<string, Moved | null>()
  for (const { type, turn, seat, event } of log)
    if (type === 'moved') moves.set(`${turn}/${seat}`, event as Moved | null)
  return moves
}

const text = (value: unknown): string => (value === undefined ? '' : canonical(value))

const shown = (moved: Moved | undefined): string => (moved ? quoted(moved.action) : 'none')
