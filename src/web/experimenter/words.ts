/** The monitor in words: pages, states, times and money. */
import type { MatchRow, PersonRow } from '../../lab/desk.ts'
import type { Exit } from '../../lab/lab-schema.ts'

const STEPS: Readonly<Record<string, string>> = {
  consent: 'Consent',
  instructions: 'Instructions',
  results: 'Results and payment',
  manipulation: 'Question about the others',
  debrief: 'Debrief',
  end: 'Last page',
}

const IN_PARTS: Readonly<Record<string, string>> = {
  part: 'Start',
  strategy: 'Choices in advance',
  decision: 'Decision',
  reason: 'Reason',
  belief: 'Belief',
  wait: 'Waits for others',
  play: 'Waits for others',
  result: 'Result',
}

/** The key of a page, `decision:1:0:2`, as an experimenter reads it: `Part 1 (with-people), match 1: Decision, turn 3`. */
export function pageInWords(key: string, order: readonly string[]): string {
  const [kind = '', ...numbers] = key.split(':')
  const [first, nth, turn] = numbers.map(Number)
  if (kind === 'quiz') return first === undefined ? 'Questions' : `Questions, attempt ${first}`
  if (kind === 'questionnaire') return `Questionnaire, page ${first! + 1}`
  const what = IN_PARTS[kind]
  if (what === undefined || !Number.isInteger(first)) return STEPS[kind] ?? key
  const block = order[first! - 1]
  const part = `Part ${first}${block === undefined ? '' : ` (${block})`}`
  const match = nth === undefined ? '' : nth < 0 ? ', practice' : nth > 0 ? `, match ${nth + 1}` : ''
  return `${part}${match}: ${what}${turn === undefined || turn === 0 ? '' : `, turn ${turn + 1}`}`
}

/** A word, and a mark beside it for the eye alone. */
export interface State {
  readonly word: string
  readonly mark: string
}

export const PERSON_STATES: Readonly<Record<PersonRow['status'], State>> = {
  'not-joined': { word: 'not joined', mark: '○' },
  active: { word: 'active', mark: '●' },
  waiting: { word: 'waiting', mark: '◐' },
  away: { word: 'away', mark: '△' },
  left: { word: 'left', mark: '✕' },
  done: { word: 'done', mark: '✓' },
}

export const MATCH_STATES: Readonly<Record<MatchRow['status'], State>> = {
  playing: { word: 'playing', mark: '●' },
  waiting: { word: 'waiting', mark: '◐' },
  ended: { word: 'ended', mark: '✓' },
  voided: { word: 'voided', mark: '✕' },
}

export const EXITS: Readonly<Record<Exit, string>> = {
  completed: 'completed',
  declined: 'did not consent',
  'failed-quiz': 'failed the questions',
  waited: 'waited too long',
  leftover: 'no group could be formed',
  'group-ended': 'the group was ended',
  dropped: 'dropped out',
  withdrew: 'withdrew',
}

/** Time left: `1:05`, `1:02:05`. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** Time gone by: `12 s`, `3 min`, `1 h 5 min`. */
export function spanText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `14:05 UTC`: the script of the page makes it the reader’s own time. */
export const timeText = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`

/** An amount in the smallest coins of its currency. */
export function moneyText(coins: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  return format.format(coins / 10 ** maximumFractionDigits)
}
