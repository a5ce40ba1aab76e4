/** An experiment frozen at the start of its run: its file and every text that it names, by hash. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { OwnGame } from './own-game.ts'

/** Reads a text by the path that an experiment or a prompt book names it by; undefined where there is none. */
export type ReadText = (path: string) => string | undefined

/** A name may be too long for a file: existsSync alone says so without throwing. */
export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Remembers what was read, so that it can be frozen. */
export interface Reader {
  readonly read: ReadText
  /** Path → text, for all that was found. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Prompts are looked up beside the experiment first (`prompts/beauty-contest/guess.md` there replaces the built-in one), then
 * beside a game of one's own, then in the package.
 */
export function diskReader(experimentFolder: string, packageFolder: string, own: readonly OwnGame[]): Reader {
  const texts = new Map<string, string>()
  const read = (path: string) => {
    const known = texts.get(path)
    if (known !== undefined) return known
    const file = candidates(path, experimentFolder, packageFolder, own).find(isFile)
    if (file === undefined) return undefined
    const text = readFileSync(file, 'utf8')
    texts.set(path, text)
    return text
  }
  return { read, texts }
}

function candidates(path: string, experimentFolder: string, packageFolder: string, own: readonly OwnGame[]): string[] {
  const beside = own.flatMap(({ game, prompts }) =>
    path.startsWith(`${game.id}/`) ? [join(prompts, path.slice(game.id.length + 1))] : [],
  )
  return [
    resolve(experimentFolder, path),
    resolve(experimentFolder, 'prompts', path),
    ...beside,
    join(packageFolder, path),
    join(packageFolder, 'prompts', path),
  ]
}

/** Texts as a run froze them; what it did not freeze is not there. */
export const frozenReader = (texts: ReadonlyMap<string, string>): Reader => ({ read: (path) => texts.get(path), texts })

/** What a run froze, and beside it what it did not: that alone comes from the disk. Remembers what was read of either. */
export function completedReader(frozen: ReadonlyMap<string, string>, disk: ReadText): Reader {
  const texts = new Map<string, string>()
  const read = (path: string) => {
    const text = frozen.get(path) ?? disk(path)
    if (text !== undefined) texts.set(path, text)
    return text
  }
  return { read, texts }
}

/** Paths whose text on the disk is not what was frozen. */
export const differing = (frozen: ReadonlyMap<string, string>, disk: ReadText): string[] =>
  [...frozen].flatMap(([path, text]) => (disk(path) === text ? [] : [path]))

export const folderOf = (file: string): string => dirname(resolve(file))
