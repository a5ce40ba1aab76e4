/** Takes what a participant sent: into events where it can be taken, else into a draft that says what is wrong. */
import { z } from 'zod'
import { readField } from '../agents/form.ts'
import { check, jsonSchemaOf } from '../core/legal.ts'
import { itemsOf } from './ability.ts'
import type { Asking } from './asks.ts'
import type { Fields } from './desk.ts'
import { readAction } from './forms.ts'
import { askingOf, checkOptions, dueKey, type Sight, stepNow } from './page-of.ts'
import type { Draft } from './pages.ts'
import { readQuestions, withLineFeeds } from './questions.ts'
import { judgedQuiz } from './quiz.ts'
import { choiceKey, type Person } from './session.ts'
import type { SessionEvent } from './session-event.ts'
import { keyOf, type Step, stillAsked } from './steps.ts'

export interface Read {
  readonly events: readonly SessionEvent[]
  /** What is to be shown again, with what is wrong with it. */
  readonly draft?: Draft
}

/** Browsers send a line’s end as two signs, also of the texts that a button stands for. */
const first = (fields: Fields, name: string): string => withLineFeeds(fields[name]?.[0] ?? '')

const chosenOf = (options: readonly string[], sent: string): string | undefined =>
  options.find((option) => withLineFeeds(option) === sent)

/** What was entered where it could not be taken. */
const refused = (fields: Fields, complaints: Readonly<Record<string, string>>, tried = false): Read => ({
  events: [],
  draft: { fields, complaints, tried },
})

export function read(sight: Sight, person: Person, fields: Fields): Read {
  const { live } = sight
  const step = stepNow(live, person)
  const key = dueKey(sight, person)
  switch (step.kind) {
    case 'consent':
      return readConsent(sight, person, fields)
    case 'quiz':
      return readQuiz(sight, person, fields)
    case 'part':
      return readPart(sight, person, step, fields)
    case 'strategy':
      return readStrategy(sight, person, step, fields)
    case 'play': {
      const asking = askingOf(sight, person)
      return asking ? readAsked(sight, person, asking, fields) : { events: [] }
    }
    case 'questionnaire': {
      const answers = readQuestions(itemsOf(live.lab.questionnaire[step.page]!.items), fields)
      if (!answers.ok) return refused(fields, answers.complaints)
      return { events: [{ type: 'answered', person: person.id, page: key, answers: { ...answers.answers } }] }
    }
    case 'manipulation': {
      const { options } = live.lab.manipulation!
      const answer = chosenOf(options, first(fields, 'answer'))
      if (answer === undefined) return refused(fields, { answer: 'Choose one of the answers.' })
      return { events: [{ type: 'checked', person: person.id, page: key, answer, right: null }] }
    }
    case 'end':
      return { events: [] }
    default:
      return { events: [{ type: 'passed', person: person.id, page: keyOf(step) }] }
  }
}

function readConsent({ live }: Sight, person: Person, fields: Fields): Read {
  const { agree, textToModels } = live.lab.consent
  const said = z.enum(['yes', 'no']).safeParse(first(fields, 'consent'))
  if (!said.success) return refused(fields, { '': 'Choose whether you take part.' })
  const agreed = said.data === 'yes'
  if (agreed && agree.some((_, i) => first(fields, `agree.${i}`) === ''))
    return refused(fields, {
      '': 'To take part, tick each statement. If you do not agree with one of them, choose not to take part.',
    })
  return {
    events: [{ type: 'consented', person: person.id, agreed, textToModels: agreed && textToModels !== undefined }],
  }
}

function readQuiz({ live }: Sight, person: Person, fields: Fields): Read {
  const { answers, right, complaints } = judgedQuiz(live.prepared, fields)
  if (Object.keys(complaints).length > 0) return refused(fields, complaints)
  const attempt = person.quizzes.length + 1
  return {
    events: [{ type: 'quizzed', person: person.id, attempt, answers, right, passed: right.every((one) => one) }],
  }
}

function readPart(
  { live }: Sight,
  person: Person,
  step: Extract<Step, { kind: 'part' | 'strategy' }>,
  fields: Fields,
): Read {
  const page = keyOf(step)
  const passed: SessionEvent = { type: 'passed', person: person.id, page }
  const { block, told } = live.block(step.block)
  if (!block.check || !told) return { events: [passed] }
  const answer = chosenOf(checkOptions(live, person, step.block), first(fields, 'answer'))
  if (answer === undefined) return refused(fields, { answer: 'Choose one of the answers.' })
  const right = answer === told.text
  const checked: SessionEvent = { type: 'checked', person: person.id, page, answer, right }
  const again = person.checks.get(page)
  // the first answer is what is kept: it stands in the export; the page is left once the text was read again
  if (right) return { events: again ? [passed] : [checked, passed] }
  const complaint = 'Please read again who the others are, above, and answer once more.'
  return { ...refused(fields, { answer: complaint }), events: again ? [] : [checked] }
}

function readStrategy(
  { live }: Sight,
  person: Person,
  step: Extract<Step, { kind: 'part' | 'strategy' }>,
  fields: Fields,
): Read {
  const { block, rehearsal, personSeats } = live.block(step.block)
  const method = block.strategy!
  const { ask } = rehearsal.moments.find(({ kind, seat }) => kind === method.kind && personSeats.includes(seat))!
  const actions: unknown[] = []
  const complaints: Record<string, string> = {}
  for (const at of method.cases.keys()) {
    const action = readAction(jsonSchemaOf(ask.schema), fields, `case.${at}`)
    if (!action.ok) {
      Object.assign(complaints, action.complaints)
      continue
    }
    const checked = check(ask.schema, action.action)
    if (checked.ok) actions.push(checked.action)
    else complaints[''] ??= `In the case ${String(method.cases[at])}: ${checked.complaint}`
  }
  if (Object.keys(complaints).length > 0) return refused(fields, complaints)
  return { events: [{ type: 'strategy', person: person.id, block: step.block, nth: 0, actions }] }
}

function readAsked({ live }: Sight, person: Person, asking: Asking, fields: Fields): Read {
  const { block } = live.block(asking.block)
  const { nth, turn, ask } = asking
  const at = { person: person.id, block: asking.block, nth }
  if (!person.choices.has(choiceKey(asking.block, nth, turn))) {
    const read = readAction(jsonSchemaOf(ask.schema), fields)
    if (first(fields, 'act') === 'try') return refused(fields, read.ok ? {} : read.complaints, true)
    if (!read.ok) return refused(fields, read.complaints)
    const checked = check(ask.schema, read.action)
    if (!checked.ok) return refused(fields, { '': checked.complaint })
    const times = timesOf(live.clock.now(), fields)
    const page = `decision:${person.assigned!.order.indexOf(asking.block) + 1}:${nth}:${turn}`
    return {
      events: [
        {
          ...{ type: 'chose', ...at, turn, kind: ask.kind, action: checked.action, origin: { by: 'player' } },
          ...{ shownAt: person.shown.get(page) ?? null, ...times },
        },
      ],
    }
  }
  if (stillAsked(block, person, asking.block, nth, turn) === 'belief') {
    const { min, max } = block.belief!
    const belief = readField({ type: 'number', minimum: min, maximum: max }, first(fields, 'belief'))
    if (!belief.ok) return refused(fields, { belief: belief.complaint })
    const stated = belief.value as number
    if (stated < min || stated > max) return refused(fields, { belief: `Type a number from ${min} to ${max}.` })
    return { events: [{ type: 'believed', ...at, belief: stated }] }
  }
  const reason = z.string().trim().max(5000).safeParse(first(fields, 'reason'))
  if (!reason.success) return refused(fields, { reason: 'That is more than 5000 characters; make it shorter.' })
  if (reason.data === '' && block.reason === 'required') return refused(fields, { reason: 'Write a sentence or two.' })
  return { events: [{ type: 'reasoned', ...at, turn, reason: reason.data }] }
}

/** When something was first entered, as the browser says; a time that cannot be is none. */
function timesOf(now: number, fields: Fields): { firstInputAt: number | null; at: number } {
  const said = Number(first(fields, 'first'))
  const known = Number.isFinite(said) && said > now - 86_400_000 && said <= now + 1000
  return { firstInputAt: known ? Math.min(said, now) : null, at: now }
}
