/** Reads a session file; every complaint names the line and column, what was expected and what came. */
import { basename, extname, resolve } from 'node:path'
import { type ExperimentFile, parsed, textIn } from '../arena/experiment-file.ts'
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
  const { value: lab, fault } = parsed(Lab, text, file)
  return { lab, name: lab.name ?? basename(file, extname(file)), path: resolve(file), text, fault }
}
