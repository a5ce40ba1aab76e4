/** Players that follow a rule: scripts, and the rules behind players that only look like models. */
import { z } from 'zod'
import type { Agent } from '../agents/agent.ts'
import { random } from '../agents/random.ts'
import { checkRules, scripted } from '../agents/scripted.ts'
import type { Condition } from '../arena/conditions.ts'
import { nameOf } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import type { Rehearsal } from '../arena/rehearsal.ts'
import { hint } from '../core/errors.ts'
import type { AnyStrategy } from '../core/game.ts'
import { draw, jsonSchemaOf } from '../core/legal.ts'
import { type Shelf, shelvedGame, shelvedWrap } from '../core/shelf.ts'
import type { Model } from '../models/model.ts'
import { simulatedModel, simulatorOptions } from '../models/simulated.ts'
import { located } from './entries.ts'

/** What scripts are made from. */
export interface Stage {
  readonly file: ExperimentFile
  readonly shelf: Shelf
  readonly condition: Condition
  readonly rehearsal: Rehearsal | undefined
}

/** The nth player of the file as a script. Throws with the line of the file where strategy or options are at fault. */
export function scriptOf(stage: Stage, index: number): Agent {
  const { file } = stage
  const player = file.experiment.players[index]!
  const name = nameOf(player)
  if (player.strategy === 'random') {
    located(file, index, () => NoOptions.parse(player.options ?? {}))
    return random({ name })
  }
  const strategy = strategyOf(stage, player.strategy!, ['players', index, 'strategy'])
  const play = located(file, index, () => ({ ...quietOf(stage), ...strategy(player.options ?? {}) }))
  located(file, index, () => checkRules(name, play, kindsOf(stage)), 'strategy')
  return scripted({ name, play })
}

/** The nth player as a model that is simulated: a strategy of the game, in prose, failing at given rates. */
export function simulatedOf(stage: Stage, index: number, id: string): Model {
  const { file } = stage
  const { model, options } = file.experiment.players[index]!
  const strategy = strategyOf(stage, id, ['players', index, 'model'])
  return located(file, index, () => {
    const { simulator, strategy: rest } = simulatorOptions(options ?? {})
    return simulatedModel({ ...simulator, name: model!, play: { ...quietOf(stage), ...strategy(rest) } })
  })
}

function strategyOf(stage: Stage, id: string, path: readonly (string | number)[]): AnyStrategy {
  const { strategies, game } = shelvedGame(stage.shelf, stage.condition.ref.game)
  if (Object.hasOwn(strategies, id)) return strategies[id]!
  if (id === 'random')
    return (given) => {
      NoOptions.parse(given)
      return randomPlay(stage)
    }
  const names = [...Object.keys(strategies), 'random']
  throw stage.file.fault(
    path,
    `${game.id} has no scripted player ${JSON.stringify(id)}: ${hint(id, names)}`,
    'unknown-strategy',
  )
}

/** Random answers by kind, for a simulated player that only needs the schemas seen in the rehearsal. */
function randomPlay({ rehearsal }: Stage): ReturnType<AnyStrategy> {
  return Object.fromEntries(
    (rehearsal?.moments ?? []).map(({ kind, ask }) => [
      kind,
      (_: unknown, rng: Parameters<typeof draw>[1]) => draw(jsonSchemaOf(ask.schema), rng),
    ]),
  )
}

/** What a player does in the wraps of a game that its own rules do not know of. */
function quietOf({ shelf, condition }: Stage): ReturnType<AnyStrategy> {
  return Object.assign({}, ...(condition.game.wraps ?? []).map(({ id }) => shelvedWrap(shelf, id).quiet))
}

const kindsOf = ({ rehearsal }: Stage): string[] => [...new Set((rehearsal?.moments ?? []).map(({ kind }) => kind))]

/** Options of a player that takes none. */
const NoOptions = z.strictObject({})
