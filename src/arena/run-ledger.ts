/** What a run notes of its own course: derived anew whenever it goes on, and held against what was logged. */
import { quoted, StagegameError } from '../core/errors.ts'
import { canonical } from '../core/fingerprint.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { Store } from '../store/store.ts'

export interface Ledger {
  /** Appends the event, or finds it there. Throws `league-differs` where another one is. */
  note(event: RunEvent): void
  /** Throws `league-differs` where more is logged than was noted. */
  close(): void
}

/** Throws `unknown-run`. */
export async function ledgerOf(store: Store, run: string): Promise<Ledger> {
  const logged = await store.runLog(run)
  let next = 0
  const differs = (event: RunEvent, derived: string) =>
    new StagegameError(
      'league-differs',
      `run ${quoted(run)} logged ${quoted(event)} as its event ${next}, but from its matches ${derived} follows: the matches, the experiment or the rules are not what they were`,
    )
  return {
    note: (event) => {
      const there = logged[next]?.event
      if (there && canonical(there) !== canonical(event)) throw differs(there, quoted(event))
      if (!there) store.appendRun(run, event)
      next++
    },
    close: () => {
      const there = logged[next]?.event
      if (there) throw differs(there, 'nothing more')
    },
  }
}
