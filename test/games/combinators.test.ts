/** Games made from games: talk, repetition, and one over the other. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import type { AnyGame } from '../../src/core/game.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { players } from './beauty-contest-matches.ts'
import { type Awaited, MISSING, played, playedBy, replayed, type Table } from './matches.ts'

const of = (game: string, ...wraps: { id: string; params?: unknown }[]): AnyGame => gameOf(shelf, { game, wraps })
const talk = (params = {}) => ({ id: 'talk', params })
const repeated = (params = {}) => ({ id: 'repeated', params })

const pair: Table = {
  params: { outside: { min: 0, max: 999 }, pie: 1000 },
  roles: ['proposer', 'responder'],
  seed: 'pair',
}
const rejecting = ({ kind }: Awaited): unknown =>
  ({ offer: { offer: 10 }, reply: { accept: false }, talk: { say: 'please' } })[kind]

/** The kinds asked, turn by turn: `talk×2`. */
function asked(game: AnyGame, table: Table, answer: (asked: Awaited) => unknown) {
  const kinds: string[][] = []
  const match = played(game, table, (request) => {
    kinds[request.turn] ??= []
    kinds[request.turn]!.push(request.kind)
    return answer(request)
  })
  return { match, turns: kinds.map((turn) => `${turn[0]}×${turn.length}`) }
}

describe('talk', () => {
  it('asks every seat before every turn, and not after the last', () => {
    const { turns } = asked(of('ultimatum', talk()), pair, rejecting)
    expect(turns).toEqual(['talk×2', 'offer×1', 'talk×2', 'reply×1'])
  })

  it('shows everybody what was said, in the order of seats, from the next turn on', () => {
    const seen: unknown[] = []
    const { views, measures } = played(of('ultimatum', talk()), pair, (request) => {
      seen.push(request.view.talk.said.length)
      return request.kind === 'talk' ? { say: `seat ${request.seat}, turn ${request.turn}` } : rejecting(request)
    })
    expect(seen).toEqual([0, 0, 2, 2, 2, 4])
    const said = [
      { say: 'seat 0, turn 0', seat: 0, turn: 0 },
      { say: 'seat 1, turn 0', seat: 1, turn: 0 },
      { say: 'seat 0, turn 2', seat: 0, turn: 1 },
      { say: 'seat 1, turn 2', seat: 1, turn: 1 },
    ]
    expect(views).toMatchObject([{ talk: { said, length: 500 } }, { talk: { said, length: 500 } }])
    expect(measures).toMatchObject({ messages: 4, accepted: 0 })
  })

  it.each([
    ['an empty text', { say: '' }],
    ['no answer', MISSING],
  ])('takes %s as silence', (_, silence) => {
    const { match } = asked(of('ultimatum', talk()), pair, (request) => {
      if (request.kind !== 'talk') return rejecting(request)
      return request.seat === 0 ? silence : { say: 'hello' }
    })
    expect(match.views[0]).toMatchObject({
      talk: {
        said: [
          { say: 'hello', seat: 1, turn: 0 },
          { say: 'hello', seat: 1, turn: 1 },
        ],
      },
    })
    expect(match.measures).toMatchObject({ messages: 2 })
  })

  it('does without any answer at all', () => {
    const { match } = asked(of('ultimatum', talk()), pair, (request) =>
      request.kind === 'talk' ? MISSING : rejecting(request),
    )
    expect(match.measures).toMatchObject({ messages: 0 })
  })

  it('leaves the game’s own answers necessary', () => {
    expect(() =>
      played(of('ultimatum', talk()), pair, ({ kind }) => (kind === 'talk' ? { say: '' } : MISSING)),
    ).toThrow(/cannot do without the offer of seat 0/)
  })

  it('refuses a message that is too long', () => {
    expect(() => played(of('ultimatum', talk({ length: 3 })), pair, rejecting)).toThrow(
      /illegal talk of seat 0 in turn 0: say: expected a text of at most 3 characters/,
    )
    expect(() => of('ultimatum', talk({ length: 0 }))).toThrow(/length/)
  })

  it('leaves chance as it is: outside options', () => {
    const without = played(of('ultimatum'), pair, rejecting)
    expect(without.payoffs[0]).not.toBe(without.payoffs[1])
    for (const answer of [rejecting, (request: Awaited) => (request.kind === 'talk' ? MISSING : rejecting(request))])
      expect(played(of('ultimatum', talk()), pair, answer).payoffs).toEqual(without.payoffs)
  })

  it('leaves chance as it is: ties, in every round', () => {
    const table = { params: { ties: 'random', rounds: 12, prize: 1 }, roles: players(3), seed: 'ties' }
    const answer = ({ kind }: Awaited) => (kind === 'talk' ? { say: '50!' } : { guess: 50 })
    const wins = (game: AnyGame) =>
      played(game, table, answer).views.map((view) =>
        (view as { history: { result: { won: boolean } }[] }).history.map(({ result }) => result.won),
      )
    const without = wins(of('beauty-contest'))
    expect(without.map((won) => won.includes(true))).toEqual([true, true, true])
    expect(wins(of('beauty-contest', talk()))).toEqual(without)
  })

  it('leaves views and measures of the game as they are, but for one key each', () => {
    const table = { params: { rounds: 2 }, roles: players(2) }
    const answer = ({ kind, seat }: Awaited) => (kind === 'talk' ? { say: 'hm' } : { guess: 10 + seat })
    const plain = played(of('beauty-contest'), table, answer)
    const talked = played(of('beauty-contest', talk()), table, answer)
    expect(talked.views[0]).toEqual({ ...(plain.views[0] as object), talk: expect.anything() })
    expect(talked.measures).toEqual({ ...plain.measures, messages: 4 })
    expect(talked.payoffs).toEqual(plain.payoffs)
  })
})

describe('repeated', () => {
  const offers = [100, 200, 300]
  const answer = ({ kind, view }: Awaited) =>
    kind === 'offer' ? { offer: offers[view.repeated.time - 1] } : { accept: view.repeated.time !== 2 }

  it('plays as often as it says, and adds up', () => {
    const { match, turns } = asked(of('ultimatum', repeated({ times: 3 })), { ...pair, params: { pie: 1000 } }, answer)
    expect(turns).toEqual(['offer×1', 'reply×1', 'offer×1', 'reply×1', 'offer×1', 'reply×1'])
    expect(match.payoffs).toEqual([900 + 0 + 700, 100 + 0 + 300])
    expect(match.measures).toEqual({ offerShare: expect.closeTo(0.2, 12), accepted: 2 / 3, efficiency: 2 / 3 })
  })

  it('plays twice unless told otherwise', () => {
    const { turns } = asked(of('ultimatum', repeated()), pair, answer)
    expect(turns).toHaveLength(4)
    expect(() => of('ultimatum', repeated({ times: 0 }))).toThrow(/times/)
  })

  it('draws afresh each time, and the same from the same seed', () => {
    const outsides = (seed: string, times: number) =>
      played(of('ultimatum', repeated({ times })), { ...pair, seed }, rejecting).views.map((view) =>
        (view as { repeated: { history: { outside: number }[] } }).repeated.history.map(({ outside }) => outside),
      )
    const [proposer, responder] = outsides('a', 8) as [number[], number[]]
    expect(new Set([...proposer, ...responder]).size).toBeGreaterThan(12)
    expect(outsides('a', 8)).toEqual([proposer, responder])
    expect(outsides('b', 8)[0]).not.toEqual(proposer)
    expect(outsides('a', 3)[0]).toEqual(proposer.slice(0, 3)) // what comes later changes nothing earlier
  })

  it('draws ties afresh each time', () => {
    const table = { params: { ties: 'random', prize: 1 }, roles: players(2) }
    const { payoffs } = played(of('beauty-contest', repeated({ times: 20 })), table, () => ({ guess: 50 }))
    expect(Math.min(...payoffs)).toBeGreaterThan(3)
  })

  it('adds up what was outside, time by time', () => {
    const { payoffs, views } = played(of('ultimatum', repeated({ times: 4 })), pair, rejecting)
    const histories = views.map((view) => (view as { repeated: { history: { outside: number }[] } }).repeated.history)
    expect(payoffs).toEqual(histories.map((history) => history.reduce((sum, { outside }) => sum + outside, 0)))
  })

  it('shows a seat its own earlier times, or none', () => {
    const seen = (params: object) => {
      const views: { time: number; times: number; history: { seat: number; offer: number; accepted: boolean }[] }[] = []
      played(of('ultimatum', repeated({ times: 3, ...params })), { ...pair, params: { pie: 1000 } }, (request) => {
        if (request.seat === 1) views.push(request.view.repeated)
        return answer(request)
      })
      return views
    }
    expect(
      seen({}).map(({ time, times, history }) => [
        time,
        times,
        history.map((end) => [end.seat, end.offer, end.accepted]),
      ]),
    ).toEqual([
      [1, 3, []],
      [2, 3, [[1, 100, true]]],
      [
        3,
        3,
        [
          [1, 100, true],
          [1, 200, false],
        ],
      ],
    ])
    expect(seen({ history: false })).toEqual([1, 2, 3].map((time) => ({ time, times: 3, history: [] })))
  })

  it('takes the mean of a measure over the times that have it', () => {
    const table = { params: { rounds: 2 }, roles: players(2) }
    // the first time from a mean of 0: no convergence; the second from 40 to 10
    const guesses = [0, 0, 40, 10]
    const { measures } = played(of('beauty-contest', repeated({ times: 2 })), table, ({ turn }) => ({
      guess: guesses[turn],
    }))
    expect(measures).toMatchObject({ meanFirst: 20, meanLast: 5, convergence: 0.75, equilibriumShare: 0.5 })
  })
})

describe('one over the other', () => {
  const answer = (request: Awaited) => (request.kind === 'talk' ? { say: `${request.turn}` } : rejecting(request))
  const over = ['talk×2', 'offer×1', 'talk×2', 'reply×1', 'talk×2', 'offer×1', 'talk×2', 'reply×1']

  it('talk over repeated: one conversation through all times', () => {
    const { match, turns } = asked(of('ultimatum', repeated({ times: 2 }), talk()), pair, answer)
    expect(turns).toEqual(over)
    expect(match.views[0]).toMatchObject({ repeated: { time: 2, times: 2 } })
    const { said } = (match.views[0] as { talk: { said: { say: string; turn: number }[] } }).talk
    expect(said.map(({ say, turn }) => [say, turn])).toEqual(
      [0, 2, 4, 6].flatMap((at, turn) => [
        [`${at}`, turn],
        [`${at}`, turn],
      ]),
    )
    expect(match.measures).toMatchObject({ messages: 8 })
  })

  it('repeated over talk: a conversation each time', () => {
    const { match, turns } = asked(of('ultimatum', talk(), repeated({ times: 2 })), pair, answer)
    expect(turns).toEqual(over)
    const { talk: last, repeated: past } = match.views[0] as {
      talk: { said: { say: string }[] }
      repeated: { history: { talk: { said: { say: string }[] } }[] }
    }
    expect(last.said.map(({ say }) => say)).toEqual(['4', '4', '6', '6'])
    expect(past.history[0]!.talk.said.map(({ say }) => say)).toEqual(['0', '0', '2', '2'])
    expect(match.measures).toMatchObject({ messages: 4 })
  })

  it('pays the same either way, and as without talk', () => {
    const plain = played(of('ultimatum', repeated()), pair, answer).payoffs
    expect(played(of('ultimatum', repeated(), talk()), pair, answer).payoffs).toEqual(plain)
    expect(played(of('ultimatum', talk(), repeated()), pair, answer).payoffs).toEqual(plain)
  })

  it('are different games to a log', () => {
    const { events } = played(of('ultimatum', repeated(), talk()), pair, answer)
    expect(events[0]).toMatchObject({ wraps: [{ id: 'repeated' }, { id: 'talk' }] })
    expect(() => replayed(of('ultimatum', talk(), repeated()), events)).toThrow(
      "the log's wraps are repeated@1 and talk@1, the game's are talk@1 and repeated@1",
    )
  })
})

describe('scripted players of the base game', () => {
  const quiet = Object.assign({}, ...shelf.wraps.map((wrap) => wrap.quiet))
  const wraps = [[talk()], [repeated({ times: 3 })], [talk(), repeated({ times: 3 })], [repeated({ times: 3 }), talk()]]

  it.each(wraps.map((list) => [list.map(({ id }) => id).join(', '), list] as const))(
    'play with %s, and stay quiet',
    (_, list) => {
      const { strategies } = shelf.games.find(({ game }) => game.id === 'ultimatum')!
      const seats = ['fair', 'equilibrium'].map((name) => ({ ...strategies[name]!({}), ...quiet }))
      const match = playedBy(of('ultimatum', ...list), { ...pair, params: { pie: 10 } }, seats)
      const times = list.some(({ id }) => id === 'repeated') ? 3 : 1
      expect(match.payoffs).toEqual([5 * times, 5 * times])
      if (list.some(({ id }) => id === 'talk')) expect(match.measures).toMatchObject({ messages: 0 })
    },
  )

  it('play rounds and beliefs with talk between', () => {
    const { strategies } = shelf.games.find(({ game }) => game.id === 'beauty-contest')!
    const seats = [1, 2, 3].map((level) => ({ ...strategies['level-k']!({ level }), ...quiet }))
    const table = { params: { rounds: 2, beliefs: { prize: 20 } }, roles: players(3) }
    const { payoffs } = playedBy(of('beauty-contest', talk()), table, seats)
    expect(payoffs).toEqual(playedBy(of('beauty-contest'), table, seats).payoffs)
    expect(payoffs[2]).toBeGreaterThan(200)
  })
})
