/** Plays an experiment in this process, as the command line does, and gives the log that analysis reads. */
import { onTestFinished } from 'vitest'
import { conditionIn, plannedMatches } from '../../src/arena/design.ts'
import { parseExperiment } from '../../src/arena/experiment-file.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { quizMatches } from '../../src/arena/quiz.ts'
import { noProgress, type Outcome, playMatches } from '../../src/arena/tournament.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { prepare } from '../../src/cli/prepare.ts'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { MatchSummary, Store } from '../../src/store/store.ts'
import { type FakeLlm, fakeLlm } from '../fake-llm.ts'
import { runNamed } from '../store/matches.ts'

export const RUN = 'x-1'

export interface Played {
  readonly store: Store
  readonly outcome: Outcome
  readonly conditionOf: (match: MatchSummary) => string
}

/** Questions first, as a run asks them; then all matches. */
export async function played(text: string, store: Store = memoryStore()): Promise<Played> {
  const file = parseExperiment(text, 'x.yaml')
  const { conditions, quizzes, roster } = await prepare(
    file,
    store,
    (own) => diskReader(packageFolder, packageFolder, own),
    { by: 'wire', environment: {}, spent: { tokens: 0, dollars: 0 } },
  )
  if (!(await store.run(RUN))) await store.createRun(runNamed(RUN, { experiment: text }), new Map())
  const play = (matches: Parameters<typeof playMatches>[0]['matches']) =>
    playMatches({
      ...{ run: RUN, experiment: file.experiment, matches, store, agentOf: roster.agentOf, specs: new Map() },
      ...{ code: 'test', stop: new AbortController(), signal: new AbortController().signal, progress: noProgress() },
    })
  await play(quizMatches(file, quizzes, RUN))
  const outcome = await play(plannedMatches(file, conditions, RUN))
  await roster.close()
  return { store, outcome, conditionOf: ({ id }) => conditionIn(conditions, id).label }
}

/** A provider for one test. */
export async function provided(options: Parameters<typeof fakeProvider>[0] = {}): Promise<FakeProvider> {
  const provider = await fakeProvider(options)
  onTestFinished(() => provider.close())
  return provider
}

/** A server that answers as it is told, for one test. */
export async function answering(answer: Parameters<typeof fakeLlm>[0]): Promise<FakeLlm> {
  const server = await fakeLlm(answer)
  onTestFinished(() => server.close())
  return server
}
