/** What participants type, as the action of an ask: nothing is guessed, nothing is misread. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { shelf } from '../../games/index.ts'
import { rehearse } from '../../src/arena/rehearsal.ts'
import { stream } from '../../src/core/chance.ts'
import { wrapped } from '../../src/core/game.ts'
import { draw, type JsonSchema, jsonSchemaOf } from '../../src/core/legal.ts'
import { shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import { fieldsOf, readAction } from '../../src/lab/forms.ts'

const GUESS = jsonSchemaOf(z.strictObject({ guess: z.number().min(0).max(100) }))
const WHOLE = jsonSchemaOf(z.strictObject({ guess: z.int().min(0).max(100) }))

/** What is complained of when that is typed, or the number that it is read as. */
function typed(text: string, schema: JsonSchema = GUESS): unknown {
  const read = readAction(schema, { 'a.guess': [text] })
  return read.ok ? (read.action as { guess: unknown }).guess : read.complaints['a.guess']
}

describe('a number that is typed', () => {
  it.each([
    ['  12 ', 12],
    ['33.3', 33.3],
    ['.5', 0.5],
    ['5.', 5],
    ['+7', 7],
    ['007', 7],
    ['100', 100],
  ])('%j is %d', (text, number) => expect(typed(text)).toBe(number))

  it('is 0, and not minus 0, where -0 is typed', () => {
    expect(Object.is(typed('-0'), 0)).toBe(true)
  })

  it.each([
    ['33,3', 'Type a number from 0 to 100 with a decimal point (33.3), not a comma.'],
    ['1,000', 'Type a number from 0 to 100, without commas: 1000, or 1.000 if the comma stands for a decimal point.'],
    ['', 'Type a number from 0 to 100.'],
    ['   ', 'Type a number from 0 to 100.'],
    ['1e2', 'Type a number from 0 to 100, in digits alone. You typed "1e2".'],
    ['٣', 'Type a number from 0 to 100, in digits alone. You typed "٣".'],
    ['0x10', 'Type a number from 0 to 100, in digits alone. You typed "0x10".'],
    ['NaN', 'Type a number from 0 to 100, in digits alone. You typed "NaN".'],
    ['Infinity', 'Type a number from 0 to 100, in digits alone. You typed "Infinity".'],
    ['1 000', 'Type a number from 0 to 100, in digits alone. You typed "1 000".'],
    ['2/3', 'Type a number from 0 to 100, in digits alone. You typed "2/3".'],
    ['100.01', 'Choose a number from 0 to 100. You typed "100.01".'],
    ['-1', 'Choose a number from 0 to 100. You typed "-1".'],
  ])('%j is not taken, and it is said why', (text, complaint) => expect(typed(text)).toBe(complaint))

  it.each([
    ['33.3', 'Choose a whole number from 0 to 100. You typed "33.3".'],
    ['33,3', 'Type a whole number from 0 to 100, without a comma.'],
    ['1,000', 'Type a whole number from 0 to 100, without commas: 1000.'],
  ])('%j is no whole number, and it is said so', (text, complaint) => expect(typed(text, WHOLE)).toBe(complaint))

  it('may be written with a point where a whole number is meant', () => expect(typed('12.0', WHOLE)).toBe(12))

  it('is told its steps', () => {
    const hours = jsonSchemaOf(z.strictObject({ guess: z.int().min(0).max(100).multipleOf(10) }))
    expect(typed('45', hours)).toBe('Choose a multiple of 10 from 0 to 100. You typed "45".')
    expect(typed('40', hours)).toBe(40)
    const cents = jsonSchemaOf(z.strictObject({ guess: z.number().min(0).multipleOf(0.01) }))
    expect(typed('0.07', cents)).toBe(0.07)
    expect(typed('0.075', cents)).toBe('Choose a multiple of 0.01, 0 or more. You typed "0.075".')
  })

  it('is refused where it is open to no end, with a complaint of readable length', () => {
    const any = jsonSchemaOf(z.strictObject({ guess: z.number() }))
    for (const text of ['9'.repeat(400), '9'.repeat(100_000), 'x'.repeat(100_000)]) {
      const complaint = typed(text, any)
      expect(complaint).toMatch(/^(Type|Choose) a number/)
      expect((complaint as string).length).toBeLessThan(120)
    }
    expect(typed('9007199254740993', jsonSchemaOf(z.strictObject({ guess: z.int() })))).toMatch(
      /^Choose a whole number/,
    )
  })

  it('is one: not none, and not two', () => {
    expect(readAction(GUESS, {})).toEqual({ ok: false, complaints: { 'a.guess': 'Type a number from 0 to 100.' } })
    expect(readAction(GUESS, { 'a.guess': ['1', '2'] })).toEqual({
      ok: false,
      complaints: { 'a.guess': 'Give one answer here: 2 were sent.' },
    })
    expect(readAction(GUESS, { 'a.guess': ['1', '1'] }).ok).toBe(false)
  })

  it('is taken whatever else was sent', () => {
    const fields = { page: ['x'], 'a.other': ['9'], 'a.guess.0': ['9'], 'b.guess': ['3'], 'a.guess': ['1'] }
    expect(readAction(GUESS, fields)).toEqual({ ok: true, action: { guess: 1 } })
  })
})

describe('an answer of another kind', () => {
  const BID = jsonSchemaOf(z.strictObject({ bid: z.int().min(1).max(9).nullable() }))

  it('is none only where that was chosen: an empty box says nothing', () => {
    expect(readAction(BID, { 'a.bid': [''], 'a.bid:none': ['yes'] })).toEqual({ ok: true, action: { bid: null } })
    expect(readAction(BID, { 'a.bid:none': ['yes'] })).toEqual({ ok: true, action: { bid: null } })
    expect(readAction(BID, { 'a.bid': ['4'] })).toEqual({ ok: true, action: { bid: 4 } })
    expect(readAction(BID, { 'a.bid': [''] })).toEqual({
      ok: false,
      complaints: { 'a.bid': 'Type a whole number from 1 to 9, or choose to give no answer.' },
    })
  })

  it('is not both a number and none', () => {
    expect(readAction(BID, { 'a.bid': ['4'], 'a.bid:none': ['yes'] })).toEqual({
      ok: false,
      complaints: { 'a.bid': 'Either answer this or choose to give no answer: both were sent.' },
    })
  })

  it('is yes or no, and neither by itself', () => {
    const stay = jsonSchemaOf(z.strictObject({ stay: z.boolean() }))
    expect(readAction(stay, { 'a.stay': ['yes'] })).toEqual({ ok: true, action: { stay: true } })
    expect(readAction(stay, { 'a.stay': ['no'] })).toEqual({ ok: true, action: { stay: false } })
    for (const fields of [{}, { 'a.stay': [''] }, { 'a.stay': ['on'] }])
      expect(readAction(stay, fields)).toEqual({ ok: false, complaints: { 'a.stay': 'Choose one of the answers.' } })
  })

  it('is one of the options, number or word', () => {
    const vote = jsonSchemaOf(z.strictObject({ for: z.literal([2, 5]), why: z.enum(['a', 'A', 'b']).nullable() }))
    expect(readAction(vote, { 'a.for': ['5'], 'a.why': ['A'] })).toEqual({ ok: true, action: { for: 5, why: 'A' } })
    expect(readAction(vote, { 'a.for': ['5'], 'a.why': ['null'] })).toEqual({ ok: true, action: { for: 5, why: null } })
    expect(readAction(vote, { 'a.for': ['3'], 'a.why': ['c'] })).toEqual({
      ok: false,
      complaints: { 'a.for': 'Choose one of the answers.', 'a.why': 'Choose one of the answers.' },
    })
  })

  it('is a list of which each box is complained of by itself', () => {
    const rates = jsonSchemaOf(z.strictObject({ rates: z.array(z.number().min(0).max(100)).length(3) }))
    expect(readAction(rates, { 'a.rates.0': ['1'], 'a.rates.1': ['2,5'], 'a.rates.2': ['101'] })).toEqual({
      ok: false,
      complaints: {
        'a.rates.1': 'Type a number from 0 to 100 with a decimal point (2.5), not a comma.',
        'a.rates.2': 'Choose a number from 0 to 100. You typed "101".',
      },
    })
    expect(readAction(rates, { 'a.rates.0': ['1'], 'a.rates.1': ['2'] }).ok).toBe(false)
  })

  it('is a list that may be shorter, but has no gap', () => {
    const some = jsonSchemaOf(z.strictObject({ some: z.array(z.int()).min(1).max(3) }))
    const read = (...texts: string[]) =>
      readAction(some, Object.fromEntries(texts.map((text, i) => [`a.some.${i}`, [text]])))
    expect(read('1', '', '')).toEqual({ ok: true, action: { some: [1] } })
    expect(read('1', '', '3')).toEqual({ ok: false, complaints: { 'a.some.1': 'Type a whole number.' } })
    expect(read('', '', '')).toEqual({ ok: false, complaints: { 'a.some.0': 'Type a whole number.' } })
  })

  it('is a text as it was written, as long as the browser counted it', () => {
    const say = jsonSchemaOf(z.strictObject({ say: z.string().max(8) }))
    expect(readAction(say, { 'a.say': ['  a\r\nb  '] })).toEqual({ ok: true, action: { say: '  a\nb  ' } })
    expect(readAction(say, { 'a.say': [''] })).toEqual({ ok: true, action: { say: '' } })
    expect(readAction(say, { 'a.say': ['123456789'] })).toEqual({
      ok: false,
      complaints: { 'a.say': 'Write at most 8 characters: these are 9.' },
    })
    expect(readAction(say, {})).toEqual({ ok: false, complaints: { 'a.say': 'Write an answer here.' } })
  })

  it('is one of several forms, told apart by a choice', () => {
    const schema = jsonSchemaOf(
      z.strictObject({
        offer: z.union([
          z.strictObject({ kind: z.literal('share'), share: z.number().min(0).max(1) }),
          z.string().max(9),
        ]),
      }),
    )
    const fields = { 'a.offer:which': ['0'], 'a.offer:0.share': ['0.5'] }
    expect(readAction(schema, fields)).toEqual({ ok: true, action: { offer: { kind: 'share', share: 0.5 } } })
    expect(fieldsOf(schema, { offer: { kind: 'share', share: 0.5 } })).toEqual(fields)
    expect(readAction(schema, { 'a.offer:which': ['1'], 'a.offer:1': ['all'] })).toEqual({
      ok: true,
      action: { offer: 'all' },
    })
    expect(readAction(schema, {})).toEqual({
      ok: false,
      complaints: { 'a.offer:which': 'Choose one of these.' },
    })
  })

  it('of a table of cases stands under the case', () => {
    expect(readAction(GUESS, { 'case.3.guess': ['7'] }, 'case.3')).toEqual({ ok: true, action: { guess: 7 } })
    expect(fieldsOf(GUESS, { guess: 7 }, 'case.3')).toEqual({ 'case.3.guess': ['7'] })
  })
})

const PARAMS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  'beauty-contest': [{}, { integer: true, rounds: 2, beliefs: { prize: 20 } }, { min: -50, max: 50 }],
  clock: [{}, { proxy: true }],
  'item-auction': [
    {
      items: [
        { name: 'ring', start: 10, value: 24.5 },
        { name: 'vase', start: 3, value: 2 },
      ],
    },
  ],
  'sealed-bid': [{}, { increment: 0 }, { increment: 0.01, budgets: 33.3 }],
  taxation: [
    { years: 2, satisfaction: true },
    { years: 2, governance: 'platforms', brackets: 'three' },
    { years: 2, governance: 'vote', move: 'delta' },
    { years: 2, governance: 'platforms', move: 'delta' },
  ],
  ultimatum: [{}, { outside: { min: 0, max: 20 } }],
  'water-allocation': [{}, { overspend: 'loses' }],
}

const SEATS: Readonly<Record<string, readonly string[]>> = {
  taxation: ['planner', 'worker', 'worker', 'worker'],
  ultimatum: ['proposer', 'responder'],
  'water-allocation': ['resident', 'resident', 'resident', 'resident', 'resident'],
}

function seatsUnder(game: string, params: Readonly<Record<string, unknown>>): readonly string[] {
  if (game === 'taxation' && params['governance']) return ['worker', 'worker', 'worker']
  const [role] = shelvedGame(shelf, game).game.roles(shelvedGame(shelf, game).game.params.parse(params))
  return SEATS[game] ?? [role!.name, role!.name, role!.name]
}

const asks = shelf.games.flatMap(({ game }) =>
  PARAMS[game.id]!.flatMap((given) => {
    const params = game.params.parse(given) as Readonly<Record<string, unknown>>
    const talking = wrapped(game, [{ wrap: shelvedWrap(shelf, 'talk').wrap, params: { length: 40 } }])
    const { moments } = rehearse({ game: talking, params } as never, seatsUnder(game.id, given))
    return moments.map(({ kind, role, ask }) => ({
      name: `${game.id} ${JSON.stringify(given)} ${role}/${kind}`,
      ask,
    }))
  }),
)

describe('every ask of every game', () => {
  it('is one of the kinds there are', () => {
    const kinds = new Set(asks.map(({ ask }) => ask.kind))
    expect([...kinds].sort()).toEqual(
      [
        'belief',
        'bid',
        'campaign',
        'guess',
        'labour',
        'limit',
        'offer',
        'reply',
        'satisfied',
        'schedule',
        'stay',
        'talk',
        'vote',
      ].sort(),
    )
  })

  it.each(asks)('$name reads a legal action back from the fields it was written into', ({ ask }) => {
    const schema = jsonSchemaOf(ask.schema)
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const action = draw(schema, stream(['forms', seed]))
        fc.pre(ask.schema.safeParse(action).success)
        expect(readAction(schema, fieldsOf(schema, action))).toEqual({ ok: true, action })
      }),
      { numRuns: 60 },
    )
    expect(readAction(schema, fieldsOf(schema, ask.fallback))).toEqual({ ok: true, action: ask.fallback })
  })

  it.each(asks)('$name complains of an empty form, or takes nothing but silence from it', ({ ask }) => {
    const read = readAction(jsonSchemaOf(ask.schema), {})
    expect(read.ok).toBe(false)
  })
})
