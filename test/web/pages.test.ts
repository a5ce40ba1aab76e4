/** Every kind of page as it is looked at: on a phone and on a desk, in the light and in the dark, without a mouse and on paper. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labApp, type Serving, serveLab } from '../../src/web/server.ts'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { scriptedDesk, stillClock, TOKENS } from './desk.ts'
import { EVERY_PAGE } from './every-page.ts'

/** Pixels; 320 is a window of 1280 at four times the size. */
const WIDTHS = [320, 360, 1280]
/** Contrast hangs on the scheme, and targets and order on the width. */
const LOOKS = [
  { width: 320, scheme: 'dark' },
  { width: 1280, scheme: 'light' },
] as const

const open = browserForTests()
let serving: Serving
/** Each page belongs to a person of its own, whose link is its number. */
const people = EVERY_PAGE.map((_, i) => ({ token: `token-of-page-${i}-0123456789`, person: `page${i}` }))

beforeAll(async () => {
  const desk = scriptedDesk({
    pages: EVERY_PAGE.map(([, page]) => page),
    people: Object.fromEntries(people.map(({ token, person }) => [token, person])),
    rooms: { [TOKENS.room]: ['A1'] },
  })
  for (const [i, { person }] of people.entries()) for (let n = 0; n < i; n++) desk.turn(person)
  serving = await serveLab(labApp(desk, { clock: stillClock(), failed: console.error }), { port: 0 })
})
afterAll(async () => serving.close())

/** One tab after another page: what each shows hangs on its link alone. */
let tab: Page | undefined
async function opened(path: string, { width, scheme }: { readonly width: number; readonly scheme: 'light' | 'dark' }) {
  const address = serving.url + path
  tab ??= await open(address)
  await tab.context().clearCookies()
  await tab.setViewportSize({ width, height: 800 })
  await tab.emulateMedia({ media: 'screen', colorScheme: scheme })
  await tab.goto(address)
  return tab
}

/** Opens a link and confirms it. */
async function arrived(token: string, looks: Parameters<typeof opened>[1]) {
  const page = await opened(`/join/${token}`, looks)
  await page.click('button')
  await page.waitForSelector('main[data-page]')
  return page
}

/** What this page may not be: beyond its window, or unfit for those who do not see or point. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  for (const { width, scheme } of LOOKS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: scheme })
    faults.push(...(await accessibilityFaults(page)).map((fault) => `${width} pixels, ${scheme}: ${fault}`))
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    const over = await overflow(page)
    if (over !== 0) faults.push(`${width} pixels: ${over} beyond the window`)
  }
  return faults
}

describe.each(EVERY_PAGE.map(([name], i) => ({ name, i })))('the page $name', ({ i }) => {
  it.skipIf(noBrowser)('can be read and used by everybody, by a finger too (needs Chromium)', async () => {
    const page = await arrived(people[i]!.token, { width: 320, scheme: 'light' })
    expect(page.url()).toContain(`/p/page${i}/`)
    const small =
      await page.evaluate(`[...document.querySelectorAll('button, .button, summary, label.option, input[type=text], textarea, select')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
      .map((e) => e.outerHTML.slice(0, 100))`)
    expect(small).toEqual([])
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('pages around', () => {
  it.skipIf(noBrowser).each(['/', '/nowhere', `/join/${TOKENS.room}`, `/join/${people[0]!.token}`, '/p/page0/'])(
    '%s can be read by everybody (needs Chromium)',
    async (path) => {
      const page = await opened(path, { width: 1280, scheme: 'light' })
      expect(await faultsOf(page)).toEqual([])
    },
  )
})

describe('on paper', () => {
  it.skipIf(noBrowser).each(['results', 'end'])(
    'the page %s has its figures, and nothing to press (needs Chromium)',
    async (name) => {
      const { token } = people[EVERY_PAGE.findIndex(([one]) => one === name)]!
      const page = await arrived(token, { width: 794, scheme: 'dark' })
      await page.emulateMedia({ media: 'print' })
      expect(await page.isVisible('.payment .figure')).toBe(true)
      expect(await page.isVisible('.actions')).toBe(false)
      expect(await page.evaluate('getComputedStyle(document.documentElement).color')).toBe('rgb(27, 29, 34)')
      expect(await overflow(page)).toBe(0)
    },
  )
})
