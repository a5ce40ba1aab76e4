/** The experimenter’s password: made, hashed, checked. */
import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashOfPassword, makePassword, passwordCheck, passwordFrom } from '../../src/lab/password.ts'

describe('a password that is made', () => {
  it('has 80 bits in four groups that can be read out', () => {
    const made = Array.from({ length: 500 }, makePassword)
    expect(new Set(made).size).toBe(500)
    for (const password of made) expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  })
})

describe('the hash of a password', () => {
  it('lets the password in and no other', async () => {
    const check = passwordCheck(await hashOfPassword('correct horse battery'))
    expect(await check('correct horse battery')).toBe(true)
    expect(await check('correct horse batterY')).toBe(false)
    expect(await check('correct horse battery ')).toBe(false)
    expect(await check('')).toBe(false)
    expect(await check('x'.repeat(1_000_000))).toBe(false)
  })

  it('differs each time, and does not hold the password', async () => {
    const [one, other] = [await hashOfPassword('correct horse'), await hashOfPassword('correct horse')]
    expect(one).not.toBe(other)
    expect(one).not.toContain('correct')
    expect(await passwordCheck(other)('correct horse')).toBe(true)
  })

  it('is scrypt with the parameters that it names, so that another program can check it', async () => {
    const [scheme, N, r, p, salt, hash] = (await hashOfPassword('correct horse')).split('$')
    const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: 2 ** 28 }
    expect(scheme).toBe('scrypt')
    expect(options.N).toBeGreaterThanOrEqual(2 ** 15)
    const again = scryptSync('correct horse', Buffer.from(salt!, 'base64url'), 32, options)
    expect(again.toString('base64url')).toBe(hash)
  })

  it('takes letters however a keyboard composes them', async () => {
    const check = passwordCheck(await hashOfPassword('caf\u00e9 caf\u00e9 caf\u00e9'))
    expect(await check('cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true)
  })

  it.each(['', 'plain', 'scrypt$1$2$3$$', 'scrypt$x$8$1$c2FsdA$aGFzaA', 'bcrypt$32768$8$1$c2FsdA$aGFzaA'])(
    'refuses %j, which is none, before anybody tries a password',
    (stored) => {
      expect(() => passwordCheck(stored)).toThrow(expect.objectContaining({ code: 'bad-hash' }))
    },
  )
})

describe('a password from the environment', () => {
  it('is taken as it stands', () => {
    expect(passwordFrom('LAB', { LAB: 'twelve signs' })).toBe('twelve signs')
  })

  it('is asked for where there is none', () => {
    expect(() => passwordFrom('LAB', {})).toThrow(/no LAB/)
    expect(() => passwordFrom('LAB', { LAB: '' })).toThrow(expect.objectContaining({ code: 'no-password' }))
  })

  it('must not be short, and is not printed where it is', () => {
    const taken = () => passwordFrom('LAB', { LAB: 'hunter2' })
    expect(taken).toThrow('the password in LAB has 7 characters: expected from 12 to 1024')
    expect(taken).not.toThrow('hunter2')
  })
})
