/** Questions about what an offer and its reply come to. */
import type { Rng } from '../../src/core/chance.ts'
import type { Question, Setup } from '../../src/core/game.ts'
import type { Params } from './params.ts'
import { sharesOf } from './shares.ts'

const ROLES = ['proposer', 'responder'] as const

export function quiz({ params: { pie, outside: range } }: Setup<Params>, rng: Rng): readonly Question[] {
  const outsides = range !== 'none'
  const drawn = () => (range === 'none' ? 0 : range.min + rng.int(range.max - range.min + 1))
  const ask = (accepted: boolean, seat: 0 | 1): Question => {
    const offer = rng.int(pie + 1)
    const outside = [drawn(), drawn()] as const
    const given = { accepted, offer, whose: ROLES[seat], ...(outsides && { outside }) }
    return { name: 'points', given, answer: sharesOf({ accepted, offer, outside, pie })[seat] }
  }
  return [ask(true, 0), ask(true, 1), ask(false, rng.int(2) === 0 ? 0 : 1)]
}
