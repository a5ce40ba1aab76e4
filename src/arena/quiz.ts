/** The comprehension check: before play, each model answers questions about the rules that it is going to play by. */
import { StagegameError } from '../core/errors.ts'
import { quizIdOf } from '../core/quiz.ts'
import { gameOf, type Shelf } from '../core/shelf.ts'
import type { Condition } from './conditions.ts'
import type { PlannedMatch } from './design.ts'
import { nameOf, type PlayerEntry } from './experiment.ts'
import type { ExperimentFile } from './experiment-file.ts'
import { seatOf } from './tables.ts'

/** One player's questions about one condition. */
export interface Quiz {
  readonly condition: Condition
  readonly player: string
  /** The questions as a condition of their own. */
  readonly asked: Condition
}

/** The wrap that makes questions of a game. */
const WRAP = 'comprehension'

/**
 * Nothing unless the experiment wants a check. Simulated players are code, and are not asked. Throws `no-quiz` with its line
 * where a game has no questions.
 */
export function quizzesOf(file: ExperimentFile, shelf: Shelf, conditions: readonly Condition[]): readonly Quiz[] {
  const { comprehension, players } = file.experiment
  if (!comprehension) return []
  const models = players.filter(isModel).map(nameOf)
  return conditions
    .flatMap((condition) => {
      return models.flatMap((player) => {
        const place = condition.players.includes(player) && seatOf(file, condition, player)
        if (!place) return []
        const params = { questions: comprehension.questions, roles: place.roles, seat: place.seat }
        return [{ condition, player, wraps: [...(condition.game.wraps ?? []), { id: WRAP, params }] }]
      })
    })
    .map(({ condition, player, wraps }, nth) => {
      const ref = { game: condition.ref.game, wraps }
      const game = questionsOf(file, shelf, ref)
      const asked: Condition = {
        ...condition,
        ...{ index: conditions.length + nth, label: `${condition.label}, comprehension`, ref, game },
        ...{ roles: game.roles(condition.params), players: [player], format: 'everyone', seats: 1 },
      }
      return { condition, player, asked }
    })
}

const isModel = ({ model }: PlayerEntry): boolean => model !== undefined && !model.startsWith('simulated:')

function questionsOf(file: ExperimentFile, shelf: Shelf, ref: Condition['ref']) {
  try {
    return gameOf(shelf, ref)
  } catch (error) {
    if (!(error instanceof StagegameError)) throw error
    throw file.fault(['comprehension'], `${error.message}; leave this out, or give the rules a quiz`, error.code)
  }
}

/** A match each, in the order of conditions and players. All who answer for a condition are asked the same. */
export function* quizMatches(file: ExperimentFile, quizzes: readonly Quiz[], run: string): Generator<PlannedMatch> {
  for (const quiz of quizzes)
    yield {
      id: quizId(file, quiz, run),
      condition: quiz.asked,
      roles: ['reader'],
      lineup: [quiz.player],
      repetition: 0,
      seed: `${file.experiment.seed}/comprehension/${quiz.condition.label}`,
    }
}

export const quizId = ({ experiment }: ExperimentFile, { condition, player }: Quiz, run: string): string =>
  quizIdOf(run, condition.index + 1, experiment.players.findIndex((entry) => nameOf(entry) === player) + 1)
