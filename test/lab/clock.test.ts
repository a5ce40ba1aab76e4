/** Time: nothing happens before it is due, whatever the machine’s clock does. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wallClock } from '../../src/lab/clock.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

it('calls at the time, and once', () => {
  const called: number[] = []
  wallClock.at(1_005_000, () => called.push(Date.now()))
  vi.advanceTimersByTime(4999)
  expect(called).toEqual([])
  vi.advanceTimersByTime(100_000)
  expect(called).toEqual([1_005_000])
})

it('waits on where the clock was set back meanwhile', () => {
  const called: number[] = []
  wallClock.at(1_005_000, () => called.push(Date.now()))
  vi.advanceTimersByTime(2000)
  vi.setSystemTime(1_001_000)
  vi.advanceTimersByTime(3000)
  expect(called).toEqual([])
  vi.advanceTimersByTime(1000)
  expect(called).toEqual([1_005_000])
})

it('waits longer than a timer of Node can', () => {
  const called: number[] = []
  wallClock.at(1_000_000 + 2 ** 32, () => called.push(Date.now()))
  vi.advanceTimersByTime(2 ** 32)
  expect(called).toEqual([1_000_000 + 2 ** 32])
})

it('calls nothing that was called off, also while it waits on', () => {
  const called: number[] = []
  const callOff = wallClock.at(1_005_000, () => called.push(Date.now()))
  vi.advanceTimersByTime(4000)
  vi.setSystemTime(1_000_000)
  vi.advanceTimersByTime(2000)
  callOff()
  vi.advanceTimersByTime(100_000)
  expect(called).toEqual([])
})
