/** Opens a session without changing it, and writes its data as files. Shared by `lab export`, `lab pilot` and `lab pack`. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StagegameError } from '../core/errors.ts'
import { exportSession } from '../lab/export/export-session.ts'
import { openIdentity } from '../lab/identity.ts'
import { openingOf, openJournal } from '../lab/journal.ts'
import { runHead } from '../store/chain.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { Store } from '../store/store.ts'
import { frozenLab, identityOf, type LabOpened } from '../web/run-lab.ts'
import { packageFolder, version } from './package.ts'

/** What a session consists of, and whatever else of it is open. */
export type LabFiles = Pick<LabOpened, 'prepared' | 'journal' | 'identity' | 'store' | 'run'>

/**
 * Opens the files of a session, and closes them whatever happens. `write`: to change them, for which no other process may have the
 * session. Throws `missing-file`, `not-opened`, `run-held`.
 */
export async function withSession<T>(
  session: string,
  identityFile: string | undefined,
  work: (files: LabFiles) => Promise<T>,
  { write = false }: { readonly write?: boolean } = {},
): Promise<T> {
  const how = write ? { create: false } : { readonly: true }
  const closing: (() => void | Promise<void>)[] = []
  try {
    const journal = openJournal(session, how)
    closing.push(() => journal.close())
    if (write) journal.hold()
    const opening = openingOf(journal)
    const identity = openIdentity(identityFile ?? identityOf(session), how)
    closing.push(() => identity.close())
    const store = openSqlite(resolve(dirname(session), opening.db), how)
    closing.push(() => store.close())
    const prepared = await frozenLab(store, opening.run, { packageFolder }, { by: 'nobody' })
    closing.push(() => prepared.roster.close())
    return await work({ prepared, journal, identity, store, run: opening.run })
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

export interface ExportOptions {
  readonly labels: boolean
  readonly demo: boolean
  /** Files that are left out, by the folder in which they stand. */
  readonly without?: string
}

/** Writes the tables, their codebook and their manifest into a folder; the names of the files. Throws what exporting throws. */
export async function writeExport(
  { prepared, journal, identity, store, run }: LabFiles,
  folder: string,
  { labels, demo, without }: ExportOptions,
): Promise<readonly string[]> {
  const files: string[] = []
  for await (const [file, text] of exportSession({
    ...{ prepared, store, run, events: journal.events(), head: journal.head() },
    ...{ runHead: await headOf(store, run), identity: identity.rows(), code: version, options: { labels, demo } },
  })) {
    if (without !== undefined && file.startsWith(`${without}/`)) continue
    writeIn(folder, file, text)
    files.push(file)
  }
  return files
}

/** The hash over the matches of a run. */
export async function headOf(store: Pick<Store, 'matches'>, run: string): Promise<string> {
  const heads: [string, string][] = []
  for await (const { id, head } of store.matches(run)) heads.push([id, head])
  return runHead(heads)
}

export function writeIn(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** Throws `file-exists` where a folder has something in it. */
export function checkEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StagegameError(
      'file-exists',
      `${folder} is there already, and is not empty: name another folder by --out`,
    )
}
