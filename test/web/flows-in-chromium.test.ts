/** The examples from the link to the code, by participants at a browser; the others are scripted, over HTTP. */
import { readFileSync } from 'node:fs'
import type { Page as Tab } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { leaks } from './canary.ts'
import {
  another,
  answered,
  entered,
  joined,
  keyboard,
  leads,
  type Standing,
  type Stop,
  standing,
  walked,
} from './hands.ts'
import { masked } from './masked.ts'
import { type ServedSession, servedSession } from './served-session.ts'

const open = browserForTests()
let session: ServedSession
afterEach(async () => session?.close())

const example = (name: string) => masked(readFileSync(`examples/lab/${name}.yaml`, 'utf8'))

/** What a page may not be: beyond its window, or unfit for those who do not see or point. Of pages that previews do not show as full as this. */
async function look(tab: Tab, { key }: Pick<Standing, 'key'>): Promise<void> {
  expect(await accessibilityFaults(tab), key).toEqual([])
  const { width } = tab.viewportSize()!
  for (const narrow of [320, 640]) {
    await tab.setViewportSize({ width: narrow, height: 800 })
    expect(await overflow(tab), `${key}, ${narrow} pixels wide`).toBe(0)
  }
  await tab.setViewportSize({ width, height: 800 })
}

/** All but the participants behind these links are scripted. */
const others = (...browsers: readonly number[]) => {
  const gone = Promise.all(session.links.flatMap((_, nth) => (browsers.includes(nth) ? [] : [session.bot(nth)])))
  gone.catch(() => {})
  return gone
}

/** Nobody was sent a pseudonym of somebody else, or one of the names of the session file. */
function expectNoLeak(tokens: readonly string[]): void {
  const people = session.links.map((_, nth) => session.person(nth))
  const secrets = [
    ...people.map((token) => ({ token, entitled: (client: string) => client === token })),
    ...tokens.map((token) => ({ token, entitled: () => false })),
  ]
  expect(new Set(session.sent.map(({ client }) => client)).size).toBeGreaterThan(people.length)
  expect(leaks(session.sent, secrets)).toEqual([])
}

const codeOn = (tab: Tab) => tab.textContent('.code strong')
const codeOf = (nth: number) => session.of('exited').find(({ person }) => person === session.person(nth))?.code
const tries = async (tab: Tab, fields: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(fields)) await tab.fill(`[name="${name}"]`, value)
  await leads(tab, () => tab.click('button[value=try]'))
  return (await tab.innerText('.calculator')).replace(/\s+/g, ' ')
}
const kindsOf = (pages: readonly Standing[]) => new Set(pages.map(({ kind }) => kind))

describe('the beauty contest', () => {
  it.skipIf(noBrowser)('is gone through with the keyboard alone (needs Chromium)', { timeout: 300_000 }, async () => {
    const { text, tokens } = example('beauty-contest')
    session = await servedSession(text)
    const rest = others(0)
    const tab = await open(session.links[0]!, { width: 360 })
    const stops = new Map<string, Stop[]>()
    let page = 'join'
    const hands = keyboard((stop) => stops.set(page, [...(stops.get(page) ?? []), stop]))
    await joined(tab, hands)
    const pages = await walked(tab, {
      ...{ quizAnswers: session.quizAnswers, hands },
      answer: ({ kind }) =>
        kind === 'decision' ? { 'a.guess': '22' } : kind === 'belief' ? { belief: '33' } : undefined,
      look: async (at, { key, kind }) => {
        if (['reason', 'results', 'end'].includes(kind)) await look(at, { key })
        page = key
      },
    })
    expect(kindsOf(pages)).toEqual(
      new Set(
        'consent instructions quiz part decision belief reason questionnaire results manipulation debrief end'.split(
          ' ',
        ),
      ),
    )
    for (const [at, all] of stops) {
      expect(
        all.filter(({ seen }) => !seen),
        `${at}: the focus is seen`,
      ).toEqual([])
      const tops = all.filter(({ is }) => !is.includes('class="skip"')).map(({ top }) => top)
      expect(
        tops.every((top, i) => i === 0 || top >= tops[i - 1]! - 1),
        `${at}: the focus goes down the page: ${tops.join(', ')}`,
      ).toBe(true)
    }
    await rest
    expect(await codeOn(tab)).toBe(codeOf(0))
    const chosen = session.of('chose').filter(({ person }) => person === session.person(0))
    expect(chosen.map(({ action }) => action)).toEqual([{ guess: 22 }, { guess: 22 }])
    for (const { shownAt, firstInputAt, at } of chosen) {
      expect(firstInputAt).toBeGreaterThanOrEqual(shownAt!)
      expect(firstInputAt).toBeLessThanOrEqual(at)
    }
    expect(session.of('late')).toEqual([])
    expectNoLeak(tokens)
  })

  it.skipIf(noBrowser)(
    'leads the keyboard past the head of the page, and to what is wrong (needs Chromium)',
    { timeout: 120_000 },
    async () => {
      session = await servedSession(example('beauty-contest').text)
      const tab = await open(session.links[0]!)
      const hands = keyboard()
      await joined(tab, hands)
      await tab.keyboard.press('Tab')
      expect(await tab.evaluate('document.activeElement.className')).toBe('skip')
      expect(await tab.evaluate('document.activeElement.getBoundingClientRect().top >= 0')).toBe(true)
      await tab.keyboard.press('Enter')
      expect(await tab.evaluate('document.activeElement.id')).toBe('main')
      await walked(tab, { quizAnswers: session.quizAnswers, until: ({ kind }) => kind === 'decision' })
      await answered(tab, { quizAnswers: {}, hands, answer: () => ({ 'a.guess': '101' }) })
      expect(await tab.evaluate('document.activeElement.className')).toBe('errors')
      expect(await tab.title()).toMatch(/^Error: /)
      expect(await accessibilityFaults(tab)).toEqual([])
      await tab.keyboard.press('Tab')
      await tab.keyboard.press('Enter')
      expect(await tab.evaluate('document.activeElement.name')).toBe('a.guess')
      expect(await tab.inputValue('[name="a.guess"]')).toBe('101')
      expect(session.of('chose')).toEqual([])
      await entered(tab, { quizAnswers: {}, hands, answer: () => ({ 'a.guess': '100' }) })
      await leads(tab, () => tab.keyboard.press('Enter'))
      expect(session.of('chose').map(({ action }) => action)).toEqual([{ guess: 100 }])
    },
  )

  it.skipIf(noBrowser)('goes to its end without script (needs Chromium)', { timeout: 180_000 }, async () => {
    session = await servedSession(example('beauty-contest').text)
    const rest = others(0)
    const tab = await open(session.links[0]!, { script: false })
    await joined(tab)
    const pages = await walked(tab, { quizAnswers: session.quizAnswers })
    expect(kindsOf(pages).has('debrief')).toBe(true)
    await rest
    await tab.reload()
    expect(await codeOn(tab)).toBe(codeOf(0))
    expect(session.of('late')).toEqual([])
  })
})

describe('the auction', () => {
  it.skipIf(noBrowser)(
    'shows one’s value, reckons what a bid earns, and rehearses before it counts (needs Chromium)',
    { timeout: 300_000 },
    async () => {
      const { text, tokens } = example('sealed-bid')
      session = await servedSession(text)
      const rest = others(0)
      const tab = await open(session.links[0]!)
      await joined(tab)
      const tried: string[] = []
      const pages = await walked(tab, {
        quizAnswers: session.quizAnswers,
        look: async (at, standing) => {
          if (standing.kind.startsWith('result')) await look(at, standing)
          if (standing.kind !== 'decision') return
          const practice = standing.key.split(':')[2] === '-1'
          expect(await at.locator('.practice').count(), standing.key).toBe(practice ? 1 : 0)
          expect(await at.textContent('.figure strong'), standing.key).toMatch(/^\d/)
          const before = session.events().length
          tried.push(await tries(at, { 'a.bid': '20' }))
          if (tried.length === 1) await look(at, standing)
          expect(
            session
              .events()
              .slice(before)
              .filter(({ type }) => type === 'chose'),
            'nothing was sent',
          ).toEqual([])
          expect(await at.inputValue('[name="a.bid"]')).toBe('20')
        },
      })
      await rest
      const decisions = pages.filter(({ kind }) => kind === 'decision').map(({ key }) => key)
      expect(decisions.map((key) => key.split(':')[2])).toEqual(expect.arrayContaining(['-1', '0']))
      expect(tried).toHaveLength(decisions.length)
      for (const said of tried) expect(said).toContain('Nothing has been sent yet.')
      expect(await codeOn(tab)).toBe(codeOf(0))
      expect(session.of('late')).toEqual([])
      expectNoLeak(tokens)
    },
  )
})

/** The treatment in which all four are people, so that one of them is the planner, whoever it is. */
function withPersonAsPlanner(): string {
  const { blocks, treatments, ...rest } = parse(readFileSync('examples/lab/taxation.yaml', 'utf8'))
  const { 'person-plans': block } = blocks
  return stringify({
    ...rest,
    participants: 4,
    blocks: { 'person-plans': block },
    treatments: { person: treatments.person },
  })
}

describe('taxation', () => {
  it.skipIf(noBrowser)(
    'is gone through by workers and by a planner, who see what their choices would come to (needs Chromium)',
    { timeout: 400_000 },
    async () => {
      const { text, tokens } = masked(withPersonAsPlanner())
      session = await servedSession(text)
      const browsers = [0, 1, 2, 3]
      const seen = new Map<string, string>()
      const walks = browsers.map(async (nth) => {
        const tab = await open(session.links[nth]!)
        await joined(tab)
        await walked(tab, {
          quizAnswers: session.quizAnswers,
          look: async (at, standing) => {
            if ((await at.locator('[name="a.rates.0"]').count()) > 0) {
              const boxes = { 'a.rates.0': '10', 'a.rates.1': '30', 'a.rates.2': '60' }
              seen.set('planner', `${seen.get('planner') ?? ''}\n${await tries(at, boxes)}`)
              await look(at, standing)
            } else if ((await at.locator('[name="a.hours"]').count()) > 0 && !seen.has('worker')) {
              seen.set('worker', await tries(at, { 'a.hours': '40' }))
              await look(at, standing)
            }
          },
        })
        expect(await codeOn(tab)).toBe(codeOf(nth))
      })
      await Promise.all(walks)
      expect(seen.get('worker')).toContain('If you work 40 hours')
      expect(seen.get('planner')).toContain('Nobody has worked yet.')
      expect(seen.get('planner')).toContain('If all incomes were those of year 1')
      expect(session.of('late')).toEqual([])
      expect(session.of('finished').map(({ status }) => status)).toEqual(['ended'])
      expectNoLeak(tokens)
    },
  )
})

describe('waiting without script', () => {
  it.skipIf(noBrowser)('comes to the next page by itself (needs Chromium)', { timeout: 120_000 }, async () => {
    const block = '{ game: beauty-contest, params: { rounds: 2 }, seats: [person, person], matching: { when: live } }'
    session = await servedSession(
      `{ title: Numbers, participants: 2, consent: { text: Take part? }, blocks: { numbers: ${block} }, seed: 3 }`,
    )
    const tab = await open(session.links[0]!, { script: false })
    await joined(tab)
    await walked(tab, { quizAnswers: {}, until: ({ kind }) => kind === 'wait' })
    const waits = await standing(tab)
    const rest = session.bot(1)
    await another(tab, waits)
    const pages = await walked(tab, { quizAnswers: {} })
    expect(pages.filter(({ kind }) => kind === 'decision')).toHaveLength(2)
    await rest
    expect(await codeOn(tab)).toBe(codeOf(0))
  })
})
