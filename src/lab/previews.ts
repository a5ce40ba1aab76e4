/** Every page of every treatment as it would be shown, for the experimenter to look at: nothing of it is logged. */
import { type Asking, asks } from './asks.ts'
import { cellsOf } from './assignment.ts'
import { drafts } from './drafts.ts'
import type { Live } from './live.ts'
import { pageAt, type Sight, type Standing } from './page-of.ts'
import type { Page } from './pages.ts'
import { type Person, sessionFold } from './session.ts'
import { keyOf, type Step, stepsOf } from './steps.ts'

export interface Preview {
  readonly treatment: string
  readonly name: string
  readonly page: Page
}

/** One page a step; of decisions the first of each kind in a match of random play. */
export async function previewsOf(live: Live): Promise<readonly Preview[]> {
  const found: Preview[] = []
  const sight: Sight = { live, asks: asks(live, () => {}), drafts: drafts(), ends: { of: async () => NOTHING } }
  for (const { treatment, order } of cellsOf(live.lab)) {
    const name = order.length > 1 ? `${treatment}: ${order.join(', then ')}` : treatment
    const person = somebody(order)
    for (const standing of stepsOf(live.lab, order).flatMap((step) => standings(live, step)))
      found.push({ treatment: name, name: standing.key, page: await pageAt(sight, person, standing) })
  }
  return found
}

const NOTHING = { view: null, first: new Map() }

/** Nobody of the session: somebody who was given these blocks. */
function somebody(order: readonly string[]): Person {
  const { session, apply } = sessionFold()
  const person = 'preview'
  apply({ type: 'created', person, link: null, room: null }, 0)
  apply({ type: 'assigned', person, nth: 0, treatment: '', order: [...order] }, 0)
  return session.people.get(person)!
}

function standings(live: Live, step: Step): readonly Standing[] {
  const at = (key: string, asking?: Asking): Standing => ({ key, step, asking, notice: null })
  if (step.kind === 'quiz') return [at('quiz:1')]
  if (step.kind !== 'play') return [at(keyOf(step))]
  if (step.nth > 0) return []
  const block = live.block(step.block)
  const { rehearsal, lineup } = step.nth < 0 ? block.practice! : block
  const asked = rehearsal.moments.filter(({ seat }) => lineup[seat] === 'person')
  const kinds = [...new Map(asked.map((moment) => [`${moment.role} ${moment.kind}`, moment])).values()]
  return [
    at(`wait:${step.position}:${step.nth}`),
    ...kinds.map(({ turn, ask, view }) =>
      at(`decision:${step.position}:${step.nth}:${turn}`, {
        ...{ person: 'preview', match: '', block: step.block, nth: step.nth, turn, ask, view },
        opensAt: live.clock.now(),
      }),
    ),
  ]
}
