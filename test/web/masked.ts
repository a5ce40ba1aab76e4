/** A session file in which every name that participants may not read is one that stands nowhere else. */
import { parse, stringify } from 'yaml'

export interface Masked {
  readonly text: string
  /** No participant is ever sent one of these. */
  readonly tokens: readonly string[]
}

interface File {
  readonly players?: readonly Readonly<Record<string, unknown>>[]
  readonly told?: Readonly<Record<string, unknown>>
  readonly blocks: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly treatments?: Readonly<Record<string, unknown>>
  readonly seed: unknown
}

const SEED = 'seed-platypus'

/** `text`: of the session file. Treatments, blocks, wordings, players and the seed have other names; all else is as it was. */
export function masked(text: string): Masked {
  const file = parse(text) as File
  const players = named(file.players?.map(({ name }) => String(name)) ?? [], 'player-quokka')
  const told = named(Object.keys(file.told ?? {}), 'told-numbat')
  const blocks = named(Object.keys(file.blocks), 'block-potoroo')
  const treatments = named(Object.keys(file.treatments ?? {}), 'treatment-kowari')
  const block = ({ told: says, ...rest }: Readonly<Record<string, unknown>>) => ({
    ...(deep(rest, players) as object),
    ...(says !== undefined && { told: told.get(String(says)) }),
  })
  const out = {
    ...file,
    ...(file.players && { players: file.players.map((one) => ({ ...one, name: players.get(String(one['name'])) })) }),
    ...(file.told && { told: keyed(file.told, told) }),
    blocks: Object.fromEntries(Object.entries(file.blocks).map(([id, one]) => [blocks.get(id), block(one)])),
    ...(file.treatments && { treatments: deep(keyed(file.treatments, treatments), blocks) }),
    seed: SEED,
  }
  const names = [players, told, blocks, treatments].flatMap((map) => [...map.values()])
  return { text: stringify(out), tokens: [...names, SEED, 'simulated:'] }
}

const named = (names: readonly string[], word: string): ReadonlyMap<string, string> =>
  new Map(names.map((name, nth) => [name, `${word}-${nth}`]))

const keyed = (record: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value]))

/** Every text that is one of the names, wherever it stands. */
function deep(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((one) => deep(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one, names)]))
}
