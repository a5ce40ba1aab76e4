/** Listens for the next page, as the script of the page does. */
import type { Browser } from './browser.ts'

/** Resolves after so many milliseconds, or once the signal is given. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>

/** Milliseconds after which a lost connection is tried again. */
const RETRY = 2000

/** Resolves when the server says that another page is due; or when the signal is given, which ends the connection, too. */
export async function due(browser: Browser, events: string, wait: Wait, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await said(browser, events, signal)) return
    } catch {
      // the connection was lost: a browser tries again
    }
    if (!signal.aborted) await wait(RETRY, signal)
  }
}

async function said(browser: Browser, events: string, signal: AbortSignal): Promise<boolean> {
  const response = await browser.ask(events, { headers: { Accept: 'text/event-stream' }, signal })
  const reader = response.body?.getReader()
  if (!reader || response.status !== 200) return false
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  const decoder = new TextDecoder()
  let isDue = false
  try {
    for (let text = ''; ; ) {
      const { done, value } = await reader.read()
      if (done) return isDue
      text += decoder.decode(value, { stream: true })
      isDue ||= /^event: page$/m.test(text)
      text = text.slice(text.lastIndexOf('\n') + 1)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
