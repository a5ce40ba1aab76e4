/** From the players of an experiment to agents at a table: scripts, models and people, each made for a condition. */
import { z } from 'zod'
import type { Agent } from '../agents/agent.ts'
import { answerSchema } from '../agents/answer.ts'
import { human, type Screen } from '../agents/human.ts'
import { llm } from '../agents/llm.ts'
import { type PromptBook, promptBook } from '../agents/prompt.ts'
import { random } from '../agents/random.ts'
import { checkRules, scripted } from '../agents/scripted.ts'
import type { Condition } from '../arena/conditions.ts'
import { nameOf, type PlayerEntry } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import type { Moment, Rehearsal } from '../arena/rehearsal.ts'
import { hint, StagegameError } from '../core/errors.ts'
import type { AnyStrategy, Seat } from '../core/game.ts'
import { draw, jsonSchemaOf } from '../core/legal.ts'
import { type Shelf, shelvedGame, shelvedWrap } from '../core/shelf.ts'
import type { Message, Model } from '../models/model.ts'
import { recorded } from '../models/recorded.ts'
import { replaying } from '../models/replaying.ts'
import type { CallLog } from '../store/store.ts'
import { type Environment, modelName, modelOf, simulatedOf } from './models.ts'

export interface Roster {
  readonly agentOf: (condition: Condition) => (player: string, seat: Seat) => Agent
  /** Names of players that only look like models. */
  readonly simulated: ReadonlySet<string>
  /** What a player is, for the plan. */
  described(player: string): string
  /** What a model player would be sent at a moment; undefined for others. Throws what the prompts throw. */
  messages(condition: Condition, player: string, moment: Moment): readonly Message[] | undefined
  /** Characters of a typical prompt; undefined for players that are sent none. */
  promptSize(condition: Condition, player: string): number | undefined
  /** Model calls sent so far. */
  calls(): number
  close(): Promise<void>
}

export interface RosterOptions {
  readonly file: ExperimentFile
  readonly shelf: Shelf
  readonly conditions: readonly Condition[]
  readonly rehearsals: ReadonlyMap<Condition, Rehearsal>
  readonly read: (path: string) => string | undefined
  readonly log: CallLog
  /** Where keys come from; null where nobody is going to be asked (a dry run). */
  readonly environment: Environment | null
  /** Where people sit; needed where the experiment has any. */
  readonly screen?: Screen | undefined
}

/** Makes all players, and renders every prompt once: what is wrong with them is said before the first move. */
export function rosterOf(options: RosterOptions): Roster {
  const { file, conditions, rehearsals, read, log, environment } = options
  const models = new Map<string, Model>()
  const books = new Map<string, PromptBook>()
  const agents = new Map<string, Agent>()
  let calls = 0
  const counted: CallLog = {
    begin: (call, durable) => {
      calls++
      return log.begin(call, durable)
    },
    complete: (key, done, durable) => log.complete(key, done, durable),
    read: (key, outcome, dropped) => log.read(key, outcome, dropped),
    tried: (key) => log.tried(key),
  }
  for (const condition of conditions)
    for (const [index, player] of file.experiment.players.entries()) {
      const name = nameOf(player)
      if (!condition.players.includes(name)) continue
      const key = keyOf(condition, name)
      const book = player.strategy === undefined ? bookOf(condition, player, read) : undefined
      if (book) books.set(key, book)
      agents.set(key, agentFor(condition, player, index, book))
    }
  const roster: Roster = {
    agentOf: (condition) => (player) => {
      const agent = agents.get(keyOf(condition, player))
      if (agent) return agent
      throw new StagegameError(
        'unknown-player',
        `the log names the player ${JSON.stringify(player)}, who is not in this experiment`,
      )
    },
    simulated: new Set(file.experiment.players.filter(({ model }) => model?.startsWith('simulated:')).map(nameOf)),
    described: (name) => described(file.experiment.players.find((player) => nameOf(player) === name)!),
    messages: (condition, player, { kind, view, ask }) => {
      const book = books.get(keyOf(condition, player))
      if (!book || isPerson(player)) return undefined
      const answer = answerSchema(jsonSchemaOf(ask.schema), file.experiment.reasons)
      return book.messages({ kind, view, told: condition.told, answer })
    },
    promptSize: (condition, player) => {
      const moment = rehearsals.get(condition)?.moments.at(-1)
      const messages = moment && roster.messages(condition, player, moment)
      return messages?.reduce((sum, { content }) => sum + content.length, 0)
    },
    calls: () => calls,
    close: async () => {
      for (const model of models.values()) await model.close?.()
    },
  }
  for (const condition of conditions) checkPrompts(condition)
  return roster

  function isPerson(name: string): boolean {
    return file.experiment.players.some((player) => nameOf(player) === name && player.person !== undefined)
  }

  function agentFor(condition: Condition, player: PlayerEntry, index: number, book: PromptBook | undefined): Agent {
    const name = nameOf(player)
    const { reasons } = file.experiment
    checkKeys(player, index)
    if (player.strategy === 'random') {
      located(index, () => NoOptions.parse(player.options ?? {}))
      return random({ name })
    }
    if (player.strategy !== undefined) return script(condition, player, index, player.strategy)
    if (player.person !== undefined) {
      if (!options.screen)
        throw file.fault(['players', index, 'person'], 'there is no terminal here for a person to sit at')
      return human({ name, book: book!, screen: options.screen, reasons })
    }
    const model = replaying(recorded(modelFor(condition, player, index), counted), counted)
    const { attempts, structured, temperature, maxTokens } = player
    return llm({
      name,
      model,
      book: book!,
      log: counted,
      reasons,
      ...(attempts !== undefined && { attempts }),
      ...(structured !== undefined && { structured }),
      ...(temperature !== undefined && { temperature }),
      ...(maxTokens !== undefined && { maxTokens }),
    })
  }

  /** What only a model can heed is refused on others, and options where nothing takes them: nothing is ignored in silence. */
  function checkKeys(player: PlayerEntry, index: number): void {
    const what = player.person === undefined ? 'a script' : 'a person'
    if (player.model === undefined)
      for (const key of [
        'persona',
        'reasoning',
        'memory',
        'attempts',
        'structured',
        'temperature',
        'maxTokens',
      ] as const)
        if (player[key] !== undefined)
          throw file.fault(['players', index, key], `goes with models; ${nameOf(player)} is ${what}`, 'bad-options')
    if (player.person !== undefined && player.options !== undefined)
      throw file.fault(['players', index, 'options'], 'a person takes no options', 'bad-options')
  }

  function script(condition: Condition, player: PlayerEntry, index: number, id: string): Agent {
    const strategy = strategyOf(condition, id, ['players', index, 'strategy'])
    const play = located(index, () => ({ ...quietOf(condition), ...strategy(player.options ?? {}) }))
    const kinds = kindsOf(condition)
    located(index, () => checkRules(nameOf(player), play, kinds), 'strategy')
    return scripted({ name: nameOf(player), play })
  }

  function modelFor(condition: Condition, player: PlayerEntry, index: number): Model {
    const name = player.model!
    const parts = modelName(name)
    if (parts?.provider === 'simulated') {
      const strategy = strategyOf(condition, parts.model, ['players', index, 'model'])
      return located(index, () => simulatedOf(name, player.options ?? {}, strategy, quietOf(condition)))
    }
    const made = models.get(nameOf(player)) ?? modelOf(player, index, file, environment)
    models.set(nameOf(player), made)
    return made
  }

  function strategyOf(condition: Condition, id: string, path: readonly (string | number)[]): AnyStrategy {
    const { strategies, game } = shelvedGame(options.shelf, condition.ref.game)
    if (Object.hasOwn(strategies, id)) return strategies[id]!
    if (id === 'random')
      return (given) => {
        NoOptions.parse(given)
        return randomPlay(condition)
      }
    const names = [...Object.keys(strategies), 'random']
    throw file.fault(
      path,
      `${game.id} has no scripted player ${JSON.stringify(id)}: ${hint(id, names)}`,
      'unknown-strategy',
    )
  }

  /** Random answers by kind, for a simulated player that only needs the schemas seen in the rehearsal. */
  function randomPlay(condition: Condition): ReturnType<AnyStrategy> {
    const moments = rehearsals.get(condition)?.moments ?? []
    return Object.fromEntries(
      moments.map(({ kind, ask }) => [
        kind,
        (_: unknown, rng: Parameters<typeof draw>[1]) => draw(jsonSchemaOf(ask.schema), rng),
      ]),
    )
  }

  function quietOf(condition: Condition): ReturnType<AnyStrategy> {
    return Object.assign({}, ...(condition.game.wraps ?? []).map(({ id }) => shelvedWrap(options.shelf, id).quiet))
  }

  function kindsOf(condition: Condition): string[] {
    return [...new Set((rehearsals.get(condition)?.moments ?? []).map(({ kind }) => kind))]
  }

  function checkPrompts(condition: Condition): void {
    const moments = rehearsals.get(condition)?.moments ?? []
    for (const player of condition.players) {
      const book = books.get(keyOf(condition, player))
      if (!book) continue
      const index = file.experiment.players.findIndex((entry) => nameOf(entry) === player)
      const { persona } = file.experiment.players[index]!
      if (persona !== undefined && read(persona) === undefined)
        throw file.fault(['players', index, 'persona'], `there is no file ${persona}`, 'no-file')
      for (const moment of moments) {
        book.checkTemplates([moment.kind], moment.view)
        if (!roster.messages(condition, player, moment)) book.askText(moment.kind, moment.view)
      }
    }
  }

  /** Gives an error about a player its place in the file. */
  function located<T>(index: number, make: () => T, key = 'options'): T {
    try {
      return make()
    } catch (error) {
      const issues = (error as { issues?: { code?: string; keys?: string[]; path: PropertyKey[]; message: string }[] })
        .issues
      const [first] = issues ?? []
      if (first?.code === 'unrecognized_keys')
        throw file.fault(
          ['players', index, 'options', first.keys![0]!],
          `${nameOf(file.experiment.players[index]!)} takes no such option`,
          'bad-options',
        )
      if (first)
        throw file.fault(
          ['players', index, 'options', ...first.path],
          first.message.replace(/^Invalid input: /, ''),
          'bad-options',
        )
      if (error instanceof StagegameError) throw file.fault(['players', index, key], error.message, error.code)
      throw error
    }
  }
}

function bookOf(condition: Condition, player: PlayerEntry, read: RosterOptions['read']): PromptBook {
  return promptBook(read, {
    game: condition.ref.game,
    wraps: (condition.game.wraps ?? []).map(({ id }) => id),
    persona: player.persona,
    reasoning: player.reasoning ?? 'direct',
  })
}

function described({ strategy, model, person, options, persona }: PlayerEntry): string {
  const with_ = options && Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ''
  if (strategy !== undefined) return `strategy ${strategy}${with_}`
  if (person !== undefined) return 'a person at this terminal'
  return `${model}${with_}${persona === undefined ? '' : `, as ${persona}`}${model?.startsWith('simulated:') ? ' (simulated, no real model)' : ''}`
}

/** Options of a player that takes none. */
const NoOptions = z.strictObject({})

const keyOf = (condition: Condition, player: string): string => `${condition.index}/${player}`
