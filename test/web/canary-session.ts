/** A session on disk in which a model over HTTP, people and the experimenter take part, and every byte that each of them gets. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { packageFolder, version } from '../../src/cli/package.ts'
import { stream } from '../../src/core/chance.ts'
import { wallClock } from '../../src/lab/clock.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { hashOfPassword, passwordCheck } from '../../src/lab/password.ts'
import type { SessionEvent } from '../../src/lab/session-event.ts'
import { type BotOptions, type BotReport, bot } from '../../src/web/bots/bot.ts'
import { type Browser, browser, type Fetch } from '../../src/web/bots/browser.ts'
import { experimenterRoutes } from '../../src/web/experimenter/routes.ts'
import { beginLab, placeOf } from '../../src/web/run-lab.ts'
import { labApp } from '../../src/web/server.ts'
import { freshFolder } from '../cli/stagegame.ts'
import { type Recorder, recorder } from './canary.ts'

const ORIGIN = 'http://lab.test'
export const EXPERIMENTER = 'experimenter'

export interface Watched {
  readonly reports: readonly BotReport[]
  /** Participants under their number, from 0; and the experimenter. */
  readonly recorder: Recorder
  readonly events: readonly SessionEvent[]
  /** What lies in the files and in memory of this session alone: hashes, cookies, what forms must carry. */
  readonly secrets: { readonly hash: string; readonly cookie: string; readonly proof: string; readonly nonces: string }
}

export interface Watching {
  readonly environment: Readonly<Record<string, string>>
  readonly password: string
  /** Beside the session file, by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly bots: number
  readonly options: (nth: number) => Partial<BotOptions>
  /** What comes after `/join/<token>` in the link of a participant. */
  readonly query: (nth: number) => string
}

/** Lets bots go through it. After each of their posts the experimenter looks at the monitor, and they try what is not theirs. */
export async function watchedSession(text: string, watching: Watching): Promise<Watched> {
  const { environment, password, files = {}, bots, options, query } = watching
  const folder = freshFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const place = placeOf(join(folder, 'log.sqlite'), 'session')
  const around = { clock: wallClock, environment, packageFolder, code: version }
  const opened = await beginLab(parseLab(text, join(folder, 'session.yaml')), 'session-hutia', place, around)
  const { desk } = opened.session
  const failures: unknown[] = []
  const hash = await hashOfPassword(password)
  const app = labApp(desk, {
    clock: wallClock,
    experimenter: experimenterRoutes(desk, {
      ...{ password: passwordCheck(hash), clock: wallClock, secure: false, publicUrl: undefined },
      ...{ secret: opened.identity.secret('experimenter'), url: () => ORIGIN },
    }),
    failed: (error) => failures.push(error),
  })
  const wire = recorder(async (url, init) => {
    const headers = new Headers(init.headers)
    headers.set('Host', new URL(ORIGIN).host)
    return app.request(url, { ...init, headers })
  }, Date.now)
  const login = await loggedIn(wire.fetchOf(EXPERIMENTER), password)
  const people: string[] = []

  /** Of the same client: its posts are followed by what it may not do, and by a look of the experimenter. */
  const fetchOf = (nth: number): Fetch => {
    const own = wire.fetchOf(`${nth}`)
    return async (url, init) => {
      const response = await own(url, init)
      const [, person] = /\/p\/([^/]+)\//.exec(url) ?? []
      if (person !== undefined) people[nth] = person
      if (init.method !== 'POST') return response
      for (const path of ['/experimenter/', '/experimenter/table']) await login.fetch(path)
      const other = people.find((one) => one !== undefined && one !== person)
      for (const path of ['/experimenter/', '/experimenter/table', `/p/${other}/`, `/p/${other}/events`, '/nowhere'])
        await (
          await own(`${ORIGIN}${path}`, { ...(init.headers && { headers: init.headers }), redirect: 'manual' })
        ).text()
      return response
    }
  }
  const links = desk.links()
  const reports = await Promise.all(
    Array.from({ length: bots }, (_, nth) =>
      bot({
        url: `${ORIGIN}/join/${links[nth % links.length]!.token}${query(nth)}`,
        fetch: fetchOf(nth),
        rng: stream(['canary', nth]),
        now: () => performance.now(),
        wait: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
        ...options(nth),
      }),
    ),
  )
  const events = opened.journal.events().flatMap(({ event }) => event ?? [])
  const secrets = { hash, cookie: login.cookie(), proof: login.proof(), nonces: opened.identity.secret('nonces') }
  await opened.close()
  if (failures.length > 0) throw failures[0]
  return { reports, recorder: wire, events, secrets }
}

async function loggedIn(fetch: Fetch, password: string) {
  let cookie = ''
  const noting: Fetch = async (url, init) => {
    const response = await fetch(url, init)
    const [line] = response.headers.getSetCookie()
    if (line !== undefined) cookie = line.split(';')[0]!.split('=')[1]!
    return response
  }
  const own: Browser = browser(noting, () => performance.now())
  const asked = async (path: string) => (await own.ask(`${ORIGIN}${path}`)).text()
  await own.ask(`${ORIGIN}/experimenter/login`, {
    method: 'POST',
    body: new URLSearchParams({ password }).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: ORIGIN },
  })
  const [, proof] = /name="proof" value="([^"]+)"/.exec(await asked('/experimenter/')) ?? []
  if (proof === undefined) throw new Error('the experimenter was not let in')
  return { fetch: asked, cookie: () => cookie, proof: () => proof }
}
