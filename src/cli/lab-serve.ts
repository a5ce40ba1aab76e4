/** Serves a session to participants and the experimenter until Ctrl-C. Shared by `lab` and `lab resume`. */
import { isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Hono } from 'hono'
import { StagegameError } from '../core/errors.ts'
import { wallClock } from '../lab/clock.ts'
import { hashOfPassword, makePassword, passwordCheck, passwordFrom } from '../lab/password.ts'
import { experimenterRoutes } from '../web/experimenter/routes.ts'
import type { LabOpened } from '../web/run-lab.ts'
import { labApp, type Serving, serveLab } from '../web/server.ts'
import { beganText } from './lab-output.ts'

export interface ServeOptions {
  /** Undefined: 8080, or any that is free. */
  readonly port?: number
  readonly host: string
  readonly publicUrl?: string
  /** A variable of the environment. */
  readonly passwordFrom?: string
}

const PORT = 8080

export interface LabToServe {
  /** Opened once the port is there, so that a port that is taken leaves no session behind. */
  readonly open: () => Promise<LabOpened>
  /** The command that goes on with it. */
  readonly resume: (opened: LabOpened) => string
}

/** Resolves with the exit code once it was stopped, and all is on disk. Throws `port-taken`, `no-such-host`, `bad-option`, and what opening throws. */
export async function serveSession({ open, resume }: LabToServe, options: ServeOptions): Promise<number> {
  const { host, publicUrl, passwordFrom: variable } = options
  const chosen = variable === undefined ? undefined : passwordFrom(variable, process.env)
  const stopped = interrupted()
  let app: Hono | undefined
  const front = new Hono().all('*', (c) => app?.fetch(c.req.raw, c.env) ?? c.text('The session is being opened.', 503))
  const { serving, taken } = await served(front, options)
  try {
    const opened = await open()
    try {
      const { session, identity, prepared } = opened
      const { desk } = session
      const base = publicUrl ?? addressFor(serving, host)
      const { hash, made } = await passwordOf(opened, chosen)
      app = labApp(desk, {
        clock: wallClock,
        publicUrl,
        experimenter: experimenterRoutes(desk, {
          password: passwordCheck(hash),
          clock: wallClock,
          secure: publicUrl?.startsWith('https:') ?? false,
          secret: identity.secret('experimenter'),
          publicUrl,
          url: () => base,
        }),
        failed,
      })
      const links = desk.links()
      console.log(
        beganText({
          session: opened.run,
          title: desk.title,
          url: base,
          password: made,
          passwordFrom: variable,
          links: links.map(({ name, token }) => ({ name, address: `${base}/join/${token}` })),
          rooms: links.some(({ token }) => 'room' in (desk.link(token) ?? {})),
          participants: prepared.file.lab.participants,
          demo: desk.demo,
          files: { db: opened.store.file, session: opened.journal.file, identity: identity.file },
          resume: resume(opened),
          warnings: [
            ...(taken ? [`port ${PORT} is taken; this is ${serving.port}`] : []),
            ...(isHere(host) || publicUrl !== undefined ? [] : [withoutTls(host)]),
          ],
        }),
      )
      await stopped
      await serving.close()
      return 130
    } finally {
      await opened.close()
    }
  } finally {
    await serving.close()
  }
}

/** On the port that was asked for; else on the usual one, or any that is free. */
async function served(front: Hono, { host, port }: ServeOptions): Promise<{ serving: Serving; taken: boolean }> {
  try {
    return { serving: await serveLab(front, { host, port: port ?? PORT }), taken: false }
  } catch (error) {
    if (port !== undefined || !(error instanceof StagegameError) || error.code !== 'port-taken') throw error
    return { serving: await serveLab(front, { host, port: 0 }), taken: true }
  }
}

/** The hash to check against, and the password where one was made now. */
async function passwordOf({ identity }: LabOpened, chosen: string | undefined) {
  const kept = identity.secret('password')
  if (chosen === undefined && kept.startsWith('scrypt$')) return { hash: kept, made: undefined }
  const password = chosen ?? makePassword()
  const hash = await hashOfPassword(password)
  identity.setSecret('password', hash)
  return { hash, made: chosen === undefined ? password : undefined }
}

const isHere = (host: string): boolean => /^(127\.|::1$|localhost$)/.test(host)

const withoutTls = (host: string): string =>
  `pages are served without TLS to whoever reaches ${host}: what is sent can be read on the way. Put a server that speaks TLS before it, and name its address by --public-url`

/** Where others reach a server that listens on all addresses of this machine: on the first that is not its own alone. */
function addressFor({ url, port }: Serving, host: string): string {
  if (!['0.0.0.0', '::'].includes(host)) return url
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? [])
  const other =
    all.find(({ internal, address }) => !internal && isIPv4(address)) ?? all.find(({ internal }) => internal)
  if (!other) return url
  return `http://${isIPv6(other.address) ? `[${other.address}]` : other.address}:${port}`
}

function failed(error: unknown): void {
  console.error(
    error instanceof StagegameError ? `stagegame: ${error.message}` : 'stagegame: a page could not be made',
    ...(error instanceof StagegameError ? [] : [error]),
  )
}

/** The first Ctrl-C stops it in order; a second one ends it as if this were not here. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      process.stderr.write('\nstopping: all that was answered is on disk\n')
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
