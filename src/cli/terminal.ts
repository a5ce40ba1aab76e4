/** The terminal as a screen for one person. */
import { createInterface, type Interface } from 'node:readline'
import type { Screen } from '../agents/human.ts'
import { printable } from '../agents/quotation.ts'
import { StagegameError } from '../core/errors.ts'

export interface Terminal extends Screen {
  close(): void
}

/**
 * Opened at the first question. Lines typed ahead (or piped in) are kept; the end of input throws `person-left`, and the
 * match can be resumed.
 */
export function terminal(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Terminal {
  const lines: string[] = []
  let waiting: { readonly resolve: (line: string) => void; readonly reject: (error: unknown) => void } | undefined
  let ended = false
  let reader: Interface | undefined
  const left = () => new StagegameError('person-left', 'the input ended before the match was over')
  const opened = () => {
    reader = createInterface({ input, terminal: false })
    reader.on('line', (line) => {
      if (waiting) waiting.resolve(line)
      else lines.push(line)
    })
    reader.on('close', () => {
      ended = true
      waiting?.reject(left())
    })
  }
  const typed = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      const aborted = () => waiting?.reject(signal.reason)
      const settled = () => {
        waiting = undefined
        signal.removeEventListener('abort', aborted)
      }
      waiting = {
        resolve: (line) => {
          settled()
          resolve(line)
        },
        reject: (error) => {
          settled()
          reject(error)
        },
      }
      signal.addEventListener('abort', aborted)
    })
  return {
    show: (text) => void output.write(`${printable(text)}\n`),
    ask: async (prompt, signal) => {
      signal.throwIfAborted()
      if (!reader) opened()
      output.write(prompt)
      const ahead = lines.shift()
      if (ahead !== undefined) return ahead
      if (ended) throw left()
      return typed(signal)
    },
    close: () => reader?.close(),
  }
}
