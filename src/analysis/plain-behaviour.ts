/** What can be said of the decisions of any game: its actions, field by field. */
import type { Behaviour, Classification, Figure, Made } from '../core/behaviour.ts'
import type { Event } from '../core/event.ts'

/** Longer strings are talk, and no choice among a few. */
const LONGEST = 40
const MOST_CHOICES = 12
const OTHER = 'other'

/** From the actions of one match: means of each kind's numbers, shares of yes, and shares of choices among a few words. */
export function plainBehaviour(events: readonly Event[]): Behaviour {
  const fields = new Map<string, { kind: string; field: string; values: Set<unknown> }>()
  for (const event of events) {
    if (event.type !== 'moved' || event.kind === undefined) continue
    for (const [field, value] of Object.entries((event.action ?? {}) as object)) {
      const name = `${event.kind}.${field}`
      const known = fields.get(name) ?? { kind: event.kind, field, values: new Set() }
      fields.set(name, known)
      known.values.add(value)
    }
  }
  const all = [...fields.values()]
  const some = (...types: string[]) =>
    all.filter(({ values }) => [...values].some((value) => types.includes(typeof value)))
  return {
    figures: some('number', 'boolean').map(figureOf),
    classes: some('string').flatMap(({ kind, field, values }) => {
      const choices = [...values].filter((value): value is string => typeof value === 'string')
      const few = choices.length <= MOST_CHOICES && choices.every((choice) => choice.length <= LONGEST)
      return few ? [choiceOf(kind, field, choices.sort())] : []
    }),
    estimates: [],
    baselines: [],
  }
}

const answered = (made: Made, kind: string, field: string): unknown =>
  made.kind === kind ? (made.action as Readonly<Record<string, unknown>> | null)?.[field] : undefined

const figureOf = ({ kind, field }: { readonly kind: string; readonly field: string }): Figure => ({
  name: `${kind}.${field}`,
  title: `${kind}: ${field}`,
  describes: `The ${field} of each ${kind}, as it was answered; of yes and no the share of yes.`,
  of: (made) => {
    const value = answered(made, kind, field)
    return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined
  },
})

const choiceOf = (kind: string, field: string, choices: readonly string[]): Classification => ({
  name: `${kind}.${field}`,
  title: `${kind}: ${field}`,
  describes: `The ${field} of each ${kind}: shares of the words that were chosen; ${OTHER}: those that the first match did not see.`,
  classes: [...choices, OTHER],
  of: (made) => {
    const value = answered(made, kind, field)
    if (typeof value !== 'string') return undefined
    return choices.includes(value) ? value : OTHER
  },
})
