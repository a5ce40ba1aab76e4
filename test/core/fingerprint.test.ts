/** Canonical JSON (RFC 8785), and what is made of it. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonical, fingerprint, plain, portable, pureDigest } from '../../src/core/fingerprint.ts'

describe('canonical', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const example = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    )
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 code units, as the example of RFC 8785, section 3.2.3', () => {
    const example = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(canonical(example)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it.each([
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [1e21, '1e+21'],
    [999999999999999700000, '999999999999999700000'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [0.000001, '0.000001'],
  ])('writes %d as RFC 8785, appendix B', (number, text) => {
    expect(canonical(number)).toBe(text)
    expect(canonical([{ number }])).toBe(`[{"number":${text}}]`)
  })

  it('puts the key 10 before 9, which an object itself does not', () => {
    expect(canonical({ 9: 'nine', 10: 'ten' })).toBe('{"10":"ten","9":"nine"}')
  })

  it('does not depend on the order in which keys were set, at any depth', () => {
    const one = { b: [{ y: 1, x: 2 }], a: { d: null, c: 'é' } }
    const other = { a: { c: 'é', d: null }, b: [{ x: 2, y: 1 }] }
    expect(canonical(one)).toBe('{"a":{"c":"é","d":null},"b":[{"x":2,"y":1}]}')
    expect(canonical(other)).toBe(canonical(one))
  })

  it('leaves undefined members out', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  it.each([
    ['NaN', { x: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined in a list', [1, undefined]],
    ['a hole in a list', Array(2)],
    ['undefined alone', undefined],
    ['a Map', { seats: new Map() }],
    ['a Date', new Date(0)],
    ['a function', { toJSON: () => 1 }],
    ['a bigint', 1n],
    ['an instance', new (class Seat {})()],
  ])('refuses %s', (_, value) => {
    expect(() => canonical(value)).toThrow(expect.objectContaining({ code: 'not-json' }))
    expect(() => plain(value)).toThrow(expect.objectContaining({ code: 'not-json' }))
  })

  it('says what it refuses', () => {
    expect(() => canonical({ seats: new Map() })).toThrow('expected plain JSON, got an object of class Map')
  })
})

describe('plain', () => {
  it('is what the canonical JSON reads back as', () => {
    const value = { b: [-0, 1.5, { z: undefined, y: 'ü' }], a: null, 10: true, 9: false }
    expect(plain(value)).toStrictEqual(JSON.parse(canonical(value)))
    expect(Object.is((plain([-0]) as number[])[0], 0)).toBe(true)
  })

  it('is a copy', () => {
    const value = { list: [{ a: 1 }] }
    const copy = plain(value) as typeof value
    expect(copy).toEqual(value)
    expect(copy.list[0]).not.toBe(value.list[0])
  })

  it('keeps a key named __proto__ a key', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true}}')
    expect(Object.keys(plain(value) as object)).toEqual(['__proto__'])
    expect((plain(value) as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('fingerprint', () => {
  const node = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

  it.each(['', 'abc', 'ü€😀', 'x'.repeat(10_000)])('is the same by the pure digest and by node’s (%#)', (text) => {
    expect(pureDigest(text)).toBe(node(text))
    expect(fingerprint({ text })).toBe(fingerprint({ text }, node))
  })

  it('is SHA-256 of the canonical JSON', () => {
    expect(fingerprint({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
    expect(fingerprint({ b: 1, a: -0 })).toBe(node('{"a":0,"b":1}'))
  })
})

describe('portable', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [1 / 3, 0.333333333333],
    [123456789012345, 123456789012000],
    [-2.5e-20, -2.5e-20],
    [0, 0],
  ])('rounds %d to 12 significant digits', (x, rounded) => {
    expect(portable(x)).toBe(rounded)
  })

  it('leaves what is not finite to be refused later', () => {
    expect(portable(Number.NaN)).toBeNaN()
    expect(portable(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY)
  })
})
