/** What a post may be: one small form from a page of this server, of fields in UTF-8. */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Fields } from '../lab/desk.ts'
import { isSameOrigin } from './experimenter/same-origin.ts'
import { type Trouble, troublePage } from './pages/error.ts'

/** Bytes. Refused while they come in: no more than this is ever held. */
export const MOST_BYTES = 64 * 1024
const MOST_FIELDS = 1000
const MOST_OF_A_NAME = 200

const FORM = 'application/x-www-form-urlencoded'

export const smallBodies: MiddlewareHandler = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => refused(c, 'too-large'),
})

/** A form that a page of this server sent, or another page’s, which is refused before it is read. */
export const ownForms =
  (publicUrl: string | undefined): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method !== 'POST') return next()
    if (!isSameOrigin(c.req.raw.headers, publicUrl)) return refused(c, 'elsewhere')
    const [type] = (c.req.header('Content-Type') ?? '').split(';')
    return type!.trim().toLowerCase() === FORM ? next() : refused(c, 'no-form')
  }

const Pairs = z
  .array(
    z.tuple([
      z
        .string()
        .regex(/^[A-Za-z]/)
        .max(MOST_OF_A_NAME),
      z.string(),
    ]),
  )
  .max(MOST_FIELDS)

/** The fields of a form; undefined where it is none: too many, names that no form of ours has, bytes that are no UTF-8. */
export async function fieldsOf(c: Context): Promise<Fields | undefined> {
  const pairs = Pairs.safeParse(pairsOf(new Uint8Array(await c.req.arrayBuffer())))
  if (!pairs.success) return undefined
  const fields = new Map<string, string[]>()
  for (const [name, value] of pairs.data) fields.set(name, [...(fields.get(name) ?? []), value])
  return Object.fromEntries(fields)
}

/** As the URL standard parses a form, but that bytes which are no UTF-8 are refused, not replaced. */
function pairsOf(body: Uint8Array): readonly (readonly [string, string])[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=')
        return at < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))]
      })
  } catch {
    return undefined
  }
}

/** A zero byte is what HTML makes of it: it would cut texts short elsewhere. */
const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' ')).replaceAll('\0', '\ufffd')

export async function refused(c: Context, trouble: Trouble): Promise<Response> {
  const { status, page } = troublePage(trouble)
  return c.html(await page, status)
}
