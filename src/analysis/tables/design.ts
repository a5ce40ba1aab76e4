/** The design, and what was really run of it. */
import { counted, type DataTable, text } from '../data-table.ts'
import type { MatchOutcome } from '../outcomes.ts'
import type { Subject } from '../subject.ts'

/** A row a condition. */
export function designTable({ conditions }: Subject, matches: readonly MatchOutcome[]): DataTable {
  const factors = [...new Set(conditions.flatMap(({ levels }) => Object.keys(levels)))]
  const count = (condition: number, status: MatchOutcome['status']) =>
    matches.filter((match) => match.condition === condition && match.status === status).length
  return {
    name: 'design',
    title: 'Design, and what was run',
    describes: 'A row is a condition: a game under its parameters, with the levels of the factors.',
    columns: [
      text('condition', 'condition', 'The condition’s label; the same in all tables.'),
      text('run', 'run', 'The run it belongs to.'),
      text('game', 'game', 'The game and its version: logs of another version do not fold under these rules.'),
      text('format', 'format', 'Who meets whom: everyone, round-robin, self-play, seats, population or swiss.'),
      counted('seats', 'seats', 'Seats at a table.'),
      ...factors.map((name) => text(columnOf(name), name, `The level of the factor ${name}.`)),
      counted('planned', 'planned', 'Matches that the design has.'),
      counted('finished', 'finished', 'Matches that were played to their end.'),
      counted('voided', 'voided', 'Matches that were voided: closed without a result, and in no mean.'),
      counted('open', 'open', 'Matches that were begun and not finished: in no mean.'),
    ],
    rows: conditions.map(({ label, run, game, version, format, seats, planned, levels }, index) => [
      label,
      run,
      `${game}@${version}`,
      format,
      seats,
      ...factors.map((name) => levels[name] ?? null),
      planned,
      count(index, 'ended'),
      count(index, 'voided'),
      count(index, 'open'),
    ]),
    notes: notesOf(conditions, matches),
  }
}

/** A row a player. */
export const playersTable = ({ players }: Subject): DataTable => ({
  name: 'players',
  title: 'Players',
  describes: 'A row is a player of the experiment.',
  columns: [
    text('player', 'player', 'The player’s name in all tables.'),
    text(
      'kind',
      'kind',
      'script, model, simulated (code that answers as a model would), remote (a program of the user’s) or person.',
    ),
    text('what', 'what it is', 'The strategy or model, and how it is asked.'),
  ],
  rows: players.map(({ name, kind, what }) => [name, kind, what]),
  notes: players.some(({ kind }) => kind === 'simulated')
    ? ['Simulated players are code that answers as a model would: what is said of them is said of no model.']
    : [],
})

function notesOf(conditions: Subject['conditions'], matches: readonly MatchOutcome[]): string[] {
  const notes: string[] = []
  const finished = matches.filter(({ status }) => status === 'ended').length
  if (finished === 0) notes.push('No match was finished: there is nothing to compare yet.')
  const versions = new Map<string, Set<number>>()
  for (const { game, version } of conditions) versions.set(game, (versions.get(game) ?? new Set()).add(version))
  for (const [game, found] of versions)
    if (found.size > 1)
      notes.push(
        `${game} was played in versions ${[...found].join(' and ')}: their rules differ, so that differences between these runs may be differences of the rules.`,
      )
  const counts = conditions.map(
    (_, index) => matches.filter(({ condition, status }) => condition === index && status === 'ended').length,
  )
  if (finished > 0 && new Set(counts.filter((count) => count > 0)).size > 1)
    notes.push('Conditions have unequal numbers of finished matches: each mean is over those that its condition has.')
  return notes
}

/** A factor’s name as a column: small letters and underscores. */
export const columnOf = (factor: string): string => `factor_${factor.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()}`
