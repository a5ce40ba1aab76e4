/** How much was used in the last stretch of time: a true sliding window, in constant time an entry. */

/** One use of a window. */
export interface Use {
  /** Until when it counts; milliseconds on the clock of its window. Infinity while it is not known. */
  until: number
  amount: number
  gone: boolean
}

export interface Window {
  /** What counts now. */
  used(): number
  add(amount: number): Use
  /** Counts so much instead, until then. */
  settle(use: Use, amount: number, until: number): void
  /** Takes a use out, as if it had never been. */
  remove(use: Use): void
  /** When at least so much will be free for the first time, of a limit; Infinity where that depends on uses in flight. */
  freeAt(limit: number, wanted: number): number
}

/** `now` in milliseconds. Uses are settled in nearly the order in which they end. */
export function slidingWindow(now: () => number): Window {
  const ending = inOrderOfEnd()
  let sum = 0
  const expire = () => {
    for (let first = ending.first(); first && (first.gone || first.until <= now()); first = ending.first()) {
      ending.pop()
      drop(first)
    }
  }
  const drop = (use: Use) => {
    if (use.gone) return
    use.gone = true
    sum -= use.amount
  }
  return {
    used: () => {
      expire()
      return sum
    },
    add: (amount) => {
      sum += amount
      return { until: Infinity, amount, gone: false }
    },
    settle: (use, amount, until) => {
      if (use.gone) return
      sum += amount - use.amount
      use.amount = amount
      use.until = until
      ending.push(use)
    },
    remove: drop,
    freeAt: (limit, wanted) => {
      expire()
      let left = sum
      if (left + wanted <= limit) return now()
      for (const use of ending.inOrder()) {
        if (use.gone) continue
        left -= use.amount
        if (left + wanted <= limit) return use.until
      }
      return Infinity
    },
  }
}

interface Ordered {
  first(): Use | undefined
  push(use: Use): void
  pop(): void
  inOrder(): Iterable<Use>
}

/** A list kept in order of `until`: what is added belongs near its end, since uses end in nearly the order in which they began. */
function inOrderOfEnd(): Ordered {
  let from = 0
  let uses: Use[] = []
  return {
    first: () => uses[from],
    push: (use) => {
      let at = uses.length
      while (at > from && uses[at - 1]!.until > use.until) at--
      uses.splice(at, 0, use)
    },
    pop: () => {
      from++
      if (from > 1024 && from * 2 > uses.length) {
        uses = uses.slice(from)
        from = 0
      }
    },
    inOrder: function* () {
      for (let i = from; i < uses.length; i++) yield uses[i]!
    },
  }
}
