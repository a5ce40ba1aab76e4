/** A league: who keeps beating few opponents is put on probation, and then replaced from the bench. */
import { portable } from '../core/fingerprint.ts'
import type { RunEvent } from '../core/run-event.ts'
import { mean, type Scores } from './scores.ts'

export interface LeagueRules {
  /** Matches over which a player is judged; nobody is who has played fewer. */
  readonly window: number
  /** Mean share of opponents beaten below which a player is put on probation, or replaced at its end. */
  readonly threshold: number
  /** Matches that it lasts. */
  readonly probation: number
}

export interface League {
  /** Who plays now: each in the place of whom it replaced. */
  readonly roster: readonly string[]
  /** Who comes next, in this order. */
  readonly bench: readonly string[]
  readonly records: ReadonlyMap<string, Record>
}

interface Record {
  /** Of the last matches in which a player had a score, as many as are judged. */
  readonly scores: readonly number[]
  readonly played: number
  /** How many it has played when its probation ends. */
  readonly until?: number
}

export const leagueOf = (roster: readonly string[], bench: readonly string[]): League => ({
  roster,
  bench,
  records: new Map(),
})

const NEW: Record = { scores: [], played: 0 }

/** With what the players made of some matches, in the order of these. */
export function counted(league: League, { window }: LeagueRules, contests: readonly Scores[]): League {
  const records = new Map(league.records)
  for (const contest of contests)
    for (const [player, score] of contest) {
      const record = records.get(player) ?? NEW
      records.set(player, {
        ...record,
        scores: [...record.scores, score].slice(-window),
        played: record.played + 1,
      })
    }
  return { ...league, records }
}

type LeagueEvent = Exclude<RunEvent, { type: 'round' }>

/** Judges everybody after a repetition (from 1), the weakest first; a league whose bench is empty is over, and nobody is judged. */
export function judged(
  league: League,
  rules: LeagueRules,
  { condition, at }: { readonly condition: string; readonly at: number },
): { readonly league: League; readonly events: readonly LeagueEvent[] } {
  const judging = league.roster
    .flatMap((player, place) => {
      const record = league.records.get(player) ?? NEW
      return record.scores.length < rules.window ? [] : [{ player, place, record, standing: standingOf(record) }]
    })
    .sort((a, b) => a.standing - b.standing || a.place - b.place)
  const roster = [...league.roster]
  const bench = [...league.bench]
  const records = new Map(league.records)
  const events: LeagueEvent[] = []
  for (const { player, place, record, standing } of judging) {
    if (bench.length === 0) break
    const { until, ...free } = record
    const weak = standing < rules.threshold
    const found = { condition, at, player, standing }
    if (until === undefined) {
      if (!weak) continue
      events.push({ type: 'probation', ...found })
      records.set(player, { ...free, until: record.played + rules.probation })
    } else if (record.played >= until) {
      records.set(player, free)
      if (!weak) events.push({ type: 'restored', ...found })
      else {
        const by = bench.shift()!
        events.push({ type: 'replaced', ...found, by })
        roster[place] = by
      }
    }
  }
  return { league: { roster, bench, records }, events }
}

/** Rounded, so that it is the same on every machine. */
const standingOf = ({ scores }: Record): number => portable(mean(scores))
