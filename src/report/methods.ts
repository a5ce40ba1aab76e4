/** What was done, in words that could stand in a paper, and the commands that do it again. */
import { type DataTable, percent } from '../analysis/data-table.ts'
import type { Subject } from '../analysis/subject.ts'
import type { Block } from './report.ts'

/** Paragraphs. */
export function methodsOf(
  { runs, conditions, players, plan }: Subject,
  tables: ReadonlyMap<string, DataTable>,
): string[] {
  const games = [...new Set(conditions.map(({ game, version }) => `${game} (rules version ${version})`))]
  const factors = [...new Set(conditions.flatMap(({ levels }) => Object.keys(levels)))]
  const kinds = new Map<string, number>()
  for (const { kind } of players) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const who = [...kinds]
    .map(([kind, count]) => `${count} ${(WORDS[kind] ?? [kind, kind])[count === 1 ? 0 : 1]}`)
    .join(', ')
  const design = `Players (${who}) played ${games.join(', ')} with stagegame ${[...new Set(runs.map(({ code }) => code))].join(', ')} (run ${runs.map(({ id }) => id).join(', ')}, seed ${[...new Set(runs.map(({ seed }) => seed))].join(', ')}), in ${conditions.length === 1 ? 'one condition' : `${conditions.length} conditions`}${factors.length > 0 ? ` that cross ${factors.join(', ')}` : ''}.`
  const excluded =
    plan.exclude.length > 0
      ? `Before the run it was fixed that ${plan.exclude.join(' and ')} is left out; results are given with and without these exclusions.`
      : 'No exclusions were planned, and none were made.'
  const means = `The primary quantity was fixed with the experiment: ${plan.primary}. Matches that share a seed or a person form one block; blocks are the units of independence. Means are over values, their ${percent(plan.confidence)} intervals use CR1 cluster-robust standard errors by blocks and the t distribution with one degree of freedom less than blocks (Liang and Zeger 1986; Cameron and Miller 2015). Differences between players have simultaneous ${percent(plan.confidence)} intervals (max-t over all pairs, ${plan.resamples} bootstrap resamples of blocks); ranks are the sets that these intervals allow (Mogstad, Romano, Shaikh and Wilhelm 2024), and players that share a letter are not told apart (Piepho 2004). P values are two-sided, from flipping the signs of blocks’ differences, exactly where there are few blocks and else by sampling (Phipson and Smyth 2010), adjusted by Holm within each family; exploratory contrasts are adjusted by Benjamini and Hochberg.`
  const rating = tables.has('ratings')
    ? ` Strengths are maximum likelihood estimates of the Bradley–Terry model with ties by Davidson (1970), or of the Plackett–Luce model where more than two players meet (Hunter 2004), with intervals from resampling blocks; where the likelihood has no finite maximum a penalised estimate is given, and said to be one.`
    : ''
  const framing = tables.has('framing')
    ? ' Robustness to framing is tested by exchanging prompt variants within blocks, beside a null variant whose words are those of the default.'
    : ''
  return [design, `${means}${rating}${framing}`, excluded]
}

const WORDS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  script: ['scripted strategy', 'scripted strategies'],
  model: ['language model', 'language models'],
  simulated: ['simulated model', 'simulated models'],
  remote: ['program', 'programs'],
  person: ['person', 'people'],
}

export const reproduction = ({ runs }: Subject): { readonly text: string[]; readonly blocks: Block[] } => ({
  text: [
    'Every number here follows from the log. The head below is a hash over all events: whoever publishes it lets others find any later change.',
  ],
  blocks: [
    ...runs.map(
      ({ id, head }): Block => ({
        kind: 'code',
        label: `Check the log of ${id} and make this report again`,
        text: `npx stagegame verify --head ${head}\nnpx stagegame rerun ${id}      # the same matches, models answered from the recorded calls\nnpx stagegame report ${id}`,
      }),
    ),
    {
      kind: 'code',
      label: 'Hand everything on',
      text: `npx stagegame pack ${runs[0]?.id ?? 'RUN'}\nnpx stagegame verify ${runs[0]?.id ?? 'RUN'}.package`,
    },
  ],
})
