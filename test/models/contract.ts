/** What every model keeps, whatever it is made of. */
import { expect, it } from 'vitest'
import { readReply } from '../../src/agents/reply.ts'
import { ModelError } from '../../src/models/errors.ts'
import type { Model } from '../../src/models/model.ts'
import { Guess, guessRequest, unhurried } from './request.ts'

/** `answers`: whether it can be expected to give a legal answer (a model of random weights cannot). */
export function modelContract(model: () => Promise<Model> | Model, { answers }: { readonly answers: boolean }): void {
  it('replies with text, a finish, the model that answered and counts of tokens', async () => {
    const made = await model()
    const reply = await made.complete(guessRequest({ maxTokens: 24 }), unhurried())
    expect(typeof reply.text).toBe('string')
    expect(['stop', 'length', 'refused', 'other']).toContain(reply.finish)
    expect(reply.model).not.toBe('')
    for (const count of [reply.tokens.input, reply.tokens.output]) expect(count).toBeGreaterThan(0)
  })

  it.runIf(answers)('gives an answer that can be read and is legal, when held to the schema', async () => {
    const made = await model()
    const reply = await made.complete(guessRequest({ maxTokens: 48 }), unhurried())
    expect(readReply(reply, Guess)).toMatchObject({ ok: true })
  })

  it('says what it is in its name and provider', async () => {
    const { name, provider } = await model()
    expect(name.startsWith(`${provider}:`)).toBe(true)
  })

  it('does not start once it is stopped, and says so', async () => {
    const made = await model()
    const stopped = AbortSignal.abort()
    await expect(made.complete(guessRequest(), stopped)).rejects.toSatisfy(
      (error) => error instanceof ModelError && error.class === 'aborted',
    )
  })

  it('puts only plain JSON beside the reply, so that it can be logged', async () => {
    const made = await model()
    const request = guessRequest({ maxTokens: 8 })
    const { received } = await made.complete(request, unhurried())
    const kept = { sent: made.sends?.(request) ?? null, received: received ?? null }
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept)
  })
}
