/** A limit of time: whose end it was, a clock that can stand still, and nothing left behind. */
import { describe, expect, it, vi } from 'vitest'
import { timeLimit } from '../../src/models/time-limit.ts'
import { clockOfItsOwn, listeners, passing } from './scripted-model.ts'

clockOfItsOwn()

describe('a limit of time', () => {
  it('ends when its time is up, and says so', async () => {
    const limit = timeLimit(new AbortController().signal, 1000)
    await passing(999)
    expect([limit.signal.aborted, limit.expired(), limit.left()]).toEqual([false, false, 1])
    await passing(1)
    expect([limit.signal.aborted, limit.expired(), limit.left()]).toEqual([true, true, 0])
    expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' })
  })

  it('ends with the caller, for the caller’s reason, and its own time was not up', async () => {
    const caller = new AbortController()
    const limit = timeLimit(caller.signal, 1000)
    caller.abort('enough')
    expect(limit.signal.reason).toBe('enough')
    await passing(2000)
    expect(limit.expired()).toBe(false)
  })

  it('has ended where the caller had ended before', () => {
    const limit = timeLimit(AbortSignal.abort('enough'), 1000)
    expect([limit.signal.aborted, limit.signal.reason, limit.expired()]).toEqual([true, 'enough', false])
    limit.clear()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not count the time for which it stands still, however often that is said', async () => {
    const limit = timeLimit(new AbortController().signal, 1000)
    await passing(400)
    limit.waiting(true)
    limit.waiting(true)
    await passing(3_600_000)
    expect(limit.left()).toBe(600)
    limit.waiting(false)
    limit.waiting(false)
    await passing(599)
    expect(limit.expired()).toBe(false)
    await passing(1)
    expect(limit.expired()).toBe(true)
  })

  it('leaves neither a timer nor a listener behind', () => {
    const caller = new AbortController()
    const limit = timeLimit(caller.signal, 1000)
    expect([vi.getTimerCount(), listeners(caller.signal)]).toEqual([1, 1])
    limit.clear()
    expect([vi.getTimerCount(), listeners(caller.signal)]).toEqual([0, 0])
  })
})
