/** Outcomes of matches, made by hand: what analysis reads of a log. */
import type { MatchOutcome, SeatOutcome } from '../../src/analysis/outcomes.ts'
import type { ConditionInfo, Subject } from '../../src/analysis/subject.ts'

export const seat = (player: string, payoff: number | null, more: Partial<SeatOutcome> = {}): SeatOutcome => ({
  ...{ player, role: 'player', payoff, decisions: 1, fallbacks: 0, missing: 0, firstAttempts: 0, firstLegal: 0 },
  reasons: {},
  ...more,
})

export const match = (id: string, seats: readonly SeatOutcome[], more: Partial<MatchOutcome> = {}): MatchOutcome => ({
  ...{ id, run: 'r', condition: 0, contest: id, block: Number(/\d+/.exec(id)?.[0] ?? 0), status: 'ended' },
  ...{ reason: null, measures: {}, seats },
  ...more,
})

export const condition = (label: string, more: Partial<ConditionInfo> = {}): ConditionInfo => ({
  ...{ run: 'r', label, game: 'beauty-contest', version: 1, format: 'everyone', seats: 2, planned: 10 },
  ...{ prompts: 'default', told: undefined, levels: {}, players: ['a', 'b'] },
  ...more,
})

export const subject = (conditions: readonly ConditionInfo[], more: Partial<Subject['plan']> = {}): Subject => ({
  runs: [{ id: 'r', name: 'r', code: '0.1.0', seed: '1', began: '2026-01-01T00:00:00.000Z', head: 'abc' }],
  conditions,
  players: [{ name: 'a', kind: 'script', what: 'strategy a' }],
  plan: { primary: 'payoff', exclude: [], confidence: 0.95, resamples: 500, ...more },
})
