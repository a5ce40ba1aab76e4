/** Every page of every treatment of every example, as participants would see it: on a phone, on a desk, in the light and in the dark. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wallClock } from '../../src/lab/clock.ts'
import { labApp, serveLab } from '../../src/web/server.ts'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { scriptedDesk } from './desk.ts'
import { servedSession } from './served-session.ts'

const FOLDER = 'examples/lab'
/** Pixels. How wide a page is does not hang on its colours. */
const WIDTHS = [320, 360, 1280]

const open = browserForTests()

/** The pages without those that differ in nothing but where they stand. */
async function pagesOf(name: string) {
  const session = await servedSession(readFileSync(join(FOLDER, name), 'utf8'))
  const previews = await session.desk.previews()
  await session.close()
  const different = previews.map(({ treatment, name: page, page: shown }) => {
    const { key, nonce, progress, timer, ...rest } = shown
    return [JSON.stringify({ ...rest, timed: timer !== null }), { name: `${treatment}, ${page}`, page: shown }] as const
  })
  return [...new Map(different).values()]
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('every page of %s', (name) => {
  it.skipIf(noBrowser)('can be read and used by everybody (needs Chromium)', { timeout: 600_000 }, async () => {
    const pages = await pagesOf(name)
    expect(pages.length).toBeGreaterThan(5)
    const people = Object.fromEntries(pages.map((_, i) => [`token-of-page-${i}-0123456789`, `page${i}`]))
    const desk = scriptedDesk({ pages: pages.map(({ page }) => page), people })
    for (const [i, person] of Object.values(people).entries()) for (let n = 0; n < i; n++) desk.turn(person)
    const serving = await serveLab(labApp(desk, { clock: wallClock, failed: console.error }), { port: 0 })
    try {
      const faults: string[] = []
      const tab = await open(serving.url)
      for (const [i, token] of Object.keys(people).entries()) {
        await tab.goto(`${serving.url}/join/${token}`)
        await tab.click('main form button')
        await tab.waitForSelector(`main[data-page="${pages[i]!.page.key}"]`)
        for (const width of WIDTHS) {
          const at = `${pages[i]!.name}, ${width} pixels`
          await tab.setViewportSize({ width, height: 800 })
          const over = await overflow(tab)
          if (over !== 0) faults.push(`${at}: ${over} beyond the window`)
          if (width === 360) continue
          await tab.emulateMedia({ colorScheme: width === 320 ? 'dark' : 'light' })
          faults.push(...(await accessibilityFaults(tab)).map((fault) => `${at}: ${fault}`))
        }
      }
      expect(faults).toEqual([])
    } finally {
      await serving.close()
    }
  })
})
