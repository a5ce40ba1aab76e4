/** The exclusions that an experiment made beforehand, applied to what its matches came to. */
import { StagegameError } from '../core/errors.ts'
import type { MatchOutcome, SeatOutcome } from './outcomes.ts'

/** `fallbackShare > 0.2` of a seat, `player.fallbackShare > 0.2`, `measure.revenue < 0` of a match. */
export interface Rule {
  readonly text: string
  readonly of: 'seat' | 'player' | 'measure'
  readonly figure: string
  readonly holds: (value: number) => boolean
}

const OPERATORS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
}

/** Throws `bad-exclusion`. */
export function ruleOf(text: string): Rule {
  const [, of, figure, operator, bound] =
    /^(?:(player|measure)\.)?([A-Za-z][A-Za-z0-9]*) *(>=|<=|>|<) *(-?\d+(?:\.\d+)?)$/.exec(text.trim()) ?? []
  const compare = OPERATORS[operator ?? '']
  if (figure === undefined || compare === undefined)
    throw new StagegameError(
      'bad-exclusion',
      `expected a rule such as fallbackShare > 0.2, got ${JSON.stringify(text)}`,
    )
  return {
    text,
    of: of === 'player' || of === 'measure' ? of : 'seat',
    figure,
    holds: (value) => compare(value, Number(bound)),
  }
}

export interface Excluded {
  readonly kept: readonly MatchOutcome[]
  /** Whether a player's results in a condition are left out: its matches count for the others. */
  readonly leftOut: (condition: number, player: string) => boolean
  /** Whether anything was left out. */
  readonly bites: boolean
  /** What each rule left out. */
  readonly rules: readonly { readonly rule: Rule; readonly matches: number; readonly players: readonly string[] }[]
}

/** A rule of seats or measures leaves a match out altogether, since the others' payoffs depended on it. */
export function excluded(matches: readonly MatchOutcome[], rules: readonly Rule[]): Excluded {
  const players = rules.map((rule) => (rule.of === 'player' ? playersUnder(matches, rule) : new Set<string>()))
  const hits = rules.map(() => 0)
  const kept = matches.filter((match) => {
    const met = rules.map((rule) => matchMeets(match, rule))
    met.forEach((hit, at) => {
      if (hit) hits[at]!++
    })
    return !met.includes(true)
  })
  const all = new Set(players.flatMap((keys) => [...keys]))
  return {
    kept,
    leftOut: (condition, player) => all.has(keyOf(condition, player)),
    bites: all.size > 0 || kept.length < matches.length,
    rules: rules.map((rule, at) => ({
      rule,
      matches: hits[at]!,
      players: [...players[at]!].map((key) => (JSON.parse(key) as [number, string])[1]),
    })),
  }
}

const keyOf = (condition: number, player: string): string => JSON.stringify([condition, player])

function matchMeets({ seats, measures, status }: MatchOutcome, { of, figure, holds }: Rule): boolean {
  if (status !== 'ended' || of === 'player') return false
  if (of === 'measure') return measures[figure] !== undefined && holds(measures[figure])
  return seats.some((seat) => meets([seat], figure, holds))
}

function playersUnder(matches: readonly MatchOutcome[], { figure, holds }: Rule): Set<string> {
  const seats = new Map<string, SeatOutcome[]>()
  for (const { condition, seats: all, status } of matches)
    if (status === 'ended')
      for (const seat of all) {
        const key = keyOf(condition, seat.player)
        const known = seats.get(key)
        if (known) known.push(seat)
        else seats.set(key, [seat])
      }
  return new Set([...seats].flatMap(([key, own]) => (meets(own, figure, holds) ? [key] : [])))
}

function meets(seats: readonly SeatOutcome[], figure: string, holds: (value: number) => boolean): boolean {
  const sum = (of: (seat: SeatOutcome) => number) => seats.reduce((total, seat) => total + of(seat), 0)
  const share = (part: number, whole: number) => (whole > 0 ? holds(part / whole) : false)
  const decisions = sum((seat) => seat.decisions)
  switch (figure) {
    case 'fallbackShare':
      return share(
        sum((seat) => seat.fallbacks),
        decisions,
      )
    case 'missingShare':
      return share(
        sum((seat) => seat.missing),
        decisions,
      )
    case 'firstLegalShare':
      return share(
        sum((seat) => seat.firstLegal),
        sum((seat) => seat.firstAttempts),
      )
    case 'decisions':
      return holds(decisions)
    default:
      throw new StagegameError(
        'bad-exclusion',
        `${figure} is no figure of a seat: expected fallbackShare, missingShare, firstLegalShare or decisions`,
      )
  }
}
