/** Every example of a session, from the link to the code, by scripted participants through the real pages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { shelf } from '../../games/index.ts'
import { replay } from '../../src/core/match.ts'
import { gameOf } from '../../src/core/shelf.ts'
import { assignmentTable } from '../../src/lab/assignment.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import type { EventOf, SessionEvent } from '../../src/lab/session-event.ts'
import { wentThrough } from './session.ts'

const FOLDER = 'examples/lab'

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yaml')))('%s', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const { participants } = parse(text) as { participants: number }

  it('takes everybody through every treatment and order to the code and the pay, and its matches verify', {
    timeout: 120_000,
  }, async () => {
    const { lab } = parseLab(text, name)
    const cells = new Set(
      assignmentTable(lab, 10 * participants).map(({ treatment, order }) => `${treatment} ${order}`),
    )
    const { reports, journal, store } = await wentThrough(text, {
      seed: name,
      bots: participants,
      options: (_, rng) => ({ thinking: () => 1000 + rng.int(9000) }),
    })
    const events = journal.events().flatMap(({ event }) => event ?? [])
    const of = <T extends SessionEvent['type']>(type: T) =>
      events.filter((event): event is EventOf<T> => event.type === type)
    expect(reports.map(({ end }) => end?.code ?? 'none')).not.toContain('')
    expect(of('exited').map(({ exit, reason }) => `${exit}: ${reason}`)).toEqual(
      Array(participants).fill('completed: came to the end'),
    )
    expect(new Set(of('assigned').map(({ treatment, order }) => `${treatment} ${order}`))).toEqual(cells)
    expect(of('paid')).toHaveLength(participants)
    expect(journal.check()).toEqual([])
    for await (const { id, started, status } of store.matches('test')) {
      expect(status).toBe('ended')
      const log = (await store.log(id)).map(({ event }) => event!)
      expect(replay(gameOf(shelf, { game: started.game, wraps: started.wraps }), log).status).toBe('ended')
    }
  })
})
