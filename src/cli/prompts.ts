/** `stagegame prompts FILE|GAME`: exactly what a seat would be sent. */
import { Command } from 'commander'
import { stringify } from 'yaml'
import { nameOf } from '../arena/experiment.ts'
import { parseExperiment, readExperiment } from '../arena/experiment-file.ts'
import { diskReader, folderOf } from '../arena/frozen.ts'
import { hint, list, StagegameError } from '../core/errors.ts'
import { memoryStore } from '../store/memory.ts'
import { paramOption, wrapOption } from './game-options.ts'
import { packageFolder } from './package.ts'
import { prepare } from './prepare.ts'

interface Options {
  readonly param: Readonly<Record<string, unknown>>
  readonly wrap: readonly string[]
  readonly player?: string
  readonly kind?: string
}

export const promptsCommand = (_exit: (code: number) => void): Command =>
  new Command('prompts')
    .description(
      'Print exactly what a seat would be sent, at the first and the last time that each kind is asked of each role.',
    )
    .argument('<file-or-game>', 'an experiment (.yaml), or a game')
    .option('--player <name>', 'of an experiment: this model player alone')
    .option('--kind <kind>', 'this kind of decision alone')
    .addOption(paramOption())
    .addOption(wrapOption())
    .addHelpText(
      'after',
      '\nExamples:\n  stagegame prompts beauty-contest --param rounds=3 --wrap talk\n  stagegame prompts examples/first.yaml --player imitator',
    )
    .action(async (name: string, { param, wrap, player, kind }: Options) => {
      const isFile = /\.ya?ml$/.test(name)
      if (isFile && (Object.keys(param).length > 0 || wrap.length > 0))
        throw new StagegameError('bad-option', '--param and --wrap go with a game; an experiment has its own')
      const file = /\.ya?ml$/.test(name)
        ? readExperiment(name)
        : parseExperiment(
            stringify({
              game: name,
              params: param,
              wraps: wrap,
              players: [{ name: 'model', model: 'simulated:random' }],
            }),
            'prompts.yaml',
          )
      const { conditions, rehearsals, roster, leave } = await prepare(
        file,
        memoryStore(),
        (own) => diskReader(folderOf(file.path), packageFolder, own),
        { by: 'nobody' },
      )
      leave()
      const names = file.experiment.players.map(nameOf)
      if (player !== undefined && !names.includes(player))
        throw new StagegameError(
          'unknown-player',
          `there is no player ${JSON.stringify(player)}: ${hint(player, names)}`,
        )
      let printed = 0
      const kinds = new Set<string>()
      for (const condition of conditions)
        for (const one of condition.players)
          for (const moment of rehearsals.get(condition)?.moments ?? []) {
            kinds.add(moment.kind)
            if ((player !== undefined && one !== player) || (kind !== undefined && moment.kind !== kind)) continue
            const messages = roster.messages(condition, one, moment)
            if (!messages) continue
            printed++
            console.log(
              `=== ${condition.label} · ${one} · seat ${moment.seat}, ${moment.role} · ${moment.kind} in turn ${moment.turn}`,
            )
            for (const { role, content } of messages) console.log(`--- ${role}\n${content.trimEnd()}\n`)
          }
      if (kind !== undefined && !kinds.has(kind))
        throw new StagegameError(
          'unknown-kind',
          `nothing of the kind ${JSON.stringify(kind)} is asked: ${hint(kind, [...kinds])}`,
        )
      if (printed === 0)
        console.log(
          `nobody here is sent a prompt: ${list(player === undefined ? names : [player])} ${names.length === 1 || player !== undefined ? 'is' : 'are'} no model`,
        )
    })
