/** What a participant can reach: the link, the page that is due, and its events. */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { StagegameError } from '../core/errors.ts'
import type { Clock } from '../lab/clock.ts'
import type { Desk, Standing } from '../lab/desk.ts'
import { eventStreams } from './events.ts'
import { pageHtml, plainFrame } from './layout.ts'
import { fieldsOf, refused } from './limits.ts'
import { renderWelcome } from './pages/welcome.ts'

export interface ParticipantOptions {
  readonly clock: Clock
  /** Cookies go over TLS alone. */
  readonly secure: boolean
}

const Token = z.string().regex(/^[A-Za-z0-9_-]{10,200}$/)
const Person = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const Brought = z.object({
  label: z.string().trim().min(1).max(80).optional(),
  PROLIFIC_PID: z.string().min(1).max(100).optional(),
  STUDY_ID: z.string().min(1).max(100).optional(),
  SESSION_ID: z.string().min(1).max(100).optional(),
})
type Brought = z.output<typeof Brought>

const Post = z.object({
  page: z.string().min(1).max(200),
  act: z.enum(['send', 'try', 'extend', 'leave']).default('send'),
})

const addressOf = (person: string): string => `/p/${person}/`

/** One a participant, so that several may go on in one browser: `/p/<person>/` is all that it is sent to. */
const COOKIE = 'stagegame_participant'

export function participantRoutes(desk: Desk, { clock, secure }: ParticipantOptions): Hono {
  const app = new Hono()
  const streams = eventStreams(desk, clock)

  app.get('/join/:token', (c) => {
    const brought = Brought.safeParse(c.req.query())
    if (!linkOf(c)) return refused(c, 'unknown-link')
    return brought.success ? welcome(c, brought.data, null) : refused(c, 'unreadable')
  })

  app.post('/join/:token', async (c) => {
    if (!linkOf(c)) return refused(c, 'unknown-link')
    const brought = Brought.safeParse(ones((await fieldsOf(c)) ?? {}))
    if (!brought.success) return welcome(c, {}, 'Type the label as it was given to you.')
    const { label, ...outside } = brought.data
    try {
      const { person, cookie } = await desk.join(c.req.param('token'), { label, outside: given(outside) })
      // Lax, not Strict: whoever opens the address of their page from a mail or a panel’s page is still who they were
      setCookie(c, COOKIE, cookie, { path: addressOf(person), httpOnly: true, sameSite: 'Lax', secure, maxAge: WEEK })
      return c.redirect(addressOf(person), 303)
    } catch (error) {
      switch (error instanceof StagegameError && error.code) {
        case 'unknown-link':
          return refused(c, 'unknown-link')
        case 'unknown-label':
          return welcome(c, brought.data, 'There is no such label here. Type it as it was given to you.')
        case 'session-full':
          return refused(c, 'full')
        default:
          throw error
      }
    }
  })

  app.get('/p/:person', (c) =>
    Person.safeParse(c.req.param('person')).success
      ? c.redirect(addressOf(c.req.param('person')), 303)
      : refused(c, 'not-yours'),
  )

  app.get('/p/:person/', async (c) => {
    const person = holderOf(c)
    if (person === undefined) return refused(c, 'not-yours')
    // who asks for the head alone has been shown nothing
    if (c.req.method === 'HEAD') return c.html('')
    const page = await desk.page(person)
    const action = addressOf(person)
    const key = keyOf({
      ...{ nonce: page.nonce, paused: page.paused, endsAt: page.timer?.endsAt ?? null },
      mayLeave: page.kind === 'wait' && page.mayLeave,
    })
    return c.html(
      await pageHtml(page, {
        action,
        now: clock.now(),
        demo: desk.demo,
        events: { address: `${action}events?key=${key}`, key },
      }),
    )
  })

  app.post('/p/:person/', async (c) => {
    const person = holderOf(c)
    if (person === undefined) return refused(c, 'not-yours')
    const fields = await fieldsOf(c)
    const post = Post.safeParse(ones(fields ?? {}))
    if (!fields || !post.success) return refused(c, 'unreadable')
    const { page, act } = post.data
    if (act === 'extend') await desk.extend(person, page)
    else if (act === 'leave') await desk.leave(person, page)
    else await desk.submit(person, page, fields)
    return c.redirect(addressOf(person), 303)
  })

  app.get('/p/:person/events', (c) => {
    const person = holderOf(c)
    if (person === undefined) return refused(c, 'not-yours')
    if (c.req.method === 'HEAD') return c.body(null)
    return streams.open(person, async () => keyOf(await desk.standing(person)) !== c.req.query('key'))
  })

  for (const path of ['/join/:token', '/p/:person', '/p/:person/', '/p/:person/events'])
    app.all(path, async (c) => {
      const response = await refused(c, 'method')
      response.headers.set('Allow', path === '/p/:person/' || path === '/join/:token' ? 'GET, HEAD, POST' : 'GET, HEAD')
      return response
    })
  return app

  function linkOf(c: Context): ReturnType<Desk['link']> {
    const token = Token.safeParse(c.req.param('token'))
    return token.success ? desk.link(token.data) : undefined
  }

  /** The participant whose page it is, where the cookie says so. */
  function holderOf(c: Context): string | undefined {
    const person = Person.safeParse(c.req.param('person'))
    const cookie = Token.safeParse(getCookie(c, COOKIE))
    if (!person.success || !cookie.success) return undefined
    return desk.holder(cookie.data) === person.data ? person.data : undefined
  }

  async function welcome(c: Context, { label = '', ...outside }: Brought, complaint: string | null) {
    const link = linkOf(c)!
    const { title, language, demo } = desk
    const labels = 'labels' in link && link.labels
    const main = renderWelcome({
      study: title,
      action: c.req.path,
      label: labels ? { entered: label, complaint } : null,
      outside: given(outside),
    })
    const frame = { title: complaint === null ? title : `Error: ${title}`, language, study: title, demo }
    return c.html(await plainFrame(frame, main), complaint === null ? 200 : 422)
  }
}

/** Seconds. */
const WEEK = 7 * 24 * 60 * 60

/** The first value under each name. */
const ones = (fields: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value ?? '']))

const given = (outside: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(outside).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** What tells a page from others of its participant, and nothing of it. */
const keyOf = ({ nonce, paused, endsAt, mayLeave }: Standing): string =>
  createHash('sha256')
    .update(JSON.stringify([nonce, paused, endsAt, mayLeave]))
    .digest('base64url')
    .slice(0, 16)
