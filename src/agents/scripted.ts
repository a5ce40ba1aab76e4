/** A player that follows a strategy: at once, with no promise and no effect outside the process. */
import type { Rng } from '../core/chance.ts'
import { list, StagegameError } from '../core/errors.ts'
import type { AnyAsk, AnyStrategy } from '../core/game.ts'
import { check } from '../core/legal.ts'
import { type Agent, type Decision, noAnswer, type Request } from './agent.ts'

/** What a strategy made of its options: a rule for each kind of decision. */
export type Play = ReturnType<AnyStrategy>

/**
 * Plays by `play`. A rule's illegal action is the player's own failure, and flagged. A kind without a rule (`no-rule`) and a
 * rule that throws (`strategy-failed`, with its cause) are faults of the program, so they throw: a fallback would hide them.
 */
export function scripted({ name, play }: { readonly name: string; readonly play: Play }): Agent {
  return { name, outside: false, decide: (request) => decided(name, play, request) }
}

/** Throws `no-rule` unless there is a rule for each of these kinds: to be asked before a run. */
export function checkRules(name: string, play: Play, kinds: readonly string[]): void {
  for (const kind of kinds) ruleFor(name, play, kind)
}

function decided(name: string, play: Play, request: Request): Decision {
  const { ask, view } = request
  const rule = ruleFor(name, play, ask.kind)
  return checked(ask, acted(name, rule, request, view))
}

type Rule = (view: unknown, rng: Rng) => unknown

function ruleFor(name: string, play: Play, kind: string): Rule {
  const rule = Object.hasOwn(play, kind) ? play[kind] : undefined
  if (rule) return rule
  throw new StagegameError(
    'no-rule',
    `${name} has no rule for ${kind}; it has rules for ${list(Object.keys(play), 'nothing')}`,
  )
}

function acted(name: string, rule: Rule, { ask, turn, seat, match, chance }: Request, view: unknown): unknown {
  try {
    return rule(view, chance('strategy', ask.kind))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const where = `seat ${seat} in turn ${turn} of match ${match}`
    throw new StagegameError('strategy-failed', `${name} failed at ${ask.kind} (${where}): ${why}`, { cause })
  }
}

function checked(ask: AnyAsk, action: unknown): Decision {
  const found = check(ask.schema, action)
  return found.ok ? { action: found.action, origin: OWN } : noAnswer(ask, 'illegal')
}

const OWN = { by: 'player' } as const
