/** The rules as they read for whoever does not know yet where they will sit: what is the same for every seat of people. */
import type { Seat } from '../core/game.ts'
import type { PreparedBlock } from './prepared.ts'

/** Sentences that read otherwise at another seat (`You are bidder 1.`) are left out; a decision's own page has them. */
export function commonRules({ book, rehearsal, personSeats }: PreparedBlock): string {
  const firstOf = (seat: Seat) => rehearsal.moments.find((moment) => moment.seat === seat)
  const texts = new Set(personSeats.flatMap((seat) => firstOf(seat) ?? []).map(({ view }) => book.rulesText(view)))
  const [text = '', ...others] = texts
  const known = others.map((other) => new Set(other.split('\n').flatMap(sentencesOf)))
  return text
    .split('\n')
    .flatMap((line) => {
      const kept = sentencesOf(line).filter((sentence) => known.every((sentences) => sentences.has(sentence)))
      return kept.length > 0 || line === '' ? [kept.join(' ')] : []
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const sentencesOf = (line: string): readonly string[] =>
  line === '' ? [] : line.split(/(?<=[.!?])\s+(?=\p{Lu})/u).map((sentence) => sentence.trimEnd())
