/** The experimenter’s password: made, printed once, and kept as a hash alone. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { StagegameError } from '../core/errors.ts'
import { newCode } from './links.ts'

/** Whether this is the password. */
export type PasswordCheck = (password: string) => Promise<boolean>

const GROUPS = 4

/** 80 bits, to be read out and typed: `7k3v-x9ab-20mq-ed5t`. */
export const makePassword = (): string => Array.from({ length: GROUPS }, () => newCode(4)).join('-')

const LEAST = 12
const MOST = 1024

/** The password that an environment variable holds. Throws `no-password`, `weak-password`. */
export function passwordFrom(variable: string, environment: Readonly<Record<string, string | undefined>>): string {
  const password = environment[variable]
  if (password === undefined || password === '')
    throw new StagegameError('no-password', `the environment has no ${variable}, or it is empty: expected the password`)
  if (password.length < LEAST || password.length > MOST)
    throw new StagegameError(
      'weak-password',
      `the password in ${variable} has ${password.length} characters: expected from ${LEAST} to ${MOST}`,
    )
  return password
}

/** What a guess costs: 32 MB and about a tenth of a second. */
const COST = { N: 2 ** 15, r: 8, p: 1 }
const LENGTH = 32

/** `scrypt$32768$8$1$<salt>$<hash>` (RFC 7914), salt and hash in base64url. */
export async function hashOfPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derived(password, salt, LENGTH, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Checks against a hash, in a time that does not tell how much was right. Throws `bad-hash` at once where it is none. */
export function passwordCheck(stored: string): PasswordCheck {
  const { salt, hash, cost } = partsOf(stored)
  return async (password) => {
    if (password.length > MOST) return false
    return timingSafeEqual(await derived(password, salt, hash.length, cost), hash)
  }
}

function partsOf(stored: string) {
  const [scheme, N, r, p, salt = '', hash = '', ...rest] = stored.split('$')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const parts = { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') }
  const whole = Object.values(cost).every((n) => Number.isSafeInteger(n) && n > 0)
  if (scheme === 'scrypt' && whole && parts.salt.length > 0 && parts.hash.length === LENGTH && rest.length === 0)
    return parts
  throw new StagegameError('bad-hash', 'expected the hash of a password, scrypt$N$r$p$salt$hash, got something else')
}

const scrypted = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** The same letters typed on another keyboard are the same password. */
const derived = (password: string, salt: Buffer, length: number, { N, r, p }: typeof COST): Promise<Buffer> =>
  scrypted(password.normalize('NFKC'), salt, length, { N, r, p, maxmem: 256 * N * r })
