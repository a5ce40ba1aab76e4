/** The lab’s server: participants’ pages, the experimenter’s, and nothing else. */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { StagegameError } from '../core/errors.ts'
import type { Clock } from '../lab/clock.ts'
import type { Desk } from '../lab/desk.ts'
import { SCRIPTFILE, STYLESHEET } from './assets.ts'
import { plainFrame } from './layout.ts'
import { ownForms, refused, smallBodies } from './limits.ts'
import { renderFront } from './pages/front.ts'
import { participantRoutes } from './participant.ts'
import { securityHeaders } from './security.ts'

export interface LabOptions {
  readonly clock: Clock
  /** Where people reach it, where another server stands before this one: `https://lab.example.org`. Cookies are then sent over TLS alone. */
  readonly publicUrl?: string | undefined
  /** Mounted under `/experimenter`. */
  readonly experimenter?: Hono | undefined
  /** Told of what failed here; the page says nothing of it. */
  readonly failed: (error: unknown) => void
}

/** What is not named here is not there. */
export function labApp(desk: Desk, { clock, publicUrl, experimenter, failed }: LabOptions): Hono {
  const app = new Hono()
  app.use(securityHeaders)
  app.use(smallBodies)
  if (experimenter) app.route('/experimenter', experimenter)
  app.use(ownForms(publicUrl))
  app.get('/', async (c) =>
    c.html(
      await plainFrame({ title: 'A study of decisions', language: 'en', study: null, demo: false }, renderFront()),
    ),
  )
  for (const { path, type, text } of [STYLESHEET, SCRIPTFILE])
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' }),
    )
  app.route('/', participantRoutes(desk, { clock, secure: publicUrl?.startsWith('https:') ?? false }))
  app.notFound((c) => refused(c, 'not-found'))
  app.onError((error, c) => {
    if (error instanceof StagegameError && error.code === 'unknown-person') return refused(c, 'not-yours')
    failed(error)
    return refused(c, 'failed')
  })
  return app
}

/** Milliseconds that a connection stays open between two requests: as long as people think over a page. */
const KEPT_OPEN = 120_000

export interface Serving {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** Port 0 takes any that is free. Throws `port-taken`, `no-such-host`. */
export async function serveLab(
  app: Hono,
  { host = '127.0.0.1', port }: { readonly host?: string; readonly port: number },
): Promise<Serving> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host })
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEPT_OPEN
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unserved(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function unserved(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StagegameError('port-taken', `port ${port} of ${host} is taken: name another one`, { cause: error })
    case 'EACCES':
      return new StagegameError('port-taken', `port ${port} may not be used: name one from 1024 on`, { cause: error })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StagegameError('no-such-host', `${host} is no address of this machine`, { cause: error })
    default:
      return error
  }
}
