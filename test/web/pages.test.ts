/** Every kind of page as it is looked at: on a phone and on a desk, in the light and in the dark, without a mouse and on paper. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labApp, type Serving, serveLab } from '../../src/web/server.ts'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { scriptedDesk, stillClock, TOKENS } from './desk.ts'
import { EVERY_PAGE } from './every-page.ts'

const LOOKS = [
  { width: 320, scheme: 'dark' },
  { width: 360, scheme: 'light' },
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
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

/** Opens a link and confirms it. */
async function arrived(token: string, looks: Parameters<typeof open>[1]) {
  const page = await open(`${serving.url}/join/${token}`, looks)
  await page.click('button')
  await page.waitForSelector('main h1')
  return page
}

describe.each(EVERY_PAGE.map(([name], i) => ({ name, i })))('the page $name', ({ i }) => {
  it.skipIf(noBrowser).each(LOOKS)(
    'can be read and used by everybody, $width pixels wide, $scheme (needs Chromium)',
    async (looks) => {
      const page = await arrived(people[i]!.token, looks)
      expect(page.url()).toContain(`/p/page${i}/`)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
      await page.context().close()
    },
  )

  it.skipIf(noBrowser)('has no target that is too small for a finger (needs Chromium)', async () => {
    const page = await arrived(people[i]!.token, { width: 320 })
    const small =
      await page.evaluate(`[...document.querySelectorAll('button, .button, summary, label.option, input[type=text], textarea, select')]
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
      .map((e) => e.outerHTML.slice(0, 100))`)
    expect(small).toEqual([])
    await page.context().close()
  })
})

describe('pages around', () => {
  it.skipIf(noBrowser).each(['/', '/nowhere', `/join/${TOKENS.room}`, `/join/${people[0]!.token}`, '/p/page0/'])(
    '%s can be read by everybody (needs Chromium)',
    async (path) => {
      for (const looks of LOOKS) {
        const page = await open(serving.url + path, looks)
        expect(await accessibilityFaults(page)).toEqual([])
        expect(await overflow(page)).toBe(0)
        await page.context().close()
      }
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
      await page.context().close()
    },
  )
})
