/** Matches of taxation from lists of what everybody does. */
import { taxation } from '../../games/taxation/rules.ts'
import type { ViewOf } from '../../src/core/game.ts'
import { type Match, played } from './matches.ts'

export type View = ViewOf<typeof taxation>
export type WorkerView = Extract<View, { role: 'worker' }>
type Params = Readonly<Record<string, unknown>>

export const workers = (n: number): string[] => Array.from({ length: n }, () => 'worker')
export const planned = (n: number): string[] => ['planner', ...workers(n)]

/** Three workers on two brackets: incomes of 10, 20 and 50 an hour, the first 1,000 in the first bracket. */
export const SMALL = { brackets: [0, 1000], skills: { given: [10, 20, 50] }, years: 1 }

/** What the asks are answered with, one item a time that it is asked: an action, or one by seat. */
export interface Script {
  readonly schedule?: readonly unknown[]
  readonly campaign?: readonly (readonly unknown[])[]
  readonly vote?: readonly (readonly unknown[])[]
  readonly labour?: readonly (readonly number[])[]
  readonly satisfied?: readonly (readonly unknown[])[]
}

/** Plays by a script. Workers are counted from 0; labour is given in hours. `seen` is told each view before its answer. */
export function taxed(
  params: Params,
  script: Script,
  { seed = 'seed', seen }: { readonly seed?: string; readonly seen?: (kind: string, view: View) => void } = {},
): Match {
  const governance = params['governance'] ?? 'planner'
  const count = (params['skills'] as { given: readonly number[] }).given.length
  const roles = governance === 'planner' ? planned(count) : workers(count)
  const asked = new Map<string, number>()
  let last = -1
  return played(taxation, { params, roles, seed }, ({ seat, kind, turn, view }) => {
    if (turn !== last) asked.set(kind, (asked.get(kind) ?? -1) + 1)
    last = turn
    seen?.(kind, view as View)
    const worker = governance === 'planner' ? seat - 1 : seat
    const nth = asked.get(kind)!
    if (kind === 'schedule') return script.schedule![nth]
    const answer = script[kind as 'vote']![nth]![worker]
    return kind === 'labour' ? { hours: answer } : answer
  })
}

/** 0.0005 · hours ^ 3.5, the cost of labour by default. */
export const effort = (hours: number): number => 0.0005 * hours ** 3.5
