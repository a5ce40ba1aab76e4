/** Reads a session file; every complaint names the line and column, what was expected and what came. */
import { basename, extname, resolve } from 'node:path'
import { type ExperimentFile, isSession, parsed, textIn } from '../arena/experiment-file.ts'
import { StagegameError } from '../core/errors.ts'
import { Lab } from './lab-schema.ts'

/** A session file, and where in its text each part stands. */
export interface LabFile {
  readonly lab: Lab
  readonly name: string
  /** Absolute path: what the file names is found from its folder. */
  readonly path: string
  readonly text: string
  readonly fault: ExperimentFile['fault']
}

/** Throws `no-file` or `bad-experiment`. */
export const readLab = (file: string): LabFile => parseLab(textIn(file, 'the session file'), file)

/** Throws `bad-experiment` with every complaint on a line of its own. */
export function parseLab(text: string, file: string): LabFile {
  if (/^(game|games|design):/m.test(text) && !isSession(text))
    throw new StagegameError(
      'bad-experiment',
      `${file} is an experiment, not a session of the lab: stagegame run plays it`,
    )
  const { value: lab, fault } = parsed(Lab, text, file)
  return { lab, name: lab.name ?? basename(file, extname(file)), path: resolve(file), text, fault }
}
