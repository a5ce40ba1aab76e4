/** What the pages of one game have of their own; a game without it gets its pages from its asks and prompts. */
import type { DecisionPage, PartResult } from '../../lab/pages.ts'
import type { Form } from '../form/place.ts'
import type { WordsBy } from '../form/words.ts'
import type { Html, Pen } from '../pen.ts'

/** Each function gives null where it has nothing to say: to an ask that a wrap brought in, too. */
export interface Flow {
  /** What the fields of its actions are called, where no ask stands beside them. */
  readonly labels: Readonly<Record<string, string>>
  readonly words?: (page: DecisionPage) => WordsBy | undefined
  /** What is to be seen before the question. */
  readonly before?: (page: DecisionPage, pen: Pen) => Html | null
  /** What went before as a table: with `before` all that the situation says in words. */
  readonly table?: (view: unknown, pen: Pen) => Html | null
  /** The fields of the form, where boxes by the schema would not do. */
  readonly fields?: (page: DecisionPage, form: Form, pen: Pen) => Html | null
  /** Asks in which something can be tried out. */
  readonly tries?: readonly string[]
  /** What an action that was entered would come to, so far as this seat can know. */
  readonly preview?: (page: DecisionPage, action: unknown, pen: Pen) => Html | null
  /** `id` begins the ids in it: no two on a page are the same. */
  readonly resultFigure?: (result: PartResult, pen: Pen, id: string) => Html | null
}
