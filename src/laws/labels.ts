/** Every stream of chance decides one thing. */
import { broken, forEverySeed } from './holds.ts'
import type { Bench, Law } from './law.ts'
import { played } from './play.ts'

export const labelLaws = (bench: Bench): readonly Law[] => [
  { name: 'no label of chance is opened twice in a match', check: () => opensOnce(bench) },
]

function opensOnce(bench: Bench): void {
  forEverySeed(bench, (one, seed) => {
    const opened = new Set<string>()
    const note = (label: string) => {
      if (opened.has(label)) throw broken(`the stream ${label} was opened twice: its draws would be the same`)
      opened.add(label)
    }
    played(bench, one, seed, { probe: { opened: note } })
  })
}
