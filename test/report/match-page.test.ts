/** A match's page: what is on it and what never is, that it cannot be made to do anything, and how it is stepped through. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { MatchStory } from '../../src/analysis/match-story.ts'
import { matchPage } from '../../src/report/match/match-page.ts'
import { accessibilityFaults, browserForTests, noBrowser, overflow } from '../browser.ts'
import { freshFolder } from '../cli/stagegame.ts'
import { call, calls, canariesOf, log, longLog, SEATS, SPECTATORS, told } from './whispers.ts'

const pageOf = (story: MatchStory): string => matchPage({ story, run: 'w-1' })
const seats = [0, 1, 2]

describe('the page of a match', () => {
  it('shows the spectator every seat’s secrets, moves, prompts, regrets and payoffs', () => {
    const page = pageOf(told())
    for (const canary of [...seats.flatMap(canariesOf), ...SPECTATORS]) expect(page).toContain(canary)
  })

  it.each(seats)('holds in no byte what seat %i may not know, and all that is its own', (seat) => {
    const page = pageOf(told(seat))
    for (const other of seats.filter((other) => other !== seat))
      for (const canary of [...canariesOf(other), `model-of-${other}`]) expect(page).not.toContain(canary)
    for (const canary of SPECTATORS) expect(page).not.toContain(canary)
    for (const canary of canariesOf(seat)) expect(page).toContain(canary)
  })

  it('shows a damaged log up to its damage, and why it stops', () => {
    const broken = {
      type: 'moved',
      turn: 1,
      seat: 9,
      action: { word: 'x', loud: true },
      origin: { by: 'player' },
    } as const
    const events = [...log.slice(0, 4), broken]
    const page = pageOf(told(undefined, { events }))
    expect(page).toContain('Stopped at event 4 of the log: turn 1 awaits seats 0, 1 and 2, but the log has seat 9')
    expect(page).toContain('word-of-2-in-0')
    expect(page).not.toContain('id="turn-1"')
    expect(pageOf(told(0, { events }))).not.toContain('seat 9')
  })

  it('shows a log with an erased event up to it', () => {
    const page = pageOf(told(undefined, { events: log.map((event, i) => (i === 6 ? null : event)) }))
    expect(page).toContain('Stopped at event 6 of the log: it was erased')
    expect(page).toContain('word-of-0-in-1')
    expect(page).not.toContain('word-of-2-in-1')
  })

  it('says of a match that waits who has not answered, but not to a seat', () => {
    const events = log.slice(0, 6)
    expect(pageOf(told(undefined, { events }))).toContain('not answered by 1 and 2')
    expect(pageOf(told(0, { events }))).not.toContain('not answered')
    expect(pageOf(told(1, { events }))).toContain('not answered by 1.')
  })

  it('tells why a match was voided to the spectator alone', () => {
    const events = [...log.slice(0, 4), { type: 'voided', reason: 'the room burnt' } as const]
    expect(pageOf(told(undefined, { events }))).toContain('Voided: the room burnt')
    expect(pageOf(told(0, { events }))).not.toContain('burnt')
  })

  it('says that an answer is a fallback in words and by a shape', () => {
    expect(pageOf(told())).toContain('<span aria-hidden="true">▲</span> fallback: illegal')
  })

  it('shows how each attempt was read, what it took and why it failed', () => {
    const made = [
      call(0, 1, { outcome: 'unparsable' }),
      call(0, 1, { attempt: 2, status: 'timeout', outcome: null, tokensOut: null, cost: 0.25, answered: 'another' }),
      call(0, 1, { attempt: 2, try: 2, estimated: true }),
    ]
    const page = pageOf(told(undefined, { made }))
    for (const text of [
      'read as unparsable',
      'attempt 2, try 2',
      'about 120 tokens in',
      '$0.25',
      'answered by another',
    ])
      expect(page).toContain(text)
    expect(page).toContain('waited 30 ms · worked 400 ms')
  })

  it('shows what was said at length once, and points to where', () => {
    const content = `rules ${'that all must know '.repeat(20)}`
    const request = { system: content, messages: [{ role: 'user', content: 'now' }] }
    const page = pageOf(told(undefined, { made: [call(0, 0, { request }), call(1, 0, { request })] }))
    expect(page.split(content)).toHaveLength(2)
    expect(page).toContain('as in <a href="#turn-0">turn 0</a>')
  })

  it('leaves out views past its room, and says so', () => {
    const whole = pageOf(told())
    const cut = matchPage({ story: told() }, { mostBytes: 1000 })
    expect(whole).not.toContain('Left out')
    expect(cut).toContain('Left out: the page is full.')
    expect(cut).toContain('too long for one page')
    expect(cut).toContain('word-of-1-in-1')
  })

  it('grows with a match, not with its square', () => {
    const bytes = (rounds: number) => pageOf(told(undefined, { events: longLog(rounds), made: [] })).length
    expect(bytes(80) - bytes(40)).toBeLessThan(1.1 * (bytes(40) - bytes(20)) * 2)
  })
})

const nasty = [
  '</script><script>document.title = "taken"</script>',
  '<img src="http://elsewhere.invalid/x.png" onerror="document.title = \'taken\'">',
  '" onfocus="document.title=1" autofocus="',
  '\u001b[31mred\u202ereversed\u200b',
]
const hostile = (): string => {
  const events = log.map((event) =>
    event.type === 'moved'
      ? { ...event, reason: nasty.join(' '), action: { word: nasty[event.seat]!, loud: true } }
      : event,
  )
  const made = [
    call(0, 0, { text: nasty.join('\n'), request: { messages: [{ role: nasty[1], content: nasty.join('\n') }] } }),
  ]
  const story = told(undefined, { events: events.slice(0, -1), made })
  return matchPage({ story: { ...story, title: nasty[0]!, match: nasty[1]! }, run: nasty[2]! })
}

describe('texts of strangers', () => {
  it('are text and nothing else', () => {
    const page = hostile()
    expect(page.match(/<script/g)).toHaveLength(1)
    for (const raw of ['<img', '\u001b', '\u202e', '\u200b']) expect(page).not.toContain(raw)
    expect(page).toContain('\\u202ereversed\\u200b')
    expect(page).not.toContain('autofocus="')
  })
})

describe('in a browser', () => {
  const open = browserForTests()
  const folder = freshFolder()
  const address = (html: string, hash = ''): string => {
    const file = join(folder, 'match.html')
    writeFileSync(file, html)
    return pathToFileURL(file).href + hash
  }
  const shown = (page: Page) => page.locator('.step:visible h2').allTextContents()
  const needs = it.skipIf(noBrowser)

  needs('arrows, j and k, Home and End step through the turns and tell which (needs Chromium)', async () => {
    const page = await open(address(pageOf(told())))
    const steps: string[] = []
    for (const key of ['ArrowRight', 'j', 'k', 'ArrowLeft', 'ArrowLeft', 'End', 'ArrowRight', 'Home']) {
      await page.keyboard.press(key)
      steps.push((await shown(page)).join())
    }
    expect(steps).toEqual(['Turn 1', 'The end', 'Turn 1', 'Turn 0', 'Turn 0', 'The end', 'The end', 'Turn 0'])
    expect(await page.locator('[role=status]').textContent()).toContain('Turn 0. whisper asked of seats 0, 1 and 2')
    expect(page.url()).toMatch(/#turn-0$/)
  })

  needs('buttons and slider do the same, and the slider steps once a key (needs Chromium)', async () => {
    const page = await open(address(pageOf(told())))
    await page.getByRole('button', { name: 'Next turn' }).click()
    expect(await shown(page)).toEqual(['Turn 1'])
    await page.getByRole('slider').focus()
    await page.keyboard.press('ArrowRight')
    expect(await shown(page)).toEqual(['The end'])
    await page.keyboard.press('Home')
    expect(await shown(page)).toEqual(['Turn 0'])
  })

  needs('an address names a turn, and its heading gets the focus (needs Chromium)', async () => {
    const page = await open(address(pageOf(told()), '#turn-1'))
    expect(await shown(page)).toEqual(['Turn 1'])
    await page.getByText('All turns').last().click()
    await page.getByRole('link', { name: 'Turn 0', exact: true }).first().click()
    expect(await shown(page)).toEqual(['Turn 0'])
    expect(await page.evaluate('document.activeElement.id')).toBe('turn-0-title')
  })

  needs('a focus inside a turn moves on with the turn (needs Chromium)', async () => {
    const page = await open(address(pageOf(told())))
    await page.locator('#turn-0 summary').first().focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.id')).toBe('turn-1-title')
  })

  needs('s goes through the eyes of the seats and back, ? shows the keys (needs Chromium)', async () => {
    const page = await open(address(pageOf(told())))
    const words = () => page.locator('#turn-0 table tr[data-of]:visible th').allTextContents()
    const seen: number[] = []
    for (let i = 0; i <= SEATS; i++) {
      await page.keyboard.press('s')
      seen.push((await words()).length)
    }
    expect(seen).toEqual([1, 1, 1, SEATS])
    await page.keyboard.press('s')
    expect(await words()).toEqual(['0 player-of-0'])
    expect(await page.locator('#turn-0').getByText('secret-of-0').isVisible()).toBe(true)
    expect(await page.locator('#turn-0').getByText('payoff so far').isVisible()).toBe(false)
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('ArrowRight')
    expect(await shown(page)).toEqual(['Turn 0'])
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
  })

  needs('without script, and in print, all turns show (needs Chromium)', async () => {
    const all = ['Turn 0', 'Turn 1', 'The end']
    const plain = await open(address(pageOf(told())), { script: false })
    expect(await shown(plain)).toEqual(all)
    expect(await plain.getByRole('slider').count()).toBe(0)
    const page = await open(address(pageOf(told())))
    await page.emulateMedia({ media: 'print' })
    expect(await shown(page)).toEqual(all)
  })

  needs.each(['light', 'dark'] as const)(
    'has no fault of accessibility, %s, open or closed (needs Chromium)',
    async (scheme) => {
      for (const story of [told(), told(1)]) {
        const page = await open(address(pageOf(story), '#turn-1'), { scheme })
        expect(await accessibilityFaults(page)).toEqual([])
        await page.evaluate('document.querySelectorAll("details").forEach((part) => { part.open = true })')
        expect(await accessibilityFaults(page)).toEqual([])
      }
      const plain = await open(address(pageOf(told())), { scheme })
      await plain.evaluate('document.body.classList.remove("stepping")')
      expect(await accessibilityFaults(plain)).toEqual([])
    },
  )

  needs.each([360, 1280])('never scrolls sideways at %i pixels (needs Chromium)', async (width) => {
    for (const html of [pageOf(told()), hostile()]) {
      const page = await open(address(html), { width })
      await page.evaluate('document.querySelectorAll("details").forEach((part) => { part.open = true })')
      for (const key of ['Home', 'ArrowRight', 'End']) {
        await page.keyboard.press(key)
        expect(await overflow(page)).toBe(0)
      }
    }
  })

  needs('asks nothing of any network and runs no script but its own (needs Chromium)', async () => {
    const page = await open('about:blank')
    const requests: string[] = []
    const faults: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => faults.push(error.message))
    const url = address(hostile())
    await page.goto(url)
    await page.keyboard.press('ArrowRight')
    expect(requests).toEqual([url])
    expect(await page.title()).not.toBe('taken')
    expect(faults).toEqual([])
  })

  needs('is kept from any network and from strangers’ scripts by its policy (needs Chromium)', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const planted = async (html: string) => {
      const page = await open(address(html))
      return page.evaluate(`new Promise((settled) => {
        const script = document.createElement('script')
        script.textContent = 'document.title = "taken"'
        const image = new Image()
        image.onerror = image.onload = () => settled(document.title)
        document.body.append(script, image)
        image.src = 'http://127.0.0.1:${(server.address() as AddressInfo).port}/'
      })`)
    }
    expect(await planted(pageOf(told()))).toContain('Whispers')
    expect(asked).toBe(0)
    expect(await planted('<!doctype html><body>')).toBe('taken')
    expect(asked).toBe(1)
    server.close()
  })
})

it('is the same page for the same match', () => {
  expect(pageOf(told(0, { made: calls }))).toBe(pageOf(told(0, { made: calls })))
})
