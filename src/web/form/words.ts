/** What the fields of an action are called on a page. */

export interface Words {
  readonly label: string
  /** Said beside what may be answered. */
  readonly hint?: string
  /** Of a list: what each box is for. */
  readonly boxes?: readonly string[]
  /** Of a choice: what each option reads, by the value that is posted. */
  readonly options?: Readonly<Record<string, string>>
  /** What it reads to give no answer. */
  readonly none?: string
}

/** By field of the action: `guess`, and of an object in it `offer.share`. */
export type WordsBy = Readonly<Record<string, Words>>

/** Words for asks of games that have no page of their own: by kind of ask, then by field. */
const OF_ASKS: Readonly<Record<string, WordsBy>> = {
  bid: { bid: { label: 'Your bid', none: 'I withdraw from this item' } },
  limit: { leaveAt: { label: 'Your limit', none: 'I set no limit' } },
  reply: { accept: { label: 'Your answer', options: { yes: 'Yes, I accept', no: 'No, I reject' } } },
  stay: { stay: { label: 'Your answer', options: { yes: 'Yes, I stay', no: 'No' } } },
  talk: { say: { label: 'Your message', hint: 'Leave this empty to say nothing.' } },
}

/** What a field is called: as is known of the ask, else by its own name. */
export function wordsFor(ask: string, path: string, known: WordsBy = {}): Words {
  return known[path] ?? OF_ASKS[ask]?.[path] ?? { label: labelOf(path) }
}

/** `guess` → `Your guess`; `leaveAt` → `Leave at`. */
export function labelOf(path: string): string {
  const name = path.split('.').at(-1)!
  const words = name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/[_-]+/g, ' ')
    .trim()
  if (words === '' || /^\d+$/.test(words)) return 'Your answer'
  return words.includes(' ') ? `${words[0]!.toUpperCase()}${words.slice(1)}` : `Your ${words.toLowerCase()}`
}
