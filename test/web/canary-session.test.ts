/** Each secret of a session is a token that stands nowhere else: it occurs in no byte that went to one who may not know it yet. */
import { afterAll, describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import { leaks, type Secret } from './canary.ts'
import { EXPERIMENTER, watchedSession } from './canary-session.ts'

const PEOPLE = 4
const KEY = 'sk-wallaby-5519'
const PASSWORD = 'pw-dunnart-7720'

/** What an item is worth to each bidder in each round. */
const VALUES = [
  [71.4402, 62.9513, 83.6624],
  [58.1735, 77.2846, 69.3957],
]

const session = (providerUrl: string): string => `
name: session-echidna
title: Choosing numbers
participants: ${PEOPLE}
consent: { text: You are invited to take part in a study. }
players:
  - { name: player-quokka, model: "endpoint-dugong:model-quenda", persona: persona.md }
  - { name: player-wombat, model: "simulated:random" }
endpoints: { endpoint-dugong: { baseUrl: "${providerUrl}/v1", keyFrom: KEY_OF_BETTONG } }
told:
  told-numbat: { text: Each of the others may be a person or a computer program., says: people-or-programs }
blocks:
  block-potoroo:
    title: Part A
    game: beauty-contest
    params: { rounds: 3, feedback: full }
    seats: [person, person, player-quokka]
    told: told-numbat
    reason: required
    reasonOf: every
    belief: { ask: What will the average of the others be?, of: guess, min: 0, max: 100, prize: 10 }
  block-kultarr:
    title: Part B
    game: sealed-bid
    params: { format: first-price, rounds: 2, increment: 0, feedback: full, values: { kind: given, rounds: ${JSON.stringify(VALUES)} } }
    seats: [person, person, player-wombat]
    told: told-numbat
treatments: { treatment-kowari: { blocks: [block-potoroo, block-kultarr] } }
questionnaire: [{ title: About you, items: [{ kind: text, name: words, ask: How did you choose? }] }]
payment: { fee: 10, losses: from-fee }
rooms: { room-monjon: { labels: [${Array.from({ length: PEOPLE }, (_, nth) => labelOf(nth)).join(', ')}] } }
seed: seed-platypus
`

const labelOf = (nth: number): string => `label-${'abcd'[nth]}-bandicoot`
const pidOf = (nth: number): string => `pid-${'abcd'[nth]}-chuditch`

const providers: FakeProvider[] = []
afterAll(async () => {
  for (const provider of providers) await provider.close()
})

/** A number that stands nowhere else, with as many digits as every page shows. */
const numberOf = (nth: number, key: string, what: string): string => {
  const rng = stream(['token', nth, key, what])
  return `${10 + rng.int(40)}.${100 + rng.int(900)}${1 + rng.int(9)}`
}

describe('a session with a model, people, labels and a monitor', () => {
  it('tells nobody what they may not know, before it is shown to them', { timeout: 240_000 }, async () => {
    const provider = await fakeProvider({ seed: 'canary', key: KEY })
    providers.push(provider)
    const choices = new Map<string, { readonly nth: number; readonly key: string }>()
    const words = new Map<string, number>()
    const said = (nth: number, token: string) => {
      words.set(token, nth)
      return token
    }
    const { recorder, reports, events, secrets } = await watchedSession(session(provider.url), {
      environment: { KEY_OF_BETTONG: KEY },
      password: PASSWORD,
      files: { 'persona.md': 'You are a persona-thylacine.' },
      bots: PEOPLE,
      query: (nth) => `?PROLIFIC_PID=${pidOf(nth)}`,
      options: (nth) => ({
        label: labelOf(nth),
        thinking: ({ kind }) => (kind === 'decision' ? 20 + 60 * nth : 5),
        answer: ({ kind, key, root }) => {
          switch (kind) {
            case 'decision': {
              const number = numberOf(nth, key, 'choice')
              choices.set(number, { nth, key })
              return { [root.querySelector('[name="a.bid"]') ? 'a.bid' : 'a.guess']: number }
            }
            case 'reason':
              return { reason: said(nth, `because-${nth}-${key.replaceAll(':', '-')}-because`) }
            case 'belief':
              return { belief: said(nth, numberOf(nth, key, 'belief')) }
            case 'questionnaire':
              return { 'q.words': said(nth, `words-${'abcd'[nth]}-mulgara`) }
            default:
              return undefined
          }
        },
      }),
    })
    expect(reports.map(({ end }) => end?.text)).toEqual(reports.map(() => 'You have finished the study'))
    expect(provider.stats().requests).toBeGreaterThan(0)
    expect([choices.size, words.size]).toEqual([PEOPLE * 5, PEOPLE * (3 + 1 + 1)])

    const people = reports.map(({ person }) => person)
    const matchOf = (client: string, block: string): EventOf<'grouped'> | undefined =>
      of(events, 'grouped').find(
        (one) => one.block === block && one.people.some(({ person }) => person === people[Number(client)]),
      )
    /** When the stage after that turn began; of the last turn, when the match was over. */
    const shownAt = (match: string, turn: number): number =>
      of(events, 'released').find((one) => one.match === match && one.turn === turn + 1)!.at
    const only =
      (...clients: readonly string[]): Secret['entitled'] =>
      (client) =>
        clients.includes(client)
    const nobody = only()
    const blocks = ['block-potoroo', 'block-kultarr']
    const chosen = [...choices].map(([token, { nth, key }]): Secret => {
      const [, position, , turn] = key.split(':').map(Number)
      const block = blocks[position! - 1]!
      const { match } = matchOf(`${nth}`, block)!
      return {
        token,
        entitled: (client, at) =>
          client === `${nth}` || (matchOf(client, block)?.match === match && at >= shownAt(match, turn!)),
      }
    })
    const values = VALUES.flatMap((row) =>
      row.map((value, seat): Secret => {
        const holders = people.flatMap((person, nth) =>
          matchOf(`${nth}`, 'block-kultarr')!.people.some((one) => one.person === person && one.seat === seat)
            ? [`${nth}`]
            : [],
        )
        return { token: String(value), entitled: only(...holders) }
      }),
    )
    const hidden = [
      ...['quokka', 'wombat', 'dugong', 'quenda', 'bettong', 'thylacine', 'simulated'],
      ...['numbat', 'potoroo', 'kultarr', 'kowari', 'platypus', 'echidna', 'monjon', 'hutia'],
      ...[KEY, provider.url, `:${provider.port}`, 'JSON'],
    ].map((token): Secret => ({ token, entitled: only(EXPERIMENTER) }))
    const files = [KEY, secrets.hash, secrets.nonces].map((token): Secret => ({ token, entitled: nobody }))
    const door = [secrets.cookie, secrets.proof, PASSWORD].map(
      (token): Secret => ({ token, entitled: only(EXPERIMENTER) }),
    )
    const own = people.flatMap((person, nth): Secret[] => [
      { token: person, entitled: only(`${nth}`, EXPERIMENTER) },
      { token: labelOf(nth), entitled: only(`${nth}`, EXPERIMENTER) },
      { token: pidOf(nth), entitled: only(`${nth}`) },
      ...tokensOf(recorder.of(`${nth}`)).map((token): Secret => ({ token, entitled: only(`${nth}`) })),
    ])
    const typed = [...words].map(([token, nth]): Secret => ({ token, entitled: only(`${nth}`) }))
    const all = [...chosen, ...values, ...hidden, ...files, ...door, ...own, ...typed]
    expect(leaks(recorder.recorded, all)).toEqual([])

    expect(recorder.of(EXPERIMENTER).some(({ text }) => text.includes('block-potoroo'))).toBe(true)
    // the scan would have seen them: what may be known was told in the end
    const seen = new Set(
      leaks(
        recorder.recorded,
        [...chosen, ...values, ...own].map(({ token }) => ({ token, entitled: nobody })),
      ).map(({ token }) => token),
    )
    for (const { token } of [
      ...chosen,
      ...values.filter(({ entitled }) => people.some((_, nth) => entitled(`${nth}`, 0))),
      ...own,
    ])
      expect(seen).toContain(token)
  })
})

/** Nothing listens at the first port of the machine. */
const DEAD = 'http://127.0.0.1:1'

const FAILING = `
title: Choosing numbers
participants: 2
consent: { text: You are invited to take part in a study. }
players: [{ name: player-quokka, model: "endpoint-dugong:model-quenda" }]
endpoints: { endpoint-dugong: { baseUrl: "${DEAD}/v1", keyFrom: KEY_OF_BETTONG } }
limits: { tries: 1 }
told: { told-numbat: { text: Each of the others may be a person or a computer program., says: people-or-programs } }
blocks:
  block-potoroo: { game: beauty-contest, seats: [person, person, player-quokka], told: told-numbat }
seed: seed-platypus
`

describe('a session whose model cannot be reached', () => {
  it('names neither model nor provider nor what went wrong to anybody but the experimenter', {
    timeout: 120_000,
  }, async () => {
    const { recorder, events } = await watchedSession(FAILING, {
      ...{ environment: { KEY_OF_BETTONG: KEY }, password: PASSWORD, bots: 2, query: () => '', options: () => ({}) },
    })
    expect(of(events, 'finished').map(({ status }) => status)).toEqual(['voided'])
    const told = ['quokka', 'dugong', 'quenda', 'BETTONG', DEAD, ':1/', 'ECONNREFUSED', 'refused', 'provider', KEY]
    const secrets = told.map((token): Secret => ({ token, entitled: (client) => client === EXPERIMENTER }))
    expect(leaks(recorder.recorded, secrets)).toEqual([])
  })
})

/** Cookies, and what each page must carry to be sent. */
function tokensOf(recorded: readonly { readonly text: string }[]): readonly string[] {
  const found = recorded.flatMap(({ text }) => [
    ...[...text.matchAll(/set-cookie: [^=]+=([^;]+)/gi)].map(([, value]) => value!),
    ...[...text.matchAll(/name="page" value="([^"]+)"/g)].map(([, value]) => value!),
  ])
  return [...new Set(found)]
}

const of = <T extends SessionEvent['type']>(events: readonly SessionEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type)
