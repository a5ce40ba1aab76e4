/** What every answer says to the browser: nothing comes from elsewhere, nothing is kept, nothing is framed. */
import type { MiddlewareHandler } from 'hono'

const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'style-src': "'self'",
  'script-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
}

/** The policy of a page that needs another rule here and there. */
export const policyFor = (rules: Readonly<Record<string, string>>): string =>
  Object.entries({ ...POLICY, ...rules })
    .map(([name, what]) => `${name} ${what}`)
    .join('; ')

/**
 * `same-origin` rather than `no-referrer`: neither tells another site the address of a page, but under `no-referrer` a browser sends
 * `Origin: null` with our own forms, too, and over plain HTTP in a laboratory’s network that is all there is to see where a post
 * comes from.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policyFor({}),
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'X-Robots-Tag': 'noindex',
  'Cache-Control': 'no-store',
}

/** Where a route has said something else by itself, that stands. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
}
