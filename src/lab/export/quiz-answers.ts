/** What participants answered to the quiz, at each attempt. */
import { quizOf } from '../quiz.ts'
import type { Person } from '../session.ts'
import type { Cell, Table } from './column.ts'
import { participant } from './common-columns.ts'
import { type Gathered, marked } from './gathered.ts'

interface QuizAnswer {
  readonly person: Person
  readonly attempt: number
  readonly item: number | null
  readonly answer: Cell
  readonly right: boolean | null
  readonly missing: string | null
}

export function quizTable(of: Gathered): Table {
  const asked = quizOf(of.input.prepared)
  const attempts = new Map<string, number>()
  const rows = of.input.events.flatMap(({ type, person: id, event }): QuizAnswer[] => {
    const person = id === null ? undefined : of.session.people.get(id)
    if (type !== 'quizzed' || !person) return []
    const attempt = (attempts.get(person.id) ?? 0) + 1
    attempts.set(person.id, attempt)
    if (event?.type !== 'quizzed')
      return [{ person, attempt, item: null, answer: null, right: null, missing: 'erased' }]
    return event.answers.map((answer, item) => ({
      ...{ person, attempt: event.attempt, item, answer, right: event.right[item] ?? null },
      missing: answer === null ? 'left open' : null,
    }))
  })
  return marked<QuizAnswer>(
    of,
    'quiz.csv',
    [
      participant,
      { name: 'attempt', type: 'number', says: 'Attempt, from 1.', cell: ({ attempt }) => attempt },
      {
        ...{ name: 'item', type: 'number', cell: ({ item }) => (item === null ? null : item + 1), empty: 'erased' },
        says: 'Question, from 1.',
      },
      {
        ...{
          name: 'asked',
          type: 'text',
          cell: ({ item }) => (item === null ? null : asked[item]?.ask),
          empty: 'erased',
        },
        says: 'The question in words.',
      },
      { name: 'answer', type: 'value', says: 'What was answered.', cell: ({ answer }) => answer, empty: 'see missing' },
      { name: 'right', type: 'truth', says: 'Whether it was right.', cell: ({ right }) => right, empty: 'erased' },
      {
        ...{ name: 'missing', type: 'text', says: 'Why there is no answer: left open; erased.', empty: 'there is one' },
        cell: ({ missing }) => missing,
      },
    ],
    rows,
  )
}
