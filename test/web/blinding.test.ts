/** What goes over the wire of a session tells nobody what they may not know: neither in words, nor by times and sizes. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { type Client, features, type Trace, toldApart } from '../../src/lab/blinding.ts'
import { responseTime } from '../../src/lab/release.ts'
import { leaks, type Secret, traceOf } from './canary.ts'
import { type Going, wentThrough } from './session.ts'

const SECONDS = 120

/**
 * Half of the people are matched with another, half with a program that answers at once; each with others of four who come to it
 * together, since who needs nobody to begin would not wait. All choose by the same chance, in two digits.
 */
const guessing = (participants: number, release: string, rounds: number): string => `
title: Choosing numbers
participants: ${participants}
consent: { text: You are invited to take part in a study. }
players: [{ name: dice, model: "simulated:random" }]
told: { either: { text: The other may be a person or a computer program., says: people-or-programs } }
blocks:
${[
  ['people', 'person'],
  ['programs', 'dice'],
]
  .map(
    ([id, other]) => `
  ${id}:
    game: beauty-contest
    params: { rounds: ${rounds}, feedback: full, integer: true, min: 10, max: 99 }
    seats: [person, ${other}]
    matching: { with: stranger, group: 4 }
    told: either
    release: ${release}
    time: { seconds: ${SECONDS}, policy: end-group-with-fee }
    patience: 30`,
  )
  .join('')}
treatments: { one: { blocks: [people] }, other: { blocks: [programs] } }
seed: 1
`

const HUMAN: NonNullable<Going['options']> = (_, rng) => ({
  answer: ({ kind }) => (kind === 'decision' ? { 'a.guess': String(10 + rng.int(90)) } : undefined),
  thinking: () => Math.min(SECONDS * 1000 - 1, responseTime(rng)),
})

const PEOPLE = 80

interface Watched extends Omit<Client, 'features'> {
  readonly trace: Trace
}

/** What every client of so many sessions saw, and whether the other was a program. */
async function clientsOf(release: string, sessions: number, rounds: number): Promise<readonly Watched[]> {
  const all: Watched[] = []
  for (let session = 0; session < sessions; session++) {
    const { recorder, journal, reports } = await wentThrough(guessing(PEOPLE, release, rounds), {
      ...{ seed: `${release} ${session}`, bots: PEOPLE, options: HUMAN },
    })
    const grouped = journal.events().flatMap(({ event }) => (event?.type === 'grouped' ? [event] : []))
    for (const [nth, { person }] of reports.entries()) {
      const { block, unit } = grouped.find(({ people }) => people.some((one) => one.person === person))!
      const trace = traceOf(recorder.of(`${nth}`))
      all.push({ unit: `${session} ${unit}`, withModels: block === 'programs', trace })
    }
  }
  return all
}

const told = (clients: readonly Watched[]) =>
  toldApart(clients.map(({ trace, ...client }) => ({ ...client, features: features(trace) })))!

describe('times and sizes', () => {
  it('do not tell programs from people where stages are released at their deadline, and would by one byte', {
    timeout: 300_000,
  }, async () => {
    const clients = await clientsOf('fixed', 8, 2)
    expect(told(clients).high).toBeLessThan(0.6)
    const planted = clients.map((client) => ({
      ...client,
      trace: client.trace.map((seen) =>
        client.withModels && seen.what === 'page' ? { ...seen, bytes: seen.bytes + 1 } : seen,
      ),
    }))
    expect(told(planted).low).toBeGreaterThan(0.9)
  })

  it('tell them apart where programs make nobody wait, as is known of that release', {
    timeout: 300_000,
  }, async () => {
    expect(told(await clientsOf('when-all', 2, 6)).low).toBeGreaterThan(0.9)
  })

  it('leave little to tell where programs are given times that these people take', { timeout: 300_000 }, async () => {
    const { low, high } = told(await clientsOf('when-all+jitter', 4, 2))
    expect(low).toBeLessThan(0.5)
    expect(high).toBeLessThan(0.7)
  })
})

/** Names that stand nowhere else. */
const MENAGERIE = `
name: session-echidna
title: Choosing numbers
participants: 8
consent: { text: You are invited to take part in a study. }
players:
  - { name: player-quokka, model: "simulated:level-k", options: { level: 1 } }
  - { name: player-wombat, strategy: level-k, options: { level: 2 } }
told:
  told-numbat: { text: Each of the others may be a person or a program with a tail., says: people-or-programs }
  told-bilby: { text: Each of the others may be a program or a person with a beak., says: people-or-programs }
blocks:
  block-potoroo:
    title: Part A
    game: beauty-contest
    params: { rounds: 3, feedback: full }
    seats: [person, person, player-quokka]
    told: told-numbat
    release: fixed
    time: { seconds: ${SECONDS}, policy: end-group-with-fee }
    patience: 30
    reason: optional
  block-dunnart:
    title: Part A
    game: beauty-contest
    params: { rounds: 3, feedback: full }
    seats: [person, person, player-wombat]
    told: told-bilby
    release: when-all
    time: { seconds: ${SECONDS}, policy: end-group-with-fee }
treatments:
  treatment-kowari: { blocks: [block-potoroo] }
  treatment-cuscus: { blocks: [block-dunnart] }
seed: seed-platypus
`

describe('words', () => {
  it('tell nobody what they may not know, before it is shown to them', async () => {
    const tokens = new Map<string, { readonly client: string; readonly turn: number }>()
    const { recorder, reports, journal } = await wentThrough(MENAGERIE, {
      ...{ seed: 'words', bots: 8 },
      options: (nth, rng) => ({
        thinking: ({ kind }) => (kind === 'decision' ? responseTime(rng, { medianSeconds: 10, sigma: 0.4 }) : 0),
        answer: ({ kind, key }) => {
          if (kind !== 'decision') return undefined
          const guess = `${10 + rng.int(80)}.${stream(['token', nth, key]).int(9000) + 1000}7`
          tokens.set(guess, { client: `${nth}`, turn: Number(key.split(':').at(-1)) })
          return { 'a.guess': guess }
        },
      }),
    })
    const people = reports.map(({ person }) => person)
    const events = journal.events().flatMap(({ event }) => (event ? [event] : []))
    const matchOf = (client: string) =>
      events.find(
        (event) => event.type === 'grouped' && event.people.some(({ person }) => person === people[Number(client)]),
      )
    const revealedAt = (match: string, turn: number) =>
      events.flatMap((event) =>
        event.type === 'released' && event.match === match && event.turn === turn + 1 ? [event.at] : [],
      )[0]!
    const nobody = () => false
    const told = new Map(
      events.flatMap((event) => (event.type === 'assigned' ? [[event.person, event.treatment] as const] : [])),
    )
    const secrets: Secret[] = [
      ...['quokka', 'wombat', 'numbat', 'bilby', 'potoroo', 'dunnart', 'kowari', 'cuscus', 'platypus', 'echidna'].map(
        (token) => ({ token, entitled: nobody }),
      ),
      ...['level-k', 'simulated', 'simulated:'].map((token) => ({ token, entitled: nobody })),
      ...people.map((token, nth) => ({ token, entitled: (client: string) => client === `${nth}` })),
      ...[
        { token: 'with a tail', treatment: 'treatment-kowari' },
        { token: 'with a beak', treatment: 'treatment-cuscus' },
      ].map(({ token, treatment }) => ({
        token,
        entitled: (client: string) => told.get(people[Number(client)]!) === treatment,
      })),
      ...[...tokens].map(([token, { client: by, turn }]): Secret => {
        const match = matchOf(by)
        if (match?.type !== 'grouped') throw new Error(`client ${by} was in no group`)
        return {
          token,
          entitled: (client, at) => client === by || (matchOf(client) === match && at >= revealedAt(match.match, turn)),
        }
      }),
    ]
    expect(tokens.size).toBe(8 * 3)
    expect(leaks(recorder.recorded, secrets)).toEqual([])
    // the scan would have seen them: each number came to all of its group in the end
    const before = secrets.map(({ token }) => ({ token, entitled: nobody }))
    const seen = new Set(leaks(recorder.recorded, before).map(({ token }) => token))
    for (const token of tokens.keys()) expect(seen).toContain(token)
  })
})
