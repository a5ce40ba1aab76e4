/** How many tokens are expected: the rough measure, and what is learnt from replies. */
import { describe, expect, it } from 'vitest'
import type { ModelReply } from '../../src/models/model.ts'
import { type Expecting, expectedTokens, expecting, tokensIn, UNLIMITED_REPLY } from '../../src/models/tokens.ts'
import { guessRequest } from './request.ts'
import { took } from './scripted-model.ts'

describe('tokens that nobody has counted', () => {
  it('are one for four characters, rounded up', () => {
    expect(['', 'a', 'four', 'fives'].map(tokensIn)).toEqual([0, 1, 1, 2])
  })

  it('are those of the words, four more a message, and those of the schema', () => {
    const messages = [
      { role: 'system', content: 'x'.repeat(400) },
      { role: 'user', content: 'x'.repeat(41) },
    ] as const
    expect(expectedTokens({ messages, schema: null, maxTokens: 50 })).toEqual({ input: 104 + 15, output: 50 })
    const schema = { type: 'integer' } as const
    expect(expectedTokens({ messages, schema, maxTokens: 50 }).input).toBe(119 + tokensIn('{"type":"integer"}'))
  })

  it('allow a reply without a limit some length of its own', () => {
    expect(expectedTokens({ messages: [], schema: null })).toEqual({ input: 0, output: UNLIMITED_REPLY })
  })
})

const free = guessRequest()
const held = guessRequest({ maxTokens: 200 })
const { input } = expectedTokens(free)
const reply = (into: number | null, out: number | null) => took(into, out) as ModelReply

/** After so many replies of the same length. */
function taught(replies: number, into: number | null, out: number | null, asked = free): Expecting {
  const expected = expecting()
  for (let i = 0; i < replies; i++) expected.saw(asked, reply(into, out))
  return expected
}

describe('what a call is expected to take', () => {
  it('is the rough measure until some replies were seen', () => {
    expect(taught(4, input, 20).of(free)).toBe(input + UNLIMITED_REPLY)
    expect(taught(5, input, 20).of(free)).toBeLessThan(input + UNLIMITED_REPLY)
  })

  it('is then little more than the longest reply, and more than that for a prompt that takes more than its characters say', () => {
    expect(taught(5, input, 20).of(free)).toBe(Math.ceil(input * 1.02) + 21)
    expect(taught(5, input * 2, 20).of(free)).toBe(Math.ceil(input * 2.04) + 21)
  })

  it('is never less than the characters of a prompt say', () => {
    expect(taught(5, Math.floor(input / 3), 20).of(free)).toBe(input + 21)
  })

  it('is all that a request allows its reply, where it limits it', () => {
    expect(taught(5, input, 20, held).of(held)).toBe(Math.ceil(input * 1.02) + 200)
  })

  it('is not made less by what was never counted', () => {
    expect(taught(9, null, 20).of(free)).toBe(input + UNLIMITED_REPLY)
    expect(taught(9, input, null).of(free)).toBe(input + UNLIMITED_REPLY)
  })

  it('rises at once with a long answer, and forgets it after some hundreds', () => {
    const expected = taught(5, input, 20)
    expected.saw(free, reply(input, 600))
    expect(expected.of(free)).toBe(Math.ceil(input * 1.02) + 612)
    for (let i = 0; i < 700; i++) expected.saw(free, reply(input, 20))
    expect(expected.of(free)).toBeLessThan(Math.ceil(input * 1.02) + 30)
  })
})
