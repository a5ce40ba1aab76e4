/** Tokens, their hashes, and the codes that people go by. */
import { describe, expect, it } from 'vitest'
import { hashOf, newCode, newPerson, newToken } from '../../src/lab/links.ts'

const many = <T>(make: () => T): T[] => Array.from({ length: 2000 }, make)

describe('links', () => {
  it('carry 160 bits that stand in an address as they are, never the same twice', () => {
    const tokens = many(newToken)
    expect(new Set(tokens).size).toBe(tokens.length)
    for (const token of tokens) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(20)
      expect(encodeURIComponent(token)).toBe(token)
    }
  })

  it('are stored as SHA-256, which others can compute', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

describe('the codes of people', () => {
  it('have ten signs without look-alikes, and differ', () => {
    const people = many(newPerson)
    expect(new Set(people).size).toBe(people.length)
    for (const person of people) expect(person).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/)
  })

  it('are never numbers to a spreadsheet', () => {
    for (const person of many(newPerson)) expect(Number(person)).toBeNaN()
  })

  it('use every sign', () => {
    expect(new Set(newCode(2000)).size).toBe(32)
  })
})
