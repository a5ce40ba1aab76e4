/**
 * Erases one participant. What goes:
 * - in the identity file, everything: label, what an open link brought, the amount;
 * - in the journal, the body of every event of that person but those that say only that there was somebody, who was assigned to
 *   what, which pages were shown and left, and what was paid; how they left is said again without the completion code;
 * - in the logs of matches, the body of each decision of theirs that holds words of their own: a reason, or a text in the action
 *   that is none of a list of choices. The action that stood beside goes with it, since both are one text to the hash chain: that
 *   match cannot be folded from there on, and its claimed payoffs stand unchecked.
 * What stays: hashes and commitments, so that every chain holds and `verify` says erased and no mismatch; decisions without
 * words, which others were paid by; the pseudonym, which names nobody once the identity is gone; points and payments; and, in
 * the log of calls, requests to language models that quote those words: they were sent, and a call is never changed. These are
 * counted, so that nobody takes them for gone.
 */
import { list, quoted, StagegameError } from '../core/errors.ts'
import type { Moved } from '../core/event.ts'
import type { Archive, EventPlace } from '../store/archive.ts'
import type { Call } from '../store/store.ts'
import { freeTexts, schemaOf } from './export/free-text.ts'
import type { Identity } from './identity.ts'
import type { Journal } from './journal.ts'
import type { PreparedLab } from './prepared.ts'
import { type SessionMatch, sessionFold } from './session.ts'

export interface ToErase {
  readonly prepared: PreparedLab
  readonly journal: Pick<Journal, 'events' | 'erase'>
  readonly identity: Pick<Identity, 'erase' | 'rows'>
  readonly store: Pick<Archive, 'status' | 'log' | 'calls' | 'erase'>
  readonly person: string
}

export interface Erasure {
  readonly person: string
  /** Whether the identity file had anything of them. */
  readonly identity: boolean
  /** Events of the journal that were blanked now. */
  readonly events: number
  /** Decisions that were blanked in the logs of matches. */
  readonly decisions: readonly { readonly match: string; readonly turn: number; readonly seat: number }[]
  /** Calls of models that quote what the person wrote, and stay. */
  readonly quoted: readonly { readonly match: string; readonly calls: number }[]
}

/** Throws `unknown-person`; `still-playing` while a match of theirs is under way; and what the stores throw. Can be done again. */
export async function eraseParticipant({ prepared, journal, identity, store, person }: ToErase): Promise<Erasure> {
  const { session, apply } = sessionFold()
  for (const { event, at } of journal.events()) if (event) apply(event, Date.parse(at))
  if (!session.people.has(person)) throw unknown(person, identity)
  const matches = [...session.matches.values()].filter(({ people }) => people.some((one) => one.person === person))
  const playing = matches.find(({ status }) => status === 'playing')
  if (playing)
    throw new StagegameError(
      'still-playing',
      `participant ${person} is in match ${playing.match}, which is not over: withdraw them first, or end their group`,
    )
  const places: EventPlace[] = []
  const decisions: { match: string; turn: number; seat: number }[] = []
  const quoted: { match: string; calls: number }[] = []
  for (const match of matches) {
    if ((await store.status(match.match)) === undefined) continue
    const found = await wordsIn(prepared, store, match, person)
    const calls = (await store.calls(match.match)).filter((call) => found.some(({ words }) => quotes(call, words)))
    if (calls.length > 0) quoted.push({ match: match.match, calls: calls.length })
    for (const { seq, turn, seat } of found) {
      places.push({ match: match.match, seq })
      decisions.push({ match: match.match, turn, seat })
    }
  }
  await store.erase(...places)
  return { person, events: journal.erase(person), identity: identity.erase(person), decisions, quoted }
}

/** Who asks to be erased is known by a label or by what the link brought, and the pseudonym is found by that. */
function unknown(person: string, identity: Pick<Identity, 'rows'>): StagegameError {
  const called = identity
    .rows()
    .filter(({ label, outside }) => label === person || Object.values(outside).includes(person))
    .map((row) => row.person)
  const advice =
    called.length > 0
      ? `outside the session ${list(called)} goes by that; name the pseudonym`
      : 'name a pseudonym; payments/payments.csv of an export has it beside each label'
  return new StagegameError('unknown-person', `there is no participant ${quoted(person)}: ${advice}`)
}

interface Words {
  readonly seq: number
  readonly turn: number
  readonly seat: number
  readonly words: readonly string[]
}

/** Decisions of a person that hold their words; those of a player who took the seat later are not theirs. */
async function wordsIn(
  prepared: PreparedLab,
  store: Pick<Archive, 'log'>,
  { match, block }: SessionMatch,
  person: string,
): Promise<readonly Words[]> {
  const found: Words[] = []
  const held = new Set<number>()
  for (const { seq, event } of await store.log(match)) {
    if (event?.type === 'started')
      for (const [seat, { subject }] of event.seats.entries()) if (subject === person) held.add(seat)
    if (event?.type === 'reseated' && event.subject !== person) held.delete(event.seat)
    if (event?.type !== 'moved' || !held.has(event.seat)) continue
    const words = wordsOf(prepared, block, event)
    if (words.length > 0) found.push({ seq, turn: event.turn, seat: event.seat, words })
  }
  return found
}

function wordsOf(prepared: PreparedLab, block: string, { kind, action, reason }: Moved): readonly string[] {
  const of = prepared.blocks.get(block)
  const typed = freeTexts(action, of && schemaOf(of, kind)).filter((text) => text !== '')
  return reason === undefined ? typed : [reason, ...typed]
}

/** Whether a request holds one of these texts, in whatever way it is quoted there. Words of one or two letters stand in any text. */
function quotes({ request }: Call, words: readonly string[]): boolean {
  const sent = textsIn(request).map(bare)
  return words.map(bare).some((text) => text.length > 2 && sent.some((one) => one.includes(text)))
}

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** What was done, a line each. */
export function erasureLines({ person, identity, events, decisions, quoted }: Erasure): readonly string[] {
  const calls = quoted.reduce((sum, one) => sum + one.calls, 0)
  return [
    `participant ${person}:`,
    identity ? 'identity: label, outside names and amount were removed' : 'identity: there was nothing',
    `session: ${counted(events, 'event')} blanked`,
    `matches: ${counted(decisions.length, 'decision')} with words of their own blanked`,
    ...decisions.map(
      ({ match, turn, seat }) => `  ${match}, turn ${turn}, seat ${seat}: cannot be folded from there on`,
    ),
    ...(calls === 0
      ? []
      : [`${counted(calls, 'request')} to language models quote these words and stay: a call is never changed`]),
    'what was exported before is not changed: export again, and delete the old files',
  ]
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
