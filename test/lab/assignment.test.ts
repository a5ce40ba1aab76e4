/** Who gets which treatment and which order of blocks: balanced after each person, by the seed alone. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignmentTable, type Cell, cellOf, cellsOf, type Design } from '../../src/lab/assignment.ts'
import { Lab } from '../../src/lab/lab-schema.ts'

type Treatments = NonNullable<Parameters<typeof Lab.parse>[0]> & Record<string, unknown>

const block = { game: 'beauty-contest', seats: ['person', 'person'] }

function design(treatments: Treatments | undefined, blocks: readonly string[], seed = 'seed'): Design {
  return Lab.parse({
    title: 'Choosing numbers',
    participants: 4,
    consent: { text: 'You may leave at any time.' },
    blocks: Object.fromEntries(blocks.map((id) => [id, block])),
    ...(treatments && { treatments }),
    seed,
  })
}

const BLOCKS = ['a', 'b', 'c', 'd', 'e', 'f']
const NAMES = ['one', 'two', 'three', 'four']
const seeds = fc.string({ maxLength: 8 })

/** How often each of these came up. */
function counts(all: readonly string[], of: readonly string[]): readonly number[] {
  return all.map((one) => of.filter((other) => other === one).length)
}

const spread = (numbers: readonly number[]): number => Math.max(...numbers) - Math.min(...numbers)
const named = ({ treatment, order }: Cell): string => `${treatment}: ${order.join(' ')}`

/** Every beginning of a list that has something in it. */
const beginnings = <T>(all: readonly T[]): readonly (readonly T[])[] => all.map((_, i) => all.slice(0, i + 1))

describe('with equal weights', () => {
  const equal = fc.record({
    treatments: fc.integer({ min: 1, max: 4 }),
    blocks: fc.integer({ min: 1, max: 4 }),
    order: fc.constantFrom('fixed', 'counterbalanced'),
    seed: seeds,
  })

  it('after each person, counts of treatments, of cells and of orders differ by 1 at most', () => {
    fc.assert(
      fc.property(equal, ({ treatments, blocks, order, seed }) => {
        const names = NAMES.slice(0, treatments)
        const ids = BLOCKS.slice(0, blocks)
        const lab = design(Object.fromEntries(names.map((name) => [name, { blocks: ids, order }])), ids, seed)
        const cells = cellsOf(lab).map(named)
        for (const people of beginnings(assignmentTable(lab, 60))) {
          const treated = people.map(({ treatment }) => treatment)
          expect(spread(counts(names, treated))).toBeLessThanOrEqual(1)
          expect(spread(counts(cells, people.map(named)))).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('within a treatment, so do counts of the blocks that stand in a position', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), seeds, (blocks, seed) => {
        const ids = BLOCKS.slice(0, blocks)
        const lab = design({ one: { blocks: ids, order: 'counterbalanced' } }, ids, seed)
        for (const people of beginnings(assignmentTable(lab, 50)))
          for (const position of ids.keys()) {
            const there = people.map(({ order }) => order[position]!)
            expect(spread(counts(ids, there))).toBeLessThanOrEqual(1)
          }
      }),
      { numRuns: 25 },
    )
  })
})

describe('with weights', () => {
  const weighted = fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
    seed: seeds,
  })

  it('counts are as the weights at the end of every permuted block', () => {
    fc.assert(
      fc.property(weighted, ({ weights, seed }) => {
        const names = NAMES.slice(0, weights.length)
        const lab = design(
          Object.fromEntries(names.map((name, i) => [name, { blocks: ['a'], weight: weights[i] }])),
          ['a'],
          seed,
        )
        const size = weights.reduce((sum, weight) => sum + weight, 0)
        const all = assignmentTable(lab, 6 * size).map(({ treatment }) => treatment)
        for (let blocks = 1; blocks <= 6; blocks++)
          expect(counts(names, all.slice(0, blocks * size))).toEqual(weights.map((weight) => weight * blocks))
      }),
    )
  })

  it('orders within each treatment differ by 1 at most', () => {
    const of = { blocks: ['a', 'b', 'c'], order: 'counterbalanced' }
    const lab = design({ one: { ...of, weight: 3 }, two: of }, ['a', 'b', 'c'])
    for (const people of beginnings(assignmentTable(lab, 60)))
      for (const name of ['one', 'two']) {
        const cells = cellsOf(lab).filter(({ treatment }) => treatment === name)
        const those = people.filter(({ treatment }) => treatment === name)
        expect(spread(counts(cells.map(named), those.map(named)))).toBeLessThanOrEqual(1)
      }
  })
})

describe('who gets what', () => {
  const lab = design({ one: { blocks: ['a', 'b'], order: 'counterbalanced' }, two: { blocks: ['b'] } }, ['a', 'b'])

  it('is the same in the table, one at a time, and again', () => {
    const table = assignmentTable(lab, 30)
    expect(table.map(({ nth }) => nth)).toEqual(Array.from({ length: 30 }, (_, nth) => nth))
    for (const { nth, treatment, order } of table) expect(cellOf(lab, nth)).toEqual({ treatment, order })
    expect(assignmentTable(lab, 30)).toEqual(table)
    expect(assignmentTable(lab, 7)).toEqual(table.slice(0, 7))
  })

  it('is another with another seed', () => {
    const other = assignmentTable({ ...lab, seed: 'other' }, 30)
    expect(other.map(named)).not.toEqual(assignmentTable(lab, 30).map(named))
  })

  it('is all blocks in the order of the file where no treatment is named', () => {
    const plain = design(undefined, ['c', 'a', 'b'])
    expect(cellsOf(plain)).toEqual([{ treatment: 'all', order: ['c', 'a', 'b'] }])
    expect(cellOf(plain, 17)).toEqual({ treatment: 'all', order: ['c', 'a', 'b'] })
  })

  it('is every order of counterbalanced blocks once, and one of fixed ones', () => {
    const of = design({ one: { blocks: ['a', 'b', 'c'], order: 'counterbalanced' }, two: { blocks: ['c', 'a'] } }, [
      'a',
      'b',
      'c',
    ])
    expect(cellsOf(of).map(named).sort()).toEqual(
      ['one: a b c', 'one: a c b', 'one: b a c', 'one: b c a', 'one: c a b', 'one: c b a', 'two: c a'].sort(),
    )
  })
})

describe('orders of six blocks', () => {
  it('are too many, and it is said what to do', () => {
    const lab = design({ many: { blocks: BLOCKS, order: 'counterbalanced' } }, BLOCKS)
    const refused = expect.objectContaining({
      code: 'too-many-orders',
      message: expect.stringMatching(
        /^treatment many has 6 blocks, which have 720 orders: expected 120 at most \(five blocks\)/,
      ),
    })
    expect(() => cellOf(lab, 0)).toThrow(refused)
    expect(() => cellsOf(lab)).toThrow(refused)
    expect(() => assignmentTable(lab, 3)).toThrow(refused)
  })

  it('of five are taken, and so are six in a fixed order', () => {
    expect(cellsOf(design({ many: { blocks: BLOCKS.slice(0, 5), order: 'counterbalanced' } }, BLOCKS))).toHaveLength(
      120,
    )
    expect(cellOf(design({ many: { blocks: BLOCKS } }, BLOCKS), 3).order).toEqual(BLOCKS)
  })
})
