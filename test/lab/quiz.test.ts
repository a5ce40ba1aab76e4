/** Questions about the instructions: asked as the file has them or as the game does, read without guessing, judged by what is right. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { prepareLab } from '../../src/lab/prepare-lab.ts'
import type { PreparedLab } from '../../src/lab/prepared.ts'
import { judgedQuiz, quizAsked, quizOf } from '../../src/lab/quiz.ts'
import { sessionFold } from '../../src/lab/session.ts'
import { memoryStore } from '../../src/store/memory.ts'

const SEATS: Readonly<Record<string, string>> = {
  'beauty-contest': '[person, robot, robot]',
  clock: '[person, robot, robot]',
  'item-auction': '[person, robot, robot]',
  'sealed-bid': '[person, robot, robot]',
  taxation: '{ planner: robot, worker: [person, robot, robot] }',
  ultimatum: '[person, robot]',
  'water-allocation': '[person, robot, robot, robot, robot]',
}

/** A session of one block, with what is given of its quiz as YAML. */
function prepared(quiz: string, game = 'beauty-contest', seed = 'seed'): Promise<PreparedLab> {
  const text = `
title: Choosing
participants: 1
consent: { text: You may leave at any time. }
players: [{ name: robot, strategy: random }]
blocks: { part: { game: ${game}, seats: ${SEATS[game]} } }
payment: { losses: count-as-zero }
quiz: ${quiz}
seed: ${seed}
`
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const file = parseLab(text, 'test.yaml')
  return prepareLab(file, memoryStore(), shelf, (own) => diskReader(packageFolder, packageFolder, own), reach)
}

const items = (...of: readonly object[]): string => JSON.stringify({ items: of })
const THIRD = { ask: 'A third of 100?', answer: 33.3, within: 0.1, why: '100 is three times 33.3.' }
const WINNER = { ask: 'Who wins?', options: ['the highest', 'the lowest', '2'], answer: 2 }
const TRUE = { ask: 'Do all choose at once?', answer: true, why: 'They do.' }
const FALSE = { ask: 'Do you see the others?', answer: false }

describe('answers', () => {
  const lab = prepared(items(THIRD, WINNER, TRUE, FALSE))
  const judged = async (...sent: readonly string[]) =>
    judgedQuiz(await lab, Object.fromEntries(sent.map((text, i) => [`q.${i}`, [text]])))

  it('that are right', async () => {
    expect(await judged('33.3', '2', 'yes', 'no')).toEqual({
      answers: [33.3, '2', true, false],
      right: [true, true, true, true],
      complaints: {},
    })
  })

  it('that are wrong', async () => {
    expect(await judged('33', 'the lowest', 'no', 'yes')).toEqual({
      answers: [33, 'the lowest', false, true],
      right: [false, false, false, false],
      complaints: {},
    })
  })

  it.each([
    ['33.2', true],
    ['33.4', true],
    ['33.45', false],
    ['33.19', false],
    [' 33.3 ', true],
    ['033.30', true],
  ])('within what a number may be off by: %j is %j', async (text, right) =>
    expect((await judged(text, '2', 'yes', 'no')).right[0]).toBe(right),
  )

  it.each([
    ['33,3', 'Type a number with a decimal point (33.3), not a comma.'],
    ['1,000', 'Type a number, without commas: 1000, or 1.000 if the comma stands for a decimal point.'],
    ['', 'Type a number.'],
    ['a third', 'Type a number, in digits alone. You typed "a third".'],
    ['1e2', 'Type a number, in digits alone. You typed "1e2".'],
    ['Infinity', 'Type a number, in digits alone. You typed "Infinity".'],
    ['9'.repeat(400), `Choose a number. You typed "${'9'.repeat(30)}…".`],
  ])('%j is no number, and it is said why', async (text, complaint) => {
    const found = await judged(text, 'maybe', 'yes', '')
    expect(found.complaints).toEqual({
      'q.0': complaint,
      'q.1': 'Choose one of the answers.',
      'q.3': 'Choose one of the answers.',
    })
  })

  it('that are not there, or there twice, are complained of', async () => {
    expect(judgedQuiz(await lab, {}).complaints).toEqual({
      'q.0': 'Type a number.',
      'q.1': 'Choose one of the answers.',
      'q.2': 'Choose one of the answers.',
      'q.3': 'Choose one of the answers.',
    })
    const twice = judgedQuiz(await lab, { 'q.0': ['33.3', '1'], 'q.1': ['2', '2'], 'q.2': ['yes'], 'q.3': ['no'] })
    expect(twice.complaints).toEqual({
      'q.0': 'Give one answer here: 2 were sent.',
      'q.1': 'Choose one of the answers.',
    })
  })

  it('of two lines are read with the line ends that browsers send', async () => {
    const two = await prepared(items({ ask: 'Which?', options: ['a\nb', 'c'], answer: 'a\nb' }))
    expect(judgedQuiz(two, { 'q.0': ['a\r\nb'] })).toEqual({ answers: ['a\nb'], right: [true], complaints: {} })
  })
})

describe('the page', () => {
  const lab = prepared(items(THIRD, WINNER, TRUE, FALSE))

  function person(
    ...attempts: readonly { readonly answers: (string | number | boolean)[]; readonly right: boolean[] }[]
  ) {
    const { session, apply } = sessionFold()
    apply({ type: 'created', person: 'p', link: null, room: null }, 0)
    for (const [i, attempt] of attempts.entries())
      apply({ type: 'quizzed', person: 'p', attempt: i + 1, passed: false, ...attempt }, i)
    return session.people.get('p')!
  }

  it('has a box for a number, and answers to choose from for the rest', async () => {
    expect(quizAsked(await lab, person(), null)).toEqual([
      { name: 'q.0', ask: THIRD.ask, options: null, entered: '', complaint: null },
      { name: 'q.1', ask: WINNER.ask, options: WINNER.options, entered: '', complaint: null },
      { name: 'q.2', ask: TRUE.ask, options: ['yes', 'no'], entered: '', complaint: null },
      { name: 'q.3', ask: FALSE.ask, options: ['yes', 'no'], entered: '', complaint: null },
    ])
  })

  it('says after an attempt which of its answers were wrong, and why', async () => {
    const after = person(
      { answers: [1, 'the lowest', true, true], right: [false, false, true, false] },
      { answers: [33.3, 'the lowest', false, false], right: [true, false, false, true] },
    )
    expect(quizAsked(await lab, after, null).map(({ entered, complaint }) => [entered, complaint])).toEqual([
      ['33.3', null],
      ['the lowest', 'This is not right.'],
      ['no', 'This is not right. They do.'],
      ['no', null],
    ])
  })

  it('shows what could not be read again, with what was wrong with it', async () => {
    const after = person({ answers: [1, '2', true, false], right: [false, true, true, true] })
    const draft = { fields: { 'q.0': ['33,3'], 'q.1': ['2'] }, complaints: { 'q.0': 'Type a number.' }, tried: false }
    expect(quizAsked(await lab, after, draft).map(({ entered, complaint }) => [entered, complaint])).toEqual([
      ['33,3', 'Type a number.'],
      ['2', null],
      ['', null],
      ['', null],
    ])
  })
})

describe('questions of a game', () => {
  it.each(shelf.games.map(({ game }) => game.id))(
    '%s: each can be asked, answered right, and answered wrong',
    async (game) => {
      const lab = await prepared('{ fromGame: true }', game)
      const questions = quizOf(lab)
      expect(questions.length).toBeGreaterThan(0)
      for (const { ask } of questions) {
        expect(ask.length).toBeGreaterThan(20)
        expect(ask).not.toMatch(/Question \d of \d|undefined|NaN|\{\{|\[object/)
      }
      expect(new Set(questions.map(({ ask }) => ask)).size).toBe(questions.length)
      const fields = (answer: (right: unknown) => string) =>
        Object.fromEntries(questions.map((item, i) => [`q.${i}`, [answer(item.answer)]]))
      const right = fields((answer) => (typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : String(answer)))
      expect(judgedQuiz(lab, right)).toMatchObject({ complaints: {}, right: questions.map(() => true) })
      const wrong = fields((answer) =>
        typeof answer === 'boolean' ? (answer ? 'no' : 'yes') : String(Number(answer) + 1),
      )
      expect(judgedQuiz(lab, wrong)).toMatchObject({ complaints: {}, right: questions.map(() => false) })
    },
  )

  it('are the same for everybody by the seed, and stand after those of the file', async () => {
    const given = JSON.stringify({ items: [TRUE], fromGame: true })
    const asked = async (seed: string) => quizOf(await prepared(given, 'beauty-contest', seed)).map(({ ask }) => ask)
    const first = await asked('seed')
    expect(first[0]).toBe(TRUE.ask)
    expect(await asked('seed')).toEqual(first)
    expect(await asked('other')).not.toEqual(first)
  })
})

describe('a quiz that cannot be judged is refused with its line', () => {
  it.each([
    ['without a question', '{ attempts: 2 }', 'there is no question in it: give it `items`, or `fromGame: true`'],
    [
      'a text without options',
      items({ ask: '?', answer: 'blue' }),
      'expected a number, or true or false, got "blue"; for a text give `options`',
    ],
    [
      'an answer that is none of the options',
      items({ ask: '?', options: ['red', 'green'], answer: 'blue' }),
      'is none of the options: expected one of "red", "green", got "blue"',
    ],
    [
      'an option twice',
      items({ ask: '?', options: ['red', 'green', 'red'], answer: 'red' }),
      'the option "red" stands here twice',
    ],
    [
      'options that may be off by something',
      items({ ask: '?', options: ['1', '2'], answer: 1, within: 0.5 }),
      'goes with a number that is typed, not with options',
    ],
    ['true that may be off by something', items({ ask: '?', answer: true, within: 0.5 }), 'goes with a number'],
  ])('%s', async (_, quiz, message) => {
    const refused = await prepared(quiz).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'bad-session', message: expect.stringMatching(/^test\.yaml:8:/) })
    expect(refused).toMatchObject({ message: expect.stringContaining(message) })
  })
})
