/** Prints what a run noted of its own course: who met whom in which round, and who was replaced. */
import { printable } from '../agents/quotation.ts'
import { list } from '../core/errors.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { Store } from '../store/store.ts'
import { many, percent } from './table.ts'

/** Lines that are printed; the rest is counted. */
const MOST_LINES = 30

/** Nothing of a run whose matches were all known from the start. */
export async function printCourse(store: Store, run: string): Promise<void> {
  const events = await store.runLog(run)
  if (events.length === 0) return
  const several = new Set(events.map(({ event }) => event.condition)).size > 1
  console.log('')
  for (const { event } of events.slice(0, MOST_LINES))
    console.log(printable(`${several ? `${event.condition}, ` : ''}${inWords(event)}`))
  if (events.length > MOST_LINES) console.log(`… and ${many(events.length - MOST_LINES, 'line')} more in the log`)
}

function inWords(event: RunEvent): string {
  if (event.type === 'round') {
    const tables = event.tables.map((table) => table.join(' – ')).join(', ')
    return `round ${event.round}: ${tables}${event.byes.length === 0 ? '' : `; ${list(event.byes)} sat out`}`
  }
  const { at, player, standing } = event
  const found = `after repetition ${at}: ${player}, who beat ${percent(standing, 1)} of opponents,`
  switch (event.type) {
    case 'probation':
      return `${found} is on probation`
    case 'restored':
      return `${found} is no longer on probation`
    case 'replaced':
      return `${found} is replaced by ${event.by}`
  }
}
