/** What stands in an experiment's entry of a player: what goes with what, and where a fault of it is. */
import { nameOf, type PlayerEntry } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import { StagegameError } from '../core/errors.ts'

/** Whom each key goes with; `name` and the four that say what a player is go with all. */
const GO_WITH: Readonly<Partial<Record<keyof PlayerEntry, readonly Kind[]>>> = {
  options: ['script', 'model'],
  persona: ['model'],
  reasoning: ['model'],
  memory: ['model'],
  structured: ['model'],
  temperature: ['model'],
  topP: ['model'],
  effort: ['model'],
  seeded: ['model'],
  maxTokens: ['model'],
  prompts: ['model', 'remote', 'person'],
  attempts: ['model', 'remote'],
  keyFrom: ['remote'],
  timeout: ['remote'],
}

type Kind = 'script' | 'model' | 'remote' | 'person'

const IN_WORDS: Readonly<Record<Kind, string>> = {
  script: 'a script',
  model: 'a model',
  remote: 'a remote player',
  person: 'a person',
}

export function kindOf({ strategy, model, remote }: PlayerEntry): Kind {
  if (strategy !== undefined) return 'script'
  if (model !== undefined) return 'model'
  return remote === undefined ? 'person' : 'remote'
}

/** What only some players can heed is refused on others: nothing is ignored in silence. */
export function checkKeys(file: ExperimentFile, index: number): void {
  const player = file.experiment.players[index]!
  const kind = kindOf(player)
  for (const [key, kinds] of Object.entries(GO_WITH) as [keyof PlayerEntry, readonly Kind[]][]) {
    if (player[key] === undefined || kinds.includes(kind)) continue
    const wanted = kinds.map((one) => IN_WORDS[one].replace(/^a /, '')).join('s, ')
    throw file.fault(
      ['players', index, key],
      `goes with ${wanted}s; ${nameOf(player)} is ${IN_WORDS[kind]}`,
      'bad-options',
    )
  }
}

/** Gives an error about a player its place in the file. */
export function located<T>(file: ExperimentFile, index: number, make: () => T, key = 'options'): T {
  try {
    return make()
  } catch (error) {
    const [first] = (error as { issues?: readonly Issue[] }).issues ?? []
    const path = (...rest: readonly PropertyKey[]) => ['players', index, ...rest] as (string | number)[]
    if (first?.code === 'unrecognized_keys') {
      const name = nameOf(file.experiment.players[index]!)
      throw file.fault(path('options', first.keys![0]!), `${name} takes no such option`, 'bad-options')
    }
    if (first)
      throw file.fault(path('options', ...first.path), first.message.replace(/^Invalid input: /, ''), 'bad-options')
    if (error instanceof StagegameError) throw file.fault(path(key), error.message, error.code)
    throw error
  }
}

/** Gives an error the place in the file where its cause stands. */
export function locatedAt<T>(file: ExperimentFile, path: readonly (string | number)[], make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof StagegameError) throw file.fault(path, error.message, error.code)
    throw error
  }
}

interface Issue {
  readonly code?: string
  readonly keys?: readonly string[]
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What a player is, for the plan. */
export function described(player: PlayerEntry): string {
  const { strategy, model, remote, options, persona, reasoning, memory, prompts } = player
  const given = options && Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ''
  switch (kindOf(player)) {
    case 'script':
      return `strategy ${strategy}${given}`
    case 'person':
      return 'a person at this terminal'
    case 'remote':
      return `a program at ${remote}`
    case 'model': {
      const how = [
        ...(persona === undefined ? [] : [`as ${persona}`]),
        ...(reasoning === undefined ? [] : [`reasoning ${reasoning}`]),
        ...(memory === undefined ? [] : [`memory ${memory}`]),
        ...(prompts === undefined ? [] : [`prompts ${prompts}`]),
      ]
      const simulated = model!.startsWith('simulated:') ? ' (simulated, no real model)' : ''
      return `${model}${given}${how.map((part) => `, ${part}`).join('')}${simulated}`
    }
  }
}
