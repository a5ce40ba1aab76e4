/** What goes over the wire of a session tells nobody what they may not know: neither in words, nor by times and sizes. */
import { describe, expect, it } from 'vitest'
import { stream } from '../../src/core/chance.ts'
import { type Seen, type Trace, toldApart } from '../../src/lab/blinding.ts'
import { responseTime } from '../../src/lab/release.ts'
import { clientsOf, type PartSeen, partsSeen, SECONDS } from './blinding-clients.ts'
import { leaks, type Secret } from './canary.ts'
import { wentThrough } from './session.ts'

/**
 * How many: a session has 16 people, each with one part of either kind, and three sessions of four are judged, so that of 32 there are
 * 384 traces of either kind. Where nothing tells, the AUC is one half with a standard error of √(1 / (6 · 384)) = 0.021 (Bamber 1975);
 * the upper end of the interval is then 0.541 on average, and below 0.6 in 997 of 1000 such studies.
 */
const SESSIONS = 32

const told = (parts: readonly PartSeen[]) => toldApart(clientsOf(parts))!

/** That another page is due: the end of a stage, as a client sees it. */
const DUE = Buffer.byteLength('event: page\ndata: due\n\n')
/** Milliseconds. */
const LATER = 5

const counted: Seen['what'] = 'event'

/** What a server could let slip where the others are programs. */
const LEAKS: readonly (readonly [string, (trace: Trace) => Trace])[] = [
  ['a byte of each page', grown('page', 1)],
  ['a header of each answer', grown('answer', Buffer.byteLength('x-seats: 1\r\n'))],
  ['five milliseconds of each stage', later],
  [
    'a counter of who is ready',
    (trace) =>
      trace.flatMap((seen) => (seen.what === 'post' ? [seen, { at: seen.at, what: counted, bytes: 30 }] : [seen])),
  ],
]

function grown(what: Seen['what'], bytes: number): (trace: Trace) => Trace {
  return (trace) => trace.map((seen) => (seen.what === what ? { ...seen, bytes: seen.bytes + bytes } : seen))
}

function later(trace: Trace): Trace {
  let stages = 0
  return trace.map((seen) => {
    if (seen.what === 'event' && seen.bytes === DUE) stages++
    return { ...seen, at: seen.at + stages * LATER }
  })
}

describe('times and sizes', () => {
  it('do not tell programs from people where stages are released at their deadline, and would by the least that slips', {
    timeout: 600_000,
  }, async () => {
    const parts = await partsSeen({ release: 'fixed', sessions: SESSIONS })
    expect(told(parts).high).toBeLessThan(0.6)
    for (const [what, leak] of LEAKS) {
      const leaking = parts.map((part) => (part.withModels ? { ...part, trace: leak(part.trace) } : part))
      expect(told(leaking).low, what).toBeGreaterThan(0.9)
    }
  })

  it('tell them apart where programs make nobody wait, and less so where programs are given times that these people take', {
    timeout: 300_000,
  }, async () => {
    const waitless = told(await partsSeen({ release: 'when-all', sessions: 6 }))
    expect(waitless.low).toBeGreaterThan(0.6)
    expect(told(await partsSeen({ release: 'when-all+jitter', sessions: 6 })).high).toBeLessThan(waitless.low)
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
