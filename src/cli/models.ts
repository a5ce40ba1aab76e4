/** `stagegame models`: which models an experiment asks, what they take, and whether they answer. */
import { basename } from 'node:path'
import { Command } from 'commander'
import { stringify } from 'yaml'
import { z } from 'zod'
import { readReply } from '../agents/reply.ts'
import { nameOf } from '../arena/experiment.ts'
import { type ExperimentFile, parseExperiment, readExperiment } from '../arena/experiment-file.ts'
import { stream } from '../core/chance.ts'
import { StagegameError } from '../core/errors.ts'
import { jsonSchemaOf } from '../core/legal.ts'
import type { Capabilities } from '../models/capabilities.ts'
import type { Model, ModelReply, ModelRequest } from '../models/model.ts'
import { costOf } from '../models/prices.ts'
import { adapterOf, capabilitiesFor } from '../players/models.ts'
import type { Adapter, Reach } from '../players/reach.ts'
import { money } from './spend.ts'
import { table } from './table.ts'

interface Options {
  readonly check?: true
  readonly model: readonly string[]
}

export const modelsCommand = (exit: (code: number) => void): Command =>
  new Command('models')
    .description('The models of an experiment: what each takes, its price entry; with --check whether it answers.')
    .argument('[file]', 'the experiment, YAML')
    .option('--model <name>', 'a model by its name, as in openai:gpt-5-mini; repeatable', collected, [])
    .option('--check', 'make one tiny call to each')
    .addHelpText(
      'after',
      '\nExit code 3 where a model did not answer.\n\nExamples:\n  stagegame models examples/endpoint.yaml\n  stagegame models --model openai:gpt-5-mini --check',
    )
    .action(async (path: string | undefined, { check, model }: Options) => {
      if (path === undefined && model.length === 0)
        throw new StagegameError('bad-option', 'expected an experiment file, or --model <name>')
      const file = path === undefined ? fileOf(model) : readExperiment(path)
      exit(await listed(file, check === true))
    })

const collected = (name: string, names: readonly string[]): string[] => [...names, name]

/** Models by name alone, as an experiment that asks them. */
const fileOf = (names: readonly string[]): ExperimentFile =>
  parseExperiment(
    stringify({ game: 'beauty-contest', players: names.map((model, i) => ({ name: `player-${i + 1}`, model })) }),
    'the command line',
  )

interface Row {
  readonly model: string
  readonly capabilities: Capabilities
  readonly price: Adapter['price']
  readonly checked?: Checked
}

async function listed(file: ExperimentFile, check: boolean): Promise<number> {
  const reach: Reach = check
    ? { by: 'wire', environment: process.env, spent: { tokens: 0, dollars: 0 } }
    : { by: 'nobody' }
  const rows: Row[] = []
  for (const [index, player] of file.experiment.players.entries()) {
    const { model } = player
    if (model === undefined || model.startsWith('simulated:') || rows.some((row) => row.model === model)) continue
    const adapter = adapterOf(player, index, file, reach)
    const capabilities = capabilitiesFor(model, file)! // else there were no adapter
    rows.push({ model, capabilities, price: adapter.price, ...(check && { checked: await checked(adapter) }) })
    await adapter.model.close?.()
  }
  if (rows.length === 0) {
    console.log(
      `${basename(file.path)} asks no model: its players are ${file.experiment.players.map(nameOf).join(', ')}`,
    )
    return 0
  }
  console.log(table(rows, [...columns, ...(check ? checkColumns : [])]))
  for (const { checked } of rows) if (checked?.failure) console.log(`\n${checked.failure}`)
  return rows.some(({ checked }) => checked?.failure !== undefined) ? 3 : 0
}

const yes = (takes: boolean): string => (takes ? 'yes' : '–')

const columns = [
  { title: 'model', cell: ({ model }: Row) => model },
  { title: 'temperature', cell: ({ capabilities }: Row) => yes(capabilities.temperature) },
  { title: 'top-p', cell: ({ capabilities }: Row) => yes(capabilities.topP) },
  { title: 'seed', cell: ({ capabilities }: Row) => yes(capabilities.seed) },
  { title: 'effort', cell: ({ capabilities }: Row) => yes(capabilities.effort) },
  { title: 'schema', cell: ({ capabilities }: Row) => capabilities.schema },
  { title: 'price (in, out)', cell: ({ price }: Row) => priceInWords(price) },
]

const checkColumns = [
  { title: 'answers', cell: ({ checked }: Row) => (checked?.failure === undefined ? 'yes' : 'no') },
  { title: 'as', cell: ({ checked }: Row) => checked?.reply?.model ?? '–' },
  { title: 'held to the schema', cell: ({ checked }: Row) => checked?.legal ?? '–' },
  { title: 'seconds', right: true, cell: ({ checked }: Row) => ((checked?.milliseconds ?? 0) / 1000).toFixed(2) },
  { title: 'cost', right: true, cell: (row: Row) => costInWords(row) },
]

const priceInWords = (price: Adapter['price']): string => {
  if (price === undefined) return 'none'
  return price === 'free' ? 'free' : `$${price.inputPerMillion}, $${price.outputPerMillion} a million`
}

function costInWords({ price, checked }: Row): string {
  if (!checked?.reply || price === undefined || price === 'free') return '–'
  const cost = costOf(checked.reply.tokens, price)
  return cost === null ? '–' : `$${money(cost)}`
}

interface Checked {
  readonly milliseconds: number
  readonly reply?: ModelReply
  /** How the reply was read. */
  readonly legal?: string
  /** Why there was none. */
  readonly failure?: string
}

const Answer = z.strictObject({ number: z.int().min(1).max(3) })

/** One tiny call, around which nothing retries, waits or is logged. */
async function checked({ model }: Adapter): Promise<Checked> {
  const began = performance.now()
  const took = () => performance.now() - began
  try {
    const reply = await model.complete(tinyRequest(model), new AbortController().signal)
    const reading = readReply(reply, Answer)
    return { milliseconds: took(), reply, legal: reading.ok ? 'yes' : reading.failure }
  } catch (error) {
    if (!(error instanceof StagegameError)) throw error
    return { milliseconds: took(), failure: error.message }
  }
}

function tinyRequest({ name }: Model): ModelRequest {
  const answer = jsonSchemaOf(Answer)
  return {
    key: { match: 'check', turn: 0, seat: 0, purpose: 'check', attempt: 1 },
    messages: [
      { role: 'system', content: 'This is a check that you can be reached.' },
      {
        role: 'user',
        content: 'Answer with one JSON object and nothing else: {"number": <a whole number from 1 to 3>}',
      },
    ],
    schema: answer,
    maxTokens: MOST_TOKENS,
    seed: 1,
    about: { kind: 'check', view: null, answer, rng: stream(['check', name]) },
  }
}

/** Enough for a reasoning model to come to its answer. */
const MOST_TOKENS = 1000
