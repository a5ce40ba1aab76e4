/** What clients see of parts that they go through with another person, or with a program: sessions of scripted people, in virtual time. */
import { type Client, features, type Trace } from '../../src/lab/blinding.ts'
import { responseTime } from '../../src/lab/release.ts'
import { type Recorded, traceOf } from './canary.ts'
import { wentThrough } from './session.ts'

export const SECONDS = 60
const PEOPLE = 16

/** One client’s trace of one part. */
export interface PartSeen extends Omit<Client, 'features'> {
  readonly trace: Trace
}

export interface Study {
  readonly release: 'fixed' | 'when-all' | 'when-all+jitter'
  readonly sessions: number
}

/**
 * Everybody goes through one part with another person and one with a program that answers at once, in either order; each with others
 * of four who come to it together, since who needs nobody to begin would not wait. All choose by the same chance, in two digits.
 */
const guessing = (release: string, seed: string): string => `
title: Choosing numbers
participants: ${PEOPLE}
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
    params: { rounds: 2, feedback: full, integer: true, min: 10, max: 99 }
    seats: [person, ${other}]
    matching: { with: stranger, group: 4 }
    told: either
    release: ${release}
    time: { seconds: ${SECONDS}, policy: end-group-with-fee }
    patience: 30`,
  )
  .join('')}
treatments: { one: { blocks: [people, programs] }, other: { blocks: [programs, people] } }
seed: ${seed}
`

/** The parts of so many sessions, each with chance of its own; a session is a unit. */
export async function partsSeen({ release, sessions }: Study): Promise<readonly PartSeen[]> {
  const all: PartSeen[] = []
  for (let session = 0; session < sessions; session++) {
    const unit = `${release} ${session}`
    const { recorder, journal, reports } = await wentThrough(guessing(release, unit), {
      ...{ seed: unit, bots: PEOPLE },
      options: (_, rng) => ({
        answer: ({ kind }) => (kind === 'decision' ? { 'a.guess': String(10 + rng.int(90)) } : undefined),
        thinking: () => Math.min(SECONDS * 1000 - 1, responseTime(rng)),
      }),
    })
    const orders = new Map(
      journal
        .events()
        .flatMap(({ event }) => (event?.type === 'assigned' ? [[event.person, event.order] as const] : [])),
    )
    for (const [nth, { person }] of reports.entries()) {
      const parts = partsOf(recorder.of(`${nth}`))
      for (const [position, block] of orders.get(person)!.entries())
        all.push({ unit, withModels: block === 'programs', trace: traceOf(parts[position]!) })
    }
  }
  return all
}

const PAGE = /data-page="([a-z]+):(\d+)[^"]*"/

/** What came while a part was gone through: from the page that tells of it to its result. */
function partsOf(recorded: readonly Recorded[]): readonly (readonly Recorded[])[] {
  const parts: Recorded[][] = []
  let within = false
  for (const one of recorded) {
    const [, kind] = (one.what === 'page' && PAGE.exec(one.text)) || []
    if (kind === 'part') {
      parts.push([])
      within = true
    }
    if (within) parts.at(-1)!.push(one)
    if (kind === 'result') within = false
  }
  return parts
}

export const clientsOf = (parts: readonly PartSeen[]): readonly Client[] =>
  parts.map(({ trace, ...client }) => ({ ...client, features: features(trace) }))
