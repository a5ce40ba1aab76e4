/** The monitor’s event stream: that something has changed, at most twice a second. */
import type { Clock } from '../../lab/clock.ts'
import type { Desk } from '../../lab/desk.ts'
import { HEARTBEAT } from '../events.ts'

/** Milliseconds between two messages at least. */
const LEAST = 500

const OPENING = 'retry: 2000\n\n'
const CHANGED = 'event: changed\ndata: yes\n\n'
const BEAT = ': \n\n'

export interface Reader {
  /** Whether whoever listens is still logged in. */
  holds(): boolean
  /** Calls at the end of the login. Gives what calls it off. */
  onClose(call: () => void): () => void
}

export function changes(desk: Pick<Desk, 'watchAll'>, clock: Clock, reader: Reader): Response {
  const bytes = new TextEncoder()
  let end = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let next = clock.now()
      let stopMessage: (() => void) | undefined
      let stopBeat = () => {}
      const send = (message: string) => controller.enqueue(bytes.encode(message))
      const close = () => {
        end()
        controller.close()
      }
      const tell = () => {
        stopMessage = undefined
        next = clock.now() + LEAST
        send(CHANGED)
      }
      const beat = () => {
        stopBeat = clock.at(clock.now() + HEARTBEAT, () => {
          if (!reader.holds()) return close()
          send(BEAT)
          beat()
        })
      }
      const unwatch = desk.watchAll(() => {
        if (stopMessage) return
        if (clock.now() >= next) tell()
        else stopMessage = clock.at(next, tell)
      })
      const unclose = reader.onClose(close)
      end = () => {
        end = () => {}
        unwatch()
        unclose()
        stopMessage?.()
        stopBeat()
      }
      send(OPENING)
      tell() // what changed between the page and its stream was told to nobody
      beat()
    },
    cancel: () => end(),
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' } })
}
