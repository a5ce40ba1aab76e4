/** Every byte that goes to a client, and the search in it for what that client may not know. */
import type { Seen, Trace } from '../../src/lab/blinding.ts'
import type { Fetch } from '../../src/web/bots/browser.ts'

/** One thing on the wire between a client and the server. */
export interface Recorded extends Seen {
  readonly client: string
  readonly url: string
  /** Head and body as they were sent; of an event stream one piece of it. */
  readonly text: string
}

export interface Recorder {
  readonly recorded: Recorded[]
  /** A fetch whose traffic is noted under the client’s name. */
  readonly fetchOf: (client: string) => Fetch
  readonly of: (client: string) => readonly Recorded[]
}

/** `now`: milliseconds. */
export function recorder(fetch: Fetch, now: () => number): Recorder {
  const recorded: Recorded[] = []
  const note = (what: Recorded['what'], client: string, url: string, text: string) =>
    recorded.push({ at: now(), what, client, url, text, bytes: Buffer.byteLength(text) })
  const fetchOf =
    (client: string): Fetch =>
    async (url, init) => {
      const posts = init.method === 'POST'
      note(posts ? 'post' : 'get', client, url, `${url}\n${String(init.body ?? '')}`)
      const response = await fetch(url, init)
      const head = headOf(response)
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
        note('event', client, url, head)
        const pieces = new TransformStream<Uint8Array, Uint8Array>({
          transform: (piece, controller) => {
            note('event', client, url, new TextDecoder().decode(piece))
            controller.enqueue(piece)
          },
        })
        return new Response(response.body!.pipeThrough(pieces), response)
      }
      const body = Buffer.from(await response.arrayBuffer())
      note(posts ? 'answer' : 'page', client, url, head + body.toString('utf8'))
      return new Response(body.length > 0 ? body : null, response)
    }
  return { recorded, fetchOf, of: (client) => recorded.filter((one) => one.client === client) }
}

const headOf = ({ status, headers }: Response): string =>
  [`${status}`, ...[...headers].map(([name, value]) => `${name}: ${value}`), '\n'].join('\n')

/** Times and sizes alone; headers that say the time are as long at any time. */
export const traceOf = (recorded: readonly Recorded[]): Trace =>
  recorded.map(({ at, what, bytes }) => ({ at, what, bytes }))

export interface Secret {
  /** Stands nowhere but where this secret is told. */
  readonly token: string
  /** Whether this client may know it at that time. */
  readonly entitled: (client: string, at: number) => boolean
}

export interface Leak {
  readonly client: string
  readonly token: string
  readonly at: number
  readonly url: string
  /** What stands around it. */
  readonly excerpt: string
}

/** Each first time that a secret went to somebody who may not know it, in plain, encoded for HTML or a URL, or in base64. */
export function leaks(recorded: readonly Recorded[], secrets: readonly Secret[]): readonly Leak[] {
  const received = recorded.filter(({ what }) => what !== 'post' && what !== 'get')
  return secrets.flatMap(({ token, entitled }) =>
    [...new Set(received.map(({ client }) => client))].flatMap((client): Leak[] => {
      // a secret that is cut in two by pieces of a stream is whole in what the client has by then
      const streams = new Map<string, string>()
      for (const { at, url, text, what, client: to } of received) {
        if (to !== client) continue
        const whole = what === 'event' ? `${streams.get(url) ?? ''}${text}` : text
        if (what === 'event') streams.set(url, whole)
        const spelled = spellings(token).find((one) => whole.includes(one))
        if (spelled === undefined || entitled(client, at)) continue
        const from = whole.indexOf(spelled)
        return [{ client, token, at, url, excerpt: whole.slice(Math.max(0, from - 60), from + spelled.length + 60) }]
      }
      return []
    }),
  )
}

function spellings(token: string): readonly string[] {
  const html = token.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
  const base64 = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(token)])
    const whole = bytes.toString('base64').replaceAll('=', '')
    // the signs at both ends depend on what stands beside it
    return whole.slice(shift === 0 ? 0 : shift + 1, bytes.length % 3 === 0 ? undefined : -1)
  })
  return [...new Set([token, html, encodeURIComponent(token), ...base64.filter((text) => text.length >= 6)])]
}
