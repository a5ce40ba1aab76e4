/** Pages of real moments of games, as a participant meets them. */
import { z } from 'zod'
import { shelf } from '../../games/index.ts'
import { type Moment, rehearse } from '../../src/arena/rehearsal.ts'
import { stream } from '../../src/core/chance.ts'
import { wrapped } from '../../src/core/game.ts'
import { draw, jsonSchemaOf } from '../../src/core/legal.ts'
import { advance, isOver, start } from '../../src/core/match.ts'
import { shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'
import type { DecisionPage, Draft, PageOf, PartResult } from '../../src/lab/pages.ts'
import { plainText } from '../../src/web/form/plain-text.ts'
import { penOf } from '../../src/web/pen.ts'
import { bookOf } from '../agents/prompts.ts'

export const PEN = penOf({ action: '/p/mild-otter/', nonce: 'n-1', language: 'en', prose: plainText })

export const FRAME = {
  key: 'decision:one:0:0',
  nonce: 'n-1',
  study: 'A study',
  language: 'en',
  progress: { nth: 3, of: 9 },
  timer: null,
  notice: null,
  paused: false,
} as const

export interface Played {
  readonly game: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly roles: readonly string[]
  readonly wraps?: readonly { readonly id: string; readonly params?: unknown }[]
  readonly seed?: string
}

/** The first and the last moment of each kind of decision in a match of random moves. */
export function momentsOf({ game: id, params = {}, roles, wraps = [], seed }: Played): readonly Moment[] {
  const base = shelvedGame(shelf, id).game
  const game = wrapped(
    base,
    wraps.map((wrap) => ({ wrap: shelvedWrap(shelf, wrap.id).wrap, params: wrap.params })),
  )
  const parsed = base.params.parse(params)
  return rehearse({ game, params: parsed } as unknown as Parameters<typeof rehearse>[0], roles, seed).moments
}

/** The page of the nth moment at which that was asked; -1 is the last. */
export function decisionPage(
  played: Played,
  kind: string,
  { nth = 0, role, ...over }: Partial<DecisionPage> & { readonly nth?: number } = {},
): PageOf<'decision'> {
  const moments = momentsOf(played).filter((moment) => moment.kind === kind && (role ?? moment.role) === moment.role)
  const moment = moments.at(nth)!
  const book = bookOf({ game: played.game, wraps: (played.wraps ?? []).map(({ id }) => id) })
  const whole = book.askText(kind, moment.view)
  const situation = book.situationText(moment.view)
  return {
    ...FRAME,
    kind: 'decision',
    game: played.game,
    role: moment.role,
    view: moment.view,
    ask: kind,
    schema: jsonSchemaOf(moment.ask.schema),
    title: 'Part 1 of 2',
    told: 'The other players are people and computer programs.',
    practice: false,
    rules: book.rulesText(moment.view),
    situation,
    question: whole.slice(situation.length).trim(),
    draft: null,
    ...over,
  }
}

export const draftOf = (
  fields: Readonly<Record<string, string>>,
  complaints: Readonly<Record<string, string>> = {},
  tried = false,
): Draft => ({
  fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, [text]])),
  complaints,
  tried,
})

/** Matches whose pages are looked at, one a game and more where an ask differs. */
export const GUESSING: Played = { game: 'beauty-contest', roles: ['player', 'player', 'player'] }
export const ROUNDS: Played = { ...GUESSING, params: { rounds: 4, feedback: 'full', beliefs: { prize: 20 } } }
export const BIDDING: Played = { game: 'sealed-bid', params: { rounds: 3 }, roles: ['bidder', 'bidder', 'bidder'] }
export const TAXING: Played = {
  game: 'taxation',
  params: { years: 3, satisfaction: true, skills: { given: [12.5, 31, 80] } },
  roles: ['planner', 'worker', 'worker', 'worker'],
}
export const VOTING: Played = {
  game: 'taxation',
  params: { years: 3, governance: 'platforms', brackets: 'three', skills: { given: [12.5, 31, 80] } },
  roles: ['worker', 'worker', 'worker'],
}
export const CHANGING: Played = {
  game: 'taxation',
  params: { years: 2, governance: 'vote', move: 'delta', brackets: 'three' },
  roles: ['worker', 'worker', 'worker'],
}
export const OFFERING: Played = { game: 'ultimatum', roles: ['proposer', 'responder'] }
export const TALKING: Played = { ...OFFERING, wraps: [{ id: 'talk', params: { length: 200 } }] }
export const REPEATING: Played = { ...OFFERING, wraps: [{ id: 'repeated' }] }
export const TICKING: Played = { game: 'clock', roles: ['bidder', 'bidder', 'bidder'] }
export const LIMITING: Played = { ...TICKING, params: { proxy: true } }
export const ITEMS: Played = {
  game: 'item-auction',
  params: {
    items: [
      { name: 'ring', start: 10, value: 24.5 },
      { name: '<b>vase</b>', start: 3, value: 2 },
    ],
  },
  roles: ['bidder', 'bidder', 'bidder'],
}
export const WATER: Played = {
  game: 'water-allocation',
  roles: ['resident', 'resident', 'resident', 'resident', 'resident'],
}

/** Each kind of ask of each of these, at its first and its last moment. */
export const EVERY: readonly (readonly [name: string, played: Played, kind: string])[] = [
  ['a guess', GUESSING, 'guess'],
  ['a guess after rounds', ROUNDS, 'guess'],
  ['a belief', ROUNDS, 'belief'],
  ['a bid', BIDDING, 'bid'],
  ['a schedule', TAXING, 'schedule'],
  ['labour', TAXING, 'labour'],
  ['satisfaction', TAXING, 'satisfied'],
  ['a campaign', VOTING, 'campaign'],
  ['a vote for candidates', VOTING, 'vote'],
  ['a vote for anybody', CHANGING, 'vote'],
  ['a change of rates', CHANGING, 'schedule'],
  ['an offer', OFFERING, 'offer'],
  ['a reply', OFFERING, 'reply'],
  ['a message', TALKING, 'talk'],
  ['an offer again', REPEATING, 'offer'],
  ['a tick of the clock', TICKING, 'stay'],
  ['a limit', LIMITING, 'limit'],
  ['a bid for an item', ITEMS, 'bid'],
  ['a bid for water', WATER, 'bid'],
]

/** How a match of random moves ended for one seat. */
export function resultOf(played: Played, seat = 0, over: Partial<PartResult> = {}): PartResult {
  const { view, payoffs } = endOf(played, seat)
  return {
    title: 'Part 1',
    situation: bookOf({ game: played.game }).situationText(view),
    game: played.game,
    view,
    points: payoffs[seat]!,
    pending: false,
    out: false,
    practice: false,
    paid: true,
    others: null,
    own: null,
    belief: null,
    ...over,
  }
}

function endOf({ game: id, params = {}, roles, seed = 'rehearsal' }: Played, seat: number) {
  const { game } = shelvedGame(shelf, id)
  let at = start(game, {
    type: 'started',
    game: game.id,
    version: game.version,
    params: game.params.parse(params),
    seats: roles.map((role) => ({ role, player: 'one' })),
    seed,
  })
  while (!isOver(at)) {
    const { asks, turn } = at
    for (const [seat, ask] of asks) {
      const action = draw(jsonSchemaOf(ask.schema), stream([seed, seat, turn]))
      at = advance(game, at, { type: 'moved', turn, seat, action, origin: { by: 'player' } })
    }
  }
  return { view: game.view(at.state, seat), payoffs: game.payoffs(at.state) }
}

export const strategyPage = (over: Partial<PageOf<'strategy'>> = {}): PageOf<'strategy'> => ({
  ...FRAME,
  kind: 'strategy',
  game: 'sealed-bid',
  title: 'Part 2 of 2',
  told: null,
  rules: 'One item is for sale.',
  ask: 'bid',
  question: 'What do you do in each of these cases?',
  by: 'value',
  cases: [10, 30, 50, 70, 90],
  between: 'interpolate',
  schema: jsonSchemaOf(z.strictObject({ bid: z.int().min(0).max(100) })),
  draft: null,
  ...over,
})
