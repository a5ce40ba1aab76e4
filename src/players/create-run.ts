/** Freezes what a run is made from under its name: the file, all texts that were read, rules of one's own, and every player. */
import { basename, relative } from 'node:path'
import type { PlayerEntry } from '../arena/experiment.ts'
import { folderOf, hashOf, type Reader } from '../arena/frozen.ts'
import type { OwnGame } from '../arena/own-game.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Run } from '../store/store.ts'
import { specOf, specText } from './specs.ts'

export interface ToFreeze {
  readonly name: string
  readonly text: string
  /** Absolute. */
  readonly path: string
  readonly seed: string
  readonly players: readonly PlayerEntry[]
  readonly reader: Reader
  readonly own: readonly OwnGame[]
  /** The version of the code. */
  readonly code: string
}

/** Throws `run-exists`. */
export async function freezeRun(store: SqliteStore, id: string, frozen: ToFreeze): Promise<void> {
  const { name, text, path, seed, players, reader, own, code } = frozen
  const texts = new Map([...reader.texts].map(([, body]) => [hashOf(body), body]))
  const run: Run = {
    ...{ id, name, experiment: text, seed, code },
    file: fileFrom(folderOf(store.file), path, own.length > 0),
    texts: {
      ...Object.fromEntries([...reader.texts].map(([from, body]) => [from, hashOf(body)])),
      ...Object.fromEntries(own.map((game) => [`rules:${game.game.id}`, game.hash])),
    },
    at: new Date().toISOString(),
  }
  for (const { text: rules, hash } of own) texts.set(hash, rules)
  for (const player of players) texts.set(specOf(player), specText(player))
  await store.createRun(run, texts)
}

/**
 * Where the file stands, from the log's folder. Outside the current folder such a path would tell of the machine, and goes
 * into exports: then its name alone is kept, unless rules of one's own must be found from there.
 */
function fileFrom(logFolder: string, file: string, needed: boolean): string {
  const inside = (path: string) => !relative(process.cwd(), path).startsWith('..')
  return needed || (inside(file) && inside(logFolder)) ? relative(logFolder, file) : basename(file)
}
