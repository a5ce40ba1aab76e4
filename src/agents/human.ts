/** A person who answers line by line, on whatever screen there is. */
import { check, jsonSchemaOf } from '../core/legal.ts'
import type { Agent, Decision, Request } from './agent.ts'
import type { Reasons } from './answer.ts'
import { label, readField } from './form.ts'
import type { PromptBook } from './prompt.ts'

/** Where a person reads and writes. */
export interface Screen {
  show(text: string): void
  /** One typed line. Throws where the person is gone for good (end of input), or the signal is aborted. */
  ask(prompt: string, signal: AbortSignal): Promise<string>
}

export interface HumanOptions {
  readonly name: string
  readonly book: Pick<PromptBook, 'rulesText' | 'situationText' | 'askText'>
  readonly screen: Screen
  readonly reasons: Reasons
}

/** Shows the same words that a model would be sent, and asks until the answer is legal: a person is never misread. */
export function human({ name, book, screen, reasons }: HumanOptions): Agent {
  const instructed = new Set<string>()
  return {
    name,
    outside: true,
    decide: async (request: Request): Promise<Decision> => {
      const rules = book.rulesText(request.view)
      const seat = `${request.match}/${request.seat}`
      if (!instructed.has(seat))
        screen.show(
          `${rules}${request.told ? `\n\n${request.told}` : ''}\n\n(Type ? where a number or a choice is asked for to read this again.)\n`,
        )
      instructed.add(seat)
      screen.show(book.askText(request.ask.kind, request.view))
      const signal = AbortSignal.any([request.signal, ...(request.stop ? [request.stop] : [])])
      const action = await answered({ ...request, signal }, screen, rules)
      const reason = reasons === 'off' ? '' : await reasonFor(screen, reasons, signal)
      return { action, ...(reason !== '' && { reason }), origin: { by: 'player' } }
    },
    over: (_match, _seat, view, payoff) =>
      screen.show(`\n${book.situationText(view)}\n\nThe match is over. You earned ${payoff} points.`.trimStart()),
  }
}

/** A legal action: asks again until there is one. */
async function answered({ ask, signal }: Request, screen: Screen, rules: string): Promise<unknown> {
  const fields = Object.entries(jsonSchemaOf(ask.schema).properties ?? {})
  for (;;) {
    const action: Record<string, unknown> = {}
    for (const [name, field] of fields) {
      for (;;) {
        const line = await screen.ask(`${label(name, field)}: `, signal)
        if (line.trim() === '?' && field.type !== 'string') {
          screen.show(rules)
          continue
        }
        const read = readField(field, line)
        const complaint = read.ok ? fieldComplaint(ask, name, { ...action, [name]: read.value }) : read.complaint
        if (read.ok && complaint === undefined) {
          action[name] = read.value
          break
        }
        screen.show(`  ${complaint}`)
      }
    }
    const checked = check(ask.schema, action)
    if (checked.ok) return checked.action
    screen.show(`  ${checked.complaint}`)
  }
}

/** What the schema says against this field alone, whatever is still to be typed. */
function fieldComplaint(ask: Request['ask'], name: string, action: unknown): string | undefined {
  const checked = check(ask.schema, action)
  if (checked.ok) return undefined
  return checked.complaint
    .split('; ')
    .find((complaint) => complaint.startsWith(`${name}:`) || complaint.startsWith(`${name}.`))
}

async function reasonFor(screen: Screen, reasons: Reasons, signal: AbortSignal): Promise<string> {
  for (;;) {
    const reason = (
      await screen.ask(`why${reasons === 'optional' ? ' (an empty line for none)' : ''}: `, signal)
    ).trim()
    if (reason !== '' || reasons === 'optional') return reason
    screen.show('  a reason is asked for')
  }
}
