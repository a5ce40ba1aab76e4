/** A time that is over: what becomes of the one who was late and of the others, as the session file has it. */
import type { Page as Tab } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { browserForTests, noBrowser } from '../browser.ts'
import { answered, entered, joined, leads, standing, walked } from './hands.ts'
import { type ServedSession, servedSession } from './served-session.ts'

const open = browserForTests()
let session: ServedSession
afterEach(async () => session?.close())

const SECONDS = 3

/** Two people and a program, two rounds; what is asked, by which rules, and what a time-out means, is given. */
const timed = (policy: string, { when = 'live', extensions = 0, seconds = SECONDS } = {}) => `
title: Numbers
participants: 2
consent: { text: You are invited to take part in a study. }
told: { either: { text: Each of the others may be a person or a computer program., says: people-or-programs } }
players: [{ name: dice, strategy: random }]
blocks:
  guess:
    game: beauty-contest
    seats: [person, person, dice]
    told: either
    matching: { when: ${when}, leftover: leave }
    time: { seconds: ${seconds}, ${policy}, extensions: ${extensions} }
payment: { fee: 4, exits: { dropped: 1, group-ended: 2.5 } }
seed: 5
`

const guess = (value: string) => ({ quizAnswers: {}, answer: () => ({ 'a.guess': value }) })

/** A browser without script, so that its page stands still, at its decision; the other participant answers at once. */
async function atDecision(text: string, script = false) {
  session = await servedSession(text)
  const other = session.bot(1, { answer: ({ kind }) => (kind === 'decision' ? { 'a.guess': '40' } : undefined) })
  const tab = await open(session.links[0]!, { script })
  await joined(tab)
  await walked(tab, { quizAnswers: {}, until: ({ kind }) => kind === 'decision' })
  return { tab, other }
}

/** Sends an answer to the page once its time is over. */
async function answeredLate(tab: Tab): Promise<void> {
  const endsAt = Number(await tab.getAttribute('.timer', 'data-ends'))
  await entered(tab, guess('10'))
  await tab.waitForTimeout(endsAt - Date.now() + 300)
  await leads(tab, () => tab.click('button[value=send]'))
}

const chosenBy = (nth: number) => session.of('chose').filter(({ person }) => person === session.person(nth))
const exitOf = (nth: number) => session.of('exited').find(({ person }) => person === session.person(nth))?.exit
const paidTo = (nth: number) => session.of('paid').find(({ person }) => person === session.person(nth))?.amount
const lateOf = (nth: number) => session.of('late').filter(({ person }) => person === session.person(nth))

describe('an answer after the time', () => {
  it.skipIf(noBrowser)('is not taken: the fallback is, flagged, and all go on (needs Chromium)', async () => {
    const { tab, other } = await atDecision(timed('policy: fallback'))
    await answeredLate(tab)
    expect(lateOf(0)).toHaveLength(1)
    expect(chosenBy(0).map(({ origin }) => origin)).toEqual([{ by: 'fallback', reason: 'timeout' }])
    expect(chosenBy(0).map(({ action }) => action)).not.toContainEqual({ guess: 10 })
    await walked(tab, { quizAnswers: {} })
    expect((await other).end?.text).toBe('You have finished the study')
    expect([exitOf(0), exitOf(1)]).toEqual(['completed', 'completed'])
    expect(session.of('finished').map(({ status }) => status)).toEqual(['ended'])
  })

  it.skipIf(noBrowser)('is not taken: a program has the seat, and the others go on (needs Chromium)', async () => {
    const { tab, other } = await atDecision(timed('policy: replace-by-model, by: dice'))
    await answeredLate(tab)
    expect((await standing(tab)).kind).toBe('end')
    expect(await tab.textContent('main')).toContain('€1.00')
    expect(lateOf(0)).toHaveLength(1)
    expect(chosenBy(0)).toEqual([])
    expect((await other).end?.text).toBe('You have finished the study')
    expect([exitOf(0), exitOf(1), paidTo(0)]).toEqual(['dropped', 'completed', 100])
    expect(session.of('reseated').map(({ player, reason }) => `${player}: ${reason}`)).toEqual(['dice: timeout'])
    expect(session.of('finished').map(({ status }) => status)).toEqual(['ended'])
  })

  it.skipIf(noBrowser)('is not taken: the match is void, and all get their fee (needs Chromium)', async () => {
    const { tab, other } = await atDecision(timed('policy: end-group-with-fee'))
    await answeredLate(tab)
    expect((await standing(tab)).kind).toBe('end')
    expect(lateOf(0)).toHaveLength(1)
    expect(chosenBy(0)).toEqual([])
    expect((await other).end?.text).toBe('The study ends here for you')
    expect([exitOf(0), exitOf(1), paidTo(0), paidTo(1)]).toEqual(['dropped', 'group-ended', 100, 250])
    expect(session.of('finished').map(({ status }) => status)).toEqual(['voided'])
  })

  it.skipIf(noBrowser)('enters no group where groups are formed afterwards (needs Chromium)', async () => {
    const { tab, other } = await atDecision(timed('policy: fallback', { when: 'deferred' }))
    await answeredLate(tab)
    expect(lateOf(0)).toHaveLength(1)
    expect(chosenBy(0).map(({ origin }) => origin)).toEqual([{ by: 'missing', reason: 'timeout' }])
    await walked(tab, { quizAnswers: {} })
    await other
    expect(session.of('grouped')).toEqual([])
    expect([exitOf(0), exitOf(1)]).toEqual(['completed', 'completed'])
  })
})

describe('a page whose time is over', () => {
  it.skipIf(noBrowser)('goes on by itself where there is script (needs Chromium)', async () => {
    const { tab } = await atDecision(timed('policy: fallback'), true)
    await tab.waitForSelector('main:not([data-kind=decision])')
    expect(chosenBy(0).map(({ origin }) => origin.by)).toEqual(['fallback'])
    expect(lateOf(0)).toEqual([])
  })
})

describe('more time', () => {
  it.skipIf(noBrowser).each([true, false])(
    'is given as often as the session file says, with script %s (needs Chromium)',
    async (script) => {
      const seconds = 6 // enough for two presses on a slow machine
      const { tab, other } = await atDecision(timed('policy: fallback', { extensions: 1, seconds }), script)
      const ends = async () => Number(await tab.getAttribute('.timer', 'data-ends'))
      const before = await ends()
      await leads(tab, () => tab.click('button[value=extend]'))
      expect(await ends()).toBe(before + seconds * 1000)
      expect(await tab.locator('button[value=extend]').count()).toBe(0)
      await tab.waitForTimeout(before - Date.now() + 300)
      await answered(tab, guess('10'))
      expect(chosenBy(0).map(({ action }) => action)).toEqual([{ guess: 10 }])
      expect(session.of('extended').map(({ by }) => by)).toEqual(['person'])
      expect(session.of('late')).toEqual([])
      await walked(tab, { quizAnswers: {} })
      await other
    },
  )
})
