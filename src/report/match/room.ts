/** How much of views, prompts and replies a page has room for: a browser must still open it. */

/** Bytes. */
const MOST = 20_000_000

export interface Room {
  /** The HTML, or a note where it would be too much. */
  readonly take: (html: () => string) => string
  /** How many pieces were left out. */
  readonly leftOut: () => number
}

export function room(most = MOST): Room {
  let used = 0
  let left = 0
  return {
    take: (html) => {
      const piece = used < most ? html() : undefined
      used += piece === undefined ? 0 : Buffer.byteLength(piece)
      if (piece !== undefined && used <= most) return piece
      left++
      return '<p class="note">Left out: the page is full.</p>'
    },
    leftOut: () => left,
  }
}
