/** The time of a row. */

/** The time now, ISO 8601 with milliseconds; the text is made once a millisecond. */
export function clock(now: () => number): () => string {
  let last = Number.NaN
  let text = ''
  return () => {
    const milliseconds = now()
    if (milliseconds !== last) {
      last = milliseconds
      text = new Date(milliseconds).toISOString()
    }
    return text
  }
}
