/** Whether groups can be formed of the people who are expected, before anybody is let in. */
import { list, StagegameError } from '../core/errors.ts'
import { assignmentTable, type Cell, type Design } from './assignment.ts'
import type { Block } from './lab-schema.ts'
import { noPerfectStrangers } from './matching.ts'

export interface GroupComplaint {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * Who may be matched with each other: in live matching people of one treatment and one order of blocks, since they come to
 * a block at the same time; in deferred matching all of one treatment.
 */
export const poolOf = ({ matching }: Block, { treatment, order }: Cell): string =>
  matching.when === 'deferred' ? treatment : `${treatment} (${order.join(', ')})`

/** `seats`: people whom a match of each block seats. */
export function checkGroups(
  lab: Design & { readonly participants: number },
  seats: ReadonlyMap<string, number>,
): readonly GroupComplaint[] {
  try {
    const cells = assignmentTable(lab, lab.participants)
    return [...seats].flatMap(([id, k]) => (k < 2 ? [] : blockComplaints(lab, id, k, cells)))
  } catch (error) {
    if (error instanceof StagegameError && error.code === 'too-many-orders')
      return [{ path: ['treatments'], message: error.message }]
    throw error
  }
}

function blockComplaints(
  lab: Design & { readonly participants: number },
  id: string,
  k: number,
  cells: readonly Cell[],
): readonly GroupComplaint[] {
  const block = lab.blocks[id]!
  const { group, with: meeting } = block.matching
  const path = ['blocks', id, 'matching']
  if (group !== undefined && group % k !== 0)
    return [
      {
        path: [...path, 'group'],
        message: `a match seats ${k} people, and ${group} is not a multiple of it: expected ${list(multiplesAround(group, k))}`,
      },
    ]
  const needed = meeting === 'partner' ? k : (group ?? k)
  const strangers = meeting === 'perfect-stranger' ? noPerfectStrangers(needed, k, block.matches) : undefined
  return [
    ...(strangers === undefined ? [] : [{ path: [...path, 'with'], message: strangers }]),
    ...leftoverComplaints(lab, id, needed, cells).map((message) => ({ path: [...path, 'leftover'], message })),
  ]
}

const multiplesAround = (group: number, k: number): readonly number[] =>
  [Math.floor(group / k) * k, Math.ceil(group / k) * k].filter((multiple) => multiple > 0)

function leftoverComplaints(
  lab: Design & { readonly participants: number },
  id: string,
  needed: number,
  cells: readonly Cell[],
): readonly string[] {
  const block = lab.blocks[id]!
  const { leftover, with: meeting } = block.matching
  const pools = counts(block, id, cells)
  const over = [...pools].filter(([, people]) => people % needed !== 0)
  if (over.length === 0) return []
  const more = enough(lab, id, needed)
  const expect = more === undefined ? '' : `, or expect ${more} participants`
  const so = `${lab.participants} participants leave ${list(over.map(([pool, people]) => `${people % needed} of ${people} in ${pool}`))} for block ${id}, which needs ${needed} people for a ${meeting === 'partner' ? 'match' : 'matching group'}`
  if (leftover === undefined) return [`${so}: say what becomes of them, \`leftover: leave\` or \`fill\`${expect}`]
  const none = over.filter(([, people]) => people < needed).map(([pool]) => pool)
  const filled = leftover !== 'leave' && meeting === 'partner'
  return none.length === 0 || filled
    ? []
    : [`${so}: nobody could be matched in ${list(none)}; have fewer cells${expect}`]
}

/** How many people of each pool come to a block. */
function counts(block: Block, id: string, cells: readonly Cell[]): ReadonlyMap<string, number> {
  const pools = new Map<string, number>()
  for (const cell of cells) {
    if (!cell.order.includes(id)) continue
    const pool = poolOf(block, cell)
    pools.set(pool, (pools.get(pool) ?? 0) + 1)
  }
  return pools
}

/** The next number of participants with nobody left over in a block; undefined where there is none up to ten times as many. */
function enough(lab: Design & { readonly participants: number }, id: string, needed: number): number | undefined {
  const block = lab.blocks[id]!
  const pools = new Map<string, number>()
  let over = 0
  for (const [at, cell] of assignmentTable(lab, Math.min(20_000, lab.participants * 10 + 1000)).entries()) {
    if (cell.order.includes(id)) {
      const pool = poolOf(block, cell)
      const people = (pools.get(pool) ?? 0) + 1
      pools.set(pool, people)
      if (people % needed === 0) over--
      else if (people % needed === 1) over++
    }
    if (at + 1 > lab.participants && over === 0) return at + 1
  }
  return undefined
}
