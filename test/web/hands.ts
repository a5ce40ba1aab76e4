/** A participant at a browser: reads what is asked from the page, and enters it by the mouse or by the keyboard alone. */
import type { Page as Tab } from 'playwright-core'
import { type Rng, stream } from '../../src/core/chance.ts'
import type { ShownPage } from '../../src/web/bots/browser.ts'
import { parsed, textOf } from '../../src/web/bots/dom.ts'
import { filled, type QuizAnswers } from '../../src/web/bots/fill.ts'

export interface Standing {
  /** Which page it is, as it says itself. */
  readonly key: string
  readonly kind: string
}

export interface Walking {
  readonly quizAnswers: QuizAnswers
  readonly rng?: Rng
  /** What is entered on this page, by the name of the field; the rest is filled in by chance. */
  readonly answer?: (at: Standing) => Readonly<Record<string, string>> | undefined
  /** Looks at each page before it is answered. */
  readonly look?: (tab: Tab, at: Standing) => Promise<void>
  /** Where to stop, before it is answered; default: the last page. */
  readonly until?: (at: Standing) => boolean
  readonly hands?: Hands
}

/** How values get into a page. */
export interface Hands {
  readonly enter: (tab: Tab, name: string, value: string) => Promise<void>
  readonly press: (tab: Tab, selector: string) => Promise<void>
}

const main = 'main[data-page]'

export async function standing(tab: Tab): Promise<Standing> {
  const at = tab.locator(main)
  await at.waitFor({ state: 'attached' })
  return { key: (await at.getAttribute('data-page'))!, kind: (await at.getAttribute('data-kind'))! }
}

/** Confirms the link that is open. */
export async function joined(tab: Tab, hands: Hands = mouse): Promise<void> {
  await leads(tab, () => hands.press(tab, 'main form button'))
  await tab.locator(main).waitFor({ state: 'attached' })
}

/** Goes through pages, and gives each that it came to, in order. */
export async function walked(tab: Tab, walking: Walking): Promise<readonly Standing[]> {
  const { until = () => false, look, rng = stream(['hands']), ...rest } = walking
  const pages: Standing[] = []
  for (;;) {
    const at = await standing(tab)
    if (pages.at(-1)?.key !== at.key) {
      pages.push(at)
      await look?.(tab, at)
    }
    if (at.kind === 'end' || until(at)) return pages
    if (at.kind === 'wait') await another(tab, at)
    else await answered(tab, { ...rest, rng })
  }
}

/** Resolves once another page stands there. */
export const another = (tab: Tab, { key }: Standing): Promise<unknown> =>
  tab.waitForSelector(`main:not([data-page="${key}"])`, { state: 'attached', timeout: 60_000 })

/** Fills in the page and sends it. */
export async function answered(
  tab: Tab,
  { quizAnswers, rng = stream(['hands']), answer = () => undefined, hands = mouse }: Walking,
): Promise<void> {
  const at = await standing(tab)
  await entered(tab, { quizAnswers, rng, answer, hands })
  await leads(tab, () => hands.press(tab, at.kind === 'consent' ? 'button[value=yes]' : 'main button[value=send]'))
}

/** Fills in the page, and sends nothing. */
export async function entered(
  tab: Tab,
  { quizAnswers, rng = stream(['hands']), answer = () => undefined, hands = mouse }: Walking,
): Promise<void> {
  const at = await standing(tab)
  const root = parsed(await tab.content())
  const page: ShownPage = {
    ...{ ...at, url: tab.url(), root, events: null, serverTime: 0, cameAt: 0 },
    complaints: [...root.querySelectorAll('main .errors li')].map(textOf),
  }
  const sent = filled(page, { rng, quizAnswers, wrong: new Map() })
  const own = answer(at) ?? {}
  for (const [name, value] of sent?.fields ?? [])
    if (!['page', 'act', 'consent'].includes(name)) await hands.enter(tab, name, own[name] ?? value)
}

/** Does what leads to a page, and waits until that page is there. */
export async function leads(tab: Tab, act: () => Promise<unknown>): Promise<void> {
  const came = tab.waitForEvent('framenavigated')
  await act()
  await came
  await tab.waitForLoadState('load')
}

const named = (name: string): string => `main [name="${name}"]`
const found = (selector: string): string => `document.querySelector(${JSON.stringify(selector)})`
/** `radio`, `text`, `textarea` … */
const kindOf = (tab: Tab, name: string): Promise<unknown> =>
  tab.evaluate(`(({ type, tagName }) => tagName === 'INPUT' ? type : tagName.toLowerCase())(${found(named(name))})`)

export const mouse: Hands = {
  enter: async (tab, name, value) => {
    switch (await kindOf(tab, name)) {
      case 'radio':
      case 'checkbox':
        return tab.locator(`${named(name)}[value=${JSON.stringify(value)}]`).check()
      case 'select':
        return void (await tab.locator(named(name)).selectOption(value))
      default:
        return tab.locator(named(name)).fill(value)
    }
  },
  press: (tab, selector) => tab.locator(selector).first().click(),
}

/** Tab, arrows, space, Enter and letters. `stopped` is told of each stop of the focus. */
export function keyboard(stopped: (stop: Stop) => void = () => {}): Hands {
  const to = async (tab: Tab, selector: string): Promise<void> => {
    for (let stops = 0; stops < 200; stops++) {
      if (await tab.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return
      await tab.keyboard.press('Tab')
      const stop = await stopOf(tab)
      if (stop) stopped(stop)
    }
    throw new Error(`the focus never comes to ${selector}`)
  }
  return {
    enter: async (tab, name, value) => {
      const kind = await kindOf(tab, name)
      const wanted = `${named(name)}[value=${JSON.stringify(value)}]`
      if (kind === 'checkbox') {
        await to(tab, wanted)
        return tab.keyboard.press('Space')
      }
      await to(tab, named(name))
      if (kind === 'radio') {
        await tab.keyboard.press('Space')
        while (!(await tab.isChecked(wanted))) await tab.keyboard.press('ArrowDown')
        return
      }
      if (kind === 'select') return void (await tab.keyboard.type(value))
      await tab.keyboard.press('ControlOrMeta+a')
      await tab.keyboard.type(value)
    },
    press: async (tab, selector) => {
      await to(tab, selector)
      await tab.keyboard.press('Enter')
    },
  }
}

/** Where the focus stops. */
export interface Stop {
  /** The element as it is written. */
  readonly is: string
  /** Pixels from the top of the document; of what is out of sight until it is focused, none. */
  readonly top: number
  /** Its outline is at least two pixels wide. */
  readonly seen: boolean
}

/** Null: the focus is nowhere on the page. */
const stopOf = (tab: Tab): Promise<Stop | null> =>
  tab.evaluate(`(() => {
    const e = document.activeElement
    if (!e || e === document.body) return null
    const { outlineStyle, outlineWidth } = getComputedStyle(e)
    return {
      is: e.outerHTML.slice(0, 100),
      top: e.getBoundingClientRect().top + scrollY,
      seen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    }
  })()`) as Promise<Stop | null>
