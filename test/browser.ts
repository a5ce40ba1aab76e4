/** The browser in which pages are looked at, where there is one: tests that need it are skipped by name where there is none. */
import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'

const executablePath = '/usr/bin/chromium'

/** `it.skipIf(noBrowser)('… (needs Chromium)', …)` */
export const noBrowser = !existsSync(executablePath)

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Looks {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  readonly script?: boolean
}

/** One browser for the tests of a file; gives a fresh page at an address, closed with the browser. */
export function browserForTests(): (address: string, looks?: Looks) => Promise<Page> {
  let browser: Browser | undefined
  beforeAll(async () => {
    if (!noBrowser) browser = await chromium.launch({ executablePath, args: QUIET })
  })
  afterAll(async () => browser?.close())
  return async (address, { width = 1280, scheme = 'light', script = true } = {}) => {
    const context = await browser!.newContext({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      javaScriptEnabled: script,
    })
    const page = await context.newPage()
    await page.goto(address)
    return page
  }
}

/** What axe-core finds against WCAG 2.2 AA and its best practices: `rule: the element`, a line each. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: checks } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await checks.run({ resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as Promise<number>
