/** Folds every match of a log and checks what it claims: its chain, each action against its ask, payoffs, measures, fingerprint. */

import { quoted } from '../core/errors.ts'
import type { Started } from '../core/event.ts'
import type { AnyGame } from '../core/game.ts'
import type { Archive, Page } from '../store/archive.ts'
import { type MatchHead, nodeDigest, runHead } from '../store/chain.ts'
import { pagesIn, type RunEventAt } from '../store/file-pages.ts'
import type { Broken } from '../store/jsonl.ts'
import type { Row } from '../store/row.ts'
import type { Finding } from './finding.ts'
import { checkFork } from './fork-check.ts'
import { MatchCheck } from './match-check.ts'
import { RunCheck } from './run-check.ts'

/** What was looked at. */
export interface Verified {
  readonly matches: number
  readonly decisions: number
  readonly mismatches: number
  readonly notes: number
  /** The head of each run that was met; under null that of matches without one. */
  readonly heads: ReadonlyMap<string | null, string>
}

/**
 * Verifies a store (all of it, or one run) or a JSONL file: yields each finding as it is met, and returns the totals. A damaged
 * match does not stop the others. In a store a fork is also held against its parent, if that is there. `gameFor` gives the rules
 * that a start names, and throws where there are none.
 */
export async function* verify(
  source: Archive | string,
  gameFor: (started: Started) => AnyGame,
  { run }: { readonly run?: string | undefined } = {},
): AsyncGenerator<Finding, Verified> {
  const tally = new Tally()
  const seen = new Set<string>()
  const findings: Finding[] = []
  const found = (finding: Finding) => {
    findings.push(finding)
  }
  const runs = new RunCheck(found)
  let check: MatchCheck | undefined
  const forks: string[] = []
  const pages: AsyncIterable<Page | Broken | RunEventAt> =
    typeof source === 'string' ? pagesIn(source) : source.pages({ run, untimed: true })
  for await (const page of pages) {
    if ('error' in page) {
      const match = check?.damaged() ?? null
      found({ match, code: page.error.code, message: page.error.message, note: false })
    } else if ('kind' in page) runs.take(page.run, page.row)
    else {
      if (check?.match !== page.match || page.rows[0]?.type === 'started') {
        tally.add(check)
        check = new MatchCheck(page.match, page.run, gameFor, found, { mayLackHashes: typeof source === 'string' })
        if (seen.has(page.match)) found(twice(page.match))
        if (typeof source === 'string') seen.add(page.match)
        else if (isFork(page.rows[0])) forks.push(page.match)
      }
      for (const row of page.rows) check.take(row)
    }
    yield* tally.noted(findings.splice(0))
  }
  tally.add(check)
  if (typeof source !== 'string') {
    for (const fork of forks) await checkFork(source, fork, found)
    await checkTexts(source, found)
    for (const { id } of await source.runs())
      if (run === undefined || run === id) for (const row of await source.runRows(id)) runs.take(id, row)
  }
  yield* tally.noted(findings)
  return tally.total()
}

class Tally {
  private readonly count = { matches: 0, decisions: 0, mismatches: 0, notes: 0 }
  private readonly heads = new Map<string | null, MatchHead[]>()

  /** A match that was looked at. */
  add(check: MatchCheck | undefined): void {
    if (!check) return
    check.done()
    this.count.matches++
    this.count.decisions += check.decisions
    const heads = this.heads.get(check.run)
    if (heads) heads.push([check.match, check.head])
    else this.heads.set(check.run, [[check.match, check.head]])
  }

  noted(findings: readonly Finding[]): readonly Finding[] {
    for (const { note } of findings) this.count[note ? 'notes' : 'mismatches']++
    return findings
  }

  total(): Verified {
    return { ...this.count, heads: new Map([...this.heads].map(([run, heads]) => [run, runHead(heads)])) }
  }
}

const isFork = (row: Row | undefined): boolean => row?.type === 'started' && row.body?.includes('"parent":') === true

const twice = (match: string): Finding => ({
  match,
  code: 'match-exists',
  message: `match ${quoted(match)} stands in the file twice`,
  note: false,
})

async function checkTexts(store: Archive, found: (finding: Finding) => void): Promise<void> {
  for await (const [hash, body] of store.texts()) {
    const expected = nodeDigest(body)
    if (hash === expected) continue
    const message = `the text that is kept under ${hash} was edited: its hash is ${expected}`
    found({ match: null, expected: hash, found: expected, code: 'edited-text', message, note: false })
  }
}
