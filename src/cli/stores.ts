/** Opens the file that matches are logged to. */
import { Option } from 'commander'
import { hint, StagegameError } from '../core/errors.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { Run, Store } from '../store/store.ts'

export const DEFAULT_FILE = 'transcripts/stagegame.sqlite'

export const dbOption = () => new Option('--db <file>', 'the SQLite file of the log').default(DEFAULT_FILE)

/** Opens the log for one piece of work, and closes it whatever happens. `create`: make it where there is none; `readonly`: change nothing. */
export async function withStore<T>(
  file: string,
  work: (store: SqliteStore) => Promise<T>,
  { create = true, readonly = false }: { readonly create?: boolean; readonly readonly?: boolean } = {},
): Promise<T> {
  const store = openSqlite(file, readonly ? { readonly } : { create })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** The run of that name. Throws `unknown-run` with the ones there are. */
export async function runNamed(store: Store, id: string): Promise<Run> {
  const run = await store.run(id)
  if (run) return run
  const ids = (await store.runs()).map((known) => known.id)
  throw new StagegameError('unknown-run', `there is no run ${JSON.stringify(id)} in this log: ${hint(id, ids)}`)
}

/** `name-1`, or the next number that is free. */
export async function freeRunId(store: Store, name: string): Promise<string> {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'run'
  const taken = new Set((await store.runs()).map((run) => run.id))
  let n = 1
  while (taken.has(`${slug}-${n}`)) n++
  return `${slug}-${n}`
}
