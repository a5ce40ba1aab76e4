/** `stagegame lab pilot`: scripted participants go through the real pages of a session, over HTTP, to its end. */
import { setTimeout as after } from 'node:timers/promises'
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import { wallClock } from '../lab/clock.ts'
import type { Desk, PersonRow } from '../lab/desk.ts'
import type { Lab } from '../lab/lab-schema.ts'
import { moneyText } from '../lab/money.ts'
import { quizOf } from '../lab/quiz.ts'
import { type BotReport, bot } from '../web/bots/bot.ts'
import type { LabOpened } from '../web/run-lab.ts'
import { labApp, serveLab } from '../web/server.ts'
import { many, table } from './table.ts'

export interface PilotResult {
  readonly reports: readonly BotReport[]
  readonly people: readonly PersonRow[]
}

/** Milliseconds between looks at whether all wait for somebody who does not come. */
const LOOK = 250

/** Throws `bad-option` where more bots are asked for than there are places. */
export function checkBots({ participants }: Lab, bots: number): void {
  if (bots > participants)
    throw new StagegameError('bad-option', `--bots ${bots}: the session has ${many(participants, 'place')}`)
}

/** Throws `bad-option` where rooms have fewer labels than there are bots, and what a bot throws that cannot go on. */
export async function pilot(
  { session, prepared }: Pick<LabOpened, 'session' | 'prepared'>,
  bots: number,
): Promise<PilotResult> {
  const { lab } = prepared.file
  const { desk } = session
  const failures: unknown[] = []
  const app = labApp(desk, { clock: wallClock, failed: (error) => failures.push(error) })
  const serving = await serveLab(app, { port: 0 })
  const over = new AbortController()
  try {
    const quizAnswers = Object.fromEntries(quizOf(prepared).map(({ ask, answer }) => [ask, answer]))
    const going = seatsOf(desk, lab.rooms, bots).map(({ token, label }, nth) =>
      bot({
        url: `${serving.url}/join/${token}`,
        ...{ fetch, now: () => performance.now(), rng: stream([lab.seed, 'pilot', nth]), quizAnswers },
        wait: (milliseconds, signal) => after(milliseconds, undefined, { signal }).catch(() => {}),
        ...(label !== undefined && { label }),
      }),
    )
    const closing = closeWhenAllWait(desk, bots, over.signal)
    const reports = await Promise.all(going).catch((error) => {
      throw failures[0] ?? error // what failed here says more than what the page says of it
    })
    over.abort()
    await closing
    if (failures.length > 0) throw failures[0]
    await session.idle()
    return { reports, people: desk.monitor().people }
  } finally {
    over.abort()
    await serving.close()
  }
}

/** A link for each bot; in a room, with a label of its own where it has labels. */
function seatsOf(
  desk: Desk,
  rooms: Readonly<Record<string, { readonly labels?: readonly string[] | undefined }>>,
  bots: number,
): readonly { readonly token: string; readonly label?: string }[] {
  const seats = desk.links().flatMap(({ name, token }) => {
    const link = desk.link(token)
    if (!link || 'person' in link) return [{ token }]
    const labels = rooms[name]?.labels
    return labels ? labels.map((label) => ({ token, label })) : Array.from({ length: bots }, () => ({ token }))
  })
  if (seats.length >= bots) return seats.slice(0, bots)
  throw new StagegameError('bad-option', `--bots ${bots}: the rooms of the session have ${many(seats.length, 'label')}`)
}

/** Where fewer come than are expected, groups are formed from those who are there, as the experimenter would. */
async function closeWhenAllWait(desk: Desk, bots: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await after(LOOK, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    const { people, pools, matches } = desk.monitor()
    const here = people.filter(({ status }) => status !== 'not-joined')
    const left = here.filter(({ status }) => status !== 'done' && status !== 'left')
    const stuck = here.length === bots && left.length > 0 && left.every(({ status }) => status === 'waiting')
    if (!stuck || pools.length === 0 || matches.some(({ status }) => status === 'playing')) continue
    return desk.act({ act: 'close-matching' })
  }
}

export function pilotText({ reports, people }: PilotResult, currency: string): string {
  const rows = new Map(people.map((row) => [row.person, row]))
  return table(reports, [
    { title: 'participant', cell: ({ person }) => person },
    { title: 'treatment', cell: ({ person }) => rows.get(person)?.treatment ?? '–' },
    { title: 'pages', cell: ({ pages }) => String(pages.length), right: true },
    { title: 'exit', cell: ({ person }) => rows.get(person)?.exit ?? '–' },
    {
      title: 'paid',
      cell: ({ person }) => {
        const amount = rows.get(person)?.amount ?? null
        return amount === null ? '–' : moneyText(amount, currency, 'en')
      },
      right: true,
    },
  ])
}
