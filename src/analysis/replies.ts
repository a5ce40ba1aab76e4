/** Whom one measured: which model answered, whether it changed in the middle of a run, and how often it said the same. */
import { createHash } from 'node:crypto'
import { canonical, plain } from '../core/fingerprint.ts'
import { isQuizId } from '../core/quiz.ts'
import type { Call, MatchSummary, Store } from '../store/store.ts'

/** A model as it named itself, with the configuration that its provider names. */
export interface Answered {
  readonly model: string
  readonly fingerprint: string | undefined
  readonly calls: number
  /** First and last call, ISO 8601. */
  readonly from: string
  readonly to: string
}

export interface Asked {
  /** As the experiment names it. */
  readonly model: string
  /** In the order in which they first answered: more than one is a change in the middle of the run. */
  readonly answered: readonly Answered[]
}

/** The first answers of one player in one condition. */
export interface Sameness {
  readonly condition: string
  readonly player: string
  readonly answers: number
  readonly prompts: number
  /** Different pairs of prompt and reply: at most so many of the answers are independent observations. */
  readonly different: number
}

export interface Replies {
  readonly models: readonly Asked[]
  readonly sameness: readonly Sameness[]
}

/** Reads the calls of a run's matches. Simulated players are left out: what they are is known. */
export async function repliesOf(
  store: Pick<Store, 'matches' | 'calls'>,
  run: string,
  conditionOf: (match: MatchSummary) => string,
): Promise<Replies> {
  const models = new Map<string, Map<string, Answered>>()
  const said = new Map<string, Said>()
  for await (const match of store.matches(run)) {
    const quiz = isQuizId(match.id)
    const condition = quiz ? '' : conditionOf(match)
    for (const call of await store.calls(match.id)) {
      if (call.status !== 'ok' || call.provider === 'simulated' || call.provider === 'remote') continue
      noted(models, call)
      if (quiz || call.purpose !== 'answer' || call.attempt !== 1) continue
      const player = match.started.seats[call.seat]?.player ?? ''
      const key = JSON.stringify([condition, player])
      const one = said.get(key) ?? { condition, player, answers: 0, prompts: new Set(), pairs: new Set() }
      said.set(key, one)
      const prompt = digest(promptOf(call.request))
      one.answers++
      one.prompts.add(prompt)
      one.pairs.add(digest([prompt, call.text ?? '']))
    }
  }
  return {
    models: [...models].map(([model, answered]) => ({
      model,
      answered: [...answered.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
    })),
    sameness: [...said.values()].map(({ prompts, pairs, ...rest }) => ({
      ...rest,
      prompts: prompts.size,
      different: pairs.size,
    })),
  }
}

interface Said {
  readonly condition: string
  readonly player: string
  answers: number
  readonly prompts: Set<string>
  readonly pairs: Set<string>
}

function noted(models: Map<string, Map<string, Answered>>, { model, answered = model, fingerprint, at }: Call): void {
  const known = models.get(model) ?? new Map<string, Answered>()
  models.set(model, known)
  const key = JSON.stringify([answered, fingerprint ?? null])
  const one = known.get(key) ?? { model: answered, fingerprint, calls: 0, from: at, to: at }
  known.set(key, {
    ...one,
    calls: one.calls + 1,
    from: at < one.from ? at : one.from,
    to: at > one.to ? at : one.to,
  })
}

/** A seed makes no other prompt. */
function promptOf(request: unknown): unknown {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return request
  const { seed: _, ...prompt } = request as Readonly<Record<string, unknown>>
  return prompt
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(canonical(plain(value)))
    .digest('base64')
