/** Where a run keeps the questions that models answer before play: matches of their own beside those of the design. */

const PREFIX = 'comprehension-'

/** The match in which a player (from 1) is asked about a condition (from 1). */
export const quizIdOf = (run: string, condition: number, player: number): string =>
  `${run}/${PREFIX}${condition}-${player}`

/** Whether a match of a run is questions, and no play: tables of results leave it out. */
export const isQuizId = (match: string): boolean => /\/comprehension-\d+-\d+$/.test(match)
