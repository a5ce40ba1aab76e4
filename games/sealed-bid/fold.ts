/** What a player makes of its history, entry by entry: each is folded once, whoever asks how often. */

/**
 * A fold over a history whose entries are made once and whose list only grows. What it came to is remembered beside the last
 * entry, so that a round costs one step; it is a memo of a pure function, and a history that it has not followed is folded anew.
 */
export function folded<E extends object, S, V extends { readonly history: readonly E[] }>(
  first: S,
  step: (state: S, entry: E, view: V) => S,
): (view: V) => S {
  const known = new WeakMap<E, { readonly state: S }>()
  return (view) => {
    const { history } = view
    let at = history.length
    while (at > 0 && !known.has(history[at - 1]!)) at--
    let state = at === 0 ? first : known.get(history[at - 1]!)!.state
    for (; at < history.length; at++) {
      state = step(state, history[at]!, view)
      if (at > 0) known.delete(history[at - 1]!) // its successor knows more
      known.set(history[at]!, { state })
    }
    return state
  }
}
