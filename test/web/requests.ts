/** A browser’s part in tests without one: cookies are kept, redirects are followed by hand. */
import type { Hono } from 'hono'
import { TOKENS } from './desk.ts'

export const FORM = 'application/x-www-form-urlencoded'

export interface Visitor {
  readonly cookie: string
  get(path: string): Promise<Response>
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>
}

export const visitor = (app: Hono, cookie = ''): Visitor => ({
  cookie,
  get: async (path) => app.request(path, { headers: { cookie } }),
  post: async (path, fields, headers = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { cookie, 'content-type': FORM, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(fields).toString(),
    }),
})

/** Somebody who has taken the seat of a link. */
export async function joined(app: Hono, token = TOKENS.ada): Promise<Visitor> {
  const response = await visitor(app).post(`/join/${token}`, {})
  return visitor(app, cookieOf(response))
}

export const cookieOf = (response: Response): string => response.headers.get('set-cookie')!.split(';')[0]!

/** The nonce of the form in a page. */
export const nonceIn = (page: string): string => /name="page" value="([^"]+)"/.exec(page)![1]!
