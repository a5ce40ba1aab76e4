/** What the script adds, in a real browser; and that all goes on without it. */
import type { Page as Tab } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { wallClock } from '../../src/lab/clock.ts'
import type { Page } from '../../src/lab/pages.ts'
import { SCRIPT } from '../../src/web/script.ts'
import { labApp, type Serving, serveLab } from '../../src/web/server.ts'
import { browserForTests, noBrowser } from '../browser.ts'
import { scriptedDesk, stillClock, TOKENS } from './desk.ts'
import { KINDS } from './every-page.ts'

const open = browserForTests()
let serving: Serving | undefined
afterEach(async () => serving?.close())

const { decision, end, questionnaire, wait } = KINDS

async function at(pages: readonly Page[], looks: Parameters<typeof open>[1] = {}) {
  const desk = scriptedDesk({ pages })
  serving = await serveLab(labApp(desk, { clock: wallClock, failed: console.error }), { port: 0 })
  const tab = await open(`${serving.url}/join/${TOKENS.ada}`, looks)
  await tab.click('button')
  await tab.waitForURL('**/p/ada/')
  return { desk, tab, url: serving.url }
}

const in90Seconds = (): Page => ({
  ...decision,
  timer: { endsAt: Date.now() + 90_000, policy: 'nothing is entered', extendable: true },
})
const title = (tab: Tab, text: string) => tab.waitForSelector(`h1:has-text("${text}")`)

describe('the script', () => {
  it('is small', () => expect(Buffer.byteLength(SCRIPT)).toBeLessThanOrEqual(4096))

  it.skipIf(noBrowser)('goes to the page that is due (needs Chromium)', async () => {
    const { desk, tab } = await at([wait, decision, end])
    await title(tab, 'Please wait')
    desk.turn('ada')
    await title(tab, decision.title)
  })

  it.skipIf(noBrowser)('lets a second tab follow the first (needs Chromium)', async () => {
    const { tab } = await at([decision, end])
    const second = await tab.context().newPage()
    await second.goto(tab.url())
    await tab.fill('input[type=text]', '33')
    await tab.click('button:has-text("Send")')
    await title(tab, 'You have finished')
    await title(second, 'You have finished')
  })

  it.skipIf(noBrowser)('sends when something was first entered, by the server’s time (needs Chromium)', async () => {
    const { desk, tab } = await at([decision, end])
    const before = Date.now()
    await tab.fill('input[type=text]', '33')
    await tab.click('button:has-text("Send")')
    await title(tab, 'You have finished')
    const { fields } = desk.sent[0]!
    expect(fields['a.guess']).toEqual(['33'])
    const first = Number(fields['first']![0])
    expect(first).toBeGreaterThan(before - 2000)
    expect(first).toBeLessThanOrEqual(Date.now() + 1000)
  })

  it.skipIf(noBrowser)(
    'keeps what was typed when more time is asked for, and forgets it with the page (needs Chromium)',
    async () => {
      const { desk, tab } = await at([in90Seconds(), { ...decision, timer: null }])
      await tab.fill('main input[type=text]', '41')
      await tab.click('button:has-text("I need more time")')
      await expect.poll(() => desk.sent.length).toBe(1)
      await tab.waitForLoadState('load')
      await expect.poll(() => tab.inputValue('main input[type=text]')).toBe('41')
      await tab.click('button:has-text("Send")')
      await expect.poll(() => desk.sent.length).toBe(2)
      expect(desk.sent[1]!.fields['a.guess']).toEqual(['41'])
      await tab.waitForSelector('.clock', { state: 'detached' })
      expect(await tab.inputValue('main input[type=text]')).toBe('')
    },
  )

  it.skipIf(noBrowser)('keeps choices and texts over a reload (needs Chromium)', async () => {
    const { tab } = await at([questionnaire, end])
    await tab.check('[name="q.clear"][value="6"]')
    await tab.check('[name="q.fields"][value="psychology"]')
    await tab.check('[name="q.fields"][value="economics"]')
    await tab.fill('[name="q.how"]', 'By <b>thinking</b>.\nTwice.')
    await tab.reload()
    expect(await tab.isChecked('[name="q.clear"][value="6"]')).toBe(true)
    expect(await tab.locator('[name="q.fields"]:checked').count()).toBe(2)
    expect(await tab.inputValue('[name="q.how"]')).toBe('By <b>thinking</b>.\nTwice.')
  })

  it.skipIf(noBrowser)('sends a form once, however often the button is pressed (needs Chromium)', async () => {
    const { desk, tab } = await at([decision, questionnaire, end])
    await tab.fill('main input[type=text]', '33')
    await tab.dblclick('button:has-text("Send")', { noWaitAfter: true })
    await title(tab, questionnaire.title)
    expect(desk.sent).toHaveLength(1)
    expect(await tab.isVisible('.notice')).toBe(false)
  })

  it.skipIf(noBrowser)('counts down, and says so at 60, 30 and 10 seconds alone (needs Chromium)', async () => {
    const clock = stillClock()
    const timer = { endsAt: clock.now() + 90_000, policy: 'nothing is entered', extendable: true }
    const desk = scriptedDesk({ pages: [{ ...decision, timer }, end] })
    serving = await serveLab(labApp(desk, { clock, failed: console.error }), { port: 0 })
    const tab = await open(`${serving.url}/join/${TOKENS.ada}`)
    // the tab’s own clock is an hour off, and goes on when it is told to
    await tab.clock.install({ time: clock.now() + 3_600_000 })
    await tab.clock.pauseAt(clock.now() + 3_601_000)
    await tab.click('button')
    await tab.waitForURL('**/p/ada/')
    const left = () => tab.textContent('.timer')
    const said = () => tab.textContent('.timer-said')
    expect(await left()).toBe('Time left: 1:30')
    const goesOn = async (seconds: number) => {
      await tab.clock.runFor(seconds * 1000)
      return [await left(), await said()]
    }
    await tab.clock.runFor(10) // it is told right after each full second
    expect(await goesOn(29)).toEqual(['Time left: 1:01', ''])
    expect(await goesOn(1)).toEqual(['Time left: 1:00', 'One minute left.'])
    expect(await goesOn(29)).toEqual(['Time left: 0:31', 'One minute left.'])
    expect(await goesOn(1)).toEqual(['Time left: 0:30', '30 seconds left.'])
    expect(await goesOn(19)).toEqual(['Time left: 0:11', '30 seconds left.'])
    expect(await goesOn(1)).toEqual(['Time left: 0:10', '10 seconds left.'])
    expect(await goesOn(9)).toEqual(['Time left: 0:01', '10 seconds left.'])
    desk.turn('ada')
    await title(tab, 'You have finished')
  })
})

describe('without script', () => {
  it.skipIf(noBrowser)('a waiting page goes on by itself, and forms are sent (needs Chromium)', async () => {
    const { desk, tab } = await at([wait, in90Seconds(), questionnaire, end], { script: false })
    desk.turn('ada')
    await title(tab, decision.title)
    expect(await tab.textContent('.timer')).toContain('Time left when this page came')
    await tab.fill('main input[type=text]', '33')
    await tab.keyboard.press('Enter')
    await title(tab, questionnaire.title)
    expect(desk.sent[0]!.fields['a.guess']).toEqual(['33'])
    expect(desk.sent[0]!.fields['act']).toEqual(['send'])
    await tab.click('footer summary')
    await tab.click('button:has-text("Leave for good")')
    await title(tab, 'You have finished')
    expect(desk.sent.at(-1)!.what).toBe('leave')
  })
})

describe('the keyboard', () => {
  it.skipIf(noBrowser)('is led to what is wrong (needs Chromium)', async () => {
    const wrong: Page = {
      ...questionnaire,
      items: questionnaire.items.map((item, i) => ({ ...item, complaint: i === 2 ? 'Type a whole number.' : null })),
    }
    const { tab } = await at([wrong, end])
    expect(await tab.evaluate('document.activeElement.className')).toBe('errors')
    expect(await tab.title()).toMatch(/^Error: /)
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    await tab.keyboard.type('44')
    expect(await tab.inputValue('[name="q.age"]')).toBe('44')
  })
})
