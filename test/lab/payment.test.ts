/** Points into coins: exact, by the rules that are declared, and each step in words. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lab } from '../../src/lab/lab-schema.ts'
import { checkPayment, type Earned, exitFee, type PointsSeen, paymentOf, type ToPay } from '../../src/lab/payment.ts'

type Given = Readonly<Record<string, unknown>>

const labOf = (payment: Given, blocks: Readonly<Record<string, Given>> = { part: {} }, treatments?: Given): Lab =>
  Lab.parse({
    title: 'Choosing numbers',
    participants: 4,
    consent: { text: 'You may leave at any time.' },
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([id, block]) => [id, { game: 'beauty-contest', seats: ['person'], ...block }]),
    ),
    ...(treatments && { treatments }),
    payment,
  })

const earnedOf = (...points: readonly (number | null)[]): readonly Earned[] =>
  points.map((one, nth) => ({ block: 'part', nth, points: one, paid: true }))

const paid = (payment: Given, earned: readonly Earned[], rest: Partial<ToPay> = {}) =>
  paymentOf({
    payment: labOf(payment).payment,
    ...{ exit: 'completed', earned, seed: 'seed', place: 0, language: 'en' },
    ...rest,
  })

describe('what is paid', () => {
  it.each([
    ['10 points for €1', { fee: 5 }, [20, 30], 1000, ['€5.00 for taking part and 50 points at 10 points for €1.00.']],
    ['without a fee', {}, [7], 70, ['7 points at 10 points for €1.00.']],
    ['of nothing', { fee: 5 }, [], 500, ['€5.00 for taking part and 0 points at 10 points for €1.00.']],
    [
      'in a currency without small coins',
      { currency: 'JPY', fee: 500, pointsPerUnit: 0.5 },
      [10.2],
      521,
      ['¥500 for taking part and 10.2 points at 0.5 points for ¥1.', 'Rounded up to a multiple of ¥1.'],
    ],
    [
      'in one with a thousand coins',
      { currency: 'KWD', fee: 1.005, pointsPerUnit: 8 },
      [1],
      1130,
      ['KWD 1.005 for taking part and 1 points at 8 points for KWD 1.000.'],
    ],
    ['of a tenth and two tenths', { pointsPerUnit: 1 }, [0.1, 0.2], 30, ['0.3 points at 1 points for €1.00.']],
    ['of their sum in floating point', { pointsPerUnit: 1 }, [0.1 + 0.2], 30, ['0.3 points at 1 points for €1.00.']],
    ['of thirds that are whole together', { pointsPerUnit: 3 }, [1, 1, 1], 100, ['3 points at 3 points for €1.00.']],
    [
      'rounded up',
      { roundTo: 0.5 },
      [12.1],
      150,
      ['12.1 points at 10 points for €1.00.', 'Rounded up to a multiple of €0.50.'],
    ],
    [
      'rounded to the nearest',
      { roundTo: 0.5, round: 'nearest' },
      [12.4],
      100,
      ['12.4 points at 10 points for €1.00.', 'Rounded to the nearest multiple of €0.50.'],
    ],
    [
      'half a step, rounded to the nearest',
      { roundTo: 0.5, round: 'nearest' },
      [12.5],
      150,
      ['12.5 points at 10 points for €1.00.', 'Rounded to the nearest multiple of €0.50.'],
    ],
    [
      'rounded down',
      { roundTo: 0.5, round: 'down' },
      [14.9],
      100,
      ['14.9 points at 10 points for €1.00.', 'Rounded down to a multiple of €0.50.'],
    ],
    ['a multiple already', { roundTo: 0.5 }, [15], 150, ['15 points at 10 points for €1.00.']],
    [
      'the least',
      { fee: 1, least: 4 },
      [5],
      400,
      [
        '€1.00 for taking part and 5 points at 10 points for €1.00.',
        'Everybody who completes the study gets at least €4.00.',
      ],
    ],
    [
      'the most',
      { fee: 1, most: 4 },
      [50],
      400,
      ['€1.00 for taking part and 50 points at 10 points for €1.00.', 'Nobody gets more than €4.00.'],
    ],
    [
      'the least, after rounding',
      { least: 4.2, roundTo: 0.5 },
      [1],
      420,
      [
        '1 points at 10 points for €1.00.',
        'Rounded up to a multiple of €0.50.',
        'Everybody who completes the study gets at least €4.20.',
      ],
    ],
  ])('%s', (_, payment, points, amount, how) => {
    const found = paid(payment, earnedOf(...points))
    expect({ ...found, how: found.how.map((line) => line.replaceAll('\u00a0', ' ')) }).toMatchObject({
      ...{ amount, how, drawn: null },
      points: Math.round(points.reduce((sum, one) => sum + one, 0) * 1e6) / 1e6,
    })
  })

  it('leaves out blocks that are not paid', () => {
    const earned: Earned[] = [
      { block: 'part', nth: 0, points: 10, paid: true },
      { block: 'practice', nth: 0, points: 90, paid: false },
    ]
    expect(paid({}, earned)).toMatchObject({ points: 10, amount: 100 })
    for (let place = 0; place < 20; place++)
      expect(paid({ pay: 'random-match' }, earned, { place })).toMatchObject({ points: 10, drawn: 'part 1' })
  })

  it('counts a match without a result as nothing', () => {
    expect(paid({}, earnedOf(10, null, 5))).toMatchObject({ points: 15, amount: 150 })
  })
})

describe('points below zero', () => {
  const line = (fee: string, points: string) => `${fee}${points} points at 10 points for €1.00.`
  it.each([
    [
      'from-fee',
      5,
      {},
      [-20],
      300,
      [
        line('€5.00 for taking part and ', '−20'),
        'Your points are below zero and were taken from the payment for taking part.',
      ],
    ],
    [
      'from-fee',
      5,
      { least: 4 },
      [-20],
      400,
      [
        line('€5.00 for taking part and ', '−20'),
        'Your points are below zero and were taken from the payment for taking part.',
        'Everybody who completes the study gets at least €4.00.',
      ],
    ],
    [
      'from-fee',
      5,
      {},
      [-80],
      0,
      [
        line('€5.00 for taking part and ', '−80'),
        'Your points are below zero and were taken from the payment for taking part.',
        'Nobody has to pay anything.',
      ],
    ],
    [
      'count-as-zero',
      5,
      {},
      [-20],
      500,
      [line('€5.00 for taking part and ', '−20'), 'Your points are below zero and count as zero.'],
    ],
    [
      'none',
      5,
      {},
      [-20],
      500,
      [line('€5.00 for taking part and ', '−20'), 'Your points are below zero and count as zero.'],
    ],
    ['count-as-zero', 5, {}, [-20, 30], 600, [line('€5.00 for taking part and ', '10')]],
    ['from-fee', 5, {}, [-20, 30], 600, [line('€5.00 for taking part and ', '10')]],
  ] as const)('%s, with a fee of %i and %j: %j come to %i', (losses, fee, rest, points, amount, how) => {
    expect(paid({ losses, fee, ...rest }, earnedOf(...points))).toMatchObject({
      ...{ amount, how },
      points: points.reduce((sum: number, one) => sum + one, 0),
    })
  })
})

describe('a random match', () => {
  const drawnOf = (earned: readonly Earned[], place = 0, seed = 'seed') =>
    paid({ pay: 'random-match' }, earned, { place, seed })

  it('is drawn whatever the results are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 6 }),
        fc.nat(50),
        fc.string(),
        (points, place, seed) => {
          const { drawn } = drawnOf(earnedOf(0, 0, 0, 0, 0, 0), place, seed)
          const found = drawnOf(earnedOf(...points), place, seed)
          expect(found.drawn).toBe(drawn)
          expect(found.points).toBe(points[Number(drawn!.split(' ')[1]) - 1]! + 0)
        },
      ),
    )
  })

  it('is each of them for some, and said by its number', () => {
    const found = Array.from({ length: 60 }, (_, place) => drawnOf(earnedOf(1, 2, 3), place))
    expect([...new Set(found.map(({ drawn }) => drawn))].sort()).toEqual(['part 1', 'part 2', 'part 3'])
    for (const { points, how } of found)
      expect(how[0]).toBe(`Of 3 paid results, number ${points} was drawn for payment.`)
  })

  it('that was voided goes to the next in the same order', () => {
    for (let place = 0; place < 30; place++) {
      const { points } = drawnOf(earnedOf(1, 2, 3), place)
      const voided = drawnOf(earnedOf(...[1, 2, 3].map((one) => (one === points ? null : one))), place)
      expect(voided.how.slice(0, 2)).toEqual([
        `Of 3 paid results, number ${voided.points} was drawn for payment.`,
        'What was drawn first had no result, so the next was taken.',
      ])
      const other = drawnOf(earnedOf(...[1, 2, 3].map((one) => (one === voided.points ? null : one))), place)
      expect(other.points).toBe(points)
      expect(other.how).toHaveLength(2)
    }
  })

  it('of none is nothing but the fee', () => {
    const how = ['There was nothing to draw from.', '€5.00 for taking part and 0 points at 10 points for €1.00.']
    for (const pay of ['random-match', 'random-block'])
      for (const earned of [[], earnedOf(null, null)])
        expect(paid({ pay, fee: 5 }, earned)).toEqual({ points: 0, amount: 500, fee: 500, drawn: null, how })
  })
})

describe('a random block', () => {
  const earned = (second: number | null): readonly Earned[] => [
    { block: 'first', nth: 0, points: 1, paid: true },
    { block: 'first', nth: 1, points: 2, paid: true },
    { block: 'second', nth: 0, points: second, paid: true },
    { block: 'second', nth: 1, points: null, paid: true },
  ]

  it('is paid with all its matches, whichever way they went', () => {
    const of = (second: number, place: number) => paid({ pay: 'random-block' }, earned(second), { place })
    const drawn = Array.from({ length: 30 }, (_, place) => of(10, place))
    expect([...new Set(drawn.map((one) => `${one.drawn}: ${one.points}`))].sort()).toEqual(['first: 3', 'second: 10'])
    expect(drawn.map((one) => one.drawn)).toEqual(drawn.map((_, place) => of(-99, place).drawn))
    for (const one of drawn)
      expect(one.how[0]).toBe(`Of 2 paid parts, part ${one.drawn === 'first' ? 1 : 2} was drawn for payment.`)
  })

  it('that came to nothing goes to the other', () => {
    for (let place = 0; place < 20; place++) {
      const was = paid({ pay: 'random-block' }, earned(10), { place }).drawn
      const now = paid({ pay: 'random-block' }, earned(null), { place })
      expect(now).toMatchObject({ drawn: 'first', points: 3 })
      expect(now.how.some((line) => line.startsWith('What was drawn first'))).toBe(was === 'second')
    }
  })
})

describe('who does not complete', () => {
  it('gets the fee of the way out, in coins', () => {
    const { payment } = labOf({ fee: 5, exits: { 'failed-quiz': 2.5, dropped: 0 } })
    expect(exitFee(payment, 'failed-quiz')).toBe(250)
    expect(exitFee(payment, 'dropped')).toBe(0)
    expect(exitFee(payment, 'waited')).toBe(500)
    expect(exitFee(payment, 'declined')).toBe(0)
  })

  it('has it beside what was earned, and no least', () => {
    const given = { fee: 5, least: 8, exits: { 'group-ended': 2 } }
    expect(paid(given, earnedOf(10), { exit: 'group-ended' })).toMatchObject({ fee: 200, amount: 300 })
    expect(paid(given, earnedOf(10))).toMatchObject({ fee: 500, amount: 800 })
  })
})

it('anybody gets whole coins, 0 or more, at least the least and at most the most', () => {
  const cents = fc.integer({ min: 0, max: 2000 }).map((coins) => coins / 100)
  fc.assert(
    fc.property(
      fc.record({
        fee: cents,
        least: cents,
        roundTo: fc.constantFrom(undefined, 0.01, 0.1, 0.5, 1),
        round: fc.constantFrom('up', 'nearest', 'down'),
        losses: fc.constantFrom('none', 'from-fee', 'count-as-zero'),
        pay: fc.constantFrom('sum', 'random-match', 'random-block'),
        pointsPerUnit: fc.double({ min: 0.01, max: 1000, noNaN: true }),
      }),
      fc.option(cents, { nil: undefined }),
      fc.array(fc.option(fc.double({ min: -1e4, max: 1e4, noNaN: true })), { maxLength: 6 }),
      fc.constantFrom('completed', 'leftover', 'waited'),
      fc.nat(20),
      (given, above, points, exit, place) => {
        const most =
          above === undefined ? undefined : Math.round((Math.max(given.fee, given.least) + above) * 100) / 100
        const payment = { ...given, ...(most !== undefined && { most }) }
        const { amount, points: counted, how } = paid(payment, earnedOf(...points), { exit, place })
        expect(Number.isSafeInteger(amount)).toBe(true)
        expect(amount).toBeGreaterThanOrEqual(exit === 'completed' ? Math.round(given.least * 100) : 0)
        if (most !== undefined) expect(amount).toBeLessThanOrEqual(Math.round(most * 100))
        expect(Number.isFinite(counted)).toBe(true)
        expect(how.join()).not.toMatch(/NaN|Infinity|undefined/)
      },
    ),
  )
})

describe('what cannot be paid', () => {
  const complaints = (
    payment: Given,
    seen: Readonly<Record<string, PointsSeen>> = { part: { least: 0, most: 0 } },
    blocks?: Readonly<Record<string, Given>>,
    treatments?: Given,
  ) => checkPayment(labOf(payment, blocks, treatments), new Map(Object.entries(seen)))

  it.each([
    ['a currency', { currency: 'XXQ' }, ['currency'], 'XXQ is no currency: expected its three letters, as EUR or USD'],
    ['a fee without coins', { fee: 0.125 }, ['fee'], 'EUR has no coin for 0.125'],
    ['a least without coins', { currency: 'JPY', least: 0.5 }, ['least'], 'JPY has no coin for 0.5'],
    ['a most without coins', { most: 4.001 }, ['most'], 'EUR has no coin for 4.001'],
    ['a step below a coin', { roundTo: 0.001 }, ['roundTo'], 'EUR has no coin for 0.001'],
    ['an exit’s fee without coins', { exits: { waited: 0.333 } }, ['exits', 'waited'], 'EUR has no coin for 0.333'],
    [
      'a fee for completing',
      { exits: { completed: 1 } },
      ['exits', 'completed'],
      'who completes is paid by the results: `fee` and `least`',
    ],
    ['a most below the fee', { fee: 5, most: 4 }, ['most'], 'expected at least the fee and `least`, 5; got 4'],
    ['a most below the least', { least: 5, most: 4 }, ['most'], 'expected at least the fee and `least`, 5; got 4'],
  ])('%s', (_, payment, path, message) =>
    expect(complaints(payment)).toContainEqual({ path: ['payment', ...path], message }),
  )

  it('a draw from nothing', () => {
    for (const pay of ['random-match', 'random-block'])
      expect(complaints({ pay }, {}, { part: { paid: false } })).toEqual([
        {
          path: ['payment', 'pay'],
          message: 'nothing is paid that could be drawn: a block with `paid: true` is needed',
        },
      ])
    expect(complaints({}, {}, { part: { paid: false } })).toEqual([])
  })

  it('losses of which nothing is said', () => {
    const seen = { part: { least: -12.5, most: 30 } }
    expect(complaints({}, seen)).toEqual([
      {
        path: ['payment', 'losses'],
        message:
          'in block part points below zero can come up (random play came to −12.5): say what becomes of them, from-fee or count-as-zero',
      },
    ])
    expect(complaints({ losses: 'from-fee' }, seen)).toEqual([])
    expect(complaints({ losses: 'count-as-zero' }, seen)).toEqual([])
    expect(complaints({}, seen, { part: { paid: false } })).toEqual([])
  })

  const blocks = {
    one: { matches: 3, belief: { ask: 'The average?', min: 0, max: 100, of: 'guess', prize: 10 } },
    two: { matches: 2 },
  }
  const seen = { one: { least: 0, most: 20 }, two: { least: 0, most: 70 } }
  it.each([
    ['sum', undefined, 23 + 5],
    ['random-match', undefined, 7 + 5],
    ['random-block', undefined, 14 + 5],
    ['sum', { a: { blocks: ['one'] }, b: { blocks: ['two'] } }, 14 + 5],
    ['sum', {}, 23 + 5],
  ])('more than the most: %s with treatments %j can come to %d', (pay, treatments, can) => {
    expect(complaints({ pay, fee: 5, most: can }, seen, blocks, treatments)).toEqual([])
    expect(complaints({ pay, fee: 5, most: can - 0.01 }, seen, blocks, treatments)).toEqual([
      {
        path: ['payment', 'most'],
        message: `the rules can pay more: random play came to ${can} EUR with the fee; raise it, or pointsPerUnit`,
      },
    ])
  })

  it('is not found where floating point alone is above the most', () => {
    expect(complaints({ pointsPerUnit: 10, fee: 0.2, most: 0.3 }, { part: { least: 0, most: 1 } })).toEqual([])
  })
})
