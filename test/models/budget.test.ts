/** A run's limits of tokens and dollars: worked cases, and the promise that they are never overstepped. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, type BudgetOptions, budget, type Reservation } from '../../src/models/budget.ts'
import type { ModelError } from '../../src/models/errors.ts'
import type { Spend } from '../../src/models/model.ts'
import { unhurried } from './request.ts'
import { listeners } from './scripted-model.ts'

const NOTHING: Spend = { tokens: 0, dollars: 0 }
const tokens = (tokens: number): Spend => ({ tokens, dollars: 0 })
const dollars = (dollars: number): Spend => ({ tokens: 0, dollars })
const purse = (limits: Partial<BudgetOptions>): Budget => budget({ spent: NOTHING, ...limits })

/** Asks for so many tokens; what comes of it is looked at later. */
function asking(one: Budget, wanted: number, signal = unhurried()): Promise<Reservation> {
  const reservation = one.reserve(tokens(wanted), signal)
  reservation.catch(() => {})
  return reservation
}

/** What a reservation has come to so far: set aside, refused (with the error), or still waiting. */
async function stateOf(asked: Promise<Reservation>): Promise<Reservation | ModelError | 'waiting'> {
  const settled = asked.catch((error: ModelError) => error)
  await new Promise((resolve) => setImmediate(resolve))
  return Promise.race([settled, Promise.resolve('waiting' as const)])
}
const admitted = { settle: expect.any(Function) }

describe('a budget', () => {
  it('counts what was set aside, and then what it took in place of it', async () => {
    const one = purse({ tokens: 100, dollars: 1 })
    const first = await one.reserve({ tokens: 80, dollars: 0.5 }, unhurried())
    expect([one.spent(), one.reserved()]).toEqual([NOTHING, { tokens: 80, dollars: 0.5 }])
    first.settle({ tokens: 30, dollars: 0.25 })
    expect([one.spent(), one.reserved()]).toEqual([{ tokens: 30, dollars: 0.25 }, NOTHING])
  })

  it('has nothing set aside once nothing is in flight, to the last digit', async () => {
    const one = purse({ dollars: 1 })
    const all = await Promise.all([0.1, 0.2, 0.3].map((part) => one.reserve(dollars(part), unhurried())))
    for (const reservation of all) reservation.settle(NOTHING)
    expect(one.reserved()).toEqual(NOTHING)
  })

  it('may be used up to its last token, and has no end where none is given', async () => {
    const one = purse({ tokens: 100 })
    expect(await stateOf(asking(one, 100))).toEqual(admitted)
    expect(await stateOf(purse({}).reserve({ tokens: 1e12, dollars: 1e9 }, unhurried()))).toEqual(admitted)
  })

  it('goes on from what was used up before', async () => {
    const one = purse({ tokens: 100, spent: tokens(95) })
    expect(await stateOf(asking(one, 6))).toMatchObject({ class: 'budget' })
  })
})

describe('a call that fits only if others take less than was set aside for them', () => {
  it('waits for them, and is let in when they did', async () => {
    const one = purse({ tokens: 100 })
    const first = await asking(one, 80)
    const second = asking(one, 50)
    expect(await stateOf(second)).toBe('waiting')
    first.settle(tokens(50))
    expect(await stateOf(second)).toEqual(admitted)
  })

  it('is refused when they did not', async () => {
    const one = purse({ tokens: 100 })
    const first = await asking(one, 80)
    const second = asking(one, 50)
    first.settle(tokens(51))
    expect(await stateOf(second)).toMatchObject({ class: 'budget' })
  })

  it('is refused at once where it would not fit even if they took nothing', async () => {
    const one = purse({ tokens: 100 })
    await asking(one, 80)
    expect(await stateOf(asking(one, 101))).toMatchObject({ class: 'budget' })
  })

  it('is passed by none that came later, however small', async () => {
    const one = purse({ tokens: 100 })
    const first = await asking(one, 80)
    const large = asking(one, 50)
    const small = asking(one, 10)
    expect([await stateOf(large), await stateOf(small)]).toEqual(['waiting', 'waiting'])
    first.settle(tokens(40))
    expect([await stateOf(large), await stateOf(small)]).toEqual([admitted, admitted])
  })

  it('can be stopped, and makes room for those behind it', async () => {
    const one = purse({ tokens: 100 })
    const stop = new AbortController()
    await asking(one, 80)
    const large = asking(one, 50, stop.signal)
    const small = asking(one, 10)
    stop.abort('enough')
    expect(await stateOf(large)).toBe('enough')
    expect(await stateOf(small)).toEqual(admitted)
    expect(listeners(stop.signal)).toBe(0)
  })

  it('leaves nothing behind on its signal once it is let in, or refused', async () => {
    const one = purse({ tokens: 100 })
    const { signal } = new AbortController()
    const first = await asking(one, 80, signal)
    const [second, third] = [asking(one, 50, signal), asking(one, 80, signal)]
    first.settle(tokens(20))
    expect([await stateOf(second), await stateOf(third)]).toEqual([admitted, 'waiting'])
    expect(listeners(signal)).toBe(1)
    ;(await second).settle(tokens(50))
    expect(await stateOf(third)).toMatchObject({ class: 'budget' })
    expect(listeners(signal)).toBe(0)
  })
})

describe('a budget that is used up', () => {
  it('refuses all that wait and all that come, even what would fit, each with an error of its own', async () => {
    const one = purse({ tokens: 100 })
    const first = await asking(one, 80)
    const [second, third] = [asking(one, 50), asking(one, 1)]
    first.settle(tokens(90))
    const errors = [await stateOf(second), await stateOf(third), await stateOf(asking(one, 1))]
    for (const error of errors) expect(error).toMatchObject({ class: 'budget' })
    expect(new Set(errors).size).toBe(3)
  })

  it('says in tokens what was used, what the next call may take, and what to raise', async () => {
    const one = purse({ tokens: 1_000_000, spent: tokens(999_990) })
    await expect(asking(one, 1200)).rejects.toThrow(
      "the run's limit of 1,000,000 tokens is reached: 999,990 tokens are used up, and the next call may take 1,200 tokens; resume with a higher --tokens",
    )
  })

  it('says in dollars what was used, what the next call may take, and what to raise', async () => {
    const one = purse({ dollars: 2, spent: dollars(1.999) })
    await expect(one.reserve(dollars(0.00125), unhurried())).rejects.toThrow(
      "the run's limit of $2.00 is reached: $2.00 are used up, and the next call may take $0.00125; resume with a higher --dollars",
    )
  })
})

it('is never overstepped, and lets nobody wait for ever, whatever calls take of what was set aside for them', async () => {
  const Call = fc.record({ wanted: fc.integer({ min: 1, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  await fc.assert(
    fc.asyncProperty(fc.array(Call, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), async (calls, atOnce) => {
      const one = purse({ tokens: 200 })
      const queue = [...calls]
      let refused = 0
      const caller = async () => {
        for (let call = queue.shift(); call; call = queue.shift()) {
          try {
            const reservation = await one.reserve(tokens(call.wanted), unhurried())
            expect(refused).toBe(0)
            expect(one.spent().tokens + one.reserved().tokens).toBeLessThanOrEqual(200)
            await Promise.resolve()
            reservation.settle(tokens(Math.floor(call.wanted * call.share)))
          } catch (error) {
            if ((error as ModelError).class !== 'budget') throw error
            refused++
          }
        }
      }
      await Promise.all(Array.from({ length: atOnce }, caller))
      expect(one.reserved()).toEqual(NOTHING)
    }),
    { seed: 1, numRuns: 100 },
  )
})
