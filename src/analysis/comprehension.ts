/** What the comprehension check of a run came to. */
import { isQuizId } from '../core/quiz.ts'
import type { Store } from '../store/store.ts'

export interface Understood {
  readonly match: string
  readonly player: string
  readonly questions: number
  readonly right: number
  /** Questions without a readable answer; they count as wrong. */
  readonly missing: number
}

/** By match, of those that are over. */
export async function comprehensionOf(
  store: Pick<Store, 'matches'>,
  run: string,
): Promise<ReadonlyMap<string, Understood>> {
  const found = new Map<string, Understood>()
  for await (const match of store.matches(run)) {
    if (!isQuizId(match.id) || match.status !== 'ended') continue
    const { right = 0, questions = 0 } = match.measures
    const missing = match.answers.reduce((sum, answer) => sum + answer.missing, 0)
    found.set(match.id, { match: match.id, player: match.started.seats[0]?.player ?? '', questions, right, missing })
  }
  return found
}
