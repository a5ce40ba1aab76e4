/** The terminal as a screen for one person. */
import { createInterface } from 'node:readline'
import type { Screen } from '../agents/human.ts'
import { StagegameError } from '../core/errors.ts'

export interface Terminal extends Screen {
  close(): void
}

/** Lines typed ahead (or piped in) are kept; the end of input throws `person-left`, and the match can be resumed. */
export function terminal(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Terminal {
  const lines: string[] = []
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = []
  let ended = false
  const reader = createInterface({ input, terminal: false })
  const left = () => new StagegameError('person-left', 'the input ended before the match was over')
  reader.on('line', (line) => {
    const next = waiting.shift()
    if (next) next.resolve(line)
    else lines.push(line)
  })
  reader.on('close', () => {
    ended = true
    for (const { reject } of waiting.splice(0)) reject(left())
  })
  return {
    show: (text) => void output.write(`${text}\n`),
    ask: (prompt, signal) => {
      output.write(prompt)
      const typed = lines.shift()
      if (typed !== undefined) return Promise.resolve(typed)
      if (ended) return Promise.reject(left())
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    },
    close: () => reader.close(),
  }
}
