/** A log with an illegal move is refused, with where and why. */
import { stream } from '../core/chance.ts'
import { quoted, ReplayError } from '../core/errors.ts'
import type { Moved } from '../core/event.ts'
import { jsonSchemaOf } from '../core/legal.ts'
import { broken, forEverySeed } from './holds.ts'
import { allows } from './json-schema.ts'
import type { AnyPosition, Bench, Law } from './law.ts'
import { askOf, played } from './play.ts'
import { variationsOf } from './variations.ts'

export const illegalLaws = (bench: Bench): readonly Law[] => [
  { name: 'an illegal logged move is refused, with where and why', check: () => refusesIllegal(bench) },
]

/** Moves of one match that are spoilt, spread over it. */
const SPOILT = 5

function refusesIllegal(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const { steps } = played(bench, one, seed)
    const every = Math.ceil(steps.length / SPOILT)
    steps.forEach(({ before, event }, nth) => {
      if (nth % every === 0) mustRefuse(bench, before, event, seed)
    })
  })
}

function mustRefuse(bench: Bench, at: AnyPosition, { turn, seat }: Moved, seed: string): void {
  const { kind, schema } = askOf(at, seat)
  const json = jsonSchemaOf(schema)
  for (const { what, value } of variationsOf(json, stream(['spoil', seed, turn, seat]))) {
    if (what !== 'unknown field' && allows(json, value)) continue
    const where = `turn ${turn}, seat ${seat}: the ${kind} ${quoted(value)} (${what})`
    const error = refusalOf(() =>
      bench.fold.advance(bench.game, at, { type: 'moved', turn, seat, action: value, origin: { by: 'player' } }),
    )
    if (error === undefined) throw broken(`${where} is accepted`)
    if (!(error instanceof ReplayError) || error.code !== 'illegal-move')
      throw broken(`${where}: expected a ReplayError illegal-move, got ${String(error)}`, error)
    if (error.where.turn !== turn || error.where.seat !== seat || !error.where.expected)
      throw broken(`${where} is refused, but the error does not say where and why: ${quoted(error.where)}`, error)
  }
}

function refusalOf(advance: () => unknown): unknown {
  try {
    advance()
    return undefined
  } catch (error) {
    return error
  }
}
