/** Questions about the instructions: those of the session file and those that a game has about its own rules, read and judged. */
import { stream } from '../core/chance.ts'
import { quoted } from '../core/errors.ts'
import type { JsonSchema } from '../core/legal.ts'
import { shelvedGame } from '../core/shelf.ts'
import type { Complaint } from './complaint.ts'
import type { Fields } from './desk.ts'
import { readAction } from './forms.ts'
import type { QuizItem } from './lab-schema.ts'
import type { Draft, QuizAsked } from './pages.ts'
import type { PreparedBlock, PreparedLab } from './prepared.ts'
import { repeats, withLineFeeds } from './questions.ts'
import type { Person } from './session.ts'

type Answer = string | number | boolean

const TRUE = 'yes'
const FALSE = 'no'

const known = new WeakMap<PreparedLab, readonly QuizItem[]>()

/** All questions of a session, in their order; those of the game are drawn by the seed, the same for everybody. */
export function quizOf(prepared: PreparedLab): readonly QuizItem[] {
  const found = known.get(prepared)
  if (found) return found
  const { quiz, seed } = prepared.file.lab
  const [first] = prepared.blocks.values()
  const items = [...(quiz?.items ?? []), ...(quiz?.fromGame && first ? gameQuestions(prepared, first, seed) : [])]
  known.set(prepared, items)
  return items
}

/** What the rules ask about themselves, in the words of the game's `quiz.md`. */
function gameQuestions({ shelf }: PreparedLab, block: PreparedBlock, seed: string): readonly QuizItem[] {
  const { condition, roles, book, rehearsal, personSeats } = block
  const { game } = shelvedGame(shelf, condition.ref.game)
  const moment = rehearsal.moments.find(({ seat }) => personSeats.includes(seat))
  if (!game.quiz || !moment) return []
  const situation = book.situationText(moment.view)
  return game
    .quiz({ params: condition.params, roles }, stream([seed, 'quiz']))
    .map(({ name, given, answer, within = 0 }) => {
      const view = { ...(moment.view as object), comprehension: { nth: 1, questions: 1, question: name, given } }
      const whole = book.askText('quiz', view)
      const text = situation !== '' && whole.startsWith(situation) ? whole.slice(situation.length) : whole
      return { ask: text.trim().replace(/^Question 1 of 1\.\s*/, ''), answer, within }
    })
}

/** What is wrong with the questions as the session file has them. */
export function checkQuiz(prepared: PreparedLab): readonly Complaint[] {
  const { quiz } = prepared.file.lab
  if (!quiz) return []
  const [first] = prepared.blocks.values()
  const none = first && quiz.fromGame && !shelvedGame(prepared.shelf, first.condition.ref.game).game.quiz
  if (none)
    return [{ path: ['quiz', 'fromGame'], message: `${first.condition.ref.game} has no questions about its rules` }]
  if (quizOf(prepared).length === 0)
    return [{ path: ['quiz'], message: 'there is no question in it: give it `items`, or `fromGame: true`' }]
  return quiz.items.flatMap((item, i) => itemComplaints(item, ['quiz', 'items', i]))
}

function itemComplaints({ answer, options, within }: QuizItem, path: Complaint['path']): readonly Complaint[] {
  const at = (key: string, message: string): Complaint => ({ path: [...path, key], message })
  if (!options) {
    if (typeof answer === 'string')
      return [at('answer', `expected a number, or true or false, got ${quoted(answer)}; for a text give \`options\``)]
    return typeof answer === 'boolean' && within > 0 ? [at('within', 'goes with a number')] : []
  }
  if (within > 0) return [at('within', 'goes with a number that is typed, not with options')]
  if (!options.includes(String(answer)))
    return [
      at('answer', `is none of the options: expected one of ${options.map(quoted).join(', ')}, got ${quoted(answer)}`),
    ]
  return repeats(options, [...path, 'options'])
}

const optionsOf = ({ options, answer }: QuizItem): readonly string[] | null =>
  options ?? (typeof answer === 'boolean' ? [TRUE, FALSE] : null)

const WRONG = 'This is not right.'

/** The questions with what was entered, and with what was wrong at the last attempt. */
export function quizAsked(prepared: PreparedLab, { quizzes }: Person, draft: Draft | null): readonly QuizAsked[] {
  const last = quizzes.at(-1)
  return quizOf(prepared).map((item, i) => {
    const name = `q.${i}`
    const answered = last?.answers[i]
    const before =
      answered === null || answered === undefined
        ? ''
        : typeof answered === 'boolean'
          ? answered
            ? TRUE
            : FALSE
          : String(answered)
    const wrong = last && last.right[i] === false ? (item.why ? `${WRONG} ${item.why}` : WRONG) : null
    return {
      ...{ name, ask: item.ask, options: optionsOf(item) },
      entered: draft ? (draft.fields[name]?.[0] ?? '') : before,
      complaint: draft ? (draft.complaints[name] ?? null) : wrong,
    }
  })
}

export interface Judged {
  readonly answers: Answer[]
  readonly right: boolean[]
  /** By the name of a field; then nothing was judged. */
  readonly complaints: Readonly<Record<string, string>>
}

export function judgedQuiz(prepared: PreparedLab, fields: Fields): Judged {
  const answers: Answer[] = []
  const right: boolean[] = []
  const complaints: Record<string, string> = {}
  for (const [i, item] of quizOf(prepared).entries()) {
    const name = `q.${i}`
    const read = readAnswer(item, name, fields)
    if (read.complaint !== undefined) complaints[name] = read.complaint
    else {
      answers.push(read.answer!)
      right.push(isRight(item, read.answer!))
    }
  }
  return { answers, right, complaints }
}

/** Numbers are read as those of decisions are. */
function readAnswer(
  item: QuizItem,
  name: string,
  fields: Fields,
): { readonly answer?: Answer; readonly complaint?: string } {
  const options = optionsOf(item)
  if (options) {
    const sent = (fields[name] ?? []).map(withLineFeeds)
    const option = options.find((one) => sent.length === 1 && withLineFeeds(one) === sent[0])
    if (option === undefined) return { complaint: 'Choose one of the answers.' }
    return { answer: item.options ? option : option === TRUE }
  }
  const read = readAction(NUMBER, { 'q.number': fields[name] ?? [] }, 'q')
  return read.ok
    ? { answer: (read.action as { readonly number: number }).number }
    : { complaint: read.complaints['q.number']! }
}

const NUMBER: JsonSchema = { type: 'object', properties: { number: { type: 'number' } } }

function isRight({ answer, options, within }: QuizItem, given: Answer): boolean {
  if (options) return given === String(answer)
  if (typeof answer === 'boolean' || typeof given !== 'number') return given === answer
  return Math.abs(given - Number(answer)) <= within + 1e-9
}
