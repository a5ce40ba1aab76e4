/** The page that a participant is to see now, made from the state of the session and nothing that this person may not know. */
import { jsonSchemaOf } from '../core/legal.ts'
import { itemsOf } from './ability.ts'
import { type Asking, type Asks, pageKeyOf } from './asks.ts'
import { commonRules } from './common-rules.ts'
import { deferredAsk } from './deferred.ts'
import type { Standing as Due } from './desk.ts'
import type { Drafts } from './drafts.ts'
import type { Lab } from './lab-schema.ts'
import { isShownOver, type Live, matchOf } from './live.ts'
import { exitText, notesOn, ruleNotes, timeMeaning } from './notes.ts'
import type { Asked, Draft, Page, PageOf, Timer } from './pages.ts'
import { type Ends, partResult } from './part-result.ts'
import { fieldOf } from './questions.ts'
import { quizAsked } from './quiz.ts'
import { choiceKey, type Person } from './session.ts'
import { paymentShown } from './settlement.ts'
import { isDeferred, keyOf, type Step, stepsOf, stillAsked, undone } from './steps.ts'

type Content<P = Page> = P extends Page ? Omit<P, keyof Frame> : never
type Frame = Pick<
  PageOf<'debrief'>,
  'key' | 'nonce' | 'study' | 'language' | 'progress' | 'timer' | 'notice' | 'paused'
>

export interface Sight {
  readonly live: Live
  readonly asks: Asks
  readonly drafts: Drafts
  /** Views at the end of matches, folded from their logs. */
  readonly ends: Ends
}

/** What is asked of a person now: in a match, or under deferred matching. */
export function askingOf({ live, asks }: Pick<Sight, 'live' | 'asks'>, person: Person): Asking | undefined {
  const step = stepNow(live, person)
  if (step.kind !== 'play') return undefined
  const { block } = live.block(step.block)
  if (isDeferred(block) && step.nth >= 0) return deferredAsk(live, person, step.block)
  const asking = asks.of(person.id)
  return asking && live.clock.now() >= asking.opensAt ? asking : undefined
}

const reached = new WeakMap<Person, { readonly steps: readonly Step[]; readonly at: number }>()

/** The step that is due. All people are looked at whenever somebody goes on, so each from where they were found last. */
export function stepNow(live: Live, person: Person): Step {
  if (person.exit) return { kind: 'end' }
  const steps = stepsOf(live.lab, person.assigned?.order)
  const before = reached.get(person)
  const from = before?.steps === steps ? before.at : 0
  const at = undone(live.lab, person, (block, nth) => isShownOver(live, person, block, nth), steps, from)
  if (before?.steps !== steps || at !== from) reached.set(person, { steps, at })
  return steps[at] ?? { kind: 'end' }
}

/** The key of the page that is due. */
export function dueKey(sight: Pick<Sight, 'live' | 'asks'>, person: Person): string {
  const step = stepNow(sight.live, person)
  if (step.kind === 'quiz') return `quiz:${person.quizzes.length + 1}`
  if (step.kind !== 'play') return keyOf(step)
  const asking = askingOf(sight, person)
  return asking ? pageKeyOf(sight.live, asking) : waitKey(sight.live, person, step)
}

/**
 * A wait before the first choice of a match is `wait:1:0`, that after three choices `wait:1:0:3`. What was chosen in advance does not
 * count: a page on which somebody waits must not change with what others do.
 */
function waitKey(live: Live, { choices }: Person, { block: id, position, nth }: PlayStep): string {
  const inAdvance = live.block(id).block.strategy?.kind
  const made = [...choices.values()].filter(
    (choice) => choice.block === id && choice.nth === nth && choice.kind !== inAdvance,
  ).length
  return `wait:${position}:${nth}${made > 0 ? `:${made}` : ''}`
}

type PlayStep = Extract<Step, { readonly nth: number }>

export const nonceOf = (live: Live, person: Person, key: string): string => live.signed(`${person.id} ${key}`)

export const pageOf = (sight: Sight, person: Person): Promise<Page> =>
  pageAt(sight, person, {
    key: dueKey(sight, person),
    step: stepNow(sight.live, person),
    asking: askingOf(sight, person),
    notice: sight.drafts.notice(person.id),
  })

export function standingOf(sight: Sight, person: Person): Due {
  const { live } = sight
  const [key, step, asking] = [dueKey(sight, person), stepNow(live, person), askingOf(sight, person)]
  return {
    nonce: nonceOf(live, person, key),
    paused: live.session.paused,
    endsAt: timerOf(sight, person, { key, step, asking, notice: null })?.endsAt ?? null,
    mayLeave: step.kind === 'play' && !asking && waitPage(sight, person, step).mayLeave,
  }
}

/** Where a person stands: a step, and in a match what is asked there. */
export interface Standing {
  readonly key: string
  readonly step: Step
  readonly asking: Asking | undefined
  readonly notice: string | null
}

export async function pageAt(sight: Sight, person: Person, standing: Standing): Promise<Page> {
  const { live } = sight
  const { key, step, notice } = standing
  return {
    ...(await contentOf(sight, person, standing)),
    key,
    nonce: nonceOf(live, person, key),
    study: live.lab.title,
    language: live.lab.language,
    progress: progressOf(live, person, step),
    timer: timerOf(sight, person, standing),
    notice,
    paused: live.session.paused,
  } as Page
}

function progressOf({ lab }: Live, person: Person, step: Step): { nth: number; of: number } | null {
  if (!person.assigned) return null
  const steps = stepsOf(lab, person.assigned.order)
  const at = steps.findIndex((other) => keyOf(other) === keyOf(step))
  return step.kind === 'end' || at < 0 ? null : { nth: at + 1, of: steps.length - 1 }
}

function timerOf({ live, asks }: Sight, person: Person, { step, asking, key }: Standing): Timer | null {
  if (!asking || step.kind !== 'play') return null
  const endsAt = asks.deadline(asking)
  const { block } = live.block(asking.block)
  if (endsAt === undefined || !block.time) return null
  const extendable = block.release !== 'fixed' && (person.extended.get(key)?.asked ?? 0) < block.time.extensions
  return { endsAt, policy: timeMeaning(block), extendable }
}

async function contentOf(sight: Sight, person: Person, { key, step, asking }: Standing): Promise<Content> {
  const { live, drafts, ends } = sight
  const { lab, prepared } = live
  const draft = drafts.of(person.id, key)
  const complaint = draft?.complaints['answer'] ?? draft?.complaints[''] ?? null
  switch (step.kind) {
    case 'consent':
      return {
        kind: 'consent',
        text: prepared.texts.consent,
        statements: lab.consent.agree,
        textToModels: lab.consent.textToModels ?? null,
        contact: lab.consent.contact ?? null,
        complaint,
      }
    case 'instructions':
      return { kind: 'instructions', text: [...instructionsOf(live), ...ruleNotes(live)].join('\n\n') }
    case 'quiz':
      return {
        kind: 'quiz',
        items: quizAsked(prepared, person, draft),
        attempt: person.quizzes.length + 1,
        attempts: lab.quiz!.attempts,
        instructions: instructionsOf(live).join('\n\n'),
      }
    case 'part': {
      const { block, title, told } = live.block(step.block)
      const check =
        block.check && told
          ? {
              ask: 'Who are the other players in this part?',
              options: checkOptions(live, person, step.block),
              complaint,
            }
          : null
      return {
        kind: 'part',
        ...{ nth: step.position, of: person.assigned!.order.length, title, told: told?.text ?? null },
        rules: commonRules(live.block(step.block)),
        notes: notesOn(live, step.block),
        check,
      }
    }
    case 'strategy': {
      const { block, title, told, book, rehearsal, condition } = live.block(step.block)
      const method = block.strategy!
      const moment = rehearsal.moments.find(
        ({ kind, seat }) => kind === method.kind && live.block(step.block).personSeats.includes(seat),
      )!
      return {
        kind: 'strategy',
        ...{ game: condition.ref.game, title, told: told?.text ?? null, rules: book.rulesText(moment.view) },
        ...{ ask: method.kind, question: `What do you do in each of these cases?`, by: method.by, cases: method.cases },
        ...{ between: method.between, schema: jsonSchemaOf(moment.ask.schema), draft },
      }
    }
    case 'play':
      return asking ? askedPage(sight, person, asking, draft) : waitPage(sight, person, step)
    case 'result':
      return { kind: 'result', result: await partResult(live, ends, person, step.block, step.nth) }
    case 'questionnaire': {
      const { title, intro } = lab.questionnaire[step.page]!
      return { kind: 'questionnaire', title, intro: intro ?? null, items: asked(lab, step.page, draft) }
    }
    case 'results': {
      const results = []
      for (const id of person.assigned!.order)
        for (let nth = 0; nth < live.block(id).block.matches; nth++)
          results.push(await partResult(live, ends, person, id, nth))
      return { kind: 'results', results, payment: paymentShown(live, person) }
    }
    case 'manipulation':
      return { kind: 'manipulation', ask: lab.manipulation!.ask, options: lab.manipulation!.options, complaint }
    case 'debrief':
      return { kind: 'debrief', text: prepared.texts.debrief! }
    case 'end': {
      const { exit, code } = person.exit ?? { exit: 'completed', code: '' }
      return {
        kind: 'end',
        ...{ exit, code, text: exitText(live, person), payment: paymentShown(live, person) },
        returnTo: lab.returnTo?.replaceAll('{code}', encodeURIComponent(code)) ?? null,
      }
    }
  }
}

/** The session's own, and the rules where questions are asked about them. */
function instructionsOf({ lab, prepared }: Live): readonly string[] {
  const { instructions } = prepared.texts
  const [first] = lab.quiz?.fromGame ? prepared.blocks.values() : []
  return [...(instructions === null ? [] : [instructions]), ...(first ? [commonRules(first)] : [])]
}

/** The items of a page of the questionnaire, with what was entered already. */
function asked({ questionnaire }: Lab, page: number, draft: Draft | null): readonly Asked[] {
  return itemsOf(questionnaire[page]!.items).map((question) => ({
    question,
    entered: draft?.fields[fieldOf(question)] ?? [],
    complaint: draft?.complaints[fieldOf(question)] ?? null,
  }))
}

/** What is asked in a match: the decision, or what is asked beside it. */
function askedPage({ live }: Sight, person: Person, asking: Asking, draft: PageOf<'decision'>['draft']): Content {
  const { block, title, told, book, condition, practice, roles: own } = live.block(asking.block)
  const roles = asking.nth < 0 ? practice!.roles : own
  const choice = person.choices.get(choiceKey(asking.block, asking.nth, asking.turn))
  const beside = choice && stillAsked(block, person, asking.block, asking.nth, asking.turn)
  if (beside === 'belief') {
    const { ask, min, max, prize } = block.belief!
    return { kind: 'belief', title, ask, min, max, scoring: prize > 0 ? beliefNote(prize) : null, draft }
  }
  if (beside === 'reason')
    return {
      kind: 'reason',
      title,
      required: block.reason === 'required',
      decision: inWords(choice!.action),
      toModels: false,
      draft,
    }
  const { ask, view } = asking
  const whole = book.askText(ask.kind, view)
  const situation = book.situationText(view)
  const seat = matchOf(live, person, asking.block, asking.nth)?.people.find((one) => one.person === person.id)?.seat
  return {
    kind: 'decision',
    ...{ game: condition.ref.game, role: roles[seat ?? live.block(asking.block).personSeats[0]!]! },
    ...{
      view,
      ask: ask.kind,
      schema: jsonSchemaOf(ask.schema),
      title,
      told: asking.nth < 0 ? null : (told?.text ?? null), // of practice it would not be true
      practice: asking.nth < 0,
    },
    ...{ rules: book.rulesText(view), situation, draft },
    question: situation !== '' && whole.startsWith(situation) ? whole.slice(situation.length).trim() : whole,
  }
}

function waitPage({ live }: Sight, person: Person, step: PlayStep): Content<PageOf<'wait'>> {
  const { block } = live.block(step.block)
  const match = matchOf(live, person, step.block, step.nth)
  const since = person.shown.get(waitKey(live, person, step))
  const mayLeave = !match && since !== undefined && live.clock.now() - since >= block.matching.wait * 1000
  return { kind: 'wait', text: 'Please wait. This page goes on by itself.', mayLeave }
}

/** The wordings there are, in an order of this person’s own. */
export function checkOptions(live: Live, person: Person, block: string): readonly string[] {
  const texts = [...new Set(Object.values(live.lab.told).map((told) => (typeof told === 'string' ? told : told.text)))]
  return texts.sort((a, b) => {
    const [x, y] = [live.signed(`${person.id} ${block} ${a}`), live.signed(`${person.id} ${block} ${b}`)]
    return x < y ? -1 : 1
  })
}

const beliefNote = (prize: number): string =>
  `The nearer you are, the more points you get: ${prize} for the exact number, and fewer with the square of the error.`

/** `33`; of more than one field, `run: yes; rates: 10, 20`. */
export function inWords(action: unknown): string {
  const fields = Object.entries((action ?? {}) as Readonly<Record<string, unknown>>)
  return fields
    .map(([name, value]) => (fields.length === 1 ? valueInWords(value) : `${name}: ${valueInWords(value)}`))
    .join('; ')
}

function valueInWords(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.map(valueInWords).join(', ') : String(value)
}
