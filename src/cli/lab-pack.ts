/** The replication package of a session: what was frozen, both logs and the data, without who anybody is. */
import { createWriteStream, readFileSync } from 'node:fs'
import { join, normalize, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { folderOf, hashOf } from '../arena/frozen.ts'
import type { LabFile } from '../lab/lab-file.ts'
import { exportLines } from '../store/export.ts'
import { headOf, type LabFiles, writeExport, writeIn } from './lab-export.ts'
import { filesIn, type Manifest } from './pack.ts'
import { version } from './package.ts'

/** Into an empty folder; how many files. Throws what exporting throws. */
export async function packSession(
  files: LabFiles,
  folder: string,
  { demo }: { readonly demo: boolean },
): Promise<number> {
  const { prepared, journal, store, run } = files
  // first of all, since a demo is refused here
  await writeExport(files, join(folder, 'data'), { labels: false, demo, without: 'payments' })
  const { file, reader, own } = prepared
  writeIn(folder, 'session.yaml', file.text)
  for (const [path, text] of reader.texts) writeIn(folder, join('texts', inside(path)), text)
  // where the session file names them, from its folder
  for (const { file: rules, text } of own) writeIn(folder, inside(relative(folderOf(file.path), rules)), text)
  const events = journal.events().map((event) => `${JSON.stringify(event)}\n`)
  writeIn(folder, 'session-events.jsonl', events.join(''))
  await pipeline(Readable.from(exportLines(store, { run })), createWriteStream(join(folder, 'transcripts.jsonl')))
  const head = await headOf(store, run)
  writeIn(folder, 'README.txt', readme(file, run, head))
  const hashes = Object.fromEntries(
    filesIn(folder).map((path) => [path, hashOf(readFileSync(join(folder, path), 'utf8'))]),
  )
  const begun = (await store.run(run))?.code ?? version
  const manifest: Manifest = {
    ...{ format: 1, kind: 'lab', run, code: { run: begun, package: version }, head, files: hashes },
  }
  writeIn(folder, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  return Object.keys(hashes).length + 1
}

/** Without what leads out of the package. */
const inside = (path: string): string =>
  normalize(path)
    .replace(/^(\.\.[/\\])+/, '')
    .replace(/^[/\\]+/, '')

const readme = (
  { lab }: LabFile,
  run: string,
  head: string,
): string => `Replication package of the session ${run}: ${lab.title}

session.yaml           the session file, as it was frozen when the session began
texts/                 every text that it read: consent, instructions, prompts, rules of the games
session-events.jsonl   everything that happened in the session beside its matches, an object a line
transcripts.jsonl      the log of its matches, an object a line: every view, decision, prompt and reply
data/                  the tables, and codebook.csv, which says what each column is
manifest.json          versions, the heads of both logs, and the SHA-256 of each file

Participants go by random pseudonyms. Labels and payments are not in here.

Check it, which hashes each file and folds each match again; the head of all matches is
${head}

    npx stagegame verify .

Play the session again, with other people:

    npx stagegame lab session.yaml
`
