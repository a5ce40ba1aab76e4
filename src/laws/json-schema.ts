/** What a JSON Schema allows, by a validator that knows nothing of zod. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../core/legal.ts'
import { memo } from '../core/memo.ts'

/** Multiples are judged to 9 digits: 0.3 is three times 0.1. The schemas are zod's own, and need no check against the meta-schema. */
const validator = memo((schema: JsonSchema) =>
  new Ajv2020({
    strict: false,
    validateFormats: false,
    multipleOfPrecision: 9,
    meta: false,
    validateSchema: false,
  }).compile(schema),
)

export const allows = (schema: JsonSchema, value: unknown): boolean => validator(schema)(value) === true
