/** From the tables of an analysis to the report: what stands where, and which of it is drawn. */

import type { Conducts } from '../analysis/conduct.ts'
import type { Cell, DataTable } from '../analysis/data-table.ts'
import type { Subject } from '../analysis/subject.ts'
import { slug } from '../analysis/tables/results.ts'
import { behaviour } from './behaviour-section.ts'
import { codebook } from './codebook.ts'
import { methodsOf, reproduction } from './methods.ts'
import { cellOf, has, tableBlock } from './parts.ts'
import type { Report, Section } from './report.ts'
import { contrasts, framing, results } from './results-section.ts'

export interface Composed {
  readonly subject: Subject
  readonly tables: ReadonlyMap<string, DataTable>
  readonly conducts: Conducts
  /** What folding the whole log once more came to, in a sentence. */
  readonly verified: string
}

export function composed(from: Composed): Report {
  const { subject, tables } = from
  const [first] = subject.runs
  return {
    title: subject.runs.map(({ name }) => name).join(' and '),
    run: subject.runs.map(({ id }) => id).join(', '),
    began: first?.began ?? '',
    code: [...new Set(subject.runs.map(({ code }) => code))].join(', '),
    head: subject.runs.map(({ head }) => head).join(', '),
    seed: [...new Set(subject.runs.map(({ seed }) => seed))].join(', '),
    summary: [...summaryOf(from), from.verified],
    sections: [
      ran(tables),
      results(subject, tables),
      ...contrasts(tables),
      ...framing(tables),
      ...behaviour(subject, tables, from.conducts),
      failures(tables),
      spent(tables),
      { id: 'methods', title: 'Methods', text: methodsOf(subject, tables), blocks: [] },
      { id: 'reproduce', title: 'How to reproduce this', ...reproduction(subject) },
      { id: 'codebook', title: 'Codebook', text: [], blocks: [tableBlock(codebook([...tables.values()]), false)] },
    ],
  }
}

function summaryOf({ subject, tables }: Composed): string[] {
  const design = tables.get('design')!
  const sum = (column: string) => design.rows.reduce((total, row) => total + Number(cellOf(design, row, column)), 0)
  const [finished, planned, voided, open] = ['finished', 'planned', 'voided', 'open'].map(sum)
  const rest = [voided! > 0 ? `${voided} voided` : '', open! > 0 ? `${open} not finished` : ''].filter(Boolean)
  const counts = `${finished} of ${planned} matches finished${rest.length > 0 ? `, ${rest.join(', ')}` : ''}.`
  const versions = new Set(subject.runs.map(({ code }) => code))
  return [
    counts,
    ...(versions.size > 1
      ? [
          `These runs were begun by different versions of stagegame (${[...versions].join(', ')}): differences between them may be differences of the code.`,
        ]
      : []),
    ...leaders(subject, tables),
  ]
}

/** Who leads, in words, in each condition: or that nobody can be told apart. */
function leaders({ plan }: Subject, tables: ReadonlyMap<string, DataTable>): string[] {
  const table = tables.get(`results-${slug(plan.primary === 'rating' ? 'payoff' : plan.primary)}`)
  if (!has(table)) return []
  const groups = new Map<string, (readonly Cell[])[]>()
  for (const row of table.rows) {
    const where = [cellOf(table, row, 'condition'), cellOf(table, row, 'role')]
      .filter((part) => part !== null)
      .join(', ')
    groups.set(where, [...(groups.get(where) ?? []), row])
  }
  if (groups.size > MOST_LEADERS) return []
  return [...groups].map(([where, rows]) => {
    const first = rows.filter((row) => cellOf(table, row, 'rank_best') === 1).map((row) => cellOf(table, row, 'player'))
    if (rows.length === 1) return `${where}: one player only.`
    if (first.length === 0) return `${where}: there are too few independent matches to tell players apart.`
    if (first.length === rows.length) return `${where}: the data do not tell the ${rows.length} players apart.`
    if (first.length === 1)
      return `${where}: ${first[0]} has the highest mean ${plan.primary === 'rating' ? 'payoff' : plan.primary}, apart from all others.`
    return `${where}: ${first.join(', ')} lead, and are not told apart.`
  })
}

const MOST_LEADERS = 12

const ran = (tables: ReadonlyMap<string, DataTable>): Section => ({
  id: 'design',
  title: 'What was run',
  text: [],
  blocks: ['design', 'players', 'told', 'comprehension', 'exclusions'].flatMap((name) => {
    const table = tables.get(name)
    return table ? [tableBlock(table)] : []
  }),
})

function failures(tables: ReadonlyMap<string, DataTable>): Section {
  return {
    id: 'failures',
    title: 'Failures',
    text: [],
    blocks: ['failures', 'voids', 'imputation'].flatMap((name) => {
      const table = tables.get(name)
      return table && table.rows.length + table.notes.length > 0 ? [tableBlock(table)] : []
    }),
  }
}

function spent(tables: ReadonlyMap<string, DataTable>): Section {
  return {
    id: 'spend',
    title: 'Spend and time',
    text: [],
    blocks: ['spend', 'models', 'sameness'].flatMap((name) => {
      const table = tables.get(name)
      return table && table.rows.length + table.notes.length > 0 ? [tableBlock(table)] : []
    }),
  }
}
