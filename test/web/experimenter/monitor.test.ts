/** The experimenter’s pages in a browser: readable by everybody, at any width, in both schemes, and live without losing one’s place. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { wallClock } from '../../../src/lab/clock.ts'
import type { Monitor } from '../../../src/lab/desk.ts'
import { type Serving, serveLab } from '../../../src/web/server.ts'
import { accessibilityFaults, browserForTests, type Looks, noBrowser, overflow } from '../../browser.ts'
import { scriptedDesk } from '../desk.ts'
import { KINDS } from '../every-page.ts'
import { BUSY, PASSWORD, served } from './desk.ts'

const open = browserForTests()
const serving: Serving[] = []
afterEach(async () => {
  for (const one of serving.splice(0)) await one.close()
})

/** Serves a session; `become` makes its monitor another one, and says so. */
async function session(first: Monitor = BUSY, { demo = false } = {}) {
  let monitor = first
  const calls = new Set<() => void>()
  const desk = {
    ...scriptedDesk({ pages: Object.values(KINDS), title: 'Choosing numbers', demo }),
    monitor: () => monitor,
    watchAll: (call: () => void) => {
      calls.add(call)
      return () => void calls.delete(call)
    },
  }
  const lab = await serveLab(served(desk, wallClock), { port: 0 })
  serving.push(lab)
  return {
    url: lab.url,
    desk,
    become: (next: Monitor) => {
      monitor = next
      for (const call of calls) call()
    },
  }
}

async function loggedIn(url: string, looks: Looks = {}): Promise<Page> {
  const page = await open(`${url}/experimenter`, looks)
  await page.fill('#password', PASSWORD)
  await page.click('main button')
  await page.waitForSelector('#live')
  return page
}

const SHOWN = [
  '/experimenter',
  '/experimenter/confirm?act=withdraw&person=ada',
  '/experimenter/note?person=ada',
  '/experimenter/links',
  '/experimenter/links/sheet',
  '/experimenter/preview',
  '/experimenter/preview/4',
  '/experimenter/preview/4?width=phone',
  '/experimenter/nothing',
]

describe.skipIf(noBrowser)('the experimenter’s pages (need Chromium)', () => {
  it.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)(
    'have no fault against WCAG 2.2 AA and fit, at %i pixels, %s',
    { timeout: 60_000 },
    async (width, scheme) => {
      const { url } = await session(BUSY, { demo: true })
      const login = await open(`${url}/experimenter/login`, { width, scheme })
      expect(await accessibilityFaults(login)).toEqual([])
      expect(await overflow(login)).toBe(0)
      const page = await loggedIn(url, { width, scheme })
      for (const path of SHOWN) {
        await page.goto(`${url}${path}`)
        expect(await accessibilityFaults(page), path).toEqual([])
        expect(await overflow(page), path).toBe(0)
      }
    },
  )

  it('show what has changed by themselves, and leave focus where it was', async () => {
    const { url, become } = await session()
    const page = await loggedIn(url)
    await page.focus('#note-cyd')
    await page.evaluate("document.getElementById('person-cyd').marked = true")
    const [ada, ben, cyd, ...others] = BUSY.people
    become({
      ...BUSY,
      people: [{ ...ada!, status: 'waiting', page: 'wait:1:0', deadline: null }, ben!, cyd!, ...others],
      pools: [],
    })
    await page.waitForSelector('#person-ada .state.waiting')
    await page.waitForSelector('#pools .empty')
    expect(await page.textContent('#person-ada')).not.toContain('More time')
    expect(await page.evaluate('document.activeElement.id')).toBe('note-cyd')
    expect(await page.evaluate("document.getElementById('person-cyd').marked")).toBe(true)
    become({ ...BUSY, people: [cyd!, ada!] })
    await page.waitForSelector('#person-ben', { state: 'detached' })
    expect(await page.$$eval('#people tbody tr', (rows) => rows.map(({ id }) => id))).toEqual([
      'person-cyd',
      'person-ada',
    ])
  })

  it('let an act be done after a question, and say that it was done', async () => {
    const { url, desk } = await session()
    const page = await loggedIn(url)
    await page.click('#withdraw-ada')
    expect(await page.textContent('h1')).toBe('Take Seat 1 (ada) out of the study?')
    await page.click('main button.danger')
    await page.waitForSelector('.done')
    expect(desk.acts).toEqual([{ act: 'withdraw', person: 'ada' }])
    expect(await page.textContent('.done')).toBe('The participant was taken out of the study.')
  })

  it('go to the login when it is over', async () => {
    const { url, become } = await session()
    const page = await loggedIn(url)
    const other = await page.context().newPage()
    await other.goto(`${url}/experimenter`)
    await other.click('header button')
    await other.waitForSelector('#password')
    become(BUSY)
    await page.waitForSelector('#password')
  })

  it('work without script: they load again by themselves, and acts are forms', async () => {
    const { url, desk } = await session()
    const page = await loggedIn(url, { script: false })
    expect(await page.getAttribute('noscript meta', 'content')).toBe('5')
    await page.click('#extend-ada')
    await page.waitForSelector('.done')
    await page.click('#pause')
    await page.waitForSelector('.done')
    expect(desk.acts).toEqual([{ act: 'extend', person: 'ada' }, { act: 'pause' }])
    await page.goto(`${url}/experimenter/links`)
    expect(await page.isVisible('[data-copy]')).toBe(false)
  })

  it('copy a link', async () => {
    const { url } = await session()
    const page = await loggedIn(url)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${url}/experimenter/links`)
    await page.click('[data-copy=link-0]')
    await page.waitForSelector('[data-copy=link-0]:text-is("Copied")')
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      'http://127.0.0.1:8080/join/token-of-ada-0123456789',
    )
  })

  it('show a page as participants see it, whose form goes nowhere', async () => {
    const { url, desk } = await session()
    const page = await loggedIn(url)
    const previews = await desk.previews()
    const nth = previews.findIndex(({ page: { kind } }) => kind === 'consent')
    await page.goto(`${url}/experimenter/preview/${nth}`)
    const inside = page.frame({ url: new RegExp(`/preview/${nth}/page$`) })!
    await inside.waitForSelector('main button')
    const paper = await inside.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor")
    expect(paper).toBe('rgb(255, 255, 255)')
    const posts: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url())
    })
    await inside.click('main button')
    await page.goto(`${url}/experimenter/preview/${nth}/page`)
    await page.click('main button')
    await page.waitForTimeout(200)
    expect(posts).toEqual([])
    expect(desk.sent).toEqual([])
  })
})
