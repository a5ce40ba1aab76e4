/** Equilibria, gains from deviating and regrets in matrix games, against exact solvers and worked values. */
import { describe, expect, it } from 'vitest'
import {
  deviationGains,
  expectedPayoffs,
  nashConv,
  type Payoffs,
  sequenceRegret,
  transposed,
} from '../../src/statistics/matrix-game.ts'
import { nashEquilibria, zeroSumValue } from '../../src/statistics/nash-equilibria.ts'
import {
  battle,
  binmore4,
  chicken,
  close,
  costaGomes8,
  degenerate,
  pennies,
  pennies320,
  prisoners,
  rockPaperScissors,
  stagHunt,
  wilson,
} from './matrix-games.ts'

const third = [1 / 3, 1 / 3, 1 / 3]

// Extreme equilibria by lrsnash of lrslib 0.71b, in exact fractions.
const equilibria: readonly [string, [Payoffs, Payoffs], [number[], number[]][]][] = [
  [
    'the prisoners’ dilemma',
    prisoners,
    [
      [
        [0, 1],
        [0, 1],
      ],
    ],
  ],
  [
    'the battle of the sexes',
    battle,
    [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
      [
        [2 / 3, 1 / 3],
        [1 / 3, 2 / 3],
      ],
    ],
  ],
  [
    'chicken',
    chicken,
    [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
      [
        [1 / 3, 2 / 3],
        [1 / 3, 2 / 3],
      ],
    ],
  ],
  [
    'the stag hunt',
    stagHunt,
    [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
      [
        [0.75, 0.25],
        [0.75, 0.25],
      ],
    ],
  ],
  [
    'matching pennies',
    pennies,
    [
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ],
  ],
  [
    'asymmetric matching pennies',
    pennies320,
    [
      [
        [0.5, 0.5],
        [1 / 8, 7 / 8],
      ],
    ],
  ],
  ['rock, paper, scissors', rockPaperScissors, [[third, third]]],
  [
    'game 8 of Costa-Gomes et al.',
    costaGomes8,
    [
      [
        [1, 0, 0, 0],
        [1, 0],
      ],
    ],
  ],
  [
    'game 4 of Binmore et al.',
    binmore4,
    [
      [
        [1 / 6, 1 / 6, 2 / 3],
        [1 / 6, 1 / 6, 2 / 3],
      ],
    ],
  ],
  [
    'a game of three by three',
    wilson,
    [
      [
        [3 / 19, 7 / 19, 9 / 19],
        [4 / 15, 17 / 30, 1 / 6],
      ],
    ],
  ],
  [
    'a degenerate game',
    degenerate,
    [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ],
  ],
]

describe('Nash equilibria', () => {
  it.each(equilibria)('of %s are those that an exact solver finds', (_name, [A, B], expected) => {
    const found = nashEquilibria(A, B)
    expect(found).toEqual(expected.map(([row, column]) => ({ row: close(row), column: close(column) })))
    for (const { row, column } of found) expect(nashConv(A, B, row, column)).toBeCloseTo(0, 10)
  })

  it('of a degenerate game hold the ends of every range of them, on unequal supports too', () => {
    // The column is indifferent throughout: every column mixture that the row's first action answers best is one.
    const A = [
      [2, 1],
      [0, 1],
    ]
    const B = [
      [1, 1],
      [1, 1],
    ]
    expect(nashEquilibria(A, B)).toEqual([
      { row: [1, 0], column: [1, 0] },
      { row: [1, 0], column: [0, 1] },
      { row: [0, 1], column: [0, 1] },
    ])
  })

  it('are where they were after payoffs in other units, huge or tiny', () => {
    const scaled = ([A, B]: [Payoffs, Payoffs], by: number, more: number) =>
      [A, B].map((payoff) => payoff.map((row) => row.map((paid) => paid * by + more))) as [number[][], number[][]]
    for (const [by, more] of [
      [1e9, 7],
      [1e-6, 3],
      [2.5, -1e4],
    ] as const)
      expect(nashEquilibria(...scaled(wilson, by, more))).toEqual([
        { row: close([3 / 19, 7 / 19, 9 / 19]), column: close([4 / 15, 17 / 30, 1 / 6]) },
      ])
  })

  it('refuse matrices that do not fit, and more actions than they can list', () => {
    expect(() => nashEquilibria([[1, 2]], [[1], [2]])).toThrow(/one shape/)
    expect(() => nashEquilibria([[Number.NaN]], [[1]])).toThrow(/finite/)
    expect(() => nashEquilibria([], [])).toThrow(/one shape/)
    const large = Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => 1))
    expect(() => nashEquilibria(large, large)).toThrow(/up to 16 actions of both players together, got 9 \+ 9/)
  })
})

describe('a zero-sum game', () => {
  it('has the value and the strategy of the linear program', () => {
    const { value, row } = zeroSumValue([
      [3, -1, 2],
      [-2, 4, 1],
    ])
    expect(value).toBeCloseTo(1, 9)
    expect(row).toEqual(close([0.6, 0.4]))
  })
  it('of rock, paper, scissors is fair', () => {
    const { value, row, column } = zeroSumValue(rockPaperScissors[0])
    expect([value, ...row, ...column]).toEqual(close([0, ...third, ...third]))
  })
})

describe('NashConv', () => {
  const profiles: readonly [string, [Payoffs, Payoffs], number[], number[], [number, number, number]][] = [
    ['rock, paper, scissors', rockPaperScissors, [0.5, 0.3, 0.2], third, [0, 0.3, 0.3]],
    ['rock against paper', rockPaperScissors, [1, 0, 0], [0, 1, 0], [2, 0, 2]],
    ['the prisoners’ dilemma', prisoners, [1, 0], [1, 0], [2, 2, 4]],
    ['asymmetric matching pennies', pennies320, [0.48, 0.52], [0.16, 0.84], [5.824, 1.344, 7.168]],
    ['matching pennies', pennies, [0.5, 0.5], [0.5, 0.5], [0, 0, 0]],
  ]
  it.each(profiles)('adds up what both gain by deviating in %s', (_name, [A, B], x, y, [row, column, both]) => {
    const gains = deviationGains(A, B, x, y)
    expect([gains.row, gains.column, nashConv(A, B, x, y)]).toEqual(close([row, column, both]))
  })
  it('is 0 at the mixed equilibrium of the 11–20 game (Arad and Rubinstein 2012), which pays 20 wherever it plays', () => {
    const asked = Array.from({ length: 10 }, (_, i) => 11 + i)
    const payoff = asked.map((own) => asked.map((other) => own + (own === other - 1 ? 20 : 0)))
    const mix = [0, 0, 0, 0, 0.25, 0.25, 0.2, 0.15, 0.1, 0.05]
    expect(expectedPayoffs(payoff, mix)).toEqual(close([11, 12, 13, 19, 20, 20, 20, 20, 20, 20]))
    expect(nashConv(payoff, transposed(payoff), mix, mix)).toBeCloseTo(0, 10)
  })
})

describe('regrets of a realised sequence', () => {
  it('are what the best single action, and the best swap of one for another, would have added', () => {
    const own = [0, 0, 1, 2, 1, 0, 2, 2, 1, 0]
    const others = [1, 1, 1, 0, 2, 2, 0, 1, 1, 2]
    const { payoff, external, internal, swaps } = sequenceRegret(rockPaperScissors[0], own, others)
    expect({ payoff, external, internal }).toEqual({ payoff: -2, external: 5, internal: 3 })
    expect(swaps).toEqual([
      [0, -2, 2],
      [0, 0, 3],
      [0, 3, 0],
    ])
  })
  it('are none of a sequence that is best throughout; the external one is below 0 where it beats every single action', () => {
    const best = sequenceRegret(rockPaperScissors[0], [1, 2], [0, 1])
    expect(best).toMatchObject({ payoff: 2, external: -1, internal: 0 })
    expect(sequenceRegret(rockPaperScissors[0], [], [])).toMatchObject({ payoff: 0, external: 0, internal: 0 })
  })
})
