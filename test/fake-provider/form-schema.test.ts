/** Reading the form of an answer from a prompt's words: the inverse of how asks are worded, over every game on the shelf. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { answerSchema, formOf } from '../../src/agents/answer.ts'
import { random } from '../../src/agents/random.ts'
import { readReply } from '../../src/agents/reply.ts'
import { stream } from '../../src/core/chance.ts'
import type { AnyAsk, AnyGame } from '../../src/core/game.ts'
import { wrapped } from '../../src/core/game.ts'
import { draw, type JsonSchema, jsonSchemaOf, words } from '../../src/core/legal.ts'
import { completed, drawable } from '../../src/fake-provider/drawable.ts'
import { schemaInWords, schemaOf } from '../../src/fake-provider/form-schema.ts'
import { casesOf } from '../../src/laws/cases.ts'
import { describedSchema, strictSchema } from '../../src/models/strict-schema.ts'
import { playOut } from '../agents/moments.ts'

/** Beside the defaults, which every game is tried with. */
const more: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  'beauty-contest': [
    { integer: true, min: -50, max: 50 },
    { beliefs: { prize: 20 }, rounds: 2 },
  ],
  ultimatum: [{ pie: 7 }, { outside: { min: 0, max: 40 } }],
}

async function asksOf(game: AnyGame, params: Record<string, unknown>): Promise<readonly AnyAsk[]> {
  const [one] = casesOf(game, params)
  const { moments } = await playOut(game, one!.roles, () => random({ name: 'random' }), { params })
  return moments.map(({ ask }) => ask)
}

const games = shelf.games.flatMap(({ game }) => {
  const wraps = shelf.wraps.map(({ wrap }) => wrapped(game, [{ wrap }]))
  const params = [{}, ...(more[game.id] ?? [])]
  return [
    ...params.map((one) => [`${game.id} ${JSON.stringify(one)}`, game, one] as const),
    ...wraps.map((one) => [`${game.id} in ${one.wraps![0]!.id}`, one, {}] as const),
  ]
})

describe.each(games)('the asks of %s', (_, game, params) => {
  it('can be read from their form, and what is drawn from it is legal', async () => {
    for (const ask of await asksOf(game, params))
      for (const reasons of ['off', 'optional', 'required'] as const) {
        const answer = answerSchema(jsonSchemaOf(ask.schema), reasons)
        const form = formOf(answer)
        const read = schemaInWords(`Somebody said {"x": <null>}.\n\nAnswer with one object:\n\n${form}\n\n"x": a note.`)
        expect(read && formOf(read)).toBe(form)
        expectLegal(ask, read!, reasons)
      }
  })

  it('can be drawn legally from what providers are sent', async () => {
    for (const ask of await asksOf(game, params)) {
      const answer = answerSchema(jsonSchemaOf(ask.schema), 'required')
      for (const dialect of [strictSchema, describedSchema])
        expectLegal(ask, completed(dialect(answer) as JsonSchema, schemaInWords(formOf(answer))), 'required')
    }
  })
})

function expectLegal(ask: AnyAsk, schema: JsonSchema, reasons: 'off' | 'optional' | 'required'): void {
  const shape = drawable(schema)
  for (let i = 0; i < 10; i++) {
    const text = JSON.stringify(draw(shape, stream(['draw', i])))
    expect(readReply({ text, finish: 'stop' }, ask.schema, reasons), text).toMatchObject({ ok: true })
  }
}

describe('the words of a field', () => {
  const schemas: readonly JsonSchema[] = [
    { type: 'integer', minimum: 0, maximum: 43 },
    { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    { type: 'number', minimum: -1.5, exclusiveMaximum: 1e21 },
    { type: 'number', minimum: 0, maximum: 1, multipleOf: 0.01 },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'string' },
    { type: 'string', maxLength: 200 },
    { enum: ['accept', 'reject, or not', 3, null] },
    { const: 'accept' },
    { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] },
    { anyOf: [{ const: 'stay' }, { type: 'integer', minimum: 1, maximum: 6 }] },
    { type: 'array', minItems: 3, maxItems: 3, items: { type: 'number', minimum: 0, maximum: 1 } },
    { type: 'array', minItems: 1, items: { type: 'boolean' } },
    { type: 'array', minItems: 0, maxItems: 4, items: { enum: ['a', 'b'] } },
    { type: 'array', minItems: 2, maxItems: 2 },
  ]
  it.each(schemas.map((schema) => [words(schema), schema] as const))('%s', (said, schema) => {
    expect(schemaOf(said)).toEqual(schema)
  })

  it.each(['a whole number from 1 to 3', 'an object with a, b', 'number', ''])('gives none for %j', (said) => {
    expect(schemaOf(said)).toBeUndefined()
  })
})

describe('a text', () => {
  it.each([
    ['without a form', 'Which number do you choose?'],
    ['with an unfinished one', 'Answer: {"guess": <a number'],
    ['with words that nobody knows', 'Answer: {"guess": <something>}'],
    ['with a name that is no JSON', 'Answer: {"gu\\qess": <null>}'],
  ])('%s has none', (_, text) => {
    expect(schemaInWords(text)).toBeUndefined()
  })

  it('has its last form', () => {
    const text = 'You said {"a": <null>}. Now: {"b": <true or false>, "c \\" >": <a text>}. Go on.'
    expect(Object.keys(schemaInWords(text)?.properties ?? {})).toEqual(['b', 'c " >'])
  })
})

describe('a number without bounds', () => {
  it.each<[JsonSchema, number, number]>([
    [{ type: 'integer' }, 0, 100],
    [{ type: 'number', minimum: 200 }, 200, 300],
    [{ type: 'number', maximum: -5 }, -105, -5],
    [{ type: 'integer', exclusiveMinimum: 6 }, 7, 107],
  ])('%j is drawn from %d to %d', (schema, low, high) => {
    const drawn = Array.from({ length: 200 }, (_, i) => Number(draw(drawable(schema), stream([i]))))
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(high)
    expect(new Set(drawn).size).toBeGreaterThan(50)
  })
})
