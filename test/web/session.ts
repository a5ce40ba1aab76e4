/** A session in memory with its server, for bots that need no socket. */
import { shelf } from '../../games/index.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { type Rng, stream } from '../../src/core/chance.ts'
import { openIdentity } from '../../src/lab/identity.ts'
import { type Journal, openJournal } from '../../src/lab/journal.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { openSession } from '../../src/lab/open-session.ts'
import { prepareLab } from '../../src/lab/prepare-lab.ts'
import { quizOf } from '../../src/lab/quiz.ts'
import { memoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotOptions, type BotReport, bot } from '../../src/web/bots/bot.ts'
import { labApp } from '../../src/web/server.ts'
import { type Recorder, recorder } from './canary.ts'
import { type VirtualTime, virtualTime } from './virtual-time.ts'

export interface Went {
  readonly reports: readonly BotReport[]
  /** Each client under its number, from 0. */
  readonly recorder: Recorder
  readonly journal: Journal
  readonly store: Store
  readonly time: VirtualTime
}

export interface Going {
  /** A stream of chance of each bot’s own. */
  readonly seed: string
  readonly bots: number
  readonly options?: (nth: number, rng: Rng) => Partial<BotOptions>
}

const ORIGIN = 'http://lab.test'

/** As a socket would bring it. */
function hosted(init: RequestInit | undefined): RequestInit {
  const headers = new Headers(init?.headers)
  headers.set('Host', new URL(ORIGIN).host)
  return { ...init, headers }
}

/** Lets bots go through a session to its end, in a time that goes on by itself. `text`: of the session file. */
export async function wentThrough(text: string, { seed, bots, options = () => ({}) }: Going): Promise<Went> {
  const time = virtualTime()
  const store = memoryStore()
  const file = parseLab(text, 'test.yaml')
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const prepared = await prepareLab(file, store, shelf, (own) => diskReader(packageFolder, packageFolder, own), reach)
  const journal = openJournal(':memory:', { now: time.now })
  const identity = openIdentity(':memory:')
  const opening = { session: 'test', run: 'test', freeze: '', demo: false, pilot: true, db: ':memory:' }
  const frozen = {
    id: 'test',
    name: 'test',
    experiment: text,
    file: 'test.yaml',
    texts: {},
    seed: '',
    code: 'test',
    at: '',
  }
  await store.createRun(frozen, new Map())
  const open = await openSession({ prepared, journal, identity, store, clock: time, code: 'test', opening })
  const failures: unknown[] = []
  const app = labApp(open.desk, { clock: time, failed: (error) => failures.push(error) })
  const wire = recorder(async (url, init) => app.request(url, hosted(init)), time.now)
  const links = open.desk.links()
  const gone = Array.from({ length: bots }, (_, nth) => {
    const rng = stream([seed, 'bot', nth])
    return bot({
      url: `${ORIGIN}/join/${links[nth % links.length]!.token}`,
      ...{ fetch: time.held(wire.fetchOf(`${nth}`)), now: time.now, wait: time.wait, rng },
      quizAnswers: Object.fromEntries(quizOf(prepared).map(({ ask, answer }) => [ask, answer])),
      ...options(nth, rng),
    })
  })
  const reports = await time.run(Promise.all(gone))
  await time.run(open.close())
  await prepared.roster.close()
  if (failures.length > 0) throw failures[0]
  return { reports, recorder: wire, journal, store, time }
}
