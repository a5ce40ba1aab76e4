/** A session on disk, served on a port of this machine: a new one, or one that goes on where its process ended. */
import { join } from 'node:path'
import { shelf } from '../games/index.ts'
import { diskReader } from '../src/arena/frozen.ts'
import { packageFolder } from '../src/cli/package.ts'
import { wallClock } from '../src/lab/clock.ts'
import { openIdentity } from '../src/lab/identity.ts'
import { openJournal } from '../src/lab/journal.ts'
import { parseLab } from '../src/lab/lab-file.ts'
import { openSession } from '../src/lab/open-session.ts'
import { prepareLab } from '../src/lab/prepare-lab.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { labApp, serveLab } from '../src/web/server.ts'

export interface ServedLab {
  /** By which participants join. */
  readonly links: readonly string[]
  close(): Promise<void>
}

/** `session`: the text of a session file. Port 0 takes any that is free. */
export async function servedLab(session: string, folder: string, port = 0): Promise<ServedLab> {
  const store = openSqlite(join(folder, 'matches.sqlite'))
  const file = parseLab(session, 'bench.yaml')
  const prepared = await prepareLab(file, store, shelf, (own) => diskReader(packageFolder, packageFolder, own), {
    by: 'wire',
    environment: {},
    spent: { dollars: 0, tokens: 0 },
  })
  const run = { id: 'bench', name: file.name, experiment: session, file: 'bench.yaml', texts: {}, seed: file.lab.seed }
  if ((await store.run(run.id)) === undefined)
    await store.createRun({ ...run, code: 'bench', at: new Date().toISOString() }, new Map())
  await store.hold(run.id)
  const journal = openJournal(join(folder, 'session.sqlite'))
  const identity = openIdentity(join(folder, 'identity.sqlite'))
  const opening = { session: 'bench', run: 'bench', freeze: '', demo: false, pilot: true, db: store.file }
  const open = await openSession({ prepared, journal, identity, store, clock: wallClock, code: 'bench', opening })
  const app = labApp(open.desk, {
    clock: wallClock,
    failed: (error) => {
      throw error
    },
  })
  const served = await serveLab(app, { port })
  return {
    links: open.desk.links().map(({ token }) => `${served.url}/join/${token}`),
    close: async () => {
      await open.idle()
      await served.close()
      await open.close()
      await prepared.roster.close()
      journal.close()
      identity.close()
      await store.close()
    },
  }
}
