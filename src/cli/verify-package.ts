/** Checks a replication package: each file's hash, each match of its log, and each table, derived again from the log. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { DataTable } from '../analysis/data-table.ts'
import { hashOf } from '../arena/frozen.ts'
import { verify } from '../arena/verify.ts'
import { StagegameError } from '../core/errors.ts'
import { codebook } from '../report/codebook.ts'
import { importLog } from '../store/import.ts'
import { memoryStore } from '../store/memory.ts'
import { analysisOf } from './analysis-of.ts'
import { loggedGames } from './logged-games.ts'
import { filesIn, type Manifest } from './pack.ts'
import { version } from './package.ts'
import { many } from './table.ts'
import { csvOfTable } from './write-tables.ts'

export const isPackage = (path: string): boolean => existsSync(join(path, 'manifest.json'))

/** Differences that are printed of one table. */
const MOST = 5

/** Prints a line a mismatch, and resolves with how many there are. Throws `bad-package` where there is no manifest to go by. */
export async function verifyPackage(folder: string, games: readonly string[]): Promise<number> {
  const manifest = manifestIn(folder)
  const wrong: string[] = [...filesDiffering(folder, manifest)]
  const log = join(folder, 'transcripts.jsonl')
  const store = memoryStore()
  await importLog(store, log)
  const run = await store.run(manifest.run)
  if (!run) throw new StagegameError('bad-package', `${log} has no run ${manifest.run}, of which the manifest is`)
  // what the run names is found from the package, wherever it was begun
  const lab = manifest.kind === 'lab'
  const here = { ...run, file: lab ? 'session.yaml' : 'experiment.yaml' }
  const gameFor = await loggedGames(games, [here], [log])
  const findings = verify(log, gameFor)
  let next = await findings.next()
  for (; !next.done; next = await findings.next()) if (!next.value.note) wrong.push(next.value.message)
  const { matches, decisions, heads } = next.value
  const head = heads.get(run.id)
  if (head !== manifest.head)
    wrong.push(`the head of the log is ${head ?? 'none'}, but the manifest has ${manifest.head}`)
  if (run.code !== version) console.log(`note: the run was begun by stagegame ${run.code}; this is ${version}`)
  const all = lab ? [] : [...(await analysisOf(store, [here], { logFolder: folder, gameFor })).tables.values()]
  const derived = lab ? [] : [...all, codebook(all)] // the data of a session follow from its own log
  for (const table of derived) wrong.push(...differences(folder, table.name, await csvText(table)))
  for (const line of wrong) console.log(`mismatch: ${line}`)
  console.log(
    `${many(Object.keys(manifest.files).length, 'file')}, ${many(matches, 'match', 'matches')}, ${many(decisions, 'decision')}${lab ? '' : `, ${many(derived.length, 'table')} derived again`}: ${wrong.length === 0 ? 'all verified' : many(wrong.length, 'mismatch', 'mismatches')}`,
  )
  if (wrong.length === 0) console.log(`head of ${run.id}: ${manifest.head}`)
  return wrong.length
}

function manifestIn(folder: string): Manifest {
  const file = join(folder, 'manifest.json')
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest>
    if (found.format === 1 && typeof found.run === 'string' && typeof found.files === 'object') return found as Manifest
  } catch (cause) {
    throw new StagegameError('bad-package', `${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
  throw new StagegameError('bad-package', `${file} is not a manifest of stagegame’s format 1`)
}

function* filesDiffering(folder: string, { files }: Manifest): Generator<string> {
  const there = new Set(filesIn(folder))
  for (const [path, hash] of Object.entries(files)) {
    if (!there.has(path)) yield `${path} is missing`
    else if (hashOf(readFileSync(join(folder, path), 'utf8')) !== hash)
      yield `${path} is not what was packed: its hash differs`
  }
  for (const path of there) if (!(path in files)) yield `${path} was added: the manifest does not name it`
}

/** A table as it was packed and as it follows: texts alike, numbers within 10⁻⁹ (another machine may round otherwise). */
function* differences(folder: string, name: string, derived: string): Generator<string> {
  const file = join(folder, 'tables', `${name}.csv`)
  if (!existsSync(file)) {
    yield `tables/${name}.csv is missing`
    return
  }
  const packed = readFileSync(file, 'utf8')
  if (packed === derived) return
  const [before, after] = [packed, derived].map((text) => parse(text, { relax_column_count: true }) as string[][])
  if (before!.length !== after!.length)
    yield `tables/${name}.csv has ${many(before!.length - 1, 'row')}, but ${after!.length - 1} follow from the log`
  let told = 0
  for (const [at, row] of after!.entries())
    for (const [column, cell] of row.entries()) {
      const was = before![at]?.[column]
      if (was === undefined || same(was, cell) || told++ >= MOST) continue
      yield `tables/${name}.csv, row ${at}, ${after![0]![column]}: ${was || 'nothing'} was packed, ${cell || 'nothing'} follows from the log`
    }
  if (told > MOST) yield `tables/${name}.csv: ${told - MOST} more cells differ`
}

function same(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [Number(a), Number(b)]
  return a !== '' && b !== '' && Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y))
}

async function csvText(table: DataTable): Promise<string> {
  let text = ''
  for await (const part of csvOfTable(table)) text += part
  return text
}
