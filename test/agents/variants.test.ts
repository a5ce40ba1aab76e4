/** Variants of the prompts: the same rules in other words, as another story, and as they are under another name. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { answerSchema } from '../../src/agents/answer.ts'
import type { PromptBook } from '../../src/agents/prompt.ts'
import { random } from '../../src/agents/random.ts'
import { stepFiles } from '../../src/agents/steps.ts'
import { parseTemplate } from '../../src/agents/template.ts'
import { conditionsOf } from '../../src/arena/conditions.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { prepare } from '../../src/cli/prepare.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { type Moment, playOut } from './moments.ts'
import { bookOf, folder, readPrompt } from './prompts.ts'

interface Case {
  readonly game: string
  readonly roles: readonly string[]
  readonly params: Readonly<Record<string, unknown>>
  readonly wraps: readonly string[]
}

/** All combinations, the last list turning fastest. */
const crossed = (lists: readonly (readonly object[])[]): readonly Record<string, unknown>[] =>
  lists.reduce<readonly Record<string, unknown>[]>(
    (rows, list) => rows.flatMap((row) => list.map((level) => ({ ...row, ...level }))),
    [{}],
  )

const guessing = crossed([
  [{}, { factor: 1.3 }, { statistic: 'median', factor: 0 }, { statistic: 'max', factor: '4/5' }],
  [{}, { offset: 18 }, { offset: -5.5 }],
  [
    { min: 0, max: 100 },
    { min: -12.5, max: 37, integer: true },
  ],
  [{ rounds: 1 }, { rounds: 3 }],
  [{ ties: 'split' }, { ties: 'random' }, { ties: 'lowest' }, { ties: 'each' }, { scoring: 'distance', prize: 60 }],
  [{}, { beliefs: { prize: 20 } }],
  [{ feedback: 'none' }, { feedback: 'summary' }, { feedback: 'full' }],
])
const DESK = { name: 'Writing desk', start: 40, value: 77.7 }
const LAMP = { name: 'The "best" lamp', start: 7, value: 30 }
const collecting = crossed([
  [{ items: [DESK, LAMP] }, { items: [LAMP] }, { items: [LAMP, DESK, LAMP, LAMP] }],
  [{ budgets: 90 }, { budgets: [85.5, 20, 110] }],
  [{}, { estimateBias: 0.85, minimumRaise: 0 }, { minimumRaise: 0.07 }],
  [{ ties: 'random' }, { ties: 'first-seat' }],
  [{}, { offers: 2 }, { offers: 3, discount: 0.15 }],
])
const sharing = crossed([
  [
    { needs: [8, 9, 9], salaries: [70, 75, 0] },
    { needs: [8, 9, 9], salaries: [70, 75, 75], start: { health: 3, balance: 25, daysDry: 2 } },
    {
      ...{ needs: [8, 9, 9], salaries: [70, 75, 100] },
      start: [{ health: 4, daysDry: 3 }, { balance: 30 }, { health: 0, balance: 55 }],
    },
  ],
  [{ days: 4 }, { days: 1 }],
  [{ supply: { low: 5, high: 27 } }, { supply: { given: [13, 7, 26, 19] } }],
  [{ payoff: 'days' }, { payoff: 'health' }],
  [{ overspend: 'illegal' }, { overspend: 'loses' }],
])
const VALUES = [
  [9, 4, 11],
  [3, 7, 6],
  [6, 6, 2],
]
const ticking = crossed([
  [{ direction: 'ascending' }, { direction: 'descending' }],
  [{ rounds: 1 }, { rounds: 3 }],
  [
    {},
    { values: { kind: 'private', low: 2.5, high: 61, integer: false }, step: 4 },
    { values: { kind: 'affiliated' }, start: 26, ceiling: 33, step: 5 },
    { values: { kind: 'common' } },
    { values: { kind: 'given', rounds: VALUES }, ceiling: 12 },
    { values: { kind: 'given', rounds: VALUES, common: [8, 5, 6] }, start: 7, ceiling: 7 },
  ],
  [{ announce: true }, { announce: false }],
  [{ ties: 'random' }, { ties: 'first-seat' }],
  [{ proxy: false }, { proxy: true }],
])
const sealing = crossed([
  [{ format: 'first-price' }, { format: 'second-price' }, { format: 'third-price' }, { format: 'all-pay' }],
  [{}, { reserve: 12.5 }],
  [{ rounds: 1 }, { rounds: 3 }],
  [
    {},
    { values: { kind: 'affiliated' } },
    { values: { kind: 'common', integer: false } },
    { values: { kind: 'given', rounds: Array.from({ length: 3 }, () => [20, 45.5, 7]) } },
    { values: { kind: 'given', rounds: Array.from({ length: 3 }, () => [20, 45.5, 7]), common: [9, 30, 31] } },
  ],
  [{}, { increment: 0 }, { increment: 5, bidCap: 'value' }],
  [{}, { ties: 'first-seat' }],
  [{}, { budgets: 100 }, { budgets: [80, 41.5, 0], moneyValue: 0.4 }],
  [{ feedback: 'full' }, { feedback: 'winner' }, { feedback: 'own' }],
  [{}, { agencies: [[0, 2]] }],
])
const taxing = crossed([
  [{ governance: 'planner' }, { governance: 'vote' }, { governance: 'platforms' }],
  [{ move: 'rates' }, { move: 'delta', initialRate: 35 }],
  [{ brackets: 'flat' }, { brackets: [0, 900] }, { brackets: 'us-2024' }],
  [{ years: 1 }, { years: 2 }],
  [{ stepsPerYear: 1 }, { stepsPerYear: 2 }],
  [{ satisfaction: true }, {}],
  [{ skills: { uniform: [1.24, 159.1] } }, {}, { skills: { given: [20, 50.5, 20] }, labour: { max: 60, step: 15 } }],
  [
    ...[{ welfare: 'utilitarian' }, { welfare: 'inverse-income' }, { welfare: 'maximin' }, { welfare: 'nash' }],
    ...[{ welfare: { isoelastic: { eta: 0.5 } } }, { welfare: { isoelastic: { eta: 1 } } }],
  ],
])
const splitting = [{}, { pie: 7, outside: { min: 1, max: 3 } }]
const wrapped = [[], ['talk'], ['repeated'], ['talk', 'repeated'], ['repeated', 'talk'], ['comprehension']]

/** The package, where its prompts are. */
const root = new URL('../', folder)

const PLAYERS = ['player', 'player', 'player']
const BIDDERS = ['bidder', 'bidder', 'bidder']
const RESIDENTS = ['resident', 'resident', 'resident']
const WORKERS = ['worker', 'worker', 'worker']
const PAIR = ['proposer', 'responder']

/** Some of the grid, at a stride that no list's length divides, so that every level comes with many others; the wraps in turn. */
const STRIDE = 47

const cases: readonly Case[] = [
  ...guessing.flatMap((params, n) =>
    n % STRIDE === 0
      ? [{ game: 'beauty-contest', roles: PLAYERS, params, wraps: wrapped[(n / STRIDE) % wrapped.length]! }]
      : [],
  ),
  ...collecting.flatMap((params, n) =>
    n % 7 === 0 ? [{ game: 'item-auction', roles: BIDDERS, params, wraps: wrapped[(n / 7) % wrapped.length]! }] : [],
  ),
  ...sharing.flatMap((params, n) =>
    n % 5 === 0
      ? [{ game: 'water-allocation', roles: RESIDENTS, params, wraps: wrapped[(n / 5) % wrapped.length]! }]
      : [],
  ),
  ...ticking.flatMap((params, n) =>
    n % 7 === 0 ? [{ game: 'clock', roles: BIDDERS, params, wraps: wrapped[(n / 7) % wrapped.length]! }] : [],
  ),
  ...sealing.flatMap((params, n) =>
    n % 173 === 0 ? [{ game: 'sealed-bid', roles: BIDDERS, params, wraps: wrapped[(n / 173) % wrapped.length]! }] : [],
  ),
  ...taxing.flatMap((params, n) => {
    const roles = params['governance'] === 'planner' ? ['planner', ...WORKERS] : WORKERS
    return n % 83 === 0 ? [{ game: 'taxation', roles, params, wraps: wrapped[(n / 83) % wrapped.length]! }] : []
  }),
  ...splitting.flatMap((params) => wrapped.map((wraps) => ({ game: 'ultimatum', roles: PAIR, params, wraps }))),
]

async function momentsOf({ game, roles, params, wraps }: Case): Promise<readonly Moment[]> {
  const seats = wraps.includes('comprehension') ? ['reader'] : roles
  // whose rules the reader of a quiz is told
  const quizzed = { comprehension: { questions: 8, roles } } as Readonly<Record<string, object>>
  const whole = gameOf(shelf, { game, wraps: wraps.map((id) => ({ id, params: quizzed[id] ?? {} })) })
  return (await playOut(whole, seats, () => random({ name: 'random' }), { params })).moments
}

const played = await Promise.all(cases.map(async (one) => ({ one, moments: await momentsOf(one) })))

/** What a person reads at a moment, and a model too: the rest of what it is sent comes from the answer's schema. */
const told = (book: PromptBook, { view, ask }: Moment) => ({
  rules: book.rulesText(view),
  asked: book.askText(ask.kind, view),
})

const numbersIn = (text: string) => new Set(text.match(/\d+(?:\.\d+)?(?:\/\d+)?/g))

/** What another wrote, and views as data, under the names that the rules' own code has for them. */
const withoutData = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/^- time \d+: \{.*$/gm, '')

const GIVEAWAYS =
  /\b(clocks?|auction\w*|bids?|bidd\w*|sell\w*|sold|buy\w*|pric\w*|games?|beauty|contests?|play\w*|guess\w*|w[io]n\w*|prize|rounds?|averages?|means?|median|highest|target|compet\w*|rivals?|opponents?|ultimatum|propos\w*|respon\w*|offer\w*|accept\w*|reject\w*|pie|split\w*|divi\w+|bargain\w*|negotiat\w*|nearest|water\w*|drought\w*|thirst\w*|resident\w*|town|wages?|salar\w*|health\w*|surviv\w*|alive|alympics|alex|bob|cindy|eric|tax\w*|incomes?|planners?|welfare|labou?r\w*|workers?|rebates?|skills?|vot\w+|elect\w*|candidates?|utilit\w+|satisf\w*|societ\w+)\b/i
/** What the sum of numbers is divided by is no pie. */
const withoutArithmetic = (text: string) => text.replace('divides the sum by', '')

describe.each(['paraphrase', 'cloaked'])('the variant %s', (variant) => {
  const books = (one: Case) => ({
    plain: bookOf(one),
    other: bookOf({ ...one, variant }),
  })

  it('words every ask at every moment of real matches, whatever the rules', () => {
    for (const { one, moments } of played) {
      const { other } = books(one)
      other.checkTemplates([...new Set(moments.map(({ ask }) => ask.kind))], moments[0]!.view)
      other.checkVariant()
      for (const moment of moments) {
        const { view, ask } = moment
        const answer = answerSchema(jsonSchemaOf(ask.schema), 'off')
        for (const { content } of other.messages({ kind: ask.kind, view, answer })) {
          expect(content).not.toMatch(/\{\{|\{%|%\}|undefined|NaN|\[object|\n{3}|^\s|\s$| {2}| [.,:]\s|\d\n\n?\./)
        }
      }
    }
  })

  it('is in other words than the default, sentence by sentence', () => {
    for (const { one, moments } of played) {
      const { plain, other } = books({ ...one, wraps: [] })
      for (const moment of moments.filter(({ ask }) => ask.kind !== 'talk' && ask.kind !== 'quiz')) {
        const sentences = (book: PromptBook) => {
          const { rules, asked } = told(book, moment)
          return `${rules}\n${asked}`
            .split(/(?<=[.?:])\s+|\n/)
            .filter((sentence) => /(\b[a-z]{2,}\b.*){3}/.test(sentence))
        }
        const known = new Set(sentences(plain))
        expect(sentences(other).filter((sentence) => known.has(sentence))).toEqual([])
      }
    }
  })

  it('names every number that the default names, and none beside them', () => {
    for (const { one, moments } of played) {
      const { plain, other } = books(one)
      for (const moment of moments) {
        const [was, is] = [told(plain, moment), told(other, moment)]
        expect(numbersIn(is.rules)).toEqual(numbersIn(was.rules))
        expect(numbersIn(is.asked)).toEqual(numbersIn(was.asked))
      }
    }
  })

  it('does not change its rules in the course of a match', () => {
    for (const { one, moments } of played) {
      const { other } = books(one)
      const first = moments.filter(({ seat }) => seat === 0)
      expect(new Set(first.map(({ view }) => other.rulesText(view))).size).toBe(1)
    }
  })

  it('gives no advice', () => {
    for (const { one, moments } of played) {
      const { other } = books(one)
      for (const moment of moments) {
        const { rules, asked } = told(other, moment)
        expect(withoutData(`${rules}\n${asked}`)).not.toMatch(
          /\b(should|optimal|rational|strateg\w*|equilibri\w*|clever\w*|recommend\w*|usual\w*|typical\w*|most people|fair\w*|greedy|generous|trick)\b/i,
        )
      }
    }
  })

  it.each(shelf.games.map(({ game }) => game.id))(
    'has every file of %s, and each names what the default names',
    (id) => {
      const files = (path: string) => readdirSync(new URL(path, folder)).filter((name) => name.endsWith('.md'))
      expect(files(`${id}/${variant}/`)).toEqual(files(`${id}/`))
      const variables = (path: string) =>
        parseTemplate(path, readPrompt(path)!)
          .variables.map(({ name }) => name)
          .sort()
      // a repeated game shows as data what its rules do not tell: it must be the same under all variants
      expect(variables(`${id}/${variant}/rules.md`)).toEqual(variables(`${id}/rules.md`))
    },
  )
})

describe('the cloaked variant', () => {
  it('says nothing that would tell which game it is', () => {
    for (const { one, moments } of played) {
      const { cloaked, plain } = { cloaked: bookOf({ ...one, variant: 'cloaked' }), plain: bookOf(one) }
      for (const moment of moments) {
        const { rules, asked } = told(cloaked, moment)
        expect(withoutArithmetic(withoutData(`${rules}\n${asked}`))).not.toMatch(GIVEAWAYS)
        expect(plain.rulesText(moment.view)).toMatch(GIVEAWAYS)
      }
    }
  })

  it('is not given away by what models are told of how to reason and answer', () => {
    const answer = { type: 'object', properties: { amount: { type: 'integer' } } } as const
    const view = { history: [{ payoff: 1 }, { payoff: 2 }], offer: null, outsideRange: null }
    for (const reasoning of ['direct', 'think', 'plan', 'predict', 'reflect', 'level-k']) {
      const book = bookOf({ game: 'ultimatum', variant: 'cloaked', reasoning, memory: 'window:1' })
      const texts = [
        book.close({ kind: 'offer', view, answer }),
        book.situationText(view),
        ...stepFiles(reasoning).map((step) => book.step(step)),
        ...['empty', 'truncated', 'refused', 'illegal', 'unparsable'].map((failure) =>
          book.reask({ failure, complaint: 'amount', answer }),
        ),
      ]
      for (const text of texts) expect(text).not.toMatch(GIVEAWAYS)
    }
  })

  it('reads like instructions for another matter', () => {
    const { one, moments } = played.find(({ one: { params, wraps } }) => params['rounds'] === 3 && wraps.length === 0)!
    const view = {
      ...moments[0]!.view,
      ...{ offset: 0, fraction: '2/3', statistic: 'mean', integer: false, min: 0, max: 100, beliefPrize: null },
      ...{ scoring: 'nearest', ties: 'split', feedback: 'summary', prize: 100 },
    }
    expect(bookOf({ ...one, variant: 'cloaked' }).rulesText(view)).toMatchInlineSnapshot(`
      "You run one of 3 stations on a heating line. What is described here holds for every station alike.

      This goes on for 3 days, in the same way each day. On each day every station enters one setting in degrees. Parts of a degree are possible, from 0 up to 100, these two included. All settings are entered at the same time; while entering its own, no station sees another's.

      The control unit collects the settings of all stations, yours too, and works out a base figure: it adds the settings up, and divides the sum by the number of stations. The line then runs at the base figure multiplied by 2/3; this is called the line temperature.

      A credit of 100 points a day is booked for the station whose setting differs least from the line temperature, no matter in which direction. Nothing is booked for the other stations. If the settings of several stations differ by the same least amount, the credit is booked for them in equal shares.

      At the end of each day every station is told the base figure, the line temperature, the setting that differed least from it, and the points booked for itself. The points booked for a station on all days are added up."
    `)
  })
})

describe('the variant null', () => {
  it('is the words as they are, for testing the tests', () => {
    for (const { one, moments } of played) {
      const [plain, other, byName] = [undefined, 'null', 'default'].map((variant) => bookOf({ ...one, variant }))
      for (const moment of moments) {
        expect(told(other!, moment)).toEqual(told(plain!, moment))
        expect(told(byName!, moment)).toEqual(told(plain!, moment))
      }
      other!.checkVariant()
      expect(other!.texts()).toEqual(plain!.texts())
    }
  })

  it('is a condition of its own, with quotes or, as YAML has it, without', () => {
    const labels = (levels: string) => {
      const text = `game: ultimatum\nplayers: [{ strategy: fair }]\ndesign: { factors: { prompts: ${levels} } }\n`
      return conditionsOf(parseExperiment(text, 'framing.yaml'), shelf).map(({ label, prompts }) => [label, prompts])
    }
    expect(labels('[default, "null"]')).toEqual([
      ['ultimatum, prompts default', 'default'],
      ['ultimatum, prompts null', 'null'],
    ])
    expect(labels('[default, null]')).toEqual(labels('[default, "null"]'))
    expect(labels('[default, ~]')).toEqual(labels('[default, "null"]'))
    expect(() => labels('[Default]')).toThrow('expected names of folders of prompts')
  })

  it('of one player alone is written in quotes, since nothing there could mean that it was forgotten', () => {
    const text = (prompts: string) => `game: ultimatum\nplayers: [{ model: "simulated:fair", prompts: ${prompts} }]\n`
    expect(parseExperiment(text('"null"'), 'own.yaml').experiment.players[0]!.prompts).toBe('null')
    expect(() => parseExperiment(text('null'), 'own.yaml')).toThrow(
      'own.yaml:2:38: players.0.prompts: expected the name of a folder; to name the variant null, write "null" in quotes',
    )
  })
})

describe('a variant that is not there', () => {
  const checked = (spec: Parameters<typeof bookOf>[0], read = readPrompt) => {
    const { one, moments } = played.find(({ one: { game, wraps } }) => game === 'ultimatum' && wraps[0] === 'talk')!
    const book = bookOf({ ...one, ...spec }, read)
    book.checkTemplates(['talk', 'offer', 'reply'], moments[0]!.view)
    book.checkVariant()
  }

  it.each(['legalese', 'rules', 'offer', 'cloak'])('is refused: %s', (variant) => {
    expect(() => checked({ game: 'ultimatum', variant })).toThrow(
      `there are no prompts ${variant} for this game: looked for ultimatum/${variant}/rules.md`,
    )
  })

  it('is not made up for by that of a wrap', () => {
    const mine = (path: string) => readPrompt(path.replace(/^mine\/(?!cloaked)/, 'ultimatum/'))
    expect(() => checked({ game: 'mine', variant: 'cloaked' }, mine)).toThrow('there are no prompts cloaked')
    expect(() => checked({ game: 'ultimatum', variant: 'cloaked' })).not.toThrow()
  })
})

describe('an experiment', () => {
  const prepared = (players: string, more: string) => {
    const text = `game: ultimatum\nwraps: [talk]\nplayers:\n  - { strategy: fair }\n  - ${players}\n${more}`
    const read = (own: Parameters<Parameters<typeof prepare>[2]>[0]) => diskReader('.', fileURLToPath(root), own)
    return prepare(parseExperiment(text, 'framing.yaml'), memoryStore(), read, { by: 'nobody' })
  }
  const factor = (...variants: readonly string[]) => `design: { factors: { prompts: ${JSON.stringify(variants)} } }\n`

  it('sends each condition its words, and freezes their files', async () => {
    const variants = ['default', 'paraphrase', 'cloaked', 'null']
    const { conditions, rehearsals, roster, reader } = await prepared(
      '{ name: m, model: "simulated:fair" }',
      factor(...variants),
    )
    const [plain, paraphrase, cloaked, same] = conditions.map((condition) =>
      rehearsals.get(condition)!.moments.map((moment) => roster.messages(condition, 'm', moment)![0]!.content),
    )
    expect(plain![0]).toContain('Two players, a proposer and a responder')
    expect(paraphrase![0]).toContain('You are the first of the two.')
    expect(cloaked![0]).toContain('You are the dispatcher.')
    expect(cloaked!.join()).not.toMatch(GIVEAWAYS)
    expect(same).toEqual(plain)
    expect([...reader.texts.keys()]).toEqual(
      expect.arrayContaining(['ultimatum/cloaked/reply.md', 'talk/cloaked/talk.md', 'ultimatum/paraphrase/offer.md']),
    )
  })

  it('may have a player with words of its own', async () => {
    const { conditions, rehearsals, roster } = await prepared(
      '{ name: m, model: "simulated:fair", prompts: cloaked }',
      factor('default'),
    )
    const [moment] = rehearsals.get(conditions[0]!)!.moments
    expect(roster.messages(conditions[0]!, 'm', moment!)![0]!.content).toContain('dispatcher')
  })

  it('is refused where there are no such words, with the place that names them', async () => {
    await expect(prepared('{ name: m, model: "simulated:fair" }', factor('default', 'legalese'))).rejects.toThrow(
      'framing.yaml:6:22: design.factors.prompts: there are no prompts legalese for this game',
    )
    await expect(prepared('{ name: m, model: "simulated:fair", prompts: legalese }', '')).rejects.toThrow(
      'framing.yaml:5:41: players.1.prompts: there are no prompts legalese for this game',
    )
  })
})
