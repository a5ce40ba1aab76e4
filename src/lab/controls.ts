/** What a form needs to ask for an action: a tree of boxes and choices, each with the name under which it is posted. */
import type { JsonSchema } from '../core/legal.ts'

/** One thing to fill in, or several. `none`: null may be answered instead, by a box of its own to tick, `noneOf(name)`. */
export type Control = { readonly name: string; readonly none: boolean } & (
  | { readonly as: 'number'; readonly schema: JsonSchema }
  | { readonly as: 'text'; readonly schema: JsonSchema }
  | { readonly as: 'json'; readonly schema: JsonSchema }
  | { readonly as: 'choice'; readonly options: readonly Option[] }
  /** Nothing is asked: only this may be answered. */
  | { readonly as: 'fixed'; readonly is: unknown }
  | { readonly as: 'list'; readonly least: number; readonly boxes: readonly Control[] }
  | { readonly as: 'group'; readonly fields: readonly Field[] }
  /** Which of several forms is answered is a choice of its own under `whichOf(name)`: 0, 1, … */
  | { readonly as: 'either'; readonly forms: readonly Control[] }
)

export type ControlAs<As extends Control['as']> = Extract<Control, { readonly as: As }>

export interface Field {
  readonly key: string
  readonly control: Control
}

export interface Option {
  /** What is posted: `accept`, `yes`, `-20`. */
  readonly value: string
  readonly is: unknown
}

/** Null is posted as `yes` under this name. No field of an action has a colon in its name. */
export const noneOf = (name: string): string => `${name}:none`
export const whichOf = (name: string): string => `${name}:which`

/** Boxes that a list without a bound gets at most. */
const MOST_BOXES = 20

/** The control of a schema; fields of an object are `<name>.<field>`, items of a list `<name>.0`, `<name>.1`. */
export function controlOf(schema: JsonSchema, name: string): Control {
  if (schema.anyOf) return branched(schema.anyOf, name)
  if (schema.enum) return choice(schema.enum, name)
  if ('const' in schema) return choice([schema.const], name)
  switch (schema.type) {
    case 'boolean':
      return choice([true, false], name)
    case 'number':
    case 'integer':
      return { as: 'number', name, none: false, schema }
    case 'string':
      return { as: 'text', name, none: false, schema }
    case 'null':
      return { as: 'fixed', name, none: false, is: null }
    case 'array':
      return listOf(schema, name)
    case 'object':
      return { as: 'group', name, none: false, fields: fieldsUnder(schema, name) }
    default:
      return { as: 'json', name, none: false, schema }
  }
}

/** The fields of an action. */
export const fieldsUnder = (schema: JsonSchema, name: string): readonly Field[] =>
  Object.entries(schema.properties ?? {}).map(([key, property]) => ({
    key,
    control: controlOf(property, `${name}.${key}`),
  }))

const choice = (values: readonly unknown[], name: string): Control => ({
  as: 'choice',
  name,
  none: false,
  options: values.map((is) => ({ value: typeof is === 'boolean' ? (is ? 'yes' : 'no') : String(is), is })),
})

function branched(branches: readonly JsonSchema[], name: string): Control {
  const some = branches.filter(({ type }) => type !== 'null')
  const none = some.length < branches.length
  if (some.length === 0) return { as: 'fixed', name, none: false, is: null }
  const controls = some.map((branch) => controlOf(branch, name))
  if (controls.every((control) => control.as === 'choice')) {
    const options = controls.flatMap(({ options }) => options)
    return { as: 'choice', name, none: false, options: none ? [...options, { value: 'null', is: null }] : options }
  }
  if (controls.length === 1) return { ...controls[0]!, none }
  return { as: 'either', name, none, forms: some.map((branch, i) => branchOf(branch, `${name}:${i}`)) }
}

/** In one of several forms a field that may only be one thing tells the forms apart, and is not asked for. */
function branchOf(schema: JsonSchema, name: string): Control {
  const control = controlOf(schema, name)
  if (control.as !== 'group') return control
  return { ...control, fields: control.fields.map(({ key, control }) => ({ key, control: settled(control) })) }
}

function settled(control: Control): Control {
  if (control.as !== 'choice' || control.options.length !== 1 || control.none) return control
  return { as: 'fixed', name: control.name, none: false, is: control.options[0]!.is }
}

function listOf({ items = {}, minItems = 0, maxItems }: JsonSchema, name: string): Control {
  const boxes = maxItems ?? Math.max(minItems, MOST_BOXES)
  return {
    as: 'list',
    name,
    none: false,
    least: minItems,
    boxes: Array.from({ length: boxes }, (_, i) => controlOf(items, `${name}.${i}`)),
  }
}
