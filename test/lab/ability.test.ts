/** Items on ability, and their scores. */
import { describe, expect, it } from 'vitest'
import { abilityScores, itemsOf } from '../../src/lab/ability.ts'
import { Item } from '../../src/lab/lab-schema.ts'

const CRT = ['crt-bat-and-ball', 'crt-widgets', 'crt-lily-pads']
const crt = (...answers: readonly unknown[]) =>
  abilityScores(Object.fromEntries(CRT.map((name, i) => [name, answers[i]]))).crt

describe('the Cognitive Reflection Test', () => {
  it.each([
    [[5, 5, 47], { right: 3, intuitive: 0 }],
    [[10, 100, 24], { right: 0, intuitive: 3 }],
    [[5, 100, 24], { right: 1, intuitive: 2 }],
    [[0.05, 1, 2], { right: 0, intuitive: 0 }],
    [[5, 5, null], null],
    [[], null],
    [['5', 5, 47], null],
  ])('%j is scored %j', (answers, score) => expect(crt(...answers)).toEqual(score))
})

describe('the 11–20 request game', () => {
  it.each([
    [20, 0],
    [19, 1],
    [11, 9],
    [null, null],
    [undefined, null],
  ])('a request of %j is level %j', (request, level) =>
    expect(abilityScores({ 'eleven-twenty': request }).elevenTwentyLevel).toBe(level),
  )
})

it('modules stand in their place among the items of a page, as questions that an item may be', () => {
  const own = { kind: 'text', name: 'own', ask: 'What?' } as const
  const items = [{ kind: 'module', module: 'eleven-twenty' }, own, { kind: 'module', module: 'crt' }].map((item) =>
    Item.parse(item),
  )
  const questions = itemsOf(items)
  expect(questions.map(({ name }) => name)).toEqual(['eleven-twenty', 'own', ...CRT])
  for (const question of questions) expect(Item.parse(question)).toEqual(question)
})
