/** Scripted participants: they go through every kind of page over HTTP, and what they enter is what the pages ask for. */
import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { wallClock } from '../../src/lab/clock.ts'
import type { Fields } from '../../src/lab/desk.ts'
import { readAction } from '../../src/lab/forms.ts'
import type { Page } from '../../src/lab/pages.ts'
import { readQuestions } from '../../src/lab/questions.ts'
import { type BotOptions, bot } from '../../src/web/bots/bot.ts'
import { labApp, serveLab } from '../../src/web/server.ts'
import { type Script, type ScriptedDesk, scriptedDesk, TOKENS } from './desk.ts'
import { EVERY_PAGE, KINDS, QUESTIONS } from './every-page.ts'

const wait: BotOptions['wait'] = (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {})

const ordinary = { fetch, now: () => performance.now(), wait, rng: stream(['bot']) }

/** Serves a desk, and lets somebody go through it. */
async function goneThrough(script: Script, options: Partial<BotOptions> = {}, beside?: (desk: ScriptedDesk) => void) {
  const desk = scriptedDesk(script)
  const app = labApp(desk, { clock: wallClock, failed: (error) => expect(error).toBeUndefined() })
  const served = await serveLab(app, { port: 0 })
  try {
    beside?.(desk)
    const report = await bot({ ...ordinary, url: `${served.url}/join/${TOKENS.ada}`, ...options })
    return { desk, report, fields: desk.sent.map(({ fields }) => fields) }
  } finally {
    await served.close()
  }
}

const { consent, instructions, quiz, part, decision, strategy, reason, belief, wait: waits, end, debrief } = KINDS

describe('a bot', () => {
  it('goes through a page of every kind to the end, and says where it was', async () => {
    const pages = EVERY_PAGE.filter(([, { kind, paused }]) => kind !== 'end' && kind !== 'wait' && !paused)
    const shown: Page[] = [...pages.map(([, page], i) => ({ ...page, key: `${page.kind}:${i}` })), end]
    const { report, desk } = await goneThrough({ pages: shown })
    expect(report.pages).toEqual(shown.map(({ key }) => key))
    expect(report.posts).toBe(shown.length - 1)
    expect(desk.sent).toHaveLength(shown.length - 1)
    expect(report).toMatchObject({ person: 'ada', end: { text: 'You have finished the study', code: 'K7QM2XPA' } })
    expect(report.timings.filter(({ method }) => method === 'GET')).toHaveLength(shown.length + 1)
    expect(report.bytes).toBeGreaterThan(10_000)
  })

  it('agrees to every statement', async () => {
    const { fields } = await goneThrough({ pages: [consent, end] })
    expect(fields[0]).toMatchObject({ consent: ['yes'], 'agree.0': ['yes'], 'agree.1': ['yes'] })
  })

  it.each(
    EVERY_PAGE.flatMap(([name, page]) => (page.kind === 'decision' && !page.paused ? [[name, page] as const] : [])),
  )('makes legal choices on the page %s', async (_, page) => {
    for (let i = 0; i < 10; i++) {
      const { fields } = await goneThrough({ pages: [page, end] }, { rng: stream(['legal', i]) })
      expect(readAction(page.schema, fields[0]!)).toMatchObject({ ok: true })
    }
  })

  it('fills in each case of a table', async () => {
    const { fields } = await goneThrough({ pages: [strategy, end] })
    for (const i of strategy.cases.keys())
      expect(readAction(strategy.schema, fields[0]!, `case.${i}`)).toMatchObject({ ok: true })
  })

  it('answers a questionnaire, a belief and a reason', async () => {
    const { fields } = await goneThrough({ pages: [KINDS.questionnaire, belief, reason, end] })
    expect(readQuestions(QUESTIONS, fields[0]!)).toMatchObject({ ok: true })
    const stated = Number(fields[1]!['belief']![0])
    expect(stated).toBeGreaterThanOrEqual(0)
    expect(stated).toBeLessThanOrEqual(100)
    expect(fields[2]!['reason']![0]).toMatch(/\w+ \w+/)
  })

  it('answers a quiz as it was told, and who the others are as it has read', async () => {
    const quizAnswers = {
      'Four players choose 30, 30, 30 and 30. What is two thirds of the average?': 20,
      'Who wins?': 'the player who chose 20',
      'You learn the results at once.': false,
    }
    for (let i = 0; i < 5; i++) {
      const { fields } = await goneThrough({ pages: [quiz, part, end] }, { quizAnswers, rng: stream(['quiz', i]) })
      expect(fields[0]).toMatchObject({ 'q.0': ['20'], 'q.1': ['the player who chose 20'], 'q.2': ['false'] })
      expect(fields[1]).toMatchObject({ answer: [part.told] })
    }
  })

  it('enters what it is given, under the name of the field', async () => {
    const answer: BotOptions['answer'] = ({ kind }) => (kind === 'decision' ? { 'a.guess': '37.4391' } : undefined)
    const { fields } = await goneThrough({ pages: [decision, end] }, { answer })
    expect(fields[0]!['a.guess']).toEqual(['37.4391'])
  })

  it('enters the same by the same chance', async () => {
    const entered = async (): Promise<readonly Fields[]> => {
      const { fields } = await goneThrough(
        { pages: [decision, belief, KINDS.questionnaire, end] },
        { rng: stream(['same']) },
      )
      return fields.map(({ first: _, ...rest }) => rest)
    }
    expect(await entered()).toEqual(await entered())
  })

  it('waits until its next page is due, and has its stream open meanwhile', async () => {
    let opened = 0
    const { report, desk } = await goneThrough({ pages: [waits, end] }, {}, (desk) => {
      const look = setInterval(() => {
        opened = Math.max(opened, desk.open('ada'))
        if (opened === 0) return
        clearInterval(look)
        desk.turn('ada')
      }, 5)
    })
    expect(report).toMatchObject({ pages: ['wait:1', 'end:1'], posts: 0 })
    expect(opened).toBe(1)
    expect(desk.sent).toEqual([])
  })

  it('listens again when its connection was lost', async () => {
    let asked = 0
    const lossy: BotOptions['fetch'] = async (url, init) => {
      if (url.includes('/events') && ++asked === 1) throw new TypeError('fetch failed')
      return fetch(url, init)
    }
    const hurried: BotOptions['wait'] = (milliseconds, signal) => wait(milliseconds / 100, signal)
    const { report } = await goneThrough({ pages: [waits, end] }, { fetch: lossy, wait: hurried }, (desk) => {
      const look = setInterval(() => {
        if (desk.open('ada') === 0) return
        clearInterval(look)
        desk.turn('ada')
      }, 5)
    })
    expect(report.pages).toEqual(['wait:1', 'end:1'])
    expect(asked).toBe(2)
  })

  it('looks again from time to time where it is to go without a stream', async () => {
    const { report } = await goneThrough({ pages: [waits, end] }, { poll: 10 }, (desk) => {
      const look = setInterval(() => {
        if (desk.asked() === 0) return
        clearInterval(look)
        desk.turn('ada')
      }, 5)
    })
    expect(report.pages).toEqual(['wait:1', 'end:1'])
  })

  it('goes on to the page that comes while it thinks, and sends nothing from the old one', async () => {
    const { report, desk } = await goneThrough(
      { pages: [decision, debrief, end] },
      { thinking: ({ kind }) => (kind === 'decision' ? 60_000 : 0) },
      (desk) => {
        const look = setInterval(() => {
          if (desk.open('ada') === 0) return
          clearInterval(look)
          desk.turn('ada')
        }, 5)
      },
    )
    expect(report.pages).toEqual([decision.key, 'debrief:1', 'end:1'])
    expect(desk.sent).toHaveLength(1)
  })

  it('leaves, or vanishes, where it is told to', async () => {
    const doing =
      (what: 'leave' | 'vanish'): NonNullable<BotOptions['doing']> =>
      ({ kind }) =>
        kind === 'decision' ? what : 'answer'
    const left = await goneThrough({ pages: [instructions, decision, end] }, { doing: doing('leave') })
    expect(left.desk.sent.map(({ what }) => what)).toEqual(['submit', 'leave'])
    const gone = await goneThrough({ pages: [instructions, decision, end] }, { doing: doing('vanish') })
    expect(gone.report).toMatchObject({ end: null, posts: 1, pages: ['instructions:1', decision.key] })
  })

  it('joins a room by its label', async () => {
    const script = { pages: [end], rooms: { [TOKENS.ada]: ['a', 'b'] }, people: {} }
    const { desk } = await goneThrough(script, { label: 'b' })
    expect(desk.joined[0]!.brought.label).toBe('b')
  })
})

describe('a bot that cannot go on', () => {
  it('says what the page reads, when the link leads nowhere', async () => {
    await expect(goneThrough({ pages: [end], people: {} })).rejects.toThrow(/404.*This link leads nowhere/)
  })

  it('says what the page reads, when its answers are complained of again and again', async () => {
    const [, refused] = EVERY_PAGE.find(([name]) => name === 'decision wrong')!
    await expect(goneThrough({ pages: Array.from({ length: 9 }, () => refused) })).rejects.toThrow(
      /decision.*was refused 4 times.*This could not be taken/,
    )
  })
})
