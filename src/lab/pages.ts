/** What a participant's page may say: all of it, and nothing else, is what leaves the process towards that participant. */
import type { JsonSchema } from '../core/legal.ts'
import type { Question } from './lab-schema.ts'

export interface Timer {
  /** Milliseconds since 1970. */
  readonly endsAt: number
  /** What happens when it is over, in words. */
  readonly policy: string
  /** Whether this person may ask for more time now. */
  readonly extendable: boolean
}

interface AnyPage {
  /** Which page of this person’s it is: `part:people`, `decision:people:0:0`. Never that of another page later on. */
  readonly key: string
  /** What a post from this page must carry. */
  readonly nonce: string
  /** What participants read at the top. */
  readonly study: string
  readonly language: string
  /** How far this person is, in parts of the whole; null where that is not known. */
  readonly progress: { readonly nth: number; readonly of: number } | null
  readonly timer: Timer | null
  /** Something to be told with this page: that an earlier page was answered already. */
  readonly notice: string | null
  /** The experimenter has paused the session: no post is taken. */
  readonly paused: boolean
}

/** A question with what has been entered already, and what is wrong with it. */
export interface Asked {
  readonly question: Question
  readonly entered: readonly string[]
  readonly complaint: string | null
}

export interface QuizAsked {
  readonly name: string
  readonly ask: string
  /** To choose from; null: a number is typed. */
  readonly options: readonly string[] | null
  readonly entered: string
  /** What was wrong at the last attempt, with the explanation. */
  readonly complaint: string | null
}

/** What was typed into a form that could not be taken. */
export interface Draft {
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** By the name of a field; under '' what is wrong with the whole. */
  readonly complaints: Readonly<Record<string, string>>
  /** It was sent to be tried out, not to be taken. */
  readonly tried: boolean
}

/** A decision to make: the ask as the rules have it, and what the seat may know. */
export interface DecisionPage extends AnyPage {
  readonly kind: 'decision'
  readonly game: string
  readonly role: string
  /** Where this person sits, as the view says it; nothing else here tells seats apart. */
  readonly view: unknown
  /** Which decision, `guess`, and the JSON Schema of its action. */
  readonly ask: string
  readonly schema: JsonSchema
  readonly title: string
  readonly told: string | null
  readonly practice: boolean
  readonly rules: string
  readonly situation: string
  readonly question: string
  readonly draft: Draft | null
}

/** What would be done in each case: one decision a case. */
export interface StrategyPage extends AnyPage {
  readonly kind: 'strategy'
  readonly game: string
  readonly title: string
  readonly told: string | null
  readonly rules: string
  readonly ask: string
  readonly question: string
  readonly by: string
  readonly cases: readonly (string | number | boolean)[]
  readonly between: 'nearest' | 'interpolate'
  readonly schema: JsonSchema
  readonly draft: Draft | null
}

/** What a block, or one match of it, came to. */
export interface PartResult {
  readonly title: string
  /** Where things stand at the end, in the words of the game’s prompt; empty where it has none. */
  readonly situation: string
  readonly game: string
  readonly view: unknown
  /** Null where the match was voided, or is not over. */
  readonly points: number | null
  /** It is still to be played from the choices: the result will be known later. */
  readonly pending: boolean
  /** This person is out of a match that goes on: the points stand. */
  readonly out: boolean
  readonly practice: boolean
  readonly paid: boolean
  /** What others chose, sorted, never by seat; null where that is not shown. */
  readonly others: { readonly field: string; readonly values: readonly number[] } | null
  /** What this person decided, where it was one decision alone. */
  readonly own: Readonly<Record<string, unknown>> | null
  readonly belief: { readonly stated: number; readonly right: number; readonly points: number } | null
}

export interface PaymentShown {
  readonly points: number
  readonly currency: string
  /** In the smallest coins. */
  readonly amount: number
  readonly fee: number
  /** How it came about, in sentences. */
  readonly how: readonly string[]
}

export type Page =
  | (AnyPage & {
      readonly kind: 'consent'
      readonly text: string
      readonly statements: readonly string[]
      readonly textToModels: string | null
      readonly contact: string | null
      readonly complaint: string | null
    })
  | (AnyPage & { readonly kind: 'instructions'; readonly text: string })
  | (AnyPage & {
      readonly kind: 'quiz'
      readonly items: readonly QuizAsked[]
      readonly attempt: number
      readonly attempts: number
      /** To be opened again while answering. */
      readonly instructions: string
    })
  | (AnyPage & {
      readonly kind: 'part'
      readonly nth: number
      readonly of: number
      readonly title: string
      readonly told: string | null
      readonly rules: string
      /** Sentences on how it is done here: time limits and what follows, how groups are formed, whether it is paid. */
      readonly notes: readonly string[]
      readonly check: {
        readonly ask: string
        readonly options: readonly string[]
        readonly complaint: string | null
      } | null
    })
  | DecisionPage
  | StrategyPage
  | (AnyPage & {
      readonly kind: 'reason'
      readonly title: string
      readonly required: boolean
      /** The decision, in words. */
      readonly decision: string
      readonly toModels: boolean
      readonly draft: Draft | null
    })
  | (AnyPage & {
      readonly kind: 'belief'
      readonly title: string
      readonly ask: string
      readonly min: number
      readonly max: number
      readonly scoring: string | null
      readonly draft: Draft | null
    })
  /** Nothing here says for whom or how many it waits. `mayLeave`: the time after which one may go with a fee has come. */
  | (AnyPage & { readonly kind: 'wait'; readonly text: string; readonly mayLeave: boolean })
  | (AnyPage & { readonly kind: 'result'; readonly result: PartResult })
  | (AnyPage & {
      readonly kind: 'questionnaire'
      readonly title: string
      readonly intro: string | null
      readonly items: readonly Asked[]
    })
  | (AnyPage & {
      readonly kind: 'results'
      readonly results: readonly PartResult[]
      /** Null while a result is pending. */
      readonly payment: PaymentShown | null
    })
  | (AnyPage & {
      readonly kind: 'manipulation'
      readonly ask: string
      readonly options: readonly string[]
      readonly complaint: string | null
    })
  | (AnyPage & { readonly kind: 'debrief'; readonly text: string })
  | (AnyPage & {
      readonly kind: 'end'
      readonly exit: string
      readonly text: string
      readonly code: string
      readonly payment: PaymentShown | null
      readonly returnTo: string | null
    })

export type PageKind = Page['kind']
export type PageOf<K extends PageKind> = Extract<Page, { kind: K }>
