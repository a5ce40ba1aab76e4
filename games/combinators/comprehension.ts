/** Questions about the rules of a game, in place of playing it: a match of one reader, whose payoff is the share of right answers. */
import { z } from 'zod'
import type { Chance } from '../../src/core/chance.ts'
import { StagegameError } from '../../src/core/errors.ts'
import type { AnyGame, Ask, Game, Question, Setup, Turn, Wrap } from '../../src/core/game.ts'
import { rolesOfLeast } from '../../src/core/roles.ts'

const Params = z.strictObject({
  questions: z.int().min(1).max(50).default(5),
  roles: z
    .array(z.string())
    .max(1000)
    .default([])
    .describe('role of each seat at the table; default: as few as can be'),
  seat: z.int().min(0).default(0).describe('whose rules the reader is told'),
})
type Params = z.output<typeof Params>

export interface QuizKinds {
  quiz: { answer: number } | { answer: boolean }
}

interface Quizzed<S> {
  /** The game before its first move. */
  readonly inner: S
  readonly questions: readonly Question[]
  /** Of those asked so far, whether each was answered right. */
  readonly right: readonly boolean[]
}

/** What a reader is asked: never what is right, nor whether an earlier answer was. */
interface Quiz {
  /** From 1. */
  readonly nth: number
  readonly questions: number
  readonly question: string
  readonly given: Readonly<Record<string, unknown>>
}

export const comprehension: Wrap = {
  id: 'comprehension',
  version: 1,
  params: Params,
  wrap: (game, params) => quizOn(game, Params.parse(params)) as AnyGame,
}

/** Throws `no-quiz` for a game that has no questions. */
function quizOn<P, S, K, V extends object>(
  game: Game<P, S, K, V>,
  { questions, roles, seat }: Params,
): Game<P, Quizzed<S>, QuizKinds, V & { comprehension: Quiz | null }> {
  const { quiz } = game
  if (!quiz) throw new StagegameError('no-quiz', `${game.id} has no questions about its rules`)
  return {
    id: game.id,
    title: `${game.title}: questions about its rules`,
    version: game.version,
    params: game.params,
    roles: () => [{ name: 'reader', min: 1, max: 1 }],
    init: ({ params }, chance) => {
      const setup = { params, roles: roles.length > 0 ? roles : rolesOfLeast(game.roles(params)) }
      const inner = game.init(setup, chance.within('comprehension'))
      return { inner, questions: drawn(quiz, setup, questions, chance), right: [] }
    },
    turn: ({ questions: asked, right }): Turn<QuizKinds> => {
      const next = asked[right.length]
      return next ? new Map([[0, typeof next.answer === 'boolean' ? YesOrNo : ANumber]]) : new Map()
    },
    apply: (state, moves) => {
      const given = moves.of('quiz').get(0)
      return {
        ...state,
        right: [...state.right, given !== undefined && isRight(state.questions[state.right.length]!, given)],
      }
    },
    view: ({ inner, questions: asked, right }) => {
      const next = asked[right.length]
      const { name, given } = next ?? {}
      return {
        ...game.view(inner, seat),
        comprehension: next ? { nth: right.length + 1, questions: asked.length, question: name!, given: given! } : null,
      }
    },
    payoffs: ({ right, questions: asked }) => [right.filter(Boolean).length / asked.length],
    measures: ({ right }) => ({ right: right.filter(Boolean).length, questions: right.length }),
  }
}

/** Each question of the game once, in random order, before any comes again with other figures. */
function drawn<P>(
  quiz: (setup: Setup<P>, rng: ReturnType<Chance>) => readonly Question[],
  setup: Setup<P>,
  count: number,
  chance: Chance,
): readonly Question[] {
  const found: Question[] = []
  for (let time = 0; found.length < count; time++) {
    const rng = chance('questions', time)
    const some = rng.shuffle(quiz(setup, rng))
    if (some.length === 0) throw new StagegameError('no-quiz', 'this game has no questions under these params')
    found.push(...some)
  }
  return found.slice(0, count)
}

const isRight = ({ answer, within = 0 }: Question, given: QuizKinds['quiz']): boolean =>
  typeof answer === 'boolean' || typeof given.answer === 'boolean'
    ? given.answer === answer
    : Math.abs(given.answer - answer) <= within

const ANumber: Ask<QuizKinds> = {
  kind: 'quiz',
  schema: z.strictObject({ answer: z.number().meta({ suggested: [0, 100] }) }),
  fallback: { answer: 0 },
  absent: true,
}
const YesOrNo: Ask<QuizKinds> = {
  kind: 'quiz',
  schema: z.strictObject({ answer: z.boolean() }),
  fallback: { answer: false },
  absent: true,
}
