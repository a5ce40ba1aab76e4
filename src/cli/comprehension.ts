/** What models understood of the rules: a table beside the results, and who may not play for it. */
import { comprehensionOf, type Understood } from '../analysis/comprehension.ts'
import type { Condition } from '../arena/conditions.ts'
import { plannedMatches } from '../arena/design.ts'
import { type Quiz, quizId } from '../arena/quiz.ts'
import type { Store } from '../store/store.ts'
import type { Prepared } from './prepare.ts'
import { many, percent, table } from './table.ts'

/** By condition, the players who answered less right than the experiment asks for. */
export async function unfit(
  store: Store,
  run: string,
  prepared: Prepared,
): Promise<ReadonlyMap<Condition, ReadonlySet<string>>> {
  const failed = new Map<Condition, Set<string>>()
  for (const { quiz, passed } of await scored(store, run, prepared)) {
    if (passed) continue
    const players = failed.get(quiz.condition) ?? new Set()
    failed.set(quiz.condition, players.add(quiz.player))
  }
  return failed
}

/** Nothing where the experiment has no check. */
export async function printComprehension(store: Store, run: string, prepared: Prepared): Promise<void> {
  const { comprehension, players } = prepared.file.experiment
  if (!comprehension) return
  const rows = await scored(store, run, prepared)
  if (rows.length === 0) {
    const simulated = players.some(({ model }) => model !== undefined)
    console.log(`\ncomprehension: nobody was asked${simulated ? ' (simulated players are code)' : ''}`)
    return
  }
  const missing = rows.some(({ understood }) => understood.missing > 0)
  console.log('\ncomprehension of the rules')
  console.log(
    table(rows, [
      { title: 'player', cell: ({ quiz }) => quiz.player },
      { title: 'condition', cell: ({ quiz }) => quiz.condition.label },
      { title: 'questions', right: true, cell: ({ understood }) => String(understood.questions) },
      { title: 'right', right: true, cell: ({ understood: { right, questions } }) => percent(right, questions) },
      ...(missing
        ? [{ title: 'no answer', right: true, cell: ({ understood }: Scored) => String(understood.missing) }]
        : []),
    ]),
  )
  const failed = await unfit(store, run, prepared)
  for (const { quiz, passed } of rows) {
    if (passed) continue
    console.log(
      `${quiz.player} in ${quiz.condition.label}: below ${percent(comprehension.pass ?? 0, 1)} right, so ${leftOut(prepared, run, quiz)}`,
    )
  }
  if (failed.size > 0)
    console.log('what is not played is missing from the means above: compare players with that in mind')
}

interface Scored {
  readonly quiz: Quiz
  readonly understood: Understood
  readonly passed: boolean
}

async function scored(store: Store, run: string, { file, quizzes }: Prepared): Promise<readonly Scored[]> {
  const { pass = 0 } = file.experiment.comprehension ?? {}
  if (quizzes.length === 0) return []
  const found = await comprehensionOf(store, run)
  return quizzes.flatMap((quiz) => {
    const understood = found.get(quizId(file, quiz, run))
    return understood ? [{ quiz, understood, passed: understood.right / understood.questions >= pass }] : []
  })
}

/** A Swiss tournament and a league go on without the player, in other matches. */
function leftOut({ file }: Prepared, run: string, { condition, player }: Quiz): string {
  if (condition.format === 'swiss' || file.experiment.design.league) return 'it was not seated'
  let count = 0
  for (const { lineup } of plannedMatches(file, [condition], run)) if (lineup.includes(player)) count++
  return `${many(count, 'match was', 'matches were')} not played`
}
