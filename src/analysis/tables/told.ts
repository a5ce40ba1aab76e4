/** What seats were told of the others, beside who really sat there. */
import { type DataTable, text, yes } from '../data-table.ts'
import type { MatchOutcome } from '../outcomes.ts'
import type { ConditionInfo, Subject } from '../subject.ts'

const PEOPLE = /\b(people|persons?|humans?|students?|participants?)\b/i
const MACHINES = /\b(language models?|models?|AIs?|artificial|computers?|programs?|machines?|bots?|algorithms?)\b/i

/** A row a condition in which something was told; undefined where nothing was. */
export function toldTable({ conditions, players }: Subject, matches: readonly MatchOutcome[]): DataTable | undefined {
  const told = conditions.flatMap((condition, index) => (condition.told === undefined ? [] : [{ condition, index }]))
  if (told.length === 0) return undefined
  const kindOf = new Map(players.map(({ name, kind }) => [name, kind]))
  const rows = told.map(({ condition, index }) => {
    const sat = new Set(
      matches.filter((match) => match.condition === index).flatMap(({ seats }) => seats.map(({ player }) => player)),
    )
    const kinds = new Set([...sat].map((player) => kindOf.get(player) ?? 'script'))
    return { condition, sat: [...sat], doubt: doubtIn(condition, kinds) }
  })
  return {
    name: 'told',
    title: 'What seats were told',
    describes:
      'A row is a condition in which seats were told something of the others, beside who sat at its tables. Whether a text is true is judged by a few words alone: read it.',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('told', 'told', 'What every seat was told of the others.'),
      text('sat', 'who sat there', 'The players at its tables.'),
      yes(
        'doubtful',
        'seems untrue',
        'Whether it speaks of people where none sat, or of machines alone where people did.',
      ),
    ],
    rows: rows.map(({ condition, sat, doubt }) => [condition.label, condition.told!, sat.join(', '), doubt !== null]),
    notes: rows.flatMap(({ condition, doubt }) => (doubt === null ? [] : [`${condition.label}: ${doubt}`])),
  }
}

function doubtIn({ told = '' }: ConditionInfo, kinds: ReadonlySet<string>): string | null {
  const [ofPeople, ofMachines] = [PEOPLE.test(told), MACHINES.test(told)]
  if (ofPeople && !ofMachines && !kinds.has('person'))
    return 'seats were told of people, and no person sat there: a treatment of what is believed, not of who plays.'
  if (ofMachines && !ofPeople && kinds.has('person')) return 'seats were told of machines, and people sat there.'
  return null
}
