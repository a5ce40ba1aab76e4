/** Games of two players for tests, `[row][column]`. */
import { expect } from 'vitest'
import type { Payoffs } from '../../src/statistics/matrix-game.ts'

export const prisoners: [Payoffs, Payoffs] = [
  [
    [3, 0],
    [5, 1],
  ],
  [
    [3, 5],
    [0, 1],
  ],
]
export const battle: [Payoffs, Payoffs] = [
  [
    [2, 0],
    [0, 1],
  ],
  [
    [1, 0],
    [0, 2],
  ],
]
export const chicken: [Payoffs, Payoffs] = [
  [
    [0, 7],
    [2, 6],
  ],
  [
    [0, 2],
    [7, 6],
  ],
]
export const stagHunt: [Payoffs, Payoffs] = [
  [
    [4, 0],
    [3, 3],
  ],
  [
    [4, 3],
    [0, 3],
  ],
]
export const pennies: [Payoffs, Payoffs] = [
  [
    [1, -1],
    [-1, 1],
  ],
  [
    [-1, 1],
    [1, -1],
  ],
]
/** Goeree and Holt (2001). */
export const pennies320: [Payoffs, Payoffs] = [
  [
    [320, 40],
    [40, 80],
  ],
  [
    [40, 80],
    [80, 40],
  ],
]
export const rockPaperScissors: [Payoffs, Payoffs] = [
  [
    [0, -1, 1],
    [1, 0, -1],
    [-1, 1, 0],
  ],
  [
    [0, 1, -1],
    [-1, 0, 1],
    [1, -1, 0],
  ],
]
/** Game 8 of Costa-Gomes, Crawford and Broseta (2001), as in Camerer, Ho and Chong (2004, Table VI). */
export const costaGomes8: [Payoffs, Payoffs] = [
  [
    [45, 82],
    [22, 57],
    [30, 28],
    [15, 61],
  ],
  [
    [66, 31],
    [14, 55],
    [42, 37],
    [60, 88],
  ],
]
/** Game 4 of Binmore, Swierzbinski and Proulx (2001), as in Camerer, Ho and Chong (2004, Table VII). */
export const binmore4: [Payoffs, Payoffs] = [
  [
    [0, 2, -1],
    [2, 0, -1],
    [-1, -1, 0],
  ],
  [
    [0, -2, 1],
    [-2, 0, 1],
    [1, 1, 0],
  ],
]
export const wilson: [Payoffs, Payoffs] = [
  [
    [1, 3, 0],
    [0, 2, 5],
    [4, 1, 2],
  ],
  [
    [2, 0, 3],
    [4, 1, 1],
    [0, 3, 2],
  ],
]
export const degenerate: [Payoffs, Payoffs] = [
  [
    [1, 1],
    [0, 1],
  ],
  [
    [1, 0],
    [1, 1],
  ],
]

/** To 1e-6, number by number. */
export const close = (expected: readonly number[]) => expected.map((x) => expect.closeTo(x, 6))
