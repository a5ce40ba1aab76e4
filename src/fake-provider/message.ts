/** HTTP messages, as they come in and go out. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Headers } from './limit-headers.ts'

export function send(response: ServerResponse, status: number, text: string, headers: Headers = {}): void {
  if (response.destroyed) return
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

/** The whole is promised, and half of it comes. */
export function sendHalf(response: ServerResponse, text: string, headers: Headers): void {
  const bytes = Buffer.from(text)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

export const linesOf = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const found = request.headers[name]
  return Array.isArray(found) ? found[0] : found
}

/** Undefined where the client leaves before its end. */
export function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)))
    request.once('close', () => resolve(undefined))
    request.once('error', () => resolve(undefined))
  })
}

/** Resolves early where the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}
