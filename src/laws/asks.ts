/** An ask's schema is the same to everyone who reads it, and its fallback is legal. */
import { z } from 'zod'
import { stream } from '../core/chance.ts'
import { quoted } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import type { AnyAsk } from '../core/game.ts'
import { check, draw, type JsonSchema, jsonSchemaOf } from '../core/legal.ts'
import { broken, forEverySeed } from './holds.ts'
import { allows } from './json-schema.ts'
import type { Bench, Law } from './law.ts'
import { askOf, played } from './play.ts'
import { variationsOf } from './variations.ts'

export const askLaws = (bench: Bench): readonly Law[] => [
  { name: 'fallbacks satisfy their schemas', check: () => fallbacksAreLegal(bench) },
  { name: 'an ask is one strict object that JSON Schema can say', check: () => asksAreStrict(bench) },
  { name: 'JSON Schema and zod agree on what is legal', check: () => schemasAgree(bench) },
]

function fallbacksAreLegal(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    for (const { before } of played(bench, one, seed).steps)
      for (const [seat, { kind, schema, fallback }] of before.asks) {
        const checked = check(schema, fallback)
        if (!checked.ok)
          throw broken(`turn ${before.turn}: the fallback ${kind} of seat ${seat} is illegal: ${checked.complaint}`)
      }
  })
}

function asksAreStrict(bench: Bench): void {
  const seen = new WeakSet<z.ZodType>()
  forEachAsk(bench, ({ kind, schema }) => {
    if (seen.has(schema)) return
    seen.add(schema)
    const json = jsonSchemaOf(schema)
    if (json.type !== 'object')
      throw broken(`${kind}: expected the schema of one object of fields, got ${quoted(json)}`)
    mustBeStrict(kind, json)
    mustHideNothing(kind, schema)
  })
}

function mustBeStrict(path: string, schema: JsonSchema): void {
  if (schema.type === 'object' && schema.additionalProperties !== false)
    throw broken(`${path}: an object that lets unknown fields pass; make it z.strictObject`)
  for (const [name, property] of Object.entries(schema.properties ?? {})) mustBeStrict(`${path}.${name}`, property)
  for (const one of schema.anyOf ?? []) mustBeStrict(path, one)
  if (schema.items) mustBeStrict(`${path}[]`, schema.items)
}

/** What zod does and JSON Schema cannot say: a player would be refused, or misread, by a rule that it was not told. */
const unsaid = new Set(['custom', 'overwrite', 'transform', 'pipe', 'default', 'prefault', 'catch'])

function mustHideNothing(kind: string, schema: z.ZodType): void {
  const mustBeSaid = (what: string) => {
    if (unsaid.has(what))
      throw broken(`${kind}: the schema has a ${what} (refine, transform, default …) that JSON Schema leaves out`)
  }
  z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema: { _zod } }) => {
      mustBeSaid(_zod.def.type)
      for (const one of _zod.def.checks ?? []) mustBeSaid(one._zod.def.check)
    },
  })
}

/** Draws at every ask, and around the borders of every schema; both ways. */
function schemasAgree(bench: Bench): void {
  const seen = new WeakSet<z.ZodType>()
  forEachAsk(bench, ({ kind, schema, fallback }, seed) => {
    const json = jsonSchemaOf(schema)
    const rng = stream(['agree', seed])
    mustAgreeOn(kind, schema, draw(json, rng))
    if (seen.has(schema)) return
    seen.add(schema)
    mustAgreeOn(kind, schema, fallback)
    for (const { value } of variationsOf(json, rng)) mustAgreeOn(kind, schema, value)
  })
}

function mustAgreeOn(kind: string, schema: z.ZodType, value: unknown): void {
  const checked = check(schema, value)
  const allowed = allows(jsonSchemaOf(schema), value)
  if (checked.ok !== allowed) {
    const verdict = checked.ok
      ? 'zod allows it, the JSON Schema does not'
      : `the JSON Schema allows it, but zod: ${checked.complaint}`
    throw broken(`${kind} ${quoted(value)}: ${verdict}`)
  }
  if (checked.ok && canonical(checked.action) !== canonical(value))
    throw broken(`${kind} ${quoted(value)}: zod makes ${quoted(checked.action)} of it; an ask only checks`)
}

function forEachAsk(bench: Bench, visit: (ask: AnyAsk, seed: string) => void): void {
  forEverySeed(bench, (one, seed) => {
    for (const { before, event } of played(bench, one, seed).steps)
      visit(askOf(before, event.seat), `${seed}/${event.turn}/${event.seat}`)
  })
}
