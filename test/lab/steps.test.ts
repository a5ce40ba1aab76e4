/** The way of a participant through a session, from what is logged of them. */
import { describe, expect, it } from 'vitest'
import { Lab } from '../../src/lab/lab-schema.ts'
import { type Person, sessionFold } from '../../src/lab/session.ts'
import type { SessionEvent } from '../../src/lab/session-event.ts'
import { isDeferred, keyOf, quizIsOver, showsNow, stepOf, stepsOf, stillAsked } from '../../src/lab/steps.ts'

type Given = Readonly<Record<string, unknown>>

const labOf = (rest: Given, blocks: Readonly<Record<string, Given>>): Lab =>
  Lab.parse({
    title: 'Choosing numbers',
    participants: 4,
    consent: { text: 'You may leave at any time.' },
    blocks: Object.fromEntries(
      Object.entries(blocks).map(([id, block]) => [id, { game: 'beauty-contest', seats: ['person'], ...block }]),
    ),
    ...rest,
  })

const BELIEF = { ask: 'The average?', of: 'guess', min: 0, max: 100 }
const PAGE = { title: 'About you', items: [{ kind: 'text', name: 'why', ask: 'Why?' }] }

type Of = SessionEvent extends infer E ? (E extends { person: string } ? Omit<E, 'person'> : never) : never

/** A participant after these events. */
function personAfter(...events: readonly Of[]): Person {
  const { session, apply } = sessionFold()
  apply({ type: 'created', person: 'p', link: null, room: null }, 0)
  for (const event of events) apply({ ...event, person: 'p' } as SessionEvent, 1)
  return session.people.get('p')!
}

const consented: Of = { type: 'consented', agreed: true, textToModels: false }
const assigned = (...order: string[]): Of => ({ type: 'assigned', nth: 0, treatment: 'all', order })
const passed = (page: string): Of => ({ type: 'passed', page })
const chose = (block: string, nth = 0, turn = 0, by: 'player' | 'fallback' = 'player'): Of => ({
  ...{ type: 'chose', block, nth, turn, kind: 'guess', action: { guess: 1 }, shownAt: 1, firstInputAt: null, at: 2 },
  origin: by === 'player' ? { by } : { by, reason: 'timeout' },
})
const quizzed = (attempt: number, right: boolean): Of => ({
  ...{ type: 'quizzed', attempt, answers: [1], right: [right], passed: right },
})

const keys = (lab: Lab, order?: readonly string[]) => stepsOf(lab, order).map(keyOf)

describe('the pages of a session', () => {
  it('are few where nothing is given', () => {
    expect(keys(labOf({}, { part: {} }), ['part'])).toEqual([
      'consent',
      'part:1',
      'play:1:0',
      'result:1:0',
      'results',
      'end',
    ])
  })

  it('come in the order of the spec', () => {
    const lab = labOf(
      {
        ...{ instructions: 'Read.', quiz: { items: [{ ask: '1?', answer: 1 }] }, questionnaire: [PAGE, PAGE] },
        ...{ manipulation: { ask: 'Who?', options: ['a', 'b'] }, debrief: 'Thanks.' },
      },
      {
        first: { practice: { matches: 2, seats: ['person'] }, matches: 2 },
        second: { matching: { when: 'deferred' } },
      },
    )
    expect(keys(lab, ['second', 'first'])).toEqual(
      [
        'consent instructions quiz part:1 play:1:0',
        'part:2 play:2:-2 result:2:-2 play:2:-1 result:2:-1 play:2:0 result:2:0 play:2:1 result:2:1',
        'questionnaire:0 questionnaire:1 results manipulation debrief end',
      ].flatMap((line) => line.split(' ')),
    )
  })

  it('ask for a strategy after practice, and show results at the end where that is said', () => {
    const strategy = { kind: 'bid', by: 'value', cases: [0, 1] }
    const lab = labOf({}, { part: { strategy, feedback: 'end', practice: { seats: ['person'] } } })
    expect(keys(lab, ['part']).slice(1, -2)).toEqual(['part:1', 'play:1:-1', 'result:1:-1', 'strategy:1', 'play:1:0'])
  })

  it('name blocks by their position alone', () => {
    const lab = labOf({}, { secret: {}, hidden: {} })
    expect(keys(lab, ['hidden', 'secret']).join()).not.toMatch(/secret|hidden/)
  })

  it('show a result now in live matching, and at the end in deferred matching, unless the file says otherwise', () => {
    const { blocks } = labOf(
      {},
      {
        live: {},
        late: { feedback: 'end' },
        deferred: { matching: { when: 'deferred' } },
        now: { matching: { when: 'deferred' }, feedback: 'now' },
      },
    )
    expect(Object.values(blocks).map(showsNow)).toEqual([true, false, false, true])
    expect(Object.values(blocks).map(isDeferred)).toEqual([false, false, true, true])
  })
})

describe('the page that is next', () => {
  const lab = labOf(
    { quiz: { items: [{ ask: '1?', answer: 1 }] }, questionnaire: [PAGE] },
    { a: {}, b: { feedback: 'end' } },
  )
  const at = (over: readonly string[], ...events: readonly Of[]) =>
    keyOf(stepOf(lab, personAfter(...events), (block, nth) => over.includes(`${block} ${nth}`)))
  const begun = [consented, quizzed(1, true), assigned('b', 'a')] as const

  it('is the first that is not done', () => {
    expect(at([])).toBe('consent')
    expect(at([], consented)).toBe('quiz')
    expect(at([], consented, quizzed(1, false))).toBe('quiz')
    expect(at([], ...begun)).toBe('part:1')
    expect(at([], ...begun, passed('part:1'))).toBe('play:1:0')
    expect(at([], ...begun, passed('part:1'), chose('b'))).toBe('play:1:0')
    expect(at(['b 0'], ...begun, passed('part:1'))).toBe('part:2')
    expect(at(['b 0', 'a 0'], ...begun, passed('part:1'), passed('part:2'))).toBe('result:2:0')
    const played = [...begun, passed('part:1'), passed('part:2'), passed('result:2:0')]
    expect(at(['b 0', 'a 0'], ...played)).toBe('questionnaire:0')
    const answered: Of = { type: 'answered', page: 'questionnaire:0', answers: { why: 'so' } }
    expect(at(['b 0', 'a 0'], ...played, answered)).toBe('results')
    expect(at(['b 0', 'a 0'], ...played, answered, passed('results'))).toBe('end')
  })

  it('is the end for who left, wherever that was', () => {
    const exited: Of = { type: 'exited', exit: 'withdrew', reason: '', code: 'x' }
    expect(at([], exited)).toBe('end')
    expect(at([], ...begun, passed('part:1'), exited)).toBe('end')
  })

  it('is not the quiz again for who was assigned', () => {
    expect(at([], consented, assigned('a', 'b'))).toBe('part:1')
  })

  it('asks for a strategy once for a block', () => {
    const strategy = { kind: 'bid', by: 'value', cases: [0, 1] }
    const of = labOf({}, { part: { strategy, matches: 2 } })
    const events = [consented, assigned('part'), passed('part:1')]
    const stated: Of = { type: 'strategy', block: 'part', nth: 0, actions: [1, 2] }
    expect(keyOf(stepOf(of, personAfter(...events), () => false))).toBe('strategy:1')
    expect(keyOf(stepOf(of, personAfter(...events, stated), () => false))).toBe('play:1:0')
    expect(keyOf(stepOf(of, personAfter(...events, stated, passed('result:1:0')), (_, nth) => nth === 0))).toBe(
      'play:1:1',
    )
  })

  it('in deferred matching comes when the choice is made, with all beside it', () => {
    const deferred = labOf({}, { part: { matching: { when: 'deferred' }, reason: 'optional', belief: BELIEF } })
    const step = (...events: readonly Of[]) =>
      keyOf(stepOf(deferred, personAfter(consented, assigned('part'), passed('part:1'), ...events), () => false))
    const reasoned: Of = { type: 'reasoned', block: 'part', nth: 0, turn: 0, reason: '' }
    expect(step()).toBe('play:1:0')
    expect(step(chose('part'))).toBe('play:1:0')
    expect(step(chose('part'), reasoned)).toBe('play:1:0')
    expect(step(chose('part'), reasoned, { type: 'believed', block: 'part', nth: 0, belief: 5 })).toBe('results')
    expect(step(chose('part', 0, 0, 'fallback'))).toBe('results')
  })

  it('after the results is who the others were, once', () => {
    const of = labOf({ manipulation: { ask: 'Who?', options: ['a', 'b'] } }, { part: {} })
    const events = [consented, assigned('part'), ...['part:1', 'result:1:0', 'results'].map(passed)]
    const checked: Of = { type: 'checked', page: 'manipulation', answer: 'a', right: null }
    expect(keyOf(stepOf(of, personAfter(...events), () => true))).toBe('manipulation')
    expect(keyOf(stepOf(of, personAfter(...events, checked), () => true))).toBe('end')
  })
})

describe('the quiz is over', () => {
  const of = (quiz: Given) => labOf({ quiz: { items: [{ ask: '1?', answer: 1 }], attempts: 2, ...quiz } }, { part: {} })
  it('when it was passed, or was tried as often as allowed and people may go on', () => {
    expect(quizIsOver(of({}), personAfter())).toBe(false)
    expect(quizIsOver(of({}), personAfter(quizzed(1, false)))).toBe(false)
    expect(quizIsOver(of({}), personAfter(quizzed(1, false), quizzed(2, true)))).toBe(true)
    expect(quizIsOver(of({}), personAfter(quizzed(1, false), quizzed(2, false)))).toBe(false)
    expect(quizIsOver(of({ onFail: 'go-on' }), personAfter(quizzed(1, false)))).toBe(false)
    expect(quizIsOver(of({ onFail: 'go-on' }), personAfter(quizzed(1, false), quizzed(2, false)))).toBe(true)
    expect(quizIsOver(labOf({}, { part: {} }), personAfter())).toBe(true)
  })
})

describe('beside a decision', () => {
  const asked = (block: Given, turn: number, nth: number, ...events: readonly Of[]) => {
    const lab = labOf({}, { part: block })
    return stillAsked(lab.blocks['part']!, personAfter(...events), 'part', nth, turn)
  }
  const reasoned = (turn = 0): Of => ({ type: 'reasoned', block: 'part', nth: 0, turn, reason: 'so' })
  const believed: Of = { type: 'believed', block: 'part', nth: 0, belief: null }

  it('nothing is asked before it, or where nothing is to be asked', () => {
    expect(asked({ reason: 'required', belief: BELIEF }, 0, 0)).toBeUndefined()
    expect(asked({}, 0, 0, chose('part'))).toBeUndefined()
  })

  it('the reason is asked first, then the belief', () => {
    const both = { reason: 'optional', belief: BELIEF }
    expect(asked(both, 0, 0, chose('part'))).toBe('reason')
    expect(asked(both, 0, 0, chose('part'), reasoned())).toBe('belief')
    expect(asked(both, 0, 0, chose('part'), reasoned(), believed)).toBeUndefined()
    expect(asked({ belief: BELIEF }, 0, 0, chose('part'))).toBe('belief')
  })

  it('the reason is asked of the first decision, or of every one', () => {
    const first = [chose('part'), reasoned(), chose('part', 0, 1)]
    expect(asked({ reason: 'optional' }, 1, 0, ...first)).toBeUndefined()
    expect(asked({ reason: 'optional', reasonOf: 'every' }, 1, 0, ...first)).toBe('reason')
    expect(asked({ reason: 'optional', reasonOf: 'every' }, 1, 0, ...first, reasoned(1))).toBeUndefined()
  })

  it('the belief is asked of the first decision alone: later it would be known what the others did', () => {
    expect(asked({ belief: BELIEF }, 1, 0, chose('part'), chose('part', 0, 1))).toBeUndefined()
    expect(asked({ belief: BELIEF }, 1, 0, chose('part', 0, 0, 'fallback'), chose('part', 0, 1))).toBeUndefined()
    expect(asked({ belief: BELIEF }, 0, 1, chose('part'), believed, chose('part', 1))).toBe('belief')
  })

  it('nothing is asked in practice, or of a decision that was not the person’s', () => {
    const both = { reason: 'required', belief: BELIEF }
    expect(asked(both, 0, -1, chose('part', -1))).toBeUndefined()
    expect(asked(both, 0, 0, chose('part', 0, 0, 'fallback'))).toBeUndefined()
  })
})
