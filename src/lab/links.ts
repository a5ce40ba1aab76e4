/** Secrets that open a door, and the names that people go by. */
import { createHash, randomBytes, randomInt } from 'node:crypto'

/** For a link or the cookie of a participant: 160 bits that nobody can guess, fit for an address. */
export const newToken = (): string => randomBytes(20).toString('base64url')

/** For the cookie of an experimenter: 256 bits. */
export const newCookie = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token, and looked up: SHA-256. It needs no salt, since what is hashed is random. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Base32 of Crockford: digits and letters of which no two look alike. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz'
const LETTERS = SIGNS.slice(10)

/** So many signs that are easily told apart, 5 bits each. */
export const newCode = (length: number): string => Array.from({ length }, () => SIGNS[randomInt(SIGNS.length)]).join('')

/** A pseudonym of ten signs. It begins with a letter, so that no spreadsheet takes it for a number: 7e12. */
export const newPerson = (): string => LETTERS[randomInt(LETTERS.length)]! + newCode(9)
