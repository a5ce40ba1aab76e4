/** The laws by name: a law that is renamed, added or left out is noticed. */

export const REPLAY = 'the log, read back from JSON, replays to the live end'
export const RESUME = 'a match resumes from every prefix to the same end'
export const ORDER = 'the order of answers within a turn does not matter'
export const PLAIN = 'states are plain JSON'
export const FALLBACK = 'fallbacks satisfy their schemas'
export const STRICT = 'an ask is one strict object that JSON Schema can say'
export const AGREE = 'JSON Schema and zod agree on what is legal'
export const ILLEGAL = 'an illegal logged move is refused, with where and why'
export const CLOCK = 'the game plays without clock and ambient chance'
export const FROZEN = 'the game plays with all that it is given frozen'
export const LEAK_CHANCE = 'leaks 1: what chance gave a seat is hidden until it has answered'
export const LEAK_ACTION = 'leaks 2: of one action no more is seen than is revealed'
export const LEAK_NAMES = 'leaks 3: of who did what no more is seen than is revealed'
export const LABELS = 'no label of chance is opened twice in a match'
export const PAYOFFS = 'payoffs are finite, one a seat, and measures are finite'
export const OUT = 'a seat that is out is asked nothing more, and its payoff stands'
export const REGRETS = 'regrets are finite and not negative, of seats that answered'
export const ROLES = 'the bounds and the order of roles are honoured'
export const laws = [REPLAY, RESUME, ORDER, PLAIN, FALLBACK, STRICT, AGREE, ILLEGAL, CLOCK, FROZEN].concat([
  LEAK_CHANCE,
  LEAK_ACTION,
  LEAK_NAMES,
  LABELS,
  PAYOFFS,
  OUT,
  REGRETS,
  ROLES,
])
