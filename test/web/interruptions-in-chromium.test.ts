/** Whatever a participant does with the browser, the page is the one that the server says, and nothing is taken twice. */
import type { Page as Tab } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { SessionEvent } from '../../src/lab/session-event.ts'
import { browserForTests, noBrowser } from '../browser.ts'
import { another, answered, entered, joined, leads, standing, walked } from './hands.ts'
import { type ServedSession, servedSession } from './served-session.ts'

const open = browserForTests()
let session: ServedSession
afterEach(async () => session?.close())

/** Every kind of page, but for that of an exit; two people and then one against programs. */
const ALL_KINDS = (participants: number) => `
title: Numbers and points
participants: ${participants}
consent: { text: You are invited to take part in a study., agree: [I want to take part.] }
instructions: Read this.
quiz: { attempts: 2, items: [{ ask: What is two thirds of 30?, answer: 20 }] }
told:
  programs: { text: The other is a computer program., says: programs }
  people: { text: The other is a person., says: people }
players: [{ name: dice, strategy: random }]
blocks:
  table:
    game: ultimatum
    seats: { proposer: dice, responder: person }
    told: programs
    strategy: { kind: reply, by: offer, cases: [2, 4, 6] }
  guess:
    game: beauty-contest
    params: { rounds: 2 }
    seats: [person, dice]
    told: programs
    check: true
    reason: required
    belief: { ask: What will the other choose?, of: guess, min: 0, max: 100 }
    feedback: now
questionnaire: [{ title: About you, items: [{ kind: text, name: words, ask: Say something. }] }]
manipulation: { ask: What was the other?, options: [a person, a program] }
debrief: This was it.
payment: { fee: 5, exits: { withdrew: 1.5 } }
seed: 5
`

const KINDS =
  'consent instructions quiz part strategy decision reason belief result questionnaire results manipulation debrief'.split(
    ' ',
  )

/** Two people at once, over two rounds. */
const PAIR = `
title: Numbers
participants: 2
consent: { text: You are invited to take part in a study. }
blocks:
  guess: { game: beauty-contest, params: { rounds: 2 }, seats: [person, person], matching: { when: live } }
seed: 5
`

/** The nth participant, who is at such a page: came there over HTTP, closed it, and opens the link in a browser. */
async function at(nth: number, kind: string, looks: Parameters<typeof open>[1] = {}) {
  const came = await session.bot(nth, { doing: (page) => (page.kind === kind ? 'vanish' : 'answer') })
  const tab = await open(session.links[nth]!, looks)
  await joined(tab)
  expect((await standing(tab)).key).toBe(came.pages.at(-1))
  return tab
}

/** The same page in a further tab, which hears of nothing. */
async function deafTab(tab: Tab): Promise<Tab> {
  const second = await tab.context().newPage()
  await second.route('**/events*', (route) => route.abort())
  await second.goto(tab.url())
  return second
}

const guessed = (guess: string) => ({ quizAnswers: {}, answer: () => ({ 'a.guess': guess }) })
const since = (before: number, type: SessionEvent['type']) =>
  session
    .events()
    .slice(before)
    .filter((event) => event.type === type)
const late = () => session.of('late').map(({ page, why }) => `${page}: ${why}`)
const notice = (tab: Tab) => tab.textContent('main .notice:not(.lost)')

describe('to load a page again', () => {
  it.skipIf(noBrowser)('changes nothing, whatever page it is (needs Chromium)', { timeout: 240_000 }, async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await open(session.links[0]!)
    await joined(tab)
    const pages = await walked(tab, {
      quizAnswers: session.quizAnswers,
      look: async (here, { key }) => {
        const [before, shown] = [session.events().length, await here.innerHTML('main')]
        for (let times = 0; times < 2; times++) await here.reload()
        expect(await here.innerHTML('main'), key).toBe(shown)
        expect(session.events().slice(before), key).toEqual([])
      },
    })
    expect(new Set(pages.map(({ kind }) => kind))).toEqual(new Set([...KINDS, 'end']))
  })

  it.skipIf(noBrowser)('changes nothing while one waits (needs Chromium)', async () => {
    session = await servedSession(PAIR)
    const tab = await at(0, 'wait')
    const before = session.events().length
    await tab.reload()
    await tab.reload()
    expect((await standing(tab)).kind).toBe('wait')
    expect(session.events().slice(before)).toEqual([])
  })
})

describe('to go back', () => {
  it.skipIf(noBrowser)('leads to the page that is due (needs Chromium)', async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await at(0, 'decision')
    await answered(tab, guessed('10'))
    const due = await standing(tab)
    expect(due.kind).toBe('reason')
    const before = session.events().length
    await tab.goBack()
    if (tab.url().includes('/join/')) await joined(tab)
    expect(await standing(tab)).toEqual(due)
    await tab.goForward()
    if (!tab.url().includes('/join/')) expect(await standing(tab)).toEqual(due)
    expect(since(before, 'chose')).toEqual([])
    expect(late()).toEqual([])
  })
})

describe('a page that was answered already', () => {
  it.skipIf(noBrowser)('is refused, which is told and noted, and nothing is taken twice (needs Chromium)', async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await at(0, 'decision')
    const { key } = await standing(tab)
    const stale = await deafTab(tab)
    await answered(tab, guessed('10'))
    const due = await standing(tab)
    await answered(stale, guessed('90'))
    expect(await standing(stale)).toEqual(due)
    expect(await notice(stale)).toContain('nothing of it was taken twice')
    expect(
      session
        .of('chose')
        .filter(({ nth }) => nth === 0)
        .map(({ action }) => action),
    ).toContainEqual({ guess: 10 })
    expect(session.of('chose').map(({ action }) => action)).not.toContainEqual({ guess: 90 })
    expect(late()).toEqual([`${due.key}: the page had been left`])
    expect(key).not.toBe(due.key)
    await stale.reload()
    expect(await stale.locator('main .notice:not(.lost)').count(), 'it is told once').toBe(0)
  })

  it.skipIf(noBrowser)('gives way in another tab to the one that is due (needs Chromium)', async () => {
    session = await servedSession(PAIR)
    const other = session.bot(1)
    const tab = await at(0, 'decision')
    const first = await standing(tab)
    const second = await tab.context().newPage()
    await second.goto(tab.url())
    expect(await standing(second)).toEqual(first)
    await answered(tab, guessed('10'))
    await another(second, first)
    await walked(tab, { quizAnswers: {}, until: ({ kind, key }) => kind === 'decision' && key !== first.key })
    const due = await standing(tab)
    await second.waitForSelector(`main[data-page="${due.key}"]`)
    await walked(second, { quizAnswers: {} })
    await tab.waitForSelector('main[data-kind=end]')
    await other
    expect(session.of('chose')).toHaveLength(4)
    expect(late()).toEqual([])
  })

  it.skipIf(noBrowser).each([true, false])(
    'is taken once from two presses, with script %s (needs Chromium)',
    async (script) => {
      session = await servedSession(ALL_KINDS(1))
      const tab = await at(0, 'decision', { script })
      await entered(tab, guessed('10'))
      await tab.locator('button[value=send]').dblclick({ noWaitAfter: true })
      await tab.waitForSelector('main[data-kind=reason]')
      await tab.reload()
      const guesses = session.of('chose').filter(({ kind }) => kind === 'guess')
      expect(guesses.map(({ action }) => action)).toEqual([{ guess: 10 }])
      expect((await standing(tab)).kind).toBe('reason')
      if (script) expect(late()).toEqual([])
    },
  )
})

describe('a second device', () => {
  it.skipIf(noBrowser)('goes on where the first was, by the same link (needs Chromium)', async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await at(0, 'decision')
    const first = await standing(tab)
    const phone = await open(session.links[0]!, { width: 360 })
    await joined(phone)
    expect(await standing(phone)).toEqual(first)
    expect(phone.url()).toBe(tab.url())
    await answered(phone, guessed('10'))
    await another(tab, first)
    expect(await standing(tab)).toEqual(await standing(phone))
    await walked(tab, { quizAnswers: session.quizAnswers })
    expect(late()).toEqual([])
  })

  it.skipIf(noBrowser)('sees nothing without the link (needs Chromium)', async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await at(0, 'decision')
    const stranger = await open(tab.url())
    expect(await stranger.locator('main[data-page]').count()).toBe(0)
    expect(await stranger.textContent('main')).not.toContain('number')
  })
})

describe('who closes the page', () => {
  it.skipIf(noBrowser)('is seen to be away, and to be back (needs Chromium)', async () => {
    session = await servedSession(ALL_KINDS(1))
    const tab = await at(0, 'decision')
    const status = () => session.desk.monitor().people[0]!.status
    await expect.poll(status).toBe('active')
    await tab.close()
    await expect.poll(status).toBe('away')
    const back = await open(session.links[0]!)
    await joined(back)
    await expect.poll(status).toBe('active')
  })

  it.skipIf(noBrowser)(
    'may come back to it, whatever page it is, and may leave for good with the fee for that (needs Chromium)',
    { timeout: 240_000 },
    async () => {
      session = await servedSession(ALL_KINDS(KINDS.length))
      const exitOf = (nth: number) => session.of('exited').find(({ person }) => person === session.person(nth))
      const paidTo = (nth: number) =>
        session.of('paid').flatMap(({ person, amount }) => (person === session.person(nth) ? [amount] : []))
      for (const [nth, kind] of KINDS.entries()) {
        const back = await at(nth, kind)
        const [told] = paidTo(nth) // who has come to the results keeps what they were told there
        await back.click('footer summary')
        await leads(back, () => back.click('button[value=leave]'))
        expect((await standing(back)).kind).toBe('end')
        const declined = kind === 'consent' // nobody takes part before that
        expect(exitOf(nth), kind).toMatchObject({ exit: declined ? 'declined' : 'withdrew' })
        expect(await back.textContent('.code strong')).toBe(exitOf(nth)?.code)
        expect(paidTo(nth), kind).toEqual([declined ? 0 : (told ?? 150)])
        await back.context().close()
      }
    },
  )
})
