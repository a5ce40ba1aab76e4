/** A session on disk, served on a port of this machine: a new one, or one that goes on where its process ended. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { packageFolder, version } from '../src/cli/package.ts'
import { wallClock } from '../src/lab/clock.ts'
import { parseLab } from '../src/lab/lab-file.ts'
import { beginLab, placeOf, resumeLab } from '../src/web/run-lab.ts'
import { labApp, serveLab } from '../src/web/server.ts'

export interface ServedLab {
  /** By which participants join; none where the session had begun before. */
  readonly links: readonly string[]
  /** Milliseconds from each request for a page, or post of one, to its answer, as the server has them. */
  readonly handled: readonly number[]
  /** What failed while it was served. */
  readonly failures: readonly unknown[]
  close(): Promise<void>
}

/** The files of the session in that folder. */
export const filesIn = (folder: string) => placeOf(join(folder, 'matches.sqlite'), 'session')

/** `session`: the text of a session file. Port 0 takes any that is free. */
export async function servedLab(session: string, folder: string, port = 0): Promise<ServedLab> {
  const around = { clock: wallClock, environment: {}, packageFolder, code: version }
  const place = filesIn(folder)
  const opened = existsSync(place.session)
    ? await resumeLab(place.session, place.identity, around)
    : await beginLab(parseLab(session, join(folder, 'session.yaml')), 'session', place, around, { pilot: true })
  const { desk } = opened.session
  const failures: unknown[] = []
  const handled: number[] = []
  const timed = new Hono()
    .use('/p/:person/', async (_, next) => {
      const began = performance.now()
      await next()
      handled.push(performance.now() - began)
    })
    .route('/', labApp(desk, { clock: wallClock, failed: (error) => failures.push(error) }))
  const served = await serveLab(timed, { port })
  return {
    links: desk.links().map(({ token }) => `${served.url}/join/${token}`),
    handled,
    failures,
    close: async () => {
      await served.close()
      await opened.close()
    },
  }
}
