/** `stagegame power FILE`: how many repetitions a planned comparison needs, from a pilot that scripts play or that was logged. */
import { Command } from 'commander'
import { conductOf } from '../analysis/conduct.ts'
import { excluded, ruleOf } from '../analysis/exclusions.ts'
import { outcomesOf } from '../analysis/outcomes.ts'
import { type Power, powerOf } from '../analysis/power.ts'
import { ofPlayers, primaryOf, quantitiesOf } from '../analysis/quantities.ts'
import { nameOf } from '../arena/experiment.ts'
import { type ExperimentFile, readExperiment } from '../arena/experiment-file.ts'
import { diskReader, folderOf } from '../arena/frozen.ts'
import { playStages, stages } from '../arena/stages.ts'
import { noProgress } from '../arena/tournament.ts'
import { stream } from '../core/chance.ts'
import { list, StagegameError } from '../core/errors.ts'
import { kindOf } from '../players/entries.ts'
import type { Archive } from '../store/archive.ts'
import { nodeDigest } from '../store/chain.ts'
import { memoryStore } from '../store/memory.ts'
import type { Run } from '../store/store.ts'
import { loggedGames } from './logged-games.ts'
import { packageFolder, version } from './package.ts'
import { prepare } from './prepare.ts'
import { dbOption, runNamed, withStore } from './stores.ts'
import { reported } from './subject.ts'
import { many, number, percent, table } from './table.ts'

interface Options {
  readonly db: string
  readonly pilot?: string
  readonly pilotRepetitions: string
  readonly repetitions?: string
  readonly effect?: string
  readonly alpha: string
  readonly target: string
  readonly studies: string
}

export const powerCommand = (_exit: (code: number) => void): Command =>
  new Command('power')
    .description(
      'How likely the planned analysis finds a difference, by the number of repetitions: studies are drawn from the blocks of a pilot, and tested as the report would.',
    )
    .argument('<file>', 'the experiment, YAML')
    .option(
      '--pilot <run>',
      'take the blocks of this logged run; default: scripts and simulated players play a pilot now',
    )
    .addOption(dbOption())
    .option('--pilot-repetitions <n>', 'repetitions of a pilot that is played now', '100')
    .option('--repetitions <list>', 'numbers of repetitions to try: 5,10,20; default: around those of the design')
    .option('--effect <x>', 'assume this difference, in the unit of the primary quantity; default: that of the pilot')
    .option('--alpha <p>', 'level of the test', '0.05')
    .option('--target <share>', 'power that is wanted', '0.8')
    .option('--studies <n>', 'simulated studies for each number', '400')
    .addHelpText(
      'after',
      `
Pairs of players in each condition, and each player between conditions that differ in one factor, are tested by the primary
quantity of the experiment's analysis, with Holm over each family. Models are not called: replace them by simulated ones, or
take a logged run as the pilot. With common seeds a repetition is one block; with independent seeds each match is.

Examples:
  stagegame power examples/treatments.yaml --repetitions 5,10,20,40
  stagegame power study.yaml --pilot pilot-1 --effect 2.5`,
    )
    .action(async (path: string, options: Options) => {
      const file = readExperiment(path)
      const asked = askedIn(options, file.experiment.design.repetitions)
      if (options.pilot === undefined) {
        await show(file, await played(file, asked.pilotRepetitions), asked)
        return
      }
      await withStore(
        options.db,
        async (store) => {
          const run = await runNamed(store, options.pilot!)
          const { experiment } = await pilotFile(store, run, folderOf(store.file))
          const pilot = { store, run, folder: folderOf(store.file), repetitions: experiment.design.repetitions }
          await show(file, pilot, asked)
        },
        { readonly: true },
      )
    })

interface Asked {
  readonly pilotRepetitions: number
  readonly repetitions: readonly number[]
  readonly effect: number | undefined
  readonly alpha: number
  readonly target: number
  readonly studies: number
}

/** Throws `bad-option`. */
function askedIn(options: Options, planned: number): Asked {
  const refuse = (name: string, expected: string, found: string) =>
    new StagegameError('bad-option', `--${name}: expected ${expected}, got ${JSON.stringify(found)}`)
  const whole = (name: string, text: string, from: number, to: number) => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= from && value <= to) return value
    throw refuse(name, `a whole number from ${from} to ${to.toLocaleString('en')}`, text)
  }
  const share = (name: string, text: string) => {
    const value = Number(text)
    if (value > 0 && value < 1) return value
    throw refuse(name, 'a number between 0 and 1', text)
  }
  const effect = options.effect === undefined ? undefined : Number(options.effect)
  if (effect !== undefined && !Number.isFinite(effect)) throw refuse('effect', 'a number', options.effect!)
  const around = [...new Set([1, 2, 4].flatMap((factor) => [planned * factor, Math.ceil(planned / factor)]))]
  const repetitions =
    options.repetitions === undefined
      ? around.filter((count) => count > 1 || planned === 1).sort((a, b) => a - b)
      : options.repetitions.split(',').map((text) => whole('repetitions', text.trim(), 1, 100_000))
  return {
    pilotRepetitions: whole('pilot-repetitions', options.pilotRepetitions, 2, 100_000),
    repetitions,
    effect,
    alpha: share('alpha', options.alpha),
    target: share('target', options.target),
    studies: whole('studies', options.studies, 50, 100_000),
  }
}

interface Pilot {
  readonly store: Archive
  readonly run: Run
  /** From where the run names its files. */
  readonly folder: string
  readonly repetitions: number
}

const pilotFile = async (store: Archive, run: Run, folder: string): Promise<ExperimentFile> =>
  (await reported(store, [run], folder)).files[0]!

/** Plays the experiment in memory, with players that need nobody. Throws `cannot-pilot`. */
async function played(file: ExperimentFile, repetitions: number): Promise<Pilot> {
  const outside = file.experiment.players.filter(
    (player) => kindOf(player) !== 'script' && !player.model?.startsWith('simulated:'),
  )
  if (outside.length > 0)
    throw new StagegameError(
      'cannot-pilot',
      `a pilot calls nobody, but ${list(outside.map(nameOf))} would have to be called: replace them by simulated players, or name a logged run by --pilot`,
    )
  const { experiment } = file
  const longer = { ...file, experiment: { ...experiment, design: { ...experiment.design, repetitions } } }
  const store = memoryStore()
  const run: Run = {
    ...{ id: 'pilot', name: file.name, experiment: file.text, file: file.path, texts: {} },
    ...{ seed: experiment.seed, code: version, at: new Date(0).toISOString() },
  }
  await store.createRun(run, new Map())
  const reader = (own: Parameters<typeof diskReader>[2]) => diskReader(folderOf(file.path), packageFolder, own)
  const prepared = await prepare(longer, store, reader, {
    by: 'wire',
    environment: {},
    spent: { dollars: 0, tokens: 0 },
  })
  const { failure } = await playStages(
    {
      ...{ run: run.id, experiment: longer.experiment, store, agentOf: prepared.roster.agentOf, specs: new Map() },
      ...{ code: version, stop: new AbortController(), signal: new AbortController().signal },
      ...{ progress: noProgress(), fold: { digest: nodeDigest } },
    },
    stages(longer, prepared.conditions, run.id, store),
  )
  await prepared.roster.close()
  if (failure !== undefined) throw failure
  const rules = Object.fromEntries(prepared.own.map(({ game, hash }) => [`rules:${game.id}`, hash]))
  return { store, run: { ...run, texts: rules }, folder: '/', repetitions }
}

async function show(file: ExperimentFile, pilot: Pilot, asked: Asked): Promise<void> {
  const { store, run, folder } = pilot
  const { subject, conditionOf, isPerson, behaviourFor } = await reported(store, [run], folder)
  const { primary, exclude } = file.experiment.analysis
  const { matches } = await outcomesOf(store, [run.id], conditionOf, isPerson)
  const { kept, leftOut } = excluded(matches, [exclude ?? []].flat().map(ruleOf))
  const gameFor = await loggedGames([], [run], [folder])
  const conducts = await conductOf(store, { runs: [run.id], matches: kept, leftOut, gameFor, behaviourFor })
  const quantity = primaryOf(quantitiesOf(kept, leftOut, conducts), primary)
  if (!quantity)
    throw new StagegameError(
      'unknown-primary',
      `the pilot has no ${JSON.stringify(primary)}, the primary quantity of the analysis`,
    )
  const powers = powerOf(subject, ofPlayers(quantity).groups, {
    ...{ pilot: pilot.repetitions, repetitions: asked.repetitions, alpha: asked.alpha, studies: asked.studies },
    ...{ effect: asked.effect, rng: stream([file.experiment.seed, 'power']) },
  })
  if (powers.length === 0)
    throw new StagegameError(
      'cannot-pilot',
      'the pilot has fewer than two independent blocks, or nobody to compare: it needs two repetitions and two players, or conditions, at least',
    )
  print(powers, pilot, quantity.name, asked)
}

function print(powers: readonly Power[], { run, repetitions: had }: Pilot, quantity: string, asked: Asked): void {
  const source = run.id === 'pilot' ? `${many(had, 'repetition')} that were played now` : `run ${run.id}`
  console.log(
    `power to find differences of ${quantity} at ${asked.alpha}, from ${source}; ${asked.studies} studies each`,
  )
  const counts = asked.repetitions
  const blocks = (count: number) => powers.find(({ repetitions }) => repetitions === count)!.blocks
  for (const family of new Set(powers.map((power) => power.family))) {
    const rows = [...new Set(powers.filter((power) => power.family === family).map(({ what }) => what))]
    const at = (what: string, count: number) =>
      powers.find((power) => power.family === family && power.what === what && power.repetitions === count)!
    const enough = (what: string) => counts.find((count) => at(what, count).power >= asked.target)
    console.log(`\n${family}`)
    console.log(
      table(rows, [
        { title: 'comparison', cell: (what) => what },
        { title: 'difference', right: true, cell: (what) => number(at(what, counts[0]!).difference) },
        ...counts.map((count) => ({
          title: `${count}`,
          right: true,
          cell: (what: string) => percent(at(what, count).power, 1),
        })),
        {
          title: `${percent(asked.target, 1)} at`,
          right: true,
          cell: (what) => String(enough(what) ?? `over ${Math.max(...counts)}`),
        },
      ]),
    )
  }
  console.log(
    `\ncolumns are repetitions (${counts.map((count) => `${count}: ${many(blocks(count), 'block')}`).join(', ')})`,
  )
  console.log('p values are adjusted by Holm over the comparisons of a table')
  for (const count of counts)
    if (2 ** (1 - blocks(count)) > asked.alpha)
      console.log(
        `${many(count, 'repetition')}: of ${many(blocks(count), 'block')} no two-sided test by exchange has a p of ${asked.alpha} or less, whatever the difference`,
      )
}
