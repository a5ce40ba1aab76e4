/** Opens the files of a session and everything around it: what `lab`, `lab resume` and `lab pilot` do before they serve it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { shelf } from '../../games/index.ts'
import { completedReader, diskReader, folderOf, hashOf } from '../arena/frozen.ts'
import { isPath } from '../arena/own-game.ts'
import { StagegameError } from '../core/errors.ts'
import type { Clock } from '../lab/clock.ts'
import { freezeOf } from '../lab/freeze.ts'
import { type Identity, openIdentity } from '../lab/identity.ts'
import { type Journal, openingOf, openJournal } from '../lab/journal.ts'
import { type LabFile, parseLab } from '../lab/lab-file.ts'
import { type OpenSession, openSession } from '../lab/open-session.ts'
import { prepareLab } from '../lab/prepare-lab.ts'
import type { PreparedLab } from '../lab/prepared.ts'
import { freezeRun } from '../players/create-run.ts'
import type { Environment } from '../players/models.ts'
import type { Reach } from '../players/reach.ts'
import { memoryStore } from '../store/memory.ts'
import { openSqlite } from '../store/sqlite.ts'
import type { SqliteStore } from '../store/sqlite-store.ts'
import type { CallLog } from '../store/store.ts'

export interface LabPlace {
  /** The log of matches. */
  readonly db: string
  /** The session file, and the file of who people are. */
  readonly session: string
  readonly identity: string
}

export interface LabSurroundings {
  readonly clock: Clock
  readonly environment: Environment
  /** Where the package's own prompts are, and the version of the code. */
  readonly packageFolder: string
  readonly code: string
}

export interface LabOpened {
  readonly prepared: PreparedLab
  readonly session: OpenSession
  readonly journal: Journal
  readonly identity: Identity
  readonly store: SqliteStore
  readonly run: string
  close(): Promise<void>
}

/** `transcripts/guess-lab-1.lab.sqlite` and `transcripts/guess-lab-1.identity.sqlite`, beside the log. */
export const placeOf = (db: string, name: string): LabPlace => ({
  db,
  session: join(dirname(db), `${name}.lab.sqlite`),
  identity: join(dirname(db), `${name}.identity.sqlite`),
})

/** The identity file that belongs to a session file. */
export const identityOf = (session: string): string => `${session.replace(/(\.lab)?\.sqlite$/, '')}.identity.sqlite`

/** What is checked before a session: throws with the lines of the file. Nothing is written, and no model is reached. */
export const checkedLab = (
  file: LabFile,
  { packageFolder }: Pick<LabSurroundings, 'packageFolder'>,
): Promise<PreparedLab> => preparedFrom(file, memoryStore(), packageFolder, { by: 'nobody' })

const preparedFrom = (file: LabFile, log: CallLog, packageFolder: string, reach: Reach): Promise<PreparedLab> =>
  prepareLab(file, log, shelf, (own) => diskReader(folderOf(file.path), packageFolder, own), reach)

/** The one hash to preregister, and what it is made of. */
export const freezeHash = ({ file, reader, own }: PreparedLab, code: string) =>
  freezeOf({
    session: file.text,
    texts: reader.texts,
    rules: new Map(own.map(({ game, hash }) => [game.id, hash])),
    code,
  })

/**
 * Begins a session in files that are not there yet. Throws `session-exists`, and what is wrong with the file or with the keys of
 * its models, before any file is made.
 */
export async function beginLab(
  file: LabFile,
  name: string,
  place: LabPlace,
  around: LabSurroundings,
  { demo = false, pilot = false }: { readonly demo?: boolean; readonly pilot?: boolean } = {},
): Promise<LabOpened> {
  await (await preparedFrom(file, memoryStore(), around.packageFolder, wire(around))).roster.close()
  const store = openSqlite(place.db)
  const closing: (() => void | Promise<void>)[] = [() => store.close()]
  try {
    const prepared = await preparedFrom(file, store, around.packageFolder, wire(around))
    const journal = openJournal(place.session, { now: around.clock.now })
    closing.push(() => journal.close())
    journal.hold() // before it is read: nobody writes to it from here on
    if (journal.events().length > 0)
      throw new StagegameError(
        'session-exists',
        `${place.session} has a session already: stagegame lab resume goes on with it`,
      )
    const { reader, own } = prepared
    const { text, path, lab } = file
    await freezeRun(store, name, {
      name: file.name,
      text,
      path,
      seed: lab.seed,
      players: lab.players,
      reader,
      own,
      code: around.code,
    })
    const { hash } = freezeHash(prepared, around.code)
    const opening = {
      session: name,
      run: name,
      freeze: hash,
      demo,
      pilot,
      db: relative(dirname(resolve(place.session)), resolve(place.db)),
    }
    return await opened(prepared, store, journal, place.identity, around, opening, closing)
  } catch (error) {
    for (const close of closing.toReversed()) await close()
    throw error
  }
}

/** Goes on with a session, by the file and texts that were frozen with it. Throws `missing-file`, `not-opened`. */
export async function resumeLab(session: string, identity: string, around: LabSurroundings): Promise<LabOpened> {
  const journal = openJournal(session, { create: false, now: around.clock.now })
  const closing: (() => void | Promise<void>)[] = [() => journal.close()]
  try {
    journal.hold()
    const opening = openingOf(journal)
    const store = openSqlite(resolve(dirname(session), opening.db), { create: false })
    closing.push(() => store.close())
    const prepared = await frozenLab(store, opening.run, around, wire(around))
    const { type: _, seed: __, code: ___, ...rest } = opening
    return await opened(prepared, store, journal, identity, around, rest, closing)
  } catch (error) {
    for (const close of closing.toReversed()) await close()
    throw error
  }
}

/** A session file as its run froze it. Throws `unknown-run`. */
export async function frozenLab(
  store: SqliteStore,
  id: string,
  { packageFolder }: Pick<LabSurroundings, 'packageFolder'>,
  reach: Reach,
): Promise<PreparedLab> {
  const run = await store.run(id)
  if (!run) throw new StagegameError('unknown-run', `there is no run ${id} in ${store.file}`)
  const path = resolve(folderOf(store.file), run.file)
  const file = parseLab(run.experiment, relative(process.cwd(), path))
  checkRules(file, Object.values(run.texts))
  const texts = new Map<string, string>()
  for (const [from, hash] of Object.entries(run.texts)) {
    const text = await store.text(hash)
    if (text !== undefined && !from.startsWith('rules:')) texts.set(from, text)
  }
  return prepareLab(
    file,
    store,
    shelf,
    (own) => completedReader(texts, diskReader(folderOf(path), packageFolder, own).read),
    reach,
  )
}

/** Rules of one's own are run as they were frozen, or not at all. */
function checkRules({ lab, path, fault }: LabFile, frozen: readonly string[]): void {
  for (const [id, { game }] of Object.entries(lab.blocks)) {
    if (!isPath(game)) continue
    const rules = resolve(folderOf(path), game)
    if (!existsSync(rules) || !frozen.includes(hashOf(readFileSync(rules, 'utf8'))))
      throw fault(
        ['blocks', id, 'game'],
        `${game} is not there any more, or not as the session froze it`,
        'rules-changed',
      )
  }
}

async function opened(
  prepared: PreparedLab,
  store: SqliteStore,
  journal: Journal,
  identityFile: string,
  { clock, code }: LabSurroundings,
  opening: Parameters<typeof openSession>[0]['opening'],
  closing: (() => void | Promise<void>)[],
): Promise<LabOpened> {
  await store.hold(opening.run)
  const identity = openIdentity(identityFile)
  closing.push(() => identity.close())
  const session = await openSession({ prepared, journal, identity, store, clock, code, opening })
  return {
    ...{ prepared, session, journal, identity, store, run: opening.run },
    close: async () => {
      await session.close()
      await prepared.roster.close()
      for (const close of closing.toReversed()) await close()
    },
  }
}

const wire = ({ environment }: LabSurroundings): Reach => ({
  by: 'wire',
  environment,
  spent: { dollars: 0, tokens: 0 },
})
