/** Event streams of participants’ pages: that another page is due, and nothing else. */
import type { Clock } from '../lab/clock.ts'
import type { Desk } from '../lab/desk.ts'

/** Milliseconds. Heartbeats come at whole multiples of it, whatever happens: they tell of nothing but the time. */
export const HEARTBEAT = 15_000
/** Streams a participant may have; a further one closes the oldest. Tabs that were left open do not add up. */
const MOST = 4
/** Messages that a connection may leave unread, beyond what the network holds; then it is closed. Whoever is there still asks again. */
const MOST_UNREAD = 64

/** Every message of a kind has the same bytes for everybody. */
const OPENING = 'retry: 2000\n\n'
const PAGE = 'event: page\ndata: due\n\n'
const BEAT = ': \n\n'

interface Stream {
  send(message: string): void
  close(): void
}

export interface Streams {
  /** `isDue`: whether this participant’s page is another one already than the one that asks. */
  open(person: string, isDue: () => Promise<boolean>): Response
}

export function eventStreams(desk: Pick<Desk, 'watch' | 'present'>, clock: Clock): Streams {
  const streams = new Map<string, Set<Stream>>()
  let stopBeats: (() => void) | undefined

  function beat(): void {
    const next = (Math.floor(clock.now() / HEARTBEAT) + 1) * HEARTBEAT
    stopBeats = clock.at(next, () => {
      for (const all of streams.values()) for (const stream of all) stream.send(BEAT)
      if (streams.size > 0) beat()
      else stopBeats = undefined
    })
  }

  function add(person: string, stream: Stream): void {
    const all = streams.get(person) ?? new Set()
    streams.set(person, all.add(stream))
    desk.present(person, true)
    if (all.size > MOST) [...all][0]!.close()
    if (!stopBeats) beat()
  }

  function remove(person: string, stream: Stream): void {
    const all = streams.get(person)
    if (!all?.delete(stream)) return
    desk.present(person, false)
    if (all.size === 0) streams.delete(person)
    if (streams.size > 0) return
    stopBeats?.()
    stopBeats = undefined
  }

  return {
    open: (person, isDue) => {
      const bytes = new TextEncoder()
      let end = () => {}
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          const unwatch = desk.watch(person, () => due())
          const stream: Stream = {
            send: (message) => {
              if (controller.desiredSize! <= -MOST_UNREAD) return stream.close()
              controller.enqueue(bytes.encode(message))
            },
            close: () => {
              if (!streams.get(person)?.has(stream)) return
              end()
              controller.close()
            },
          }
          end = () => {
            end = () => {}
            unwatch()
            remove(person, stream)
          }
          // there is nothing more to tell then; and a stream that ends leaves its connection to the next page, where a browser that
          // breaks it off needs a new one, of which a server of one process takes one in a turn of its loop
          const due = () => {
            stream.send(PAGE)
            stream.close()
          }
          stream.send(OPENING)
          add(person, stream)
          // what changed between the page and its stream was told to nobody
          const stands = () => streams.get(person)?.has(stream)
          isDue().then(
            (isDue) => isDue && stands() && due(),
            () => stands() && stream.close(),
          )
        },
        cancel: () => end(),
      })
      return new Response(body, {
        headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' },
      })
    },
  }
}
