/** An experimenter’s part in tests: a session in full swing, and a login to it. */
import type { Hono } from 'hono'
import type { Clock } from '../../../src/lab/clock.ts'
import type { Monitor } from '../../../src/lab/desk.ts'
import { experimenterRoutes } from '../../../src/web/experimenter/routes.ts'
import { labApp } from '../../../src/web/server.ts'
import { type Script, type ScriptedDesk, scriptedDesk, stillClock } from '../desk.ts'
import { KINDS } from '../every-page.ts'
import { cookieOf, type Visitor, visitor } from '../requests.ts'

export const PASSWORD = '7k3v-x9ab-20mq-ed5t'
export const NOW = Date.UTC(2026, 0, 5, 9)

const person = (code: string, over: Partial<Monitor['people'][number]> = {}): Monitor['people'][number] => ({
  ...{ person: code, label: null, treatment: 'within', order: ['with-people', 'with-programs'] },
  ...{ page: 'decision:1:0:0', since: NOW - 95_000, status: 'active', exit: null, deadline: null, amount: null },
  ...over,
})

export const BUSY: Monitor = {
  ...{ session: 'guess-lab-1', demo: false, paused: false, expected: 8, currency: 'EUR' },
  people: [
    person('ada', { label: 'Seat 1', deadline: NOW + 65_000 }),
    person('ben', { label: 'Seat 2', page: 'wait:1:0', status: 'waiting' }),
    person('cyd', { status: 'away', page: 'quiz:2', treatment: null, order: [] }),
    person('dee', { status: 'left', page: 'end', exit: 'failed-quiz', amount: 200 }),
    person('eve', { status: 'done', page: 'end', exit: 'completed', amount: 1250 }),
    person('fay', { status: 'not-joined', page: 'consent', since: null, treatment: null, order: [] }),
  ],
  matches: [
    {
      ...{ match: 'guess-lab-1:with-people:0', block: 'with-people', turn: 0, people: ['ada', 'ben'] },
      ...{ awaited: ['ada', 'level-1'], status: 'playing', failure: null },
    },
    {
      ...{ match: 'guess-lab-1:with-people:1', block: 'with-people', turn: 2, people: ['cyd'] },
      ...{ awaited: ['model'], status: 'playing', failure: 'the model gave no legal answer' },
    },
    {
      ...{ match: 'guess-lab-1:with-programs:0', block: 'with-programs', turn: 1, people: ['eve'] },
      ...{ awaited: [], status: 'ended', failure: null },
    },
  ],
  calls: [{ model: 'openai:gpt-5-mini', calls: 41, failed: 2, inFlight: 3, dollars: 0.1234 }],
  notes: [{ at: NOW - 600_000, text: 'Seat 3 came late.' }],
  pools: [{ block: 'with-people', waiting: 3, needed: 4 }],
}

export interface Stage {
  readonly app: Hono
  readonly desk: ScriptedDesk
  readonly clock: ReturnType<typeof stillClock>
  /** Somebody who is not logged in. */
  readonly stranger: Visitor
}

export interface Staged extends Partial<Script> {
  readonly monitor?: Monitor
  readonly act?: ScriptedDesk['act']
  readonly links?: ScriptedDesk['links']
  readonly watchAll?: ScriptedDesk['watchAll']
  readonly publicUrl?: string
}

export function staged(
  { monitor = BUSY, act, links, watchAll, publicUrl, ...script }: Staged = {},
  clock: ReturnType<typeof stillClock> = stillClock(NOW),
): Stage {
  const desk: ScriptedDesk = {
    ...scriptedDesk({ pages: Object.values(KINDS), ...script }),
    monitor: () => monitor,
    ...(act && { act }),
    ...(links && { links }),
    ...(watchAll && { watchAll }),
  }
  const app = served(desk, clock, publicUrl)
  return { app, desk, clock, stranger: visitor(app) }
}

/** The whole server, as the command line puts it together. */
export const served = (desk: ScriptedDesk, clock: Clock, publicUrl?: string): Hono =>
  labApp(desk, {
    clock,
    publicUrl,
    experimenter: experimenterRoutes(desk, {
      password: async (given) => given === PASSWORD,
      clock,
      secure: publicUrl?.startsWith('https:') ?? false,
      secret: 'secret of the session',
      publicUrl,
      url: () => publicUrl ?? 'http://127.0.0.1:8080',
    }),
    failed: (error) => {
      throw error
    },
  })

export async function loggedIn(app: Hono): Promise<Visitor> {
  const response = await visitor(app).post('/experimenter/login', { password: PASSWORD })
  return visitor(app, cookieOf(response))
}

/** What the forms of a login carry. */
export async function proofOf(who: Visitor): Promise<string> {
  const page = await (await who.get('/experimenter')).text()
  return /name="proof" value="([^"]+)"/.exec(page)![1]!
}
