/** States are plain JSON, and so are views. */
import { StagegameError } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import { seatsTo } from '../core/game.ts'
import { broken, forEverySeed } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { played } from './play.ts'

export const plainLaws = (bench: Bench): readonly Law[] => [
  { name: 'states are plain JSON', check: () => statesArePlain(bench) },
]

function statesArePlain(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const { steps, end } = played(bench, one, seed)
    for (const at of [...steps.map(({ before }) => before), end]) {
      mustBePlain('state', at.state)
      for (const seat of seatsTo(at.players.length))
        mustHaveJson(`view of seat ${seat}`, bench.game.view(at.state, seat))
    }
  })
}

/** Equal to its own JSON, but for −0, which is 0. */
function mustBePlain(path: string, value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (typeof value !== 'object') throw broken(`${path} is not plain JSON: ${String(value)}`)
  const prototype = Object.getPrototypeOf(value)
  const list = Array.isArray(value)
  if (!list && prototype !== Object.prototype && prototype !== null)
    throw broken(`${path} is not plain JSON, but an object of class ${value.constructor.name}`)
  if (Object.getOwnPropertySymbols(value).length > 0) throw broken(`${path} is not plain JSON: it has symbols for keys`)
  if (list && Object.keys(value).length !== value.length) throw broken(`${path} is not plain JSON: a list with holes`)
  for (const [key, member] of Object.entries(value)) mustBePlain(list ? `${path}[${key}]` : `${path}.${key}`, member)
}

function mustHaveJson(what: string, value: unknown): void {
  try {
    canonical(value)
  } catch (error) {
    if (error instanceof StagegameError) throw broken(`the ${what} is not plain JSON: ${error.message}`, error)
    throw error
  }
}
