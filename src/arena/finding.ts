/** What verification has to say about a log. */

/** Something in a log that is not as it must be, or, as a note, that a reader should know. */
export interface Finding {
  /** Null where it belongs to no match. */
  readonly match: string | null
  readonly turn?: number | undefined
  readonly seat?: number | undefined
  readonly expected?: string | undefined
  readonly found?: string | undefined
  /**
   * Of the chain: `broken-chain` (edited, or rows dropped or reordered before it), `dropped-row`, `edited-row`, `edited-text`,
   * `wrong-match`. Of the fold: the codes of ReplayError. Of a file: `bad-line`, `truncated-log`. Of a fork whose parent
   * is in the same store: `fork-differs`. Notes: `erased`, `open`.
   */
  readonly code: string
  readonly message: string
  /** Not a mismatch: an erased text, a match that has not ended. */
  readonly note: boolean
}
