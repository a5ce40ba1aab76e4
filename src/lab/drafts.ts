/** What was entered and could not be taken, or was only tried: kept in memory alone, and gone once it is taken. */
import type { Draft } from './pages.ts'

export interface Drafts {
  /** Of the page of that key, if it is the last thing this person sent. */
  of(person: string, key: string): Draft | null
  keep(person: string, key: string, draft: Draft): void
  clear(person: string): void
  /** Something to be told with the next page, once. */
  notice(person: string): string | null
  tell(person: string, notice: string): void
}

export function drafts(): Drafts {
  const kept = new Map<string, { readonly key: string; readonly draft: Draft }>()
  const notices = new Map<string, string>()
  return {
    of: (person, key) => {
      const found = kept.get(person)
      return found?.key === key ? found.draft : null
    },
    keep: (person, key, draft) => void kept.set(person, { key, draft }),
    clear: (person) => void kept.delete(person),
    notice: (person) => {
      const notice = notices.get(person) ?? null
      notices.delete(person)
      return notice
    },
    tell: (person, notice) => void notices.set(person, notice),
  }
}
