/** The strategy method (Selten 1967): what a person would do in each case, and what is played in the case that came up. */

import type { z } from 'zod'
import { portable } from '../core/fingerprint.ts'
import { check, type JsonSchema, jsonSchemaOf } from '../core/legal.ts'
import type { Complaint } from './complaint.ts'
import type { Block } from './lab-schema.ts'

type StrategyMethod = NonNullable<Block['strategy']>

/**
 * The action for a case: the one that was stated for it; else that of the nearest case (of two equally near, the lower), or for
 * `interpolate` numbers on the line between the cases beside it, rounded to what the schema allows (half a step up). Beyond the
 * cases that of the outermost. Throws a RangeError where the case is none of a list that are no numbers.
 */
export function actionFor(
  method: Pick<StrategyMethod, 'between'> & { readonly cases: readonly StrategyMethod['cases'][number][] },
  actions: readonly unknown[],
  actual: unknown,
  schema: z.ZodType,
): unknown {
  const { cases, between } = method
  const exact = cases.indexOf(actual as number)
  if (exact >= 0) return legal(actions[exact], schema)
  const known = cases
    .flatMap((value, i) => (typeof value === 'number' ? [{ value, action: actions[i] }] : []))
    .sort((a, b) => a.value - b.value)
  if (typeof actual !== 'number' || known.length === 0)
    throw new RangeError(`no case was stated for ${JSON.stringify(actual)}`)
  const above = known.find(({ value }) => value > actual)
  const below = known.findLast(({ value }) => value < actual)
  if (!above || !below) return legal((above ?? below)!.action, schema)
  if (between === 'nearest') return legal((actual - below.value <= above.value - actual ? below : above).action, schema)
  const share = (actual - below.value) / (above.value - below.value)
  const fields = jsonSchemaOf(schema).properties ?? {}
  const low = below.action as Readonly<Record<string, number>>
  const high = above.action as Readonly<Record<string, number>>
  const line = Object.entries(fields).map(([name, field]) => [
    name,
    fitted(low[name]! + share * (high[name]! - low[name]!), field),
  ])
  return legal(Object.fromEntries(line), schema)
}

/** The nearest number that a field allows. */
function fitted(x: number, field: JsonSchema): number {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field
  const step = field.multipleOf ?? (field.type === 'integer' ? 1 : undefined)
  if (step === undefined) return Math.min(maximum, Math.max(minimum, portable(x)))
  const steps = Math.floor(portable(x / step) + 0.5)
  const least = Math.ceil(portable(minimum / step))
  const most = Math.floor(portable(maximum / step))
  return portable(Math.min(most, Math.max(least, steps)) * step)
}

/** What was stated may not be allowed in the case that came up, where the rules' bounds depend on it. */
function legal(action: unknown, schema: z.ZodType): unknown {
  const checked = check(schema, action)
  if (checked.ok) return checked.action
  const fields = jsonSchemaOf(schema).properties ?? {}
  const nearest = Object.fromEntries(
    Object.entries(action as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      typeof value === 'number' && fields[name] ? fitted(value, fields[name]) : value,
    ]),
  )
  const again = check(schema, nearest)
  if (again.ok) return again.action
  throw new RangeError(`what was stated is not allowed in this case: ${again.complaint}`)
}

/** What of a method cannot be asked of an ask with that schema. */
export function checkStrategyMethod({ cases, between }: StrategyMethod, schema: JsonSchema): readonly Complaint[] {
  const complaints: Complaint[] = []
  const twice = cases.find((value, i) => cases.indexOf(value) < i)
  if (twice !== undefined)
    complaints.push({ path: ['cases'], message: `the case ${JSON.stringify(twice)} stands here twice` })
  const numbers = cases.every((value) => typeof value === 'number')
  if (between !== 'interpolate') return complaints
  if (!numbers) complaints.push({ path: ['between'], message: 'interpolate needs cases that are numbers' })
  const other = Object.entries(schema.properties ?? {}).find(([, { type }]) => type !== 'number' && type !== 'integer')
  if (other)
    complaints.push({
      path: ['between'],
      message: `interpolate needs decisions of numbers alone, and ${other[0]} is none`,
    })
  return complaints
}
