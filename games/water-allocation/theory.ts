/** What can be said of staying alive, whatever the others bid. */
import { after, isAlive } from './day.ts'
import type { Standing } from './params.ts'

type Body = Pick<Standing, 'health' | 'daysDry'>

/** At the end of which day without water, counted from now, a resident is out: from 8 points and days dry 1, of the fourth. */
export function lastDryDay(body: Body): number {
  let now = body
  let days = 0
  while (isAlive(now)) {
    now = dayAfter(now, false)
    days++
  }
  return days
}

/**
 * On how many of `days` days a resident must be served at least, to be alive at the end of the last; Infinity for one who is out.
 * In the long run on two days of five: served every second day it gains a point in two days, served every third it loses one in
 * three, and any longer wait costs more than it saves.
 */
export function fewestServings(days: number, body: Body): number {
  const known = new Map<string, number>()
  const fewest = (left: number, now: Body): number => {
    if (!isAlive(now)) return Infinity
    if (left === 0) return 0
    const key = `${left} ${now.health} ${now.daysDry}`
    const found = known.get(key)
    if (found !== undefined) return found
    const made = Math.min(fewest(left - 1, dayAfter(now, false)), 1 + fewest(left - 1, dayAfter(now, true)))
    known.set(key, made)
    return made
  }
  return fewest(days, body)
}

const dayAfter = (body: Body, served: boolean): Body => after({ ...body, balance: 0 }, served, 0)
