/** Rounds that other studies published: not part of this repository, read where they lie beside it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../cli/stagegame.ts'

/** The lines of a file of published rounds; none where it is not there: tests are then skipped by name. */
export function published<T>(name: string): readonly T[] {
  const folder = process.env['STAGEGAME_DATA'] ?? join(root, '..', 'shared', 'data')
  const file = join(folder, name)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}
