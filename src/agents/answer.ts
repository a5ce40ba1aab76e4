/** What a model is asked to send: the ask's action, and a reason beside it where the experiment wants one. */
import { StagegameError } from '../core/errors.ts'
import { type JsonSchema, words } from '../core/legal.ts'

/** Whether a free-text reason stands beside each action. */
export type Reasons = 'off' | 'optional' | 'required'

/** The field that carries it. It comes first, so that a model gives its reason before it settles on the action. */
export const REASON = 'reason'

/** The JSON Schema of an answer. Every field is required, as providers want it. Throws `reason-taken` on an action with such a field. */
export function answerSchema(action: JsonSchema, reasons: Reasons): JsonSchema {
  if (reasons === 'off') return action
  if (action.properties && Object.hasOwn(action.properties, REASON))
    throw new StagegameError('reason-taken', `the action has a field ${REASON} of its own, so reasons must be off`)
  return {
    ...action,
    properties: { [REASON]: reasons === 'required' ? REQUIRED : OPTIONAL, ...action.properties },
    required: [REASON, ...Object.keys(action.properties ?? {})],
  }
}

const REQUIRED: JsonSchema = { type: 'string', minLength: 1, description: 'why you answer so, in a sentence or two' }
const OPTIONAL: JsonSchema = {
  anyOf: [{ type: 'string' }, { type: 'null' }],
  description: 'why you answer so, in a sentence or two, or null',
}

/** One field of an answer, for the prompt that asks for it. */
export interface Field {
  readonly name: string
  /** What it must be: `a number from 0 to 100`. */
  readonly words: string
  /** What it means, where the schema says so; else empty. */
  readonly note: string
}

export const fieldsOf = (answer: JsonSchema): readonly Field[] =>
  Object.entries(answer.properties ?? {}).map(([name, field]) => ({
    name,
    words: words(field),
    note: field.description ?? '',
  }))

/**
 * The shape of an answer as a JSON object with words where the values go: `{"guess": <a number from 0 to 100>}`.
 * No value stands in it, since a number in a prompt draws guesses towards it.
 */
export const formOf = (answer: JsonSchema): string =>
  `{${fieldsOf(answer)
    .map((field) => `${JSON.stringify(field.name)}: <${field.words}>`)
    .join(', ')}}`
