/** From the players of an experiment to agents at a table: scripts, models, programs and people, each made for a condition. */
import type { Agent } from '../agents/agent.ts'
import { answerSchema } from '../agents/answer.ts'
import { human, type Screen } from '../agents/human.ts'
import { llm } from '../agents/llm.ts'
import { checkMemory } from '../agents/memory.ts'
import { type PromptBook, promptBook } from '../agents/prompt.ts'
import { remote } from '../agents/remote.ts'
import { replayed } from '../agents/replayed.ts'
import { stepsOf } from '../agents/steps.ts'
import type { Condition } from '../arena/conditions.ts'
import { nameOf, type PlayerEntry } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import type { Moment, Rehearsal } from '../arena/rehearsal.ts'
import { StagegameError } from '../core/errors.ts'
import type { Seat } from '../core/game.ts'
import { jsonSchemaOf } from '../core/legal.ts'
import type { Shelf } from '../core/shelf.ts'
import type { Message, Model } from '../models/model.ts'
import type { Price } from '../models/prices.ts'
import { tokensIn } from '../models/tokens.ts'
import type { CallLog } from '../store/store.ts'
import { checkKeys, described, kindOf, located, locatedAt } from './entries.ts'
import { adapterOf, checkAsked, holds, keyFor, modelName } from './models.ts'
import { type Adapter, around, decisionsIn, type Reach } from './reach.ts'
import { type Stage, scriptOf, simulatedOf } from './scripts.ts'

export interface Roster {
  readonly agentOf: (condition: Condition) => (player: string, seat: Seat) => Agent
  /** Names of players that only look like models. */
  readonly simulated: ReadonlySet<string>
  /** What a player is, for the plan. */
  described(player: string): string
  /** What a model player would be sent at a moment; undefined for others. Throws what the prompts throw. */
  messages(condition: Condition, player: string, moment: Moment): readonly Message[] | undefined
  /** What a decision of a model player is expected to take; undefined for others. */
  expected(condition: Condition, player: string): Expected | undefined
  /** A model player's model and prompts in a condition; undefined for others. */
  voice(condition: Condition, player: string): Voice | undefined
  /** Model calls sent so far. */
  calls(): number
  close(): Promise<void>
}

export interface Voice {
  readonly model: Model
  readonly book: PromptBook
}

/** Model calls, and tokens in and out. */
export interface Expected {
  readonly model: string
  readonly price: Price | 'free' | undefined
  readonly calls: number
  readonly input: number
  readonly output: number
}

export interface RosterOptions {
  readonly file: ExperimentFile
  readonly shelf: Shelf
  readonly conditions: readonly Condition[]
  readonly rehearsals: ReadonlyMap<Condition, Rehearsal>
  readonly read: (path: string) => string | undefined
  readonly log: CallLog
  readonly reach: Reach
  /** Where people sit; needed where the experiment has any. */
  readonly screen?: Screen | undefined
}

/** Tokens of a typical reply: a bare answer, or one with thoughts before it. */
const BRIEF = 40
const AT_LENGTH = 300

/** Makes all players, and renders every prompt once: what is wrong with them is said before the first move. */
export function rosterOf(options: RosterOptions): Roster {
  const { file, conditions, rehearsals, read, reach } = options
  const { log, count } = counted(options.log)
  const layered = around(file, reach, log)
  const adapters = new Map<string, Adapter>()
  const voices = new Map<string, Voice>()
  const books = new Map<string, PromptBook>()
  const agents = new Map<string, Agent>()
  for (const condition of conditions)
    for (const [index, player] of file.experiment.players.entries())
      if (condition.players.includes(nameOf(player))) seat(condition, player, index)
  const entryOf = (name: string) => file.experiment.players.find((player) => nameOf(player) === name)!
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
    described: (name) => described(entryOf(name)),
    messages: (condition, player, { kind, view, ask }) => {
      const voice = voices.get(keyOf(condition, player))
      const answer = answerSchema(jsonSchemaOf(ask.schema), file.experiment.reasons)
      return voice?.book.messages({ kind, view, told: condition.told, answer })
    },
    expected: (condition, player) => {
      const moment = rehearsals.get(condition)?.moments.at(-1)
      const messages = moment && roster.messages(condition, player, moment)
      return messages && expectedOf(entryOf(player), messages)
    },
    voice: (condition, player) => voices.get(keyOf(condition, player)),
    calls: count,
    close: async () => {
      for (const { model } of adapters.values()) await model.close?.()
    },
  }
  for (const condition of conditions) checkPrompts(condition)
  return roster

  function seat(condition: Condition, player: PlayerEntry, index: number): void {
    const key = keyOf(condition, nameOf(player))
    checkKeys(file, index)
    const kind = kindOf(player)
    if (kind === 'script') {
      agents.set(key, scriptOf(stageOf(condition), index))
      return
    }
    const book = bookOf(condition, player)
    books.set(key, book)
    agents.set(key, kind === 'model' ? modelled(condition, player, index, book, key) : outsider(player, index, book))
  }

  function modelled(condition: Condition, player: PlayerEntry, index: number, book: PromptBook, key: string): Agent {
    const model = layered(adapterFor(condition, player, index))
    voices.set(key, { model, book })
    const { attempts, structured, temperature, topP, effort, maxTokens } = player
    const { reasons } = file.experiment
    const held = player.model!.startsWith('simulated:') || holds(player, file)
    return llm({
      ...{ name: nameOf(player), model, book, log, reasons, attempts, structured: structured ?? held },
      ...{ temperature, topP, effort, maxTokens },
    })
  }

  /** A person, or a program of the user's own. */
  function outsider(player: PlayerEntry, index: number, book: PromptBook): Agent {
    const name = nameOf(player)
    const { reasons } = file.experiment
    if (reach.by === 'log') return replayed(name, decisionsIn(reach.log))
    if (player.remote !== undefined) {
      const { remote: url, attempts, timeout, keyFrom } = player
      const apiKey =
        keyFrom === undefined
          ? undefined
          : keyFor(keyFrom, reach, (message, code) => file.fault(['players', index, 'keyFrom'], message, code))
      return remote({
        ...{ name, url, book, log, reasons, attempts, apiKey },
        timeout: timeout === undefined ? undefined : timeout * 1000,
      })
    }
    if (options.screen) return human({ name, book, screen: options.screen, reasons })
    throw file.fault(['players', index, 'person'], 'there is no terminal here for a person to sit at')
  }

  /** A simulated player follows the game's own strategies, so it is made for each condition; others once. */
  function adapterFor(condition: Condition, player: PlayerEntry, index: number): Adapter {
    const name = player.model!
    const parts = modelName(name)
    if (parts?.provider === 'simulated') {
      checkAsked(player, index, file)
      const model = simulatedOf(stageOf(condition), index, parts.model)
      return { model, account: name, limits: {}, price: 'free' }
    }
    const made = adapters.get(nameOf(player)) ?? adapterOf(player, index, file, reach)
    adapters.set(nameOf(player), made)
    return made
  }

  function stageOf(condition: Condition): Stage {
    return { file, shelf: options.shelf, condition, rehearsal: rehearsals.get(condition) }
  }

  function bookOf(condition: Condition, { persona, reasoning, memory, prompts }: PlayerEntry): PromptBook {
    return promptBook(read, {
      game: condition.ref.game,
      wraps: (condition.game.wraps ?? []).map(({ id }) => id),
      persona,
      reasoning: reasoning ?? 'direct',
      memory: memory ?? 'view',
      variant: prompts ?? condition.prompts,
    })
  }

  function expectedOf(player: PlayerEntry, messages: readonly Message[]): Expected {
    const adapter = adapters.get(nameOf(player))
    const reasoning = player.reasoning ?? 'direct'
    const steps = stepsOf(reasoning).length
    const prompt = messages.reduce((sum, { content }) => sum + tokensIn(content), 0)
    const most = player.maxTokens ?? Infinity
    const answer = reasoning === 'think' ? AT_LENGTH : BRIEF
    return {
      model: player.model!,
      price: adapter ? adapter.price : 'free',
      calls: steps + 1,
      input: (steps + 1) * prompt + (steps * (steps + 1) * AT_LENGTH) / 2,
      output: steps * Math.min(most, AT_LENGTH) + Math.min(most, answer),
    }
  }

  function checkPrompts(condition: Condition): void {
    const moments = rehearsals.get(condition)?.moments ?? []
    for (const player of condition.players) {
      const book = books.get(keyOf(condition, player))
      if (!book) continue
      const index = file.experiment.players.findIndex((entry) => nameOf(entry) === player)
      const { persona, memory, prompts } = file.experiment.players[index]!
      if (persona !== undefined && read(persona) === undefined)
        throw file.fault(['players', index, 'persona'], `there is no file ${persona}`, 'no-file')
      const last = moments.at(-1)
      if (memory !== undefined && last) located(file, index, () => checkMemory(memory, last.view), 'memory')
      for (const moment of moments) {
        book.checkTemplates([moment.kind], moment.view)
        if (!roster.messages(condition, player, moment)) book.askText(moment.kind, moment.view)
      }
      const variantAt = prompts === undefined ? ['design', 'factors', 'prompts'] : ['players', index, 'prompts']
      locatedAt(file, variantAt, () => book.checkVariant()) // all that there is of it has been loaded by now
    }
  }
}

/** The log, and how many calls went into it. */
function counted(log: CallLog): { readonly log: CallLog; readonly count: () => number } {
  let calls = 0
  const counting: CallLog = {
    begin: (call, durable) => {
      calls++
      return log.begin(call, durable)
    },
    complete: (key, done, durable) => log.complete(key, done, durable),
    read: (key, outcome, dropped) => log.read(key, outcome, dropped),
    tried: (key) => log.tried(key),
  }
  return { log: counting, count: () => calls }
}

const keyOf = (condition: Condition, player: string): string => `${condition.index}/${player}`
