/**
 * A small session, written by hand with fixed times: a group in which one leaves and a program takes the seat, one that is broken
 * off, choices before matching of which one never came, talk, texts that look like formulas, and a call.
 */
import { shelf } from '../../games/index.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import type { Event, Moved, Started } from '../../src/core/event.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { advance, ending, type Position, start } from '../../src/core/match.ts'
import type { ExportInput } from '../../src/lab/export/export-session.ts'
import { type Identity, openIdentity } from '../../src/lab/identity.ts'
import { type Journal, openJournal } from '../../src/lab/journal.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { prepareLab } from '../../src/lab/prepare-lab.ts'
import type { PreparedLab } from '../../src/lab/prepared.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import type { Archive } from '../../src/store/archive.ts'
import { memoryStore } from '../../src/store/memory.ts'

export const LAB = `
name: tiny
title: Choosing numbers
participants: 8
consent: { text: You may leave at any time. }
quiz:
  items:
    - { ask: What is half of 10?, answer: 5 }
    - { ask: Who wins?, options: [the nearest, the highest], answer: the nearest }
told:
  either: Each of the others may be a person or a computer program.
  programs: The other players are computer programs.
players:
  - { name: noisy, model: "simulated:level-k", options: { level: 1 } }
  - { name: level-1, strategy: level-k, options: { level: 1 } }
  - { name: level-2, strategy: level-k, options: { level: 2 } }
blocks:
  pairs:
    game: beauty-contest
    params: { rounds: 2, feedback: full }
    seats: [person, person, noisy]
    keepSeats: true
    told: either
    check: true
    reason: optional
    belief: { ask: What will the average of the others be?, of: guess, min: 0, max: 100, prize: 20 }
    time: { seconds: 60, policy: replace-by-model, by: level-2 }
  alone:
    game: beauty-contest
    seats: [person, level-1, level-1]
    told: programs
    matching: { when: deferred }
    reason: optional
    time: { seconds: 60, policy: fallback }
  talking:
    game: beauty-contest
    wraps: [talk]
    seats: [person, person]
treatments:
  first: { blocks: [pairs, alone] }
  second: { blocks: [alone, talking] }
questionnaire:
  - title: Puzzles
    items: [{ kind: module, module: crt }, { kind: module, module: eleven-twenty }]
  - title: About you
    items:
      - { kind: text, name: strategy, ask: How did you choose?, optional: true }
      - { kind: choice, name: tools, ask: What did you use?, options: [paper, a calculator, nothing], several: true }
      - { kind: likert, name: fair, ask: The rules were fair., optional: true }
manipulation: { ask: What were the others?, options: [people, programs, both] }
payment: { currency: EUR, pointsPerUnit: 20, fee: 4 }
prolific: true
seed: 1
`

export interface Exported {
  readonly prepared: PreparedLab
  readonly journal: Journal
  readonly identity: Identity
  readonly store: Archive
}

const NOON = Date.UTC(2026, 2, 2, 12)
const RUN = 'tiny'

export interface Sessioned {
  /** The session file. */
  readonly lab?: string
  readonly demo?: boolean
  readonly pilot?: boolean
  readonly store?: (now: () => number) => Archive
}

export async function exportedSession({
  lab = LAB,
  demo = false,
  pilot = false,
  store: storeBy = (now) => memoryStore({ now }),
}: Sessioned = {}): Promise<Exported> {
  let seconds = 0
  const now = () => NOON + seconds * 1000
  const store = storeBy(now)
  const file = parseLab(lab, 'tiny.yaml')
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const prepared = await prepareLab(file, store, shelf, (own) => diskReader(packageFolder, packageFolder, own), reach)
  const journal = openJournal(':memory:', { now })
  const identity = openIdentity(':memory:')
  const run = { id: RUN, name: RUN, experiment: lab, file: 'tiny.yaml', texts: {}, seed: '1', code: 'test', at: '' }
  await store.createRun(run, new Map())

  const log = (...events: readonly SessionEvent[]) => {
    seconds += 1
    journal.append(...events)
  }
  const shown = (person: string, page: string) => log({ type: 'shown', person, page })
  const passed = (person: string, page: string) => log({ type: 'passed', person, page })
  const chose = (
    person: string,
    block: string,
    turn: number,
    action: unknown,
    { kind = 'guess', origin = { by: 'player' }, page }: Partial<EventOf<'chose'>> & { page?: string } = {},
  ) => {
    if (page !== undefined) shown(person, page)
    const shownAt = page === undefined ? null : now()
    seconds += 7
    const own = origin.by === 'player'
    log({
      ...{ type: 'chose', person, block, nth: 0, turn, kind, origin, shownAt },
      ...(action !== undefined && { action }),
      firstInputAt: own && shownAt !== null ? shownAt + 2500 : null,
      at: now() + 1000,
    })
  }
  const joins = (person: string, nth: number, treatment: string, order: string[]) => {
    log({ type: 'joined', person, cookie: `cookie-${person}` })
    identity.outside(person, { PROLIFIC_PID: `pid-${person}`, STUDY_ID: 'study', SESSION_ID: `=${person}` })
    shown(person, 'consent')
    log({ type: 'consented', person, agreed: true, textToModels: false })
    shown(person, 'quiz:1')
    log({
      ...{ type: 'quizzed', person, attempt: 1, answers: [person === 'ann' ? -4 : 5, 'the nearest'] },
      ...{ right: [person !== 'ann', true], passed: person !== 'ann' },
    })
    if (person === 'ann')
      log({ type: 'quizzed', person, attempt: 2, answers: [5, null], right: [true, false], passed: true })
    log({ type: 'assigned', person, nth, treatment, order })
  }
  const leaves = (person: string, points: number, exit: EventOf<'exited'>['exit'] = 'completed') => {
    const amount = 400 + points * 5
    log({ type: 'paid', person, points, amount, fee: 400, drawn: null, how: [`${points} points.`] })
    identity.pay(person, { amount, currency: 'EUR' })
    log({ type: 'exited', person, exit, reason: 'came to the end', code: `CODE-${person}` })
  }

  log({
    ...{ type: 'opened', session: 'tiny-1', run: RUN, db: 'tiny.sqlite', seed: '1', freeze: 'f'.repeat(64) },
    ...{ code: '0.1.0', demo, pilot },
  })
  const people = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus']
  log(...people.map((person): SessionEvent => ({ type: 'created', person, link: null, room: 'open' })))
  joins('ann', 0, 'first', ['pairs', 'alone'])
  joins('ben', 1, 'first', ['pairs', 'alone'])
  joins('cat', 2, 'second', ['alone', 'talking'])
  joins('dan', 3, 'first', ['pairs', 'alone'])
  joins('eve', 4, 'second', ['alone', 'talking'])
  joins('fay', 5, 'first', ['pairs', 'alone'])

  // pairs, first group: ben leaves after the first round, ann lets the second round pass
  for (const person of ['ann', 'ben']) {
    shown(person, 'part:1')
    log({ type: 'checked', person, page: 'part:1', answer: toldOf(prepared, 'pairs'), right: true })
    passed(person, 'part:1')
  }
  grouped('pairs', 1, ['ann', 'ben'])
  chose('ann', 'pairs', 0, { guess: 33.5 }, { page: 'decision:1:0:0' })
  log({ type: 'reasoned', person: 'ann', block: 'pairs', nth: 0, turn: 0, reason: '=1+1' })
  log({ type: 'believed', person: 'ann', block: 'pairs', nth: 0, belief: 40 })
  chose('ben', 'pairs', 0, { guess: 60 }, { page: 'decision:1:0:0' })
  log({ type: 'reasoned', person: 'ben', block: 'pairs', nth: 0, turn: 0, reason: 'two lines,\nand a "comma"' })
  log({ type: 'believed', person: 'ben', block: 'pairs', nth: 0, belief: null })
  const timeout = { by: 'fallback', reason: 'timeout' } as const
  chose('ann', 'pairs', 1, { guess: 50 }, { page: 'decision:1:0:1', origin: timeout })
  log({ type: 'exited', person: 'ben', exit: 'dropped', reason: 'timeout', code: 'CODE-ben' })
  log({ type: 'reseated', match: 'tiny/pairs/1', seat: 1, player: 'level-2', reason: 'timeout' })
  await call('tiny/pairs/1', 0)
  const pairs = play(
    'pairs',
    1,
    ['ann', 'ben'],
    [
      move(0, 0, { guess: 33.5 }, { reason: '=1+1' }),
      move(0, 1, { guess: 60 }, { reason: 'two lines,\nand a "comma"' }),
      move(0, 2, { guess: 33.333 }),
      move(1, 0, { guess: 50 }, { origin: timeout }),
      { type: 'reseated', turn: 1, seat: 1, player: 'level-2', reason: 'timeout' },
      move(1, 1, { guess: 22.2 }),
      move(1, 2, { guess: 20 }),
    ],
  )
  finished('pairs', 1, 'ended', [
    ['ann', pairs[0]!],
    ['ben', null],
  ])
  log({ type: 'paid', person: 'ben', points: 0, amount: 400, fee: 400, drawn: null, how: [] })
  identity.pay('ben', { amount: 400, currency: 'EUR' })

  // pairs, second group: broken off after dan's choice, before it was logged in the match
  grouped('pairs', 2, ['dan', 'fay'])
  chose('dan', 'pairs', 0, { guess: 20 }, { page: 'decision:1:0:0' })
  store.open('tiny/pairs/2', RUN, startedOf('pairs', 2, ['dan', 'fay']))
  store.append('tiny/pairs/2', { type: 'voided', reason: 'noisy gave no legal answer' })
  finished(
    'pairs',
    2,
    'voided',
    [
      ['dan', null],
      ['fay', null],
    ],
    'noisy gave no legal answer',
  )

  // alone: chosen before matching; cat's choice never came
  chose('ann', 'alone', 0, { guess: 18 }, { page: 'decision:2:0:0' })
  chose('cat', 'alone', 0, undefined, { page: 'decision:1:0:0', origin: { by: 'missing', reason: 'timeout' } })
  chose('eve', 'alone', 0, { guess: 25 }, { page: 'decision:1:0:0' })
  log({ type: 'reasoned', person: 'eve', block: 'alone', nth: 0, turn: 0, reason: 'my name is Eve' })
  const others = [move(0, 1, { guess: 33.333 }), move(0, 2, { guess: 33.333 })]
  grouped('alone', 1, ['ann'])
  const first = play('alone', 1, ['ann'], [move(0, 0, { guess: 18 }), ...others])
  finished('alone', 1, 'ended', [['ann', first[0]!]])
  grouped('alone', 2, ['eve'])
  const second = play('alone', 2, ['eve'], [move(0, 0, { guess: 25 }, { reason: 'my name is Eve' }), ...others])
  finished('alone', 2, 'ended', [['eve', second[0]!]])

  // talking
  grouped('talking', 1, ['cat', 'eve'])
  chose('cat', 'talking', 0, { say: '@SUM(A1)' }, { kind: 'talk', page: 'decision:2:0:0' })
  chose('eve', 'talking', 0, { say: 'I am Eve' }, { kind: 'talk', page: 'decision:2:0:0' })
  chose('cat', 'talking', 1, { guess: 0 }, { page: 'decision:2:0:1' })
  chose('eve', 'talking', 1, { guess: 1 }, { page: 'decision:2:0:1' })
  const talked = play(
    'talking',
    1,
    ['cat', 'eve'],
    [
      move(0, 0, { say: '@SUM(A1)' }, { kind: 'talk' }),
      move(0, 1, { say: 'I am Eve' }, { kind: 'talk' }),
      move(1, 0, { guess: 0 }),
      move(1, 1, { guess: 1 }),
    ],
  )
  finished('talking', 1, 'ended', [
    ['cat', talked[0]!],
    ['eve', talked[1]!],
  ])

  for (const person of ['ann', 'cat', 'eve']) {
    shown(person, 'questionnaire:0')
    const crt = { 'crt-bat-and-ball': 10, 'crt-widgets': 5, 'crt-lily-pads': 47, 'eleven-twenty': 17 }
    log({ type: 'answered', person, page: 'questionnaire:0', answers: person === 'cat' ? {} : crt })
    shown(person, 'questionnaire:1')
    const strategy = person === 'ann' ? '-2+3 by \u201cfeeling\u201d' : null
    log({
      type: 'answered',
      person,
      page: 'questionnaire:1',
      answers: { strategy, tools: ['paper', 'nothing'], fair: 4 },
    })
    shown(person, 'results')
    passed(person, 'results')
    shown(person, 'manipulation')
    log({ type: 'checked', person, page: 'manipulation', answer: 'both', right: null })
    shown(person, 'end')
  }
  leaves('ann', pairs[0]! + first[0]!)
  leaves('cat', talked[0]!)
  leaves('eve', second[0]! + talked[1]!)
  log({ type: 'late', person: 'eve', page: 'end', why: 'the page had been left' })
  log({ type: 'acted', act: 'note', person: null, match: null, note: 'Eve asked for water' })
  return { prepared, journal, identity, store }

  function startedOf(block: string, nth: number, at: readonly string[]): Started {
    const { condition, lineup, roles, told } = prepared.blocks.get(block)!
    const { game, params } = condition
    const wraps = game.wraps?.map((wrap) => ({ ...wrap, params: wrap.params as Record<string, unknown> }))
    let next = 0
    return {
      ...{ type: 'started', wire: 1, match: `tiny/${block}/${nth}`, game: game.id, version: game.version, params },
      ...(wraps && { wraps }),
      seats: lineup.map((player, seat) => ({
        ...{ role: roles[seat]!, player },
        ...(player === 'person' && { subject: at[next++]! }),
        ...(player === 'person' && told && { told: told.text }),
      })),
      ...{ seed: `1/${block}/${nth}`, code: '0.1.0' },
    }
  }

  function grouped(block: string, nth: number, at: readonly string[]): void {
    const match = `tiny/${block}/${nth}`
    const seated = at.map((person, seat) => ({ person, seat }))
    log({ type: 'grouped', match, block, nth: 0, unit: `${block}-${nth}`, people: seated })
  }

  /** What it comes to, by seat. */
  function play(block: string, nth: number, at: readonly string[], events: readonly Event[]): readonly number[] {
    const { game } = prepared.blocks.get(block)!.condition
    const match = `tiny/${block}/${nth}`
    const started = startedOf(block, nth, at)
    store.open(match, RUN, started)
    let position = start(game, started) as Position<unknown, Record<string, unknown>>
    for (const event of events) {
      seconds += 1
      position = advance(game as AnyGame, position, event)
      store.append(match, event)
    }
    const ended = ending(game as AnyGame, position)
    store.append(match, ended)
    return ended.payoffs
  }

  function finished(
    block: string,
    nth: number,
    status: 'ended' | 'voided',
    points: readonly (readonly [string, number | null])[],
    reason?: string,
  ): void {
    log({
      ...{ type: 'finished', match: `tiny/${block}/${nth}`, status },
      points: points.map(([person, of]) => ({ person, points: of })),
      ...(reason !== undefined && { reason }),
    })
  }

  async function call(match: string, turn: number): Promise<void> {
    const key = { match, turn, seat: 2, purpose: 'answer', attempt: 1, try: 1 }
    const request = { messages: [{ role: 'user', content: 'Somebody said: two lines, and a comma.' }] }
    await store.begin({ ...key, provider: 'simulated', model: 'level-k', request }, false)
    const tokens = { tokensIn: 120, tokensOut: 9, tokensReasoning: null, tokensCached: 0 }
    await store.complete(
      key,
      { status: 'ok', answered: 'level-k', text: '33', ...tokens, cost: 0, waited: 1.5, worked: 20 },
      false,
    )
    store.read(key, 'legal', null)
  }
}

const move = (
  turn: number,
  seat: number,
  action: unknown,
  { kind = 'guess', origin = { by: 'player' }, ...rest }: Partial<Moved> = {},
): Moved => ({ type: 'moved', turn, seat, kind, action, origin, ...rest })

const toldOf = (prepared: PreparedLab, block: string): string => prepared.blocks.get(block)!.told!.text

export const inputOf = (
  { prepared, journal, identity, store }: Exported,
  options: Partial<ExportInput['options']> = {},
): ExportInput => ({
  ...{ prepared, store, events: journal.events(), identity: identity.rows() },
  ...{ head: 'a'.repeat(64), run: RUN, runHead: 'b'.repeat(64), code: '0.1.0' },
  options: { labels: false, demo: false, ...options },
})
