/** The memo of what was made of parameters. */
import { expect, it } from 'vitest'
import { memo } from '../../src/core/memo.ts'

it('makes a thing once, by the JSON of the arguments', () => {
  const made: unknown[] = []
  const make = memo((a: unknown, b: unknown) => {
    made.push([a, b])
    return { a, b }
  })
  expect(make({ x: 1 }, 2)).toBe(make({ x: 1 }, 2))
  expect(make({ x: 1 }, '2')).toEqual({ a: { x: 1 }, b: '2' })
  expect(made).toEqual([
    [{ x: 1 }, 2],
    [{ x: 1 }, '2'],
  ])
})

it('is bounded: it forgets, and makes again', () => {
  let calls = 0
  const make = memo((n: number) => ({ n, nth: ++calls }), 3)
  for (const n of [1, 2, 3, 1]) make(n)
  expect(calls).toBe(3)
  make(4)
  expect(make(4)).toEqual({ n: 4, nth: 4 })
  expect(make(1)).toEqual({ n: 1, nth: 5 })
})
