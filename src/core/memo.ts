/** Keeps what a function made of the last few parameters: one schema a bound, not one a turn. */

/** Bounded, and keyed by the JSON of the arguments: give it parameters, never balances. */
export function memo<A extends readonly unknown[], T>(make: (...args: A) => T, most = 256): (...args: A) => T {
  const made = new Map<string, T>()
  return (...args) => {
    const key = JSON.stringify(args)
    const found = made.get(key)
    if (found !== undefined) return found
    if (made.size >= most) made.clear()
    const value = make(...args)
    made.set(key, value)
    return value
  }
}
