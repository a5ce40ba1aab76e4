/** The state of a session: the fold of its events, and nothing else. */
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../src/lab/journal.ts'
import { choiceKey, type Session, sessionFold, slot } from '../../src/lab/session.ts'
import { type EventOf, type SessionEvent, sessionEventOf } from '../../src/lab/session-event.ts'

const opened: EventOf<'opened'> = {
  ...{ type: 'opened', session: 's', run: 'r', db: 'r.sqlite', seed: 'seed', freeze: 'f', code: '1' },
  ...{ demo: false, pilot: true },
}
const place = { block: 'part', nth: 0 }
const chose = (turn: number, guess: number): EventOf<'chose'> => ({
  ...{ type: 'chose', person: 'ann', ...place, turn, kind: 'guess', action: { guess }, origin: { by: 'player' } },
  ...{ shownAt: 5, firstInputAt: null, at: 9 },
})
const assigned: EventOf<'assigned'> = { type: 'assigned', person: 'ann', nth: 0, treatment: 'all', order: ['part'] }
const quizzed = (attempt: number, passed: boolean): EventOf<'quizzed'> => ({
  ...{ type: 'quizzed', person: 'ann', attempt, answers: [1, null], right: [passed, true], passed },
})
const checked: EventOf<'checked'> = { type: 'checked', person: 'ann', page: 'part:1', answer: 'people', right: true }
const extended = (by: 'person' | 'experimenter', until: number): EventOf<'extended'> => ({
  ...{ type: 'extended', person: 'ann', page: 'decision:1:0:0', by, until },
})
const exited: EventOf<'exited'> = { type: 'exited', person: 'bob', exit: 'withdrew', reason: 'by choice', code: 'X' }
const paid: EventOf<'paid'> = {
  ...{ type: 'paid', person: 'ann', points: 30, amount: 800, fee: 500, drawn: null, how: ['so'] },
}
const acted = (act: EventOf<'acted'>['act'], note: string | null = null): EventOf<'acted'> => ({
  ...{ type: 'acted', act, person: null, match: null, note },
})

/** One of each kind at least; each happens at ten times its place. */
const EVENTS: readonly SessionEvent[] = [
  opened,
  { type: 'created', person: 'ann', link: 'link of ann', room: null },
  { type: 'created', person: 'bob', link: null, room: 'lab' },
  { type: 'joined', person: 'ann', cookie: 'one' },
  { type: 'joined', person: 'ann', cookie: 'two' },
  { type: 'shown', person: 'ann', page: 'consent' },
  { type: 'shown', person: 'ann', page: 'consent' },
  { type: 'consented', person: 'ann', agreed: true, textToModels: false },
  { type: 'passed', person: 'ann', page: 'instructions' },
  quizzed(1, false),
  quizzed(2, true),
  assigned,
  checked,
  {
    type: 'grouped',
    match: 'm1',
    ...place,
    unit: 'u1',
    people: [
      { person: 'ann', seat: 0 },
      { person: 'bob', seat: 2 },
    ],
  },
  { type: 'released', match: 'm1', turn: 0, at: 77 },
  chose(0, 20),
  { type: 'reasoned', person: 'ann', ...place, turn: 0, reason: 'because' },
  { type: 'believed', person: 'ann', ...place, belief: 33.3 },
  extended('person', 100),
  extended('experimenter', 200),
  extended('person', 300),
  chose(1, 10),
  { type: 'late', person: 'ann', page: 'decision:1:0:1', why: 'the time was over' },
  { type: 'strategy', person: 'ann', block: 'part', nth: 0, actions: [{ bid: 1 }] },
  { type: 'reseated', match: 'm1', seat: 2, player: 'robot', reason: 'withdrew' },
  exited,
  {
    type: 'finished',
    match: 'm1',
    status: 'voided',
    points: [{ person: 'ann', points: null }],
    reason: 'a model failed',
  },
  { type: 'leftover', person: 'ann', block: 'part', nth: 1, policy: 'fill' },
  { type: 'answered', person: 'ann', page: 'questionnaire:0', answers: { age: 30, why: null, ways: ['bus'] } },
  paid,
  acted('pause'),
  acted('note', 'somebody coughs'),
  acted('close-matching'),
]

function folded(events: readonly SessionEvent[]): Session {
  const { session, apply } = sessionFold()
  for (const [i, event] of events.entries()) apply(event, i * 10)
  return session
}

/** When the first event of that kind happened. */
const timeOf = (type: SessionEvent['type']) => EVENTS.findIndex((event) => event.type === type) * 10

it('every kind of event stands in this list', () => {
  const kinds = new Set(EVENTS.map(({ type }) => type))
  expect(kinds.size).toBe(24)
  for (const event of EVENTS) expect(sessionEventOf(event)).toEqual(event)
})

describe('the state after a list of events', () => {
  const session = folded(EVENTS)
  const ann = session.people.get('ann')!
  const bob = session.people.get('bob')!

  it('has the session', () => {
    expect(session).toMatchObject({ opened, assigned: ['ann'], paused: true, closed: true })
    expect([...session.people.keys()]).toEqual(['ann', 'bob'])
    expect(session.byLink).toEqual(new Map([['link of ann', 'ann']]))
    expect(session.byCookie).toEqual(
      new Map([
        ['one', 'ann'],
        ['two', 'ann'],
      ]),
    )
    expect(session.notes).toEqual([{ at: (EVENTS.length - 2) * 10, text: 'somebody coughs' }])
  })

  it('has what a person did', () => {
    const { type: _, person: __, ...first } = chose(0, 20)
    const { type: ___, person: ____, ...second } = chose(1, 10)
    expect(ann).toEqual({
      ...{ id: 'ann', room: null, joined: true, consent: { agreed: true, textToModels: false } },
      passed: new Set(['instructions']),
      quizzes: [quizzed(1, false), quizzed(2, true)],
      assigned,
      checks: new Map([['part:1', checked]]),
      choices: new Map([
        [choiceKey('part', 0, 0), { ...first, reason: 'because' }],
        [choiceKey('part', 0, 1), { ...second, reason: undefined }],
      ]),
      beliefs: new Map([[slot('part', 0), 33.3]]),
      strategies: new Map([[slot('part', 0), [{ bid: 1 }]]]),
      matches: new Map([[slot('part', 0), 'm1']]),
      leftover: new Map([[slot('part', 1), 'fill']]),
      answers: new Map([['questionnaire:0', { age: 30, why: null, ways: ['bus'] }]]),
      shown: new Map([['consent', timeOf('shown')]]),
      extended: new Map([['decision:1:0:0', { until: 300, at: timeOf('extended') + 20, asked: 2 }]]),
      exit: null,
      paid,
    })
  })

  it('has nothing of one person with another', () => {
    expect(bob).toMatchObject({ id: 'bob', room: 'lab', joined: false, consent: null, assigned: null, paid: null })
    expect(bob.exit).toEqual({ ...exited, at: timeOf('exited') })
    expect(bob.matches).toEqual(new Map([[slot('part', 0), 'm1']]))
    expect(bob.choices.size + bob.beliefs.size + bob.answers.size + bob.shown.size).toBe(0)
  })

  it('has the match', () => {
    expect(session.matches).toEqual(
      new Map([
        [
          'm1',
          {
            ...{ match: 'm1', block: 'part', nth: 0, unit: 'u1', status: 'voided', reason: 'a model failed' },
            people: [
              { person: 'ann', seat: 0 },
              { person: 'bob', seat: 2 },
            ],
            points: new Map([['ann', null]]),
            released: new Map([[0, 77]]),
            reseated: new Map([[2, 'robot']]),
            out: new Map(),
          },
        ],
      ]),
    )
  })
})

describe('folding', () => {
  it('twice gives the same', () => expect(folded(EVENTS)).toEqual(folded(EVENTS)))

  it('leaves the events as they were', () => {
    const before = structuredClone(EVENTS)
    folded(EVENTS)
    expect(EVENTS).toEqual(before)
  })

  it('is the same from the file', () => {
    let now = -10
    const journal = openJournal(':memory:', { now: () => (now += 10) })
    journal.append(...EVENTS)
    const { session, apply } = sessionFold()
    for (const { event, at } of journal.events()) apply(event!, Date.parse(at))
    expect(session).toEqual(folded(EVENTS))
    journal.close()
  })

  it('begins with nothing', () => {
    expect(sessionFold().session).toEqual({
      ...{ opened: null, people: new Map(), byLink: new Map(), byCookie: new Map(), matches: new Map() },
      ...{ assigned: [], paused: false, pauses: [], closed: false, notes: [] },
    })
  })

  it('shows each event at once', () => {
    const { session, apply } = sessionFold()
    for (const event of EVENTS.slice(0, 8)) apply(event, 1)
    expect(session.people.get('ann')!.consent).toEqual({ agreed: true, textToModels: false })
    apply(acted('pause'), 2)
    expect(session.paused).toBe(true)
    apply(acted('pause'), 3)
    expect(session.pauses).toEqual([{ from: 2, until: null }])
    apply(acted('go-on'), 4)
    apply(acted('go-on'), 5)
    expect(session).toMatchObject({ paused: false, pauses: [{ from: 2, until: 4 }] })
  })

  it('of events about nobody and no match that is known changes nothing', () => {
    const stray: readonly SessionEvent[] = [
      { type: 'passed', person: 'eve', page: 'consent' },
      { type: 'reasoned', person: 'ann', block: 'other', nth: 3, turn: 0, reason: 'late' },
      { type: 'released', match: 'm9', turn: 0, at: 1 },
      { type: 'reseated', match: 'm9', seat: 0, player: 'robot', reason: 'left' },
      { type: 'finished', match: 'm9', status: 'ended', points: [] },
      { type: 'late', person: 'ann', page: 'consent', why: 'late' },
    ]
    expect(folded([...EVENTS, ...stray])).toEqual(folded(EVENTS))
  })
})

describe('what is no event', () => {
  it.each([
    ['of a kind that there is not', { type: 'danced', person: 'ann' }],
    ['with something missing', { type: 'passed', person: 'ann' }],
    ['with something more', { type: 'passed', person: 'ann', page: 'consent', by: 'bob' }],
    ['that pays half coins', { ...paid, amount: 0.5 }],
    ['with a number that is none', { ...chose(0, 1), at: Number.NaN }],
    ['that is no object', null],
  ])('%s is refused', (_, event) =>
    expect(() => sessionEventOf(event)).toThrow(expect.objectContaining({ code: 'bad-session-event' })),
  )
})
