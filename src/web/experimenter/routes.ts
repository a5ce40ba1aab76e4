/** What an experimenter can reach. Whoever is not logged in gets one and the same answer everywhere, whether a page is there or not. */
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { StagegameError } from '../../core/errors.ts'
import type { Clock } from '../../lab/clock.ts'
import type { Act, Desk, Fields } from '../../lab/desk.ts'
import type { PasswordCheck } from '../../lab/password.ts'
import { pageHtml } from '../layout.ts'
import { fieldsOf, ownForms } from '../limits.ts'
import { policyFor } from '../security.ts'
import { actOf, cautionOf, DONE, isAct } from './acts.ts'
import { AT } from './addresses.ts'
import { changes } from './changes.ts'
import type { Framed } from './layout.ts'
import { type JoinLink, linksPage, sheetPage } from './links-page.ts'
import { lockout } from './lockout.ts'
import { loginPage } from './login-page.ts'
import { loginDesk } from './logins.ts'
import { liveHtml, monitorPage } from './monitor-page.ts'
import { nameOf } from './people-table.ts'
import { bareAddressOf, previewPage, previewsPage } from './previews-page.ts'
import { SCRIPT } from './script.ts'
import { confirmPage, notePage, plainPage } from './simple-pages.ts'
import { STYLE } from './style.ts'
import { spanText } from './words.ts'

export interface ExperimenterOptions {
  readonly password: PasswordCheck
  readonly clock: Clock
  /** The cookie goes over TLS alone. */
  readonly secure: boolean
  /** Of what each form must carry. */
  readonly secret: string
  readonly publicUrl: string | undefined
  /** Where participants reach the server: what links begin with. */
  readonly url: () => string
}

const COOKIE = 'stagegame_experimenter'

/** To be mounted under `/experimenter`. */
export function experimenterRoutes(desk: Desk, options: ExperimenterOptions): Hono {
  const { password, clock, secure, secret, publicUrl, url } = options
  const app = new Hono()
  const logins = loginDesk(clock, secret)
  const lock = lockout(clock)

  app.use(ownForms(publicUrl))
  app.get('/style.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  app.get('/login', (c) => (loginOf(c) === undefined ? c.html(loginPage(outside(), undefined)) : toMonitor(c)))
  app.post('/login', async (c) => {
    const { password: given = '' } = ones(await fieldsOf(c))
    const wait = lock.attempt()
    if (wait > 0) {
      c.header('Retry-After', String(Math.ceil(wait / 1000)))
      return c.html(loginPage(outside(), `Too many wrong passwords. Wait ${spanText(wait + 999)}, and try again.`), 429)
    }
    if (!(await password(given))) return c.html(loginPage(outside(), 'This is not the password.'), 401)
    lock.succeeded()
    setCookie(c, COOKIE, logins.open(), { path: AT.cookies, httpOnly: true, sameSite: 'Strict', secure })
    return toMonitor(c)
  })

  app.use('*', async (c, next) => {
    if (loginOf(c) === undefined)
      return c.req.method === 'GET' || c.req.method === 'HEAD'
        ? c.redirect(AT.login, 303)
        : c.html(plainPage(outside(), 'You are not logged in', 'Nothing was done. Log in, and do it again.'), 403)
    return next()
  })

  app.get('/', (c) => {
    logins.used(cookieOf(c))
    const done = c.req.query('done')
    return c.html(monitorPage(inside(c), shown(c), isAct(done) ? DONE[done] : undefined))
  })
  app.get('/table', (c) => c.html(liveHtml(shown(c))))
  app.get('/monitor.js', (c) => c.body(SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/events', (c) => {
    const login = cookieOf(c)
    if (c.req.method === 'HEAD') return c.body(null)
    return changes(desk, clock, {
      holds: () => logins.holds(login),
      onClose: (call) => logins.onClose(login, call),
    })
  })

  app.get('/confirm', (c) => {
    const act = read(c.req.query())
    if (act instanceof StagegameError) return refusal(c, act)
    const caution = cautionOf(act, named)
    return caution ? c.html(confirmPage(inside(c), act, caution)) : toMonitor(c)
  })
  app.get('/note', (c) => {
    const person = c.req.query('person')
    return c.html(notePage(inside(c), { person, name: person === undefined ? undefined : named(person) }))
  })
  app.post('/act', async (c) => {
    const fields = proven(c, await fieldsOf(c))
    if (!fields) return forged(c)
    const { confirmed, ...given } = fields
    const act = read(given)
    if (act instanceof StagegameError) return given['act'] === 'note' ? noteAgain(c, given, act) : refusal(c, act)
    const caution = cautionOf(act, named)
    if (caution && confirmed !== 'yes') return c.html(confirmPage(inside(c), act, caution))
    try {
      await desk.act(act)
    } catch (error) {
      if (error instanceof StagegameError) return refusal(c, error)
      throw error
    }
    return toMonitor(c, act.act)
  })

  app.get('/links', (c) => c.html(linksPage(inside(c), links())))
  app.get('/links/sheet', (c) => c.html(sheetPage(inside(c), links(), desk.monitor().expected)))

  app.get('/preview', async (c) => c.html(previewsPage(inside(c), await desk.previews())))
  app.get('/preview/:nth', async (c) => {
    const previews = await desk.previews()
    const nth = Nth.safeParse(c.req.param('nth'))
    if (!nth.success || !previews[nth.data]) return missing(c)
    return c.html(
      previewPage(inside(c), previews, nth.data, c.req.query('width') === 'phone' ? 'phone' : 'wide'),
      200,
      {
        'Content-Security-Policy': policyFor({ 'frame-src': "'self'" }),
      },
    )
  })
  app.get('/preview/:nth/page', async (c) => {
    const nth = Nth.safeParse(c.req.param('nth'))
    const preview = nth.success ? (await desk.previews())[nth.data] : undefined
    if (!nth.success || !preview) return missing(c)
    const sheet = { action: bareAddressOf(nth.data), now: clock.now(), demo: desk.demo, events: null }
    // no form can be sent from it, nor script run, wherever it is opened
    return c.html(await pageHtml(preview.page, sheet), 200, {
      'Content-Security-Policy': policyFor({
        'form-action': "'none'",
        'frame-ancestors': "'self'",
        sandbox: 'allow-same-origin',
      }),
      'X-Frame-Options': 'SAMEORIGIN',
    })
  })

  app.post('/logout', async (c) => {
    if (!proven(c, await fieldsOf(c))) return forged(c)
    logins.close(cookieOf(c))
    deleteCookie(c, COOKIE, { path: AT.cookies, secure })
    return c.redirect(AT.login, 303)
  })
  app.all('*', missing)
  return app

  function loginOf(c: Context): string | undefined {
    const cookie = cookieOf(c)
    return logins.holds(cookie) ? cookie : undefined
  }

  function outside(): Omit<Framed, 'title'> {
    const { title: study, language, demo } = desk
    return { study, language, demo }
  }

  function inside(c: Context): Omit<Framed, 'title'> & { readonly proof: string } {
    return { ...outside(), proof: logins.proof(cookieOf(c)) }
  }

  function shown(c: Context) {
    return { monitor: desk.monitor(), now: clock.now(), proof: logins.proof(cookieOf(c)) }
  }

  function named(person: string): string {
    const row = desk.monitor().people.find((one) => one.person === person)
    return row ? nameOf(row) : person
  }

  function links(): readonly JoinLink[] {
    return desk.links().map(({ name, token }) => {
      const link = desk.link(token)
      const of = !link || 'person' in link ? 'person' : link.labels ? 'room-with-labels' : 'room'
      return { name, address: `${url()}/join/${token}`, of }
    })
  }

  /** The fields of a form of this login, without their proof; undefined: it is none. */
  function proven(c: Context, fields: Fields | undefined): Readonly<Record<string, string>> | undefined {
    const { proof = '', ...rest } = ones(fields)
    if (!logins.proves(cookieOf(c), proof)) return undefined
    logins.used(cookieOf(c))
    return rest
  }

  function forged(c: Context): Response | Promise<Response> {
    const text = 'It did not come from a page of this login. Go to the monitor, and do it from there.'
    return c.html(plainPage(inside(c), 'Nothing was done', text), 403)
  }

  function refusal(c: Context, error: StagegameError): Response | Promise<Response> {
    return c.html(plainPage(inside(c), 'This could not be done', sentence(error.message)), 409)
  }

  function noteAgain(c: Context, fields: Readonly<Record<string, string>>, error: StagegameError) {
    const { person, note = '' } = fields
    const name = person === undefined ? undefined : named(person)
    return c.html(notePage(inside(c), { person, name, complaint: error.message, text: note }), 422)
  }

  function missing(c: Context): Response | Promise<Response> {
    return c.html(plainPage(inside(c), 'There is no such page', 'Nothing was done.'), 404)
  }
}

/** What the browser sent: once past the door, that of a login. */
const cookieOf = (c: Context): string => getCookie(c, COOKIE) ?? ''

const Nth = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)

const toMonitor = (c: Context, done?: Act['act']): Response =>
  c.redirect(done === undefined ? AT.monitor : `${AT.monitor}?done=${done}`, 303)

/** The first value under each name. */
const ones = (fields: Fields = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([name, [value]]) => [name, value ?? '']))

function read(fields: Readonly<Record<string, string>>): Act | StagegameError {
  try {
    return actOf(fields)
  } catch (error) {
    if (error instanceof StagegameError) return error
    throw error
  }
}

/** With a capital letter and a full stop. */
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
