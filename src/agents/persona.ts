/** Who a model is to be, drawn for each seat of each match: personas with shares, from a YAML file. */
import { parse } from 'yaml'
import { z } from 'zod'
import type { Rng } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'

const Personas = z
  .array(z.strictObject({ name: z.string().min(1), share: z.number().gt(0), text: z.string().trim().min(1) }))
  .min(1)
export type Personas = z.output<typeof Personas>

/** Of several a persona is drawn; any other file is one persona's text. */
export const isDrawn = (path: string): boolean => /\.ya?ml$/.test(path)

/** Throws `bad-persona` with the file and what was expected where. */
export function personasIn(path: string, text: string): Personas {
  const fault = (why: string) =>
    new StagegameError('bad-persona', `${path}: ${why}; expected a list of { name, share, text }, shares above 0`)
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    throw fault((error as Error).message.split('\n', 1)[0]!)
  }
  const parsed = Personas.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw fault([issue!.path.join('.'), issue!.message].filter((part) => part !== '').join(': '))
}

/** One of them, each as likely as its share of all shares. */
export function drawnPersona(personas: Personas, rng: Rng): string {
  let left = rng.next() * personas.reduce((sum, { share }) => sum + share, 0)
  for (const { share, text } of personas) {
    left -= share
    if (left < 0) return text
  }
  return personas.at(-1)!.text
}
