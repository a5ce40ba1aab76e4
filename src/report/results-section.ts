/** Results, with and without exclusions: players side by side, ratings, measures, and what factors and wordings did. */
import type { DataTable } from '../analysis/data-table.ts'
import type { Subject } from '../analysis/subject.ts'
import { cellOf, has, panels, rowsOf, tableBlock } from './parts.ts'
import type { Block, Section } from './report.ts'

export function results(subject: Subject, tables: ReadonlyMap<string, DataTable>): Section {
  const all = [...tables.values()].filter(({ name }) => name.startsWith('results-'))
  const kept = all.filter(({ name }) => !name.endsWith('-all'))
  const without = [...tables.values()].filter(({ name }) => name.endsWith('-all'))
  const nothing = kept.every((table) => !has(table))
  return {
    id: 'results',
    title: 'Results',
    text: nothing ? ['No match was finished: there are no results yet.'] : [],
    blocks: kept.flatMap((table) => resultBlocks(table, tables.get(table.name.replace('results-', 'differences-')))),
    sections: [
      ...ratings(tables, ''),
      ...(without.some(has)
        ? [
            {
              id: 'without-exclusions',
              title: 'The same without the exclusions',
              text: [`Nothing is left out here, whatever ${subject.plan.exclude.join(', ')} says.`],
              blocks: without
                .filter((table) => table.name.startsWith('results-'))
                .flatMap((table) => resultBlocks(table, tables.get(table.name.replace('results-', 'differences-')))),
              sections: ratings(tables, '-all'),
            },
          ]
        : []),
      ...metaGame(tables),
      ...measures(tables),
    ],
  }
}

function resultBlocks(table: DataTable, differences: DataTable | undefined): Block[] {
  if (!has(table)) return [tableBlock(table)]
  const groups = panels(table, 'condition', 'role')
  const unit = table.columns.find(({ name }) => name === 'mean')!.title
  return [
    {
      kind: 'chart',
      table,
      chart: { type: 'intervals', label: 'player', value: 'mean', low: 'mean_low', high: 'mean_high', unit, groups },
    },
    ...(table.rows.some((row) => cellOf(table, row, 'rank_best') !== null)
      ? [
          {
            kind: 'chart',
            table: {
              ...table,
              notes: [],
              describes:
                'From the best to the worst rank that the simultaneous intervals of all differences leave open.',
            },
            chart: {
              type: 'ranks',
              title: 'Ranks that the data allow',
              label: 'player',
              low: 'rank_best',
              high: 'rank_worst',
              groups,
            },
          } satisfies Block,
        ]
      : []),
    ...(has(differences) ? [tableBlock(differences, false)] : []),
  ]
}

function ratings(tables: ReadonlyMap<string, DataTable>, suffix: string): Section[] {
  const table = tables.get(`ratings${suffix}`)
  if (!has(table)) return []
  const wins = tables.get(`wins${suffix}`)
  const alpha = tables.get(`alpha-rank${suffix}`)
  const groups = panels(table, 'condition')
  return [
    {
      id: `ratings${suffix}`,
      title: 'Ratings',
      text: [],
      blocks: [
        {
          kind: 'chart',
          table,
          chart: {
            type: 'intervals',
            label: 'player',
            value: 'elo',
            low: 'elo_low',
            high: 'elo_high',
            unit: 'strength, Elo scale',
            groups,
            reference: { label: 'mean player', value: 0 },
          },
        },
        ...(has(wins)
          ? [
              {
                kind: 'chart',
                table: wins,
                chart: {
                  type: 'matrix',
                  row: 'a',
                  column: 'b',
                  value: 'share',
                  even: 0.5,
                  unit: 'share of meetings in which the row does better',
                  groups: panels(wins, 'condition'),
                },
              } satisfies Block,
            ]
          : []),
        ...(has(alpha) ? [tableBlock(alpha)] : []),
      ],
    },
  ]
}

function metaGame(tables: ReadonlyMap<string, DataTable>): Section[] {
  const blocks = ['meta-game', 'regret-of-players'].flatMap((name) => {
    const table = tables.get(name)
    return has(table) ? [tableBlock(table)] : []
  })
  return blocks.length > 0 ? [{ id: 'meta-game', title: 'The game between players', text: [], blocks }] : []
}

function measures(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('measures')
  return has(table) ? [{ id: 'measures', title: 'Measures of matches', text: [], blocks: [tableBlock(table)] }] : []
}

export function contrasts(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('contrasts')
  if (!has(table)) return []
  const primary = rowsOf(table, 'family', 'primary')
  const all = tables.get('contrasts-all')
  return [
    {
      id: 'factors',
      title: 'What the factors did',
      text: [],
      blocks: [
        ...(has(primary)
          ? [
              {
                kind: 'chart',
                table: primary,
                chart: {
                  type: 'intervals',
                  title: 'The primary quantity, by player',
                  label: 'player',
                  value: 'difference',
                  low: 'difference_low',
                  high: 'difference_high',
                  unit: 'mean under the second level less that under the first',
                  groups: [...panels(primary, 'role'), 'contrast'],
                  reference: { label: 'no difference', value: 0 },
                },
              } satisfies Block,
            ]
          : []),
        tableBlock(table, false),
        ...(has(all) ? [tableBlock(all, false)] : []),
      ],
    },
  ]
}

export function framing(tables: ReadonlyMap<string, DataTable>): Section[] {
  const table = tables.get('framing')
  if (!has(table)) return []
  return [{ id: 'framing', title: 'Robustness to framing', text: [], blocks: [tableBlock(table)] }]
}
