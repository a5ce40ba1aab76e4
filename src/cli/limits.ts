/** Limits of a run that the command line may set in place of the file's. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExperimentFile } from '../arena/experiment-file.ts'

export interface Limits {
  readonly concurrency?: number
  readonly dollars?: number
  readonly tokens?: number
  readonly onNoAnswer?: 'fallback' | 'void' | 'pause'
}

export const withLimitOptions = (command: Command): Command =>
  command
    .option('--concurrency <n>', 'calls at the same time to each model, in place of the file’s limit', positive)
    .option('--dollars <n>', 'what the run may cost in all, in place of the file’s limit', amount)
    .option('--tokens <n>', 'tokens that the run may take in all, in place of the file’s limit', positive)

/** Not where a run begins: what its file says of a player without an answer is frozen with it. */
export const withNoAnswerOption = (command: Command): Command =>
  command.addOption(
    new Option('--on-no-answer <what>', 'what becomes of a player without a legal answer from here on').choices([
      'fallback',
      'void',
      'pause',
    ]),
  )

/** The experiment with these in place of its own; what stands in the log stays as it is. */
export function limited(file: ExperimentFile, { concurrency, dollars, tokens, onNoAnswer }: Limits): ExperimentFile {
  const { experiment } = file
  const limits = {
    ...experiment.limits,
    ...(concurrency !== undefined && { concurrency }),
    ...(dollars !== undefined && { dollars }),
    ...(tokens !== undefined && { tokens }),
  }
  return { ...file, experiment: { ...experiment, limits, ...(onNoAnswer !== undefined && { onNoAnswer }) } }
}

export function positive(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError('expected a whole number from 1')
  return n
}

function amount(text: string): number {
  const n = Number(text)
  if (!(n > 0 && n < Infinity)) throw new InvalidArgumentError('expected a number above 0')
  return n
}
