/** The way of a participant through a session: which step comes next, from what is logged of them. */
import type { Block, Lab } from './lab-schema.ts'
import { type Choice, choiceKey, type Person, slot } from './session.ts'

export type Step =
  | { readonly kind: 'consent' | 'instructions' | 'quiz' | 'results' | 'manipulation' | 'debrief' | 'end' }
  | { readonly kind: 'part' | 'strategy'; readonly block: string; readonly position: number }
  /** `nth`: match of the block; practice matches count from −n to −1. */
  | { readonly kind: 'play' | 'result'; readonly block: string; readonly position: number; readonly nth: number }
  | { readonly kind: 'questionnaire'; readonly page: number }

/** The key of a step's page. Blocks go by their position in this person's order: their names could tell a treatment. */
export function keyOf(step: Step): string {
  switch (step.kind) {
    case 'part':
    case 'strategy':
      return `${step.kind}:${step.position}`
    case 'play':
    case 'result':
      return `${step.kind}:${step.position}:${step.nth}`
    case 'questionnaire':
      return `questionnaire:${step.page}`
    default:
      return step.kind
  }
}

export const isDeferred = ({ matching }: Block): boolean => matching.when === 'deferred'

/** Whether the result of each match is shown right after it. */
export const showsNow = (block: Block): boolean => (block.feedback ?? (isDeferred(block) ? 'end' : 'now')) === 'now'

/** By session file and order of blocks: everybody’s way is looked at whenever somebody goes on. */
const made = new WeakMap<Lab, Map<string, readonly Step[]>>()

/** All steps of a person with these blocks, in their order; before the assignment, all but those of blocks. */
export function stepsOf(lab: Lab, order: readonly string[] | undefined): readonly Step[] {
  const ofLab = made.get(lab) ?? new Map<string, readonly Step[]>()
  made.set(lab, ofLab)
  const key = (order ?? []).join(' ')
  const steps = ofLab.get(key) ?? allSteps(lab, order ?? [])
  ofLab.set(key, steps)
  return steps
}

function allSteps(lab: Lab, order: readonly string[]): readonly Step[] {
  const first: Step[] = [
    { kind: 'consent' },
    ...(lab.instructions === undefined ? [] : [{ kind: 'instructions' } as const]),
    ...(lab.quiz === undefined ? [] : [{ kind: 'quiz' } as const]),
  ]
  const parts = order.flatMap((id, at) => partSteps(id, lab.blocks[id]!, at + 1))
  return [
    ...first,
    ...parts,
    ...lab.questionnaire.map((_, page): Step => ({ kind: 'questionnaire', page })),
    { kind: 'results' },
    ...(lab.manipulation === undefined ? [] : [{ kind: 'manipulation' } as const]),
    ...(lab.debrief === undefined ? [] : [{ kind: 'debrief' } as const]),
    { kind: 'end' },
  ]
}

function partSteps(id: string, block: Block, position: number): Step[] {
  const practice = block.practice?.matches ?? 0
  const played = (nth: number): Step[] => [
    { kind: 'play', block: id, position, nth },
    ...(nth < 0 || showsNow(block) ? [{ kind: 'result', block: id, position, nth } as const] : []),
  ]
  return [
    { kind: 'part', block: id, position },
    ...Array.from({ length: practice }, (_, i) => i - practice).flatMap(played),
    ...(block.strategy === undefined ? [] : [{ kind: 'strategy', block: id, position } as const]),
    ...Array.from({ length: block.matches }, (_, nth) => nth).flatMap(played),
  ]
}

/** The first step that is not done. `over`: whether the match of a step is over and its result may be seen. */
export function stepOf(lab: Lab, person: Person, over: (block: string, nth: number) => boolean): Step {
  if (person.exit) return { kind: 'end' }
  const steps = stepsOf(lab, person.assigned?.order)
  return steps[undone(lab, person, over, steps)] ?? { kind: 'end' }
}

/** The place of the first step that is not done, at `from` or after it: in a session that goes on, what is done stays done. */
export function undone(
  lab: Lab,
  person: Person,
  over: (block: string, nth: number) => boolean,
  steps: readonly Step[],
  from = 0,
): number {
  let at = from
  while (at < steps.length && isDone(lab, person, steps[at]!, over)) at++
  return at
}

function isDone(lab: Lab, person: Person, step: Step, over: (block: string, nth: number) => boolean): boolean {
  switch (step.kind) {
    case 'consent':
      return person.consent !== null
    case 'quiz':
      return person.assigned !== null || quizIsOver(lab, person)
    case 'strategy':
      return person.strategies.has(slot(step.block, 0))
    case 'play': {
      const block = lab.blocks[step.block]!
      if (isDeferred(block) && step.nth >= 0) return hasChosen(block, person, step.block)
      return over(step.block, step.nth)
    }
    case 'questionnaire':
      return person.answers.has(keyOf(step))
    case 'manipulation':
      return person.checks.has(keyOf(step))
    case 'end':
      return false
    default:
      return person.passed.has(keyOf(step))
  }
}

export function quizIsOver(lab: Lab, { quizzes }: Person): boolean {
  const last = quizzes.at(-1)
  if (!lab.quiz || !last) return !lab.quiz
  return last.passed || (last.attempt >= lab.quiz.attempts && lab.quiz.onFail === 'go-on')
}

/** What is still to be asked beside a decision: its reason, then the belief. */
export function stillAsked(
  block: Block,
  person: Person,
  id: string,
  nth: number,
  turn: number,
): 'reason' | 'belief' | undefined {
  const choice = person.choices.get(choiceKey(id, nth, turn))
  if (choice?.origin.by !== 'player' || nth < 0) return undefined
  if (asksReason(block, person, id, nth, turn) && choice.reason === undefined) return 'reason'
  // later it would be known what the others did: who let the first decision go by is not asked
  const isFirst = firstTurn(person, id, nth) === turn
  if (block.belief && isFirst && !person.beliefs.has(slot(id, nth))) return 'belief'
  return undefined
}

function asksReason(block: Block, person: Person, id: string, nth: number, turn: number): boolean {
  if (block.reason === 'off') return false
  return block.reasonOf === 'every' || firstTurn(person, id, nth) === turn
}

const firstTurn = (person: Person, id: string, nth: number): number =>
  Math.min(...choicesIn(person, id, nth).map(({ turn }) => turn))

export const choicesIn = (person: Person, block: string, nth: number): readonly Choice[] =>
  [...person.choices.values()].filter((choice) => choice.block === block && choice.nth === nth)

/** Under deferred matching: the choice is made, and all beside it. */
const hasChosen = (block: Block, person: Person, id: string): boolean =>
  person.choices.has(choiceKey(id, 0, 0)) && stillAsked(block, person, id, 0, 0) === undefined
