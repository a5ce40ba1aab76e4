/** Items on ability that a questionnaire takes as a module, with how they are scored. */
import type { Item, Question } from './lab-schema.ts'

type Module = Extract<Item, { kind: 'module' }>['module']
type NumberQuestion = Extract<Question, { kind: 'number' }>

/** The questions of a page, with those of modules in their place. */
export const itemsOf = (items: readonly Item[]): readonly Question[] =>
  items.flatMap((item) => (item.kind === 'module' ? MODULES[item.module] : [item]))

interface CrtItem {
  readonly question: NumberQuestion
  readonly right: number
  /** What comes to mind at first. */
  readonly intuitive: number
}

const number = (
  name: string,
  ask: string,
  rest: Partial<NumberQuestion> & Pick<NumberQuestion, 'min' | 'max'>,
): NumberQuestion => ({ kind: 'number', name, ask, optional: false, whole: false, ...rest })

/** Cognitive Reflection Test: Frederick (2005), Journal of Economic Perspectives 19(4), 25–42. */
const CRT: readonly CrtItem[] = [
  {
    question: number(
      'crt-bat-and-ball',
      'A bat and a ball cost $1.10 in total. The bat costs $1.00 more than the ball. How many cents does the ball cost?',
      { min: 0, max: 100_000, unit: 'cents' },
    ),
    right: 5,
    intuitive: 10,
  },
  {
    question: number(
      'crt-widgets',
      'If it takes 5 machines 5 minutes to make 5 widgets, how many minutes would it take 100 machines to make 100 widgets?',
      { min: 0, max: 100_000, unit: 'minutes' },
    ),
    right: 5,
    intuitive: 100,
  },
  {
    question: number(
      'crt-lily-pads',
      'In a lake, there is a patch of lily pads. Every day, the patch doubles in size. If it takes 48 days for the patch to cover the entire lake, how many days would it take for the patch to cover half of the lake?',
      { min: 0, max: 100_000, unit: 'days' },
    ),
    right: 47,
    intuitive: 24,
  },
]

/**
 * The 11–20 money request game of Arad and Rubinstein (2012), American Economic Review 102(7), 3561–3573, as a question about an
 * imagined play of it: nothing is paid for it.
 */
const ELEVEN_TWENTY = number(
  'eleven-twenty',
  'Imagine that you and another person play this game. Each of you requests an amount of money, a whole number of points from 11 to 20. Each receives the amount that he or she requests. You receive 20 points more if you request exactly one point less than the other person. How many points would you request? (Nothing is paid for this question.)',
  { min: 11, max: 20, whole: true, unit: 'points' },
)

const MODULES: Readonly<Record<Module, readonly Question[]>> = {
  crt: CRT.map(({ question }) => question),
  'eleven-twenty': [ELEVEN_TWENTY],
}

export interface AbilityScores {
  /** Right answers to the CRT, 0 to 3, and intuitive ones; null where not all three were answered. */
  readonly crt: { readonly right: number; readonly intuitive: number } | null
  /** Steps of reasoning in the 11–20 game: 20 is level 0, 19 level 1, … 11 level 9. Null where it was not answered. */
  readonly elevenTwentyLevel: number | null
}

/** From the answers to a whole questionnaire, by name. Answers count as they stand: 0.05 is not read as 5 cents. */
export function abilityScores(answers: Readonly<Record<string, unknown>>): AbilityScores {
  const given = CRT.map(({ question }) => answers[question.name])
  const request = answers[ELEVEN_TWENTY.name]
  const count = (of: 'right' | 'intuitive') => CRT.filter((item, i) => given[i] === item[of]).length
  return {
    crt: given.every((answer) => typeof answer === 'number')
      ? { right: count('right'), intuitive: count('intuitive') }
      : null,
    elevenTwentyLevel: typeof request === 'number' ? 20 - request : null,
  }
}
