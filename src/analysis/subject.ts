/** What is analysed: which runs, their conditions and players, and the analysis that was planned. Handed in by who knows experiments. */

export interface RunInfo {
  readonly id: string
  readonly name: string
  /** The version of the code that began it. */
  readonly code: string
  readonly seed: string
  /** ISO 8601. */
  readonly began: string
  /** Hash over its matches. */
  readonly head: string
}

export interface ConditionInfo {
  readonly run: string
  /** Tells it from the others, also of other runs. */
  readonly label: string
  readonly game: string
  readonly version: number
  readonly format: string
  readonly seats: number
  /** Matches that the design has. */
  readonly planned: number
  readonly prompts: string
  readonly told: string | undefined
  /** The level of each factor; of several runs, `run` is one. */
  readonly levels: Readonly<Record<string, string>>
  readonly players: readonly string[]
}

export interface PlayerInfo {
  readonly name: string
  /** `script level-k`, `model openai:gpt-5-mini, reasoning think …` */
  readonly what: string
  /** `script`, `model`, `simulated`, `remote` or `person`. */
  readonly kind: string
}

export interface AnalysisPlan {
  /** `payoff`, `rating`, or the name of a measure or of a figure of behaviour. */
  readonly primary: string
  readonly exclude: readonly string[]
  readonly confidence: number
  readonly resamples: number
}

export interface Subject {
  readonly runs: readonly RunInfo[]
  readonly conditions: readonly ConditionInfo[]
  readonly players: readonly PlayerInfo[]
  readonly plan: AnalysisPlan
}
