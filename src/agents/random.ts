/** A player that answers anything that is legal: it needs only the ask's schema. */
import { check, draw, jsonSchemaOf } from '../core/legal.ts'
import { type Agent, noAnswer } from './agent.ts'

const DRAWS = 20

/** Draws from the ask's JSON Schema until a draw is legal, at most 20 times; then the flagged fallback. Throws as `draw` does. */
export function random({ name }: { readonly name: string }): Agent {
  return {
    name,
    outside: false,
    decide: ({ ask, chance }) => {
      const rng = chance('random', ask.kind)
      const shape = jsonSchemaOf(ask.schema)
      for (let i = 0; i < DRAWS; i++) {
        const drawn = check(ask.schema, draw(shape, rng))
        if (drawn.ok) return { action: drawn.action, origin: { by: 'player' } }
      }
      return noAnswer(ask, 'illegal')
    },
  }
}
