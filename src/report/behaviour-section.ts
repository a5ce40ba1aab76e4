/** How it was played: each figure, class and estimate drawn by player, what people did beside it. */
import type { Conducts } from '../analysis/conduct.ts'
import type { DataTable } from '../analysis/data-table.ts'
import type { Subject } from '../analysis/subject.ts'
import { slug } from '../analysis/tables/results.ts'
import { cellOf, has, panels, rowsOf, tableBlock } from './parts.ts'
import type { Baseline, Block, Section } from './report.ts'

export function behaviour(
  subject: Subject,
  tables: ReadonlyMap<string, DataTable>,
  { damaged: left }: Conducts,
): Section[] {
  const sections = [...figures(tables), ...classes(tables), ...estimates(tables)]
  if (sections.length === 0) return []
  const damaged =
    left > 0 ? [`${left} matches could not be folded to their end, and are left out here: verify says where.`] : []
  const codes = tables.get('figures')
  const baselines = tables.get('baselines')
  const people = has(baselines)
    ? [
        'Diamonds and dashed lines are what others did under rules that match, people as a rule: the table of what others did says who, and where it was published.',
      ]
    : []
  return [
    {
      id: 'behaviour',
      title: subject.conditions.length > 1 ? 'Behaviour' : `Behaviour: ${subject.conditions[0]?.game ?? ''}`,
      text: [...people, ...damaged],
      blocks: [
        ...(has(codes) ? [tableBlock(codes, false)] : []),
        ...(has(baselines) ? [tableBlock(baselines, false)] : []),
      ],
      sections,
    },
  ]
}

const namesIn = (table: DataTable | undefined, column: string): string[] =>
  table ? [...new Set(table.rows.map((row) => String(cellOf(table, row, column))))] : []

/** The title that the codebook of figures has for a name. */
function titled(tables: ReadonlyMap<string, DataTable>, name: string): string {
  const table = tables.get('figures')
  const row = table?.rows.find((one) => cellOf(table, one, 'name') === name)
  return row ? String(cellOf(table!, row, 'title')) : name
}

function figures(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('behaviour')
  const rounds = tables.get('rounds')
  return namesIn(table, 'figure').map((name): Section => {
    const own = { ...rowsOf(table!, 'figure', name), title: titled(tables, name) }
    const byRound = rounds
      ? { ...rowsOf(rounds, 'figure', name), title: `${titled(tables, name)} by round` }
      : undefined
    const people = baselinesOf(tables, name)
    return {
      id: `figure-${slug(name)}`,
      title: titled(tables, name),
      text: [],
      blocks: [
        {
          kind: 'chart',
          table: own,
          chart: {
            type: 'intervals',
            label: 'player',
            value: 'mean',
            low: 'mean_low',
            high: 'mean_high',
            unit: `mean ${titled(tables, name).toLowerCase()}`,
            groups: panels(own, 'condition'),
            // what is about a first round stands here where there is no other
            baselines: people.filter(({ round }) => round === null || (round === 1 && !has(byRound))),
          },
        },
        ...(has(byRound)
          ? [
              {
                kind: 'chart',
                table: byRound,
                chart: {
                  type: 'rounds',
                  label: 'player',
                  round: 'round',
                  value: 'mean',
                  low: 'mean_low',
                  high: 'mean_high',
                  unit: `mean ${titled(tables, name).toLowerCase()}`,
                  groups: panels(byRound, 'condition'),
                  baselines: byRounds(people, panels(byRound, 'condition').length > 0),
                },
              } satisfies Block,
            ]
          : []),
      ],
    }
  })
}

function estimates(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('estimates')
  return namesIn(table, 'estimate').map((name): Section => {
    const own = { ...rowsOf(table!, 'estimate', name), title: titled(tables, name) }
    return {
      id: `estimate-${slug(name)}`,
      title: titled(tables, name),
      text: [],
      blocks: [
        {
          kind: 'chart',
          table: own,
          chart: {
            type: 'intervals',
            label: 'player',
            value: 'value',
            low: 'value_low',
            high: 'value_high',
            unit: titled(tables, name),
            groups: panels(own, 'condition'),
            baselines: baselinesOf(tables, name),
          },
        },
      ],
    }
  })
}

function classes(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('classes')
  return namesIn(table, 'classification').map((name): Section => {
    const own = { ...rowsOf(table!, 'classification', name), title: titled(tables, name) }
    return {
      id: `classes-${slug(name)}`,
      title: titled(tables, name),
      text: [],
      blocks: [
        {
          kind: 'chart',
          table: own,
          chart: {
            type: 'shares',
            label: 'player',
            class: 'class',
            share: 'share',
            low: 'share_low',
            high: 'share_high',
            groups: panels(own, 'condition'),
            baselines: sharesOf(tables, name, panels(own, 'condition').length > 0),
          },
        },
      ],
    }
  })
}

type OfPeople = Baseline & { readonly round: number | null; readonly condition: string }

/** Values of people for a figure or estimate, each under the condition that it matches. */
function baselinesOf(tables: ReadonlyMap<string, DataTable>, name: string): OfPeople[] {
  const table = tables.get('baselines')
  if (!table) return []
  const several = panels(table, 'condition').length > 0
  return table.rows
    .filter((row) => cellOf(table, row, 'of') === name && cellOf(table, row, 'class') === null)
    .map((row) => {
      const condition = String(cellOf(table, row, 'condition'))
      return {
        label: String(cellOf(table, row, 'who')),
        value: Number(cellOf(table, row, 'value')),
        low: cellOf(table, row, 'value_low') as number | null,
        high: cellOf(table, row, 'value_high') as number | null,
        source: String(cellOf(table, row, 'source')),
        round: cellOf(table, row, 'round') as number | null,
        condition,
        ...(several && { group: [condition] }),
      }
    })
}

/** Baselines that are about rounds, a line each. */
function byRounds(people: readonly OfPeople[], grouped: boolean) {
  const lines = new Map<string, OfPeople[]>()
  for (const one of people) {
    if (one.round === null) continue
    const key = JSON.stringify([one.condition, one.label])
    lines.set(key, [...(lines.get(key) ?? []), one])
  }
  return [...lines.values()].map((line) => ({
    label: line[0]!.label,
    ...(line[0]!.source !== undefined && { source: line[0]!.source }),
    ...(grouped && { group: [line[0]!.condition] }),
    values: line.map(({ round, value }) => ({ round: round!, value })),
  }))
}

/** Shares of people by class; of several rounds, a line each. */
function sharesOf(tables: ReadonlyMap<string, DataTable>, name: string, grouped: boolean) {
  const table = tables.get('baselines')
  if (!table) return []
  const lines = new Map<string, { label: string; source: string; condition: string; shares: Record<string, number> }>()
  for (const row of table.rows) {
    if (cellOf(table, row, 'of') !== name || cellOf(table, row, 'class') === null) continue
    const [condition, who, round] = ['condition', 'who', 'round'].map((column) => cellOf(table, row, column))
    const key = JSON.stringify([condition, who, round])
    const label = `${who}${round === null ? '' : `, round ${round}`}`
    const line = lines.get(key) ?? {
      label,
      source: String(cellOf(table, row, 'source')),
      condition: String(condition),
      shares: {},
    }
    line.shares[String(cellOf(table, row, 'class'))] = Number(cellOf(table, row, 'value'))
    lines.set(key, line)
  }
  return [...lines.values()].map(({ label, source, condition, shares }) => ({
    ...{ label, source, shares },
    ...(grouped && { group: [condition] }),
  }))
}
