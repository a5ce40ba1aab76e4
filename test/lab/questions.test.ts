/** A page of the questionnaire as it is posted: nothing is guessed, and what cannot be taken is explained. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Item, Lab, type Question } from '../../src/lab/lab-schema.ts'
import { type Answer, checkQuestionnaire, fieldOf, readQuestions } from '../../src/lab/questions.ts'

const question = (of: Readonly<Record<string, unknown>>): Question =>
  Item.parse({ name: 'item', ask: 'What?', ...of }) as Question

const AGE = question({ kind: 'number', min: 0, max: 2000, whole: true })
const SHARE = question({ kind: 'number', min: -10, max: 2000 })
const LIKERT = question({ kind: 'likert', points: 5 })
const ONE = question({ kind: 'choice', options: ['yes', 'no', 'two\nlines'] })
const SEVERAL = question({ kind: 'choice', options: ['bus', 'train', 'foot'], several: true })
const WORDS = question({ kind: 'text', most: 5 })

/** The answer to one question, or the complaint about it. */
function read(item: Question, ...sent: readonly string[]): Answer | string {
  const found = readQuestions([item], { 'q.item': sent })
  return found.ok ? found.answers['item']! : `! ${found.complaints['q.item']}`
}

describe('a number', () => {
  it.each([
    ['33.3', 33.3],
    [' 12 ', 12],
    ['.5', 0.5],
    ['-3', -3],
    ['1000', 1000],
    ['-0', 0],
  ])('%j is %d', (text, number) => expect(read(SHARE, text)).toBe(number))

  it.each([
    ['33,3', '! Type a number from -10 to 2000 with a decimal point (33.3), not a comma.'],
    [
      '1,000',
      '! Type a number from -10 to 2000, without commas: 1000, or 1.000 if the comma stands for a decimal point.',
    ],
    ['', '! Type a number from -10 to 2000.'],
    ['  ', '! Type a number from -10 to 2000.'],
    ['１２', '! Type a number from -10 to 2000, in digits alone. You typed "１２".'],
    ['Infinity', '! Type a number from -10 to 2000, in digits alone. You typed "Infinity".'],
    ['NaN', '! Type a number from -10 to 2000, in digits alone. You typed "NaN".'],
    ['1e3', '! Type a number from -10 to 2000, in digits alone. You typed "1e3".'],
    ['2000.01', '! Choose a number from -10 to 2000. You typed "2000.01".'],
    ['9'.repeat(400), `! Choose a number from -10 to 2000. You typed "${'9'.repeat(30)}…".`],
    ['twelve', '! Type a number from -10 to 2000, in digits alone. You typed "twelve".'],
  ])('%j is not taken', (text, complaint) => expect(read(SHARE, text)).toBe(complaint))

  it.each([
    ['33.3', '! Choose a whole number from 0 to 2000. You typed "33.3".'],
    ['33,3', '! Type a whole number from 0 to 2000, without a comma.'],
    ['1,000', '! Type a whole number from 0 to 2000, without commas: 1000.'],
    ['-1', '! Choose a whole number from 0 to 2000. You typed "-1".'],
  ])('%j is no whole one', (text, complaint) => expect(read(AGE, text)).toBe(complaint))

  it('that is there twice, or not at all, is none', () => {
    expect(read(AGE, '1', '2')).toBe('! Give one answer here: 2 were sent.')
    expect(read(AGE)).toBe('! Type a whole number from 0 to 2000.')
  })

  it('that is read is the one that was typed, or it is not read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+]?[0-9.,]{0,6}$/)), (text) => {
        const found = read(SHARE, text)
        if (typeof found !== 'number') return
        expect(text.trim()).toMatch(/^[+-]?(\d+\.?\d*|\.\d+)$/)
        expect(found).toBe(Number(text) + 0)
      }),
    )
  })
})

describe('points of a scale', () => {
  it.each(['1', '3', '5'])('%j is one', (text) => expect(read(LIKERT, text)).toBe(Number(text)))
  it.each(['0', '6', '2.5', '01', ' 1', '１', '', 'one'])('%j is none', (text) =>
    expect(read(LIKERT, text)).toBe('! Choose one of the points.'),
  )
})

describe('a choice', () => {
  it('of one is the option, with line ends as the file has them', () => {
    expect(read(ONE, 'no')).toBe('no')
    expect(read(ONE, 'two\r\nlines')).toBe('two\nlines')
  })
  it.each(['maybe', 'Yes', 'yes ', ''])('of %j is none', (text) =>
    expect(read(ONE, text)).toBe('! Choose one of the answers.'),
  )
  it('of two where one is asked for is none', () =>
    expect(read(ONE, 'yes', 'no')).toBe('! Give one answer here: 2 were sent.'))

  it('of several is in the order of the options, each once', () => {
    expect(read(SEVERAL, 'foot', 'bus', 'foot')).toEqual(['bus', 'foot'])
    expect(read(SEVERAL, 'train')).toEqual(['train'])
    expect(read(SEVERAL)).toBe('! Choose one of the answers at least.')
    expect(read(SEVERAL, 'bus', 'plane')).toBe('! Choose among the answers that are here.')
  })
})

describe('a text', () => {
  it('stays as it was typed, but for line ends', () => {
    expect(read(WORDS, ' a b ')).toBe(' a b ')
    expect(read(WORDS, 'a\r\nb\rc')).toBe('a\nb\nc')
  })
  it('is as long as a person counts', () => {
    expect(read(WORDS, '😀😀😀😀😀')).toBe('😀😀😀😀😀')
    expect(read(WORDS, '😀😀😀😀😀!')).toBe('! Write at most 5 characters: these are 6.')
    expect(read(WORDS, 'a\r\nb\r\nc')).toBe('a\nb\nc')
  })
  it('of blanks alone is none', () => {
    for (const text of ['', ' \r\n ']) expect(read(WORDS, text)).toBe('! Write an answer here.')
  })
})

it('what may be left open is null where it was, and else read as any other', () => {
  for (const item of [AGE, LIKERT, ONE, SEVERAL, WORDS]) {
    const open = { ...item, optional: true }
    expect(read(open)).toBeNull()
    expect(read(open, '')).toBeNull()
    expect(read(open, ' ')).toBeNull()
  }
  expect(read({ ...AGE, optional: true }, '33,3')).toMatch(/^! Type a whole number/)
  expect(read({ ...SEVERAL, optional: true }, 'bus')).toEqual(['bus'])
})

describe('a page', () => {
  const items = [
    { ...AGE, name: 'age' },
    { ...WORDS, name: 'constructor', optional: true },
    { ...LIKERT, name: 'clear' },
  ]

  it('is its answers by name', () => {
    expect(readQuestions(items, { 'q.age': ['30'], 'q.clear': ['4'], 'q.other': ['x'], nonce: ['y'] })).toEqual({
      ok: true,
      answers: { age: 30, constructor: null, clear: 4 },
    })
  })

  it('with something wrong is shown again with all that was entered', () => {
    expect(readQuestions(items, { 'q.age': ['thirty'], 'q.constructor': ['hello!'], 'q.clear': ['4'] })).toEqual({
      ok: false,
      complaints: {
        'q.age': 'Type a whole number from 0 to 2000, in digits alone. You typed "thirty".',
        'q.constructor': 'Write at most 5 characters: these are 6.',
      },
      entered: { 'q.age': ['thirty'], 'q.constructor': ['hello!'], 'q.clear': ['4'] },
    })
    expect(fieldOf(items[0]!)).toBe('q.age')
  })
})

describe('the questionnaire of a session file', () => {
  const complaints = (...pages: readonly (readonly Readonly<Record<string, unknown>>[])[]) =>
    checkQuestionnaire(
      Lab.parse({
        title: 'Choosing numbers',
        participants: 4,
        consent: { text: 'You may leave at any time.' },
        blocks: { part: { game: 'beauty-contest', seats: ['person'] } },
        questionnaire: pages.map((items, i) => ({ title: `Page ${i}`, items })),
      }),
    )
  const number = { kind: 'number', name: 'age', ask: 'How old are you?', min: 0, max: 120 }
  const choice = { kind: 'choice', name: 'sex', ask: 'What?', options: ['a', 'b'] }

  it('that can be asked has no complaint', () => {
    expect(
      complaints(
        [number, choice],
        [
          { kind: 'module', module: 'crt' },
          { kind: 'module', module: 'eleven-twenty' },
        ],
      ),
    ).toEqual([])
  })

  it.each([
    [
      'a name twice on a page',
      [[number, { ...choice, name: 'age' }]],
      [0, 'items', 1, 'name'],
      'the name "age" is taken by an item before this',
    ],
    [
      'a name twice on two pages',
      [[number], [choice, number]],
      [1, 'items', 1, 'name'],
      'the name "age" is taken by an item before this',
    ],
    [
      'a module twice',
      [[{ kind: 'module', module: 'crt' }], [{ kind: 'module', module: 'crt' }]],
      [1, 'items', 0, 'module'],
      'an item "crt-bat-and-ball" stands before this already',
    ],
    [
      'the name of a module’s item',
      [
        [
          { kind: 'module', module: 'eleven-twenty' },
          { ...number, name: 'eleven-twenty' },
        ],
      ],
      [0, 'items', 1, 'name'],
      'the name "eleven-twenty" is taken by an item before this',
    ],
    [
      'bounds the wrong way round',
      [[{ ...number, min: 5, max: 5 }]],
      [0, 'items', 0, 'max'],
      'expected more than min, 5; got 5',
    ],
    [
      'no whole number between',
      [[{ ...number, min: 0.2, max: 0.8, whole: true }]],
      [0, 'items', 0, 'max'],
      'there is no whole number from 0.2 to 0.8',
    ],
    [
      'an option twice',
      [[{ ...choice, options: ['a', 'b', 'a '] }]],
      [0, 'items', 0, 'options', 2],
      'the option "a " stands here twice',
    ],
  ])('%s', (_, pages, path, message) =>
    expect(complaints(...pages)).toEqual([{ path: ['questionnaire', ...path], message }]),
  )
})
