/** Requests for tests: a beauty contest's guess, asked of whatever model. */
import { z } from 'zod'
import { stream } from '../../src/core/chance.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import type { ModelRequest } from '../../src/models/model.ts'

export const Guess = z.strictObject({ guess: z.int().min(0).max(100) })

export function guessRequest(changes: Partial<ModelRequest> = {}, seed = 'a'): ModelRequest {
  const answer = jsonSchemaOf(Guess)
  return {
    key: { match: 'm', turn: 0, seat: 0, purpose: 'answer', attempt: 1 },
    messages: [
      { role: 'system', content: 'Every player names a whole number from 0 to 100.' },
      { role: 'user', content: 'Which number do you name? Answer with JSON: {"guess": <number>}' },
    ],
    schema: answer,
    seed: stream(['seed', seed]).int(2 ** 31),
    about: { kind: 'guess', view: { middle: 50 }, answer, rng: stream(['test', seed]) },
    ...changes,
  }
}

export const unhurried = (): AbortSignal => new AbortController().signal
