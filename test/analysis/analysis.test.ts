import { describe, expect, it } from 'vitest'
import { analysed, keptOf } from '../../src/analysis/analysis.ts'
import type { Conducts } from '../../src/analysis/conduct.ts'
import type { DataTable } from '../../src/analysis/data-table.ts'
import type { MatchOutcome } from '../../src/analysis/outcomes.ts'
import type { Subject } from '../../src/analysis/subject.ts'
import { stream } from '../../src/core/chance.ts'
import { condition, match, seat, subject } from './matches.ts'

const nothing: Conducts = { conducts: [], behaviours: new Map(), damaged: 0 }

function analysis(matches: readonly MatchOutcome[], of: Subject = subject([condition('x')])) {
  const tables = analysed({
    ...{ subject: of, matches, exclusions: keptOf(of, matches), conducts: nothing, allConducts: nothing, spend: [] },
    replies: { models: [], sameness: [] },
    understood: [],
  })
  for (const table of tables.values()) sound(table)
  return tables
}

/** As wide as its columns, and nothing that is no number. */
function sound({ name, columns, rows, notes }: DataTable): void {
  for (const row of rows) {
    expect(row, name).toHaveLength(columns.length)
    for (const cell of row) if (typeof cell === 'number') expect(Number.isFinite(cell), name).toBe(true)
  }
  for (const note of notes) expect(note).not.toMatch(/NaN|undefined|Infinity/)
}

const column = ({ columns, rows }: DataTable, name: string) => {
  const at = columns.findIndex((one) => one.name === name)
  expect(at, name).toBeGreaterThanOrEqual(0)
  return rows.map((row) => row[at])
}

const rng = stream(['matches'])
/** a earns 5 more than b on average. */
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => match(`m${at}`, [seat('a', rng.normal(10, 2)), seat('b', rng.normal(5, 2))]))

describe('the analysis of a run', () => {
  it('tells players apart who differ, with intervals around what they earn', () => {
    const table = analysis(many(40)).get('results-payoff')!
    expect(column(table, 'player')).toEqual(['a', 'b'])
    expect(column(table, 'rank_worst')).toEqual([1, 2])
    expect(column(table, 'mean_low')[0]).toBeLessThan(10)
    expect(column(table, 'mean_high')[0]).toBeGreaterThan(9.5)
  })

  it('without a finished match says so', () => {
    const voided = match('m1', [seat('a', null), seat('b', null)], {
      status: 'voided',
      reason: 'seat 0 gave no answer',
    })
    const tables = analysis([voided, { ...voided, id: 'm2', status: 'open', reason: null }])
    expect(tables.get('design')!.notes[0]).toMatch(/No match was finished/)
    expect(tables.get('results-payoff')!.rows).toEqual([])
    expect(tables.get('voids')!.rows).toEqual([['x', 'seat 0 gave no answer', 1]])
  })

  it('of one player only says that there is nobody to compare with', () => {
    const tables = analysis([match('m1', [seat('a', 1), seat('a', 2)]), match('m2', [seat('a', 3), seat('a', 4)])])
    expect(tables.get('results-payoff')!.notes[0]).toMatch(/one player only/)
    expect(tables.has('ratings')).toBe(false)
  })

  it('of ties alone gives equal strengths, and says so', () => {
    const tables = analysis(['m1', 'm2', 'm3'].map((id) => match(id, [seat('a', 4), seat('b', 4)])))
    expect(column(tables.get('ratings')!, 'elo')).toEqual([0, 0])
    expect(tables.get('ratings')!.notes[0]).toMatch(/all contests were ties/)
    expect(tables.get('results-payoff')!.notes[0]).toMatch(/all players came to the same mean/)
  })

  it('of a player that always wins gives a finite strength, and says what it is', () => {
    const tables = analysis(Array.from({ length: 12 }, (_, at) => match(`m${at}`, [seat('a', 2), seat('b', 1)])))
    expect(column(tables.get('ratings')!, 'penalised')).toEqual([true, true])
    expect(tables.get('ratings')!.notes.join()).toMatch(/a was never bettered, so that its strength has no upper bound/)
  })

  it('of unequal numbers of matches says how many each has', () => {
    const more = Array.from({ length: 12 }, (_, at) => match(`n${at + 50}`, [seat('a', at), seat('c', 3)]))
    expect(
      analysis([...many(12), ...more])
        .get('results-payoff')!
        .notes.join(),
    ).toMatch(/from 12 to 24 values/)
  })

  it('of a single block gives no interval, and says how to get one', () => {
    const tables = analysis(['m1', 'm2'].map((id, at) => match(id, [seat('a', at), seat('b', 2)], { block: 0 })))
    expect(column(tables.get('results-payoff')!, 'mean_low')).toEqual([null, null])
    expect(tables.get('results-payoff')!.notes[0]).toMatch(
      /all matches are one block .* More repetitions, or independent seeds/,
    )
    expect(column(tables.get('ratings')!, 'elo_low')).toEqual([null, null])
  })

  it('whose planned primary quantity no match has says that payoffs stand in its place', () => {
    const { notes } = analysis(many(12), subject([condition('x')], { primary: 'revenue' })).get('results-payoff')!
    expect(notes[0]).toBe(
      'The planned primary quantity, revenue, stands in none of these matches: payoffs are told in its place.',
    )
  })

  it('whose blocks are all alike says that repetitions are copies', () => {
    const tables = analysis(Array.from({ length: 12 }, (_, at) => match(`m${at}`, [seat('a', 2), seat('b', 1)])))
    expect(tables.get('results-payoff')!.notes.join()).toMatch(/every block came out alike/)
    expect(analysis(many(12)).get('results-payoff')!.notes.join()).not.toMatch(/alike/)
  })

  it('of runs whose rules have other versions warns that they may differ by them', () => {
    const of = subject([condition('old', { version: 1 }), condition('new', { version: 2 })])
    const matches = [...many(6), ...many(6).map((one) => ({ ...one, condition: 1, id: `n${one.id}` }))]
    expect(analysis(matches, of).get('design')!.notes.join()).toMatch(/versions 1 and 2: their rules differ/)
  })

  it('shows results with and without the exclusions that were planned', () => {
    const bad = Array.from({ length: 5 }, (_, at) =>
      match(`b${at + 90}`, [seat('a', 0, { decisions: 4, fallbacks: 4 }), seat('b', 50)]),
    )
    const of = subject([condition('x')], { exclude: ['fallbackShare > 0.2'] })
    const tables = analysis([...many(20), ...bad], of)
    expect(column(tables.get('exclusions')!, 'matches')).toEqual([5])
    expect(column(tables.get('results-payoff')!, 'player')).toEqual(['a', 'b'])
    expect(column(tables.get('results-payoff-all')!, 'player')).toEqual(['b', 'a'])
    expect(column(tables.get('imputation')!, 'failed')).toEqual([5, 0])
  })

  it('does not show them twice where nothing met a rule', () => {
    const of = subject([condition('x')], { exclude: ['fallbackShare > 0.2'] })
    const tables = analysis(many(6), of)
    expect(tables.has('results-payoff-all')).toBe(false)
    expect(tables.get('exclusions')!.notes[0]).toMatch(/Nothing met a rule/)
  })

  it('tests the primary quantity by factor with Holm, and calls all others exploratory', () => {
    const of = subject(
      [condition('low', { levels: { factor: '1/2' } }), condition('high', { levels: { factor: '2/3' } })],
      { primary: 'meanFirst' },
    )
    const matches = [0, 1].flatMap((at) =>
      many(12).map((one) => ({
        ...one,
        id: `${at}${one.id}`,
        condition: at,
        measures: { meanFirst: 20 + 10 * at + (one.block % 3) },
      })),
    )
    const table = analysis(matches, of).get('contrasts')!
    expect(column(table, 'family')).toEqual(['primary', 'exploratory', 'exploratory'])
    expect([column(table, 'quantity')[0], column(table, 'difference')[0]]).toEqual(['meanFirst', 10])
  })

  it('tells the roles of a game apart, whose payoffs do not compare', () => {
    const matches = Array.from({ length: 8 }, (_, at) =>
      match(`m${at}`, [seat('a', 70 + at, { role: 'proposer' }), seat('b', 30 - at, { role: 'responder' })]),
    )
    expect(column(analysis(matches).get('results-payoff')!, 'role')).toEqual(['proposer', 'responder'])
  })

  it('is the same each time, to the last digit', () => {
    const matches = many(15)
    expect([...analysis(matches)]).toEqual([...analysis(matches)])
  })
})

describe('what seats were told', () => {
  const told = (text: string, kind: string) => {
    const of = subject([condition('x', { told: text })])
    return analysis(many(3), { ...of, players: ['a', 'b'].map((name) => ({ name, kind, what: '' })) }).get('told')!
  }

  it('stands beside who sat there, and is named where it speaks of people and none sat', () => {
    expect(told('The others are people.', 'model').notes[0]).toMatch(/x: seats were told of people, and no person sat/)
    expect(told('The others are people.', 'person').notes).toEqual([])
    expect(told('The others are language models.', 'person').notes[0]).toMatch(/told of machines, and people sat/)
    expect(told('Each may be a person or an AI.', 'model').notes).toEqual([])
  })
})

describe('the game between players', () => {
  const pair = (id: string, a: readonly [string, number], b: readonly [string, number]) =>
    match(id, [seat(...a), seat(...b)])

  it('tells what each earns against each, and what it gives up by not being another', () => {
    // a prisoner's dilemma: both cooperate 3, both defect 1, temptation 5, sucker 0
    const tables = analysis([
      pair('m1', ['coop', 3], ['coop', 3]),
      pair('m2', ['coop', 0], ['defect', 5]),
      pair('m3', ['defect', 1], ['defect', 1]),
    ])
    expect(tables.get('meta-game')!.rows.map((row) => [row[1], row[2], row[3], row[7]])).toEqual([
      ['coop', 'coop', 3, 2],
      ['coop', 'defect', 0, 1],
      ['defect', 'coop', 5, 0],
      ['defect', 'defect', 1, 0],
    ])
    const regrets = tables.get('regret-of-players')!
    expect(regrets.rows).toEqual([
      ['x', 'coop', 1, 'defect', 2],
      ['x', 'defect', 0, 'coop', -1],
    ])
    // an even mix earns (3 + 0 + 5 + 1) / 4 = 2.25; defect earns 3 against it: twice a gain of 0.75
    expect(regrets.notes[0]).toMatch(/NashConv of an even mix of the players is 1\.5 /)
  })

  it('says where NashConv is not known', () => {
    const tables = analysis([pair('m1', ['a', 1], ['b', 2]), pair('m2', ['b', 3], ['c', 4])])
    expect(tables.get('regret-of-players')!.notes[0]).toMatch(/not known, since not every pair met/)
  })
})

describe('ranks under imputed failures', () => {
  it('go from the best to the worst that failures could have made of them', () => {
    const matches = [
      match('m1', [seat('a', 10), seat('b', 0)]),
      match('m2', [seat('a', null), seat('b', null)], { status: 'voided' }),
      match('m3', [seat('a', 0, { fallbacks: 1 }), seat('b', 8)]),
    ]
    const table = analysis(matches).get('imputation')!
    // a: 10, (voided), (fallback) against b: 0, (voided), 8
    expect(table.rows.map((row) => row.slice(2))).toEqual([
      ['a', 3, 2, 1, 1, 2],
      ['b', 3, 1, 2, 1, 2],
    ])
  })
})
