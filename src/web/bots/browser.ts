/** As much of a browser as participants’ pages need: cookies of a path, redirects after a post, and no script. */
import { StagegameError } from '../../core/errors.ts'
import { parsed, type Root, textOf } from './dom.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Pairs in the order of the form, as a browser sends them. */
export type Filled = readonly (readonly [name: string, value: string])[]

/** A page of the lab, as it was shown. */
export interface ShownPage {
  readonly url: string
  /** As the page says of itself; empty on pages that are none of a participant’s: the one that asks to join. */
  readonly key: string
  readonly kind: string
  readonly root: Root
  /** Where it listens for the next page; null: nowhere. */
  readonly events: string | null
  /** The server’s time when it was made, and the browser’s when it was there; in milliseconds. */
  readonly serverTime: number
  readonly cameAt: number
  /** What is wrong with what was sent before. */
  readonly complaints: readonly string[]
}

export interface Timing {
  readonly method: 'GET' | 'POST'
  /** The page that was got, or posted from. */
  readonly page: string
  readonly milliseconds: number
}

export interface Browser {
  open(url: string): Promise<ShownPage>
  /** Posts, and goes where the answer says. */
  post(page: ShownPage, action: string, fields: Filled): Promise<ShownPage>
  /** A request with the cookies of its path. */
  ask(url: string, init?: RequestInit): Promise<Response>
  readonly bytes: () => number
  readonly timings: readonly Timing[]
}

const MOST_REDIRECTS = 5

/** `now`: milliseconds. Throws `bot-refused` on every answer that is neither a page nor leads to one. */
export function browser(fetch: Fetch, now: () => number): Browser {
  const jar: { path: string; name: string; value: string }[] = []
  const timings: Timing[] = []
  let bytes = 0
  return { open, post, ask, bytes: () => bytes, timings }

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url)
    const cookies = jar.filter(({ path }) => pathname.startsWith(path)).map(({ name, value }) => `${name}=${value}`)
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookies.length > 0 && { Cookie: cookies.join('; ') }) },
    })
    for (const line of response.headers.getSetCookie()) keep(line, pathname)
    return response
  }

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    const path = attributes.find((one) => /^path=/i.test(one))?.slice('path='.length) ?? pathname
    const cookie = { path, name: pair.slice(0, at), value: pair.slice(at + 1) }
    const old = jar.findIndex((one) => one.path === path && one.name === cookie.name)
    if (old >= 0) jar.splice(old, 1)
    jar.push(cookie)
  }

  async function open(url: string, redirects = 0): Promise<ShownPage> {
    const began = now()
    const response = await ask(url)
    const location = response.headers.get('location')
    const text = await response.text()
    bytes += Buffer.byteLength(text)
    if (response.status >= 300 && response.status < 400 && location !== null && redirects < MOST_REDIRECTS)
      return open(new URL(location, url).href, redirects + 1)
    if (response.status !== 200) throw refusal('GET', url, response.status, text)
    const page = shownPage(url, text, now())
    timings.push({ method: 'GET', page: page.key, milliseconds: page.cameAt - began })
    return page
  }

  async function post(page: ShownPage, action: string, fields: Filled): Promise<ShownPage> {
    const url = new URL(action, page.url)
    const began = now()
    const response = await ask(url.href, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url.origin },
    })
    const text = await response.text()
    bytes += Buffer.byteLength(text)
    timings.push({ method: 'POST', page: page.key, milliseconds: now() - began })
    const location = response.headers.get('location')
    if (response.status !== 303 || location === null) throw refusal('POST', url.href, response.status, text)
    return open(new URL(location, url).href)
  }
}

function shownPage(url: string, html: string, cameAt: number): ShownPage {
  const root = parsed(html)
  const main = root.querySelector('main')
  const body = root.querySelector('body')
  const events = body?.getAttribute('data-events') ?? null
  return {
    url,
    key: main?.getAttribute('data-page') ?? '',
    kind: main?.getAttribute('data-kind') ?? '',
    root,
    events: events === null ? null : new URL(events, url).href,
    serverTime: Number(body?.getAttribute('data-now') ?? 0),
    cameAt,
    complaints: [...root.querySelectorAll('main .errors li')].map(textOf),
  }
}

const refusal = (method: string, url: string, status: number, html: string): StagegameError =>
  new StagegameError('bot-refused', `${method} ${new URL(url).pathname} was answered with ${status}: ${excerpt(html)}`)

/** What a page reads, cut to what helps. */
export const excerpt = (html: string): string => textOf(parsed(html).querySelector('body')).slice(0, 400)
