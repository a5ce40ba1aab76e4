/** `stagegame lab FILE`: a session for people in a browser, from its check to what is published of it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { hint, StagegameError } from '../core/errors.ts'
import { wallClock } from '../lab/clock.ts'
import { eraseParticipant, erasureLines } from '../lab/erase.ts'
import { readLab } from '../lab/lab-file.ts'
import { memoryStore } from '../store/memory.ts'
import {
  beginLab,
  checkedLab,
  freezeHash,
  identityOf,
  type LabPlace,
  type LabSurroundings,
  placeOf,
  resumeLab,
} from '../web/run-lab.ts'
import { checkEmpty, type LabFiles, withSession, writeExport } from './lab-export.ts'
import { packSession } from './lab-pack.ts'
import { checkBots, pilot, pilotText } from './lab-pilot.ts'
import { planText } from './lab-plan.ts'
import { type ServeOptions, serveSession } from './lab-serve.ts'
import { positive } from './limits.ts'
import { packageFolder, version } from './package.ts'
import { DEFAULT_FILE, dbOption, freeRunId, withStore } from './stores.ts'
import { many } from './table.ts'

interface PlaceOptions {
  readonly db: string
  readonly session?: string
  readonly identity?: string
}

type LabOptions = ServeOptions & PlaceOptions & { readonly demo?: true }

const around: LabSurroundings = { clock: wallClock, environment: process.env, packageFolder, code: version }

export function labCommand(exit: (code: number) => void): Command {
  const lab = withPlace(withServing(new Command('lab')))
    .description('Serve a session to people in a browser, with a monitor for the experimenter.')
    .argument('<file>', 'the session file, YAML')
    .option('--demo', 'mark it as a demo: its data are left out of exports')
    .enablePositionalOptions() // those of `lab resume` are not those of `lab`
    .addHelpText('after', '\nExample:\n  stagegame lab examples/lab/beauty-contest.yaml')
    .allowExcessArguments() // which is said below in words
    .action(async (path: string, options: LabOptions, command: Command) => {
      checkCommand(command)
      const file = readLab(path)
      exit(
        await serveSession(
          {
            open: async () => {
              const { name, place } = await placed(file.name, options)
              return beginLab(file, name, place, around, { demo: options.demo ?? false })
            },
            resume: ({ journal, identity }) => resumeCommand(journal.file, identity.file, options),
          },
          options,
        ),
      )
    })
  for (const command of [resume(exit), piloting(), check(), freeze(), exporting(), packing(), erasing()])
    lab.addCommand(command.exitOverride())
  return lab
}

const resume = (exit: (code: number) => void): Command =>
  withServing(withSessionArgument(new Command('resume')))
    .description('Go on with a session that was stopped or killed: everybody is where they were.')
    .action(async (named: string, options: ServeOptions & { readonly identity?: string }) => {
      const session = sessionFile(named)
      const identity = options.identity ?? identityOf(session)
      if (!existsSync(identity))
        throw new StagegameError(
          'missing-file',
          `there is no identity file ${identity}: name it by --identity, since nobody could go on by their link without it`,
        )
      exit(
        await serveSession(
          {
            open: () => resumeLab(session, identity, around),
            resume: () => resumeCommand(session, identity, options),
          },
          options,
        ),
      )
    })

const piloting = (): Command =>
  withPlace(new Command('pilot'), false)
    .description('Let scripted participants go through the real pages of a session, to its end.')
    .argument('<file>', 'the session file, YAML')
    .option('--bots <n>', 'how many; default: as many as are expected', positive)
    .option(
      '--out <folder>',
      'where the data are written, a folder that is not there yet, or empty; default: transcripts/<name>-export',
    )
    .addHelpText(
      'after',
      '\nIts files are kept where --db names a log, else they are deleted. Time limits and patience run as in a session.\n\nExample:\n  stagegame lab pilot examples/lab/beauty-contest.yaml --bots 4',
    )
    .action(
      async (path: string, options: Partial<PlaceOptions> & { readonly bots?: number; readonly out?: string }) => {
        const file = readLab(path)
        const { bots = file.lab.participants, out = join(dirname(DEFAULT_FILE), `${file.name}-export`) } = options
        checkBots(file.lab, bots)
        checkEmpty(out)
        const folder = options.db === undefined ? mkdtempSync(join(tmpdir(), 'stagegame-pilot-')) : undefined
        try {
          const { name, place } = await placed(file.name, { ...options, db: options.db ?? join(folder!, 'log.sqlite') })
          const opened = await beginLab(file, name, place, around, { pilot: true })
          try {
            const result = await pilot(opened, bots)
            console.log(`${many(bots, 'scripted participant')} went through ${file.lab.title}:\n`)
            console.log(pilotText(result, file.lab.payment.currency))
            const files = await writeExport(opened, out, { labels: false, demo: false })
            console.log(`\nwrote ${many(files.length, 'file')} to ${out}, marked as a pilot`)
            if (options.db !== undefined) console.log(`\nmatches: ${place.db}, run ${name}\nsession: ${place.session}`)
          } finally {
            await opened.close()
          }
        } finally {
          if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
        }
      },
    )

const check = (): Command =>
  new Command('check')
    .description('Check all that can be checked before the first link exists, and print the plan.')
    .argument('<file>', 'the session file, YAML')
    .action(async (path: string) => {
      const prepared = await checkedLab(readLab(path), around)
      console.log(planText(prepared))
      console.log(`\nnothing is wrong with ${path}`)
      await prepared.roster.close()
    })

const freeze = (): Command =>
  new Command('freeze')
    .description(
      'Print the one hash to preregister: over the session file, all its texts and the version of stagegame.',
    )
    .argument('<file>', 'the session file, YAML')
    .action(async (path: string) => {
      const prepared = await checkedLab(readLab(path), around)
      const { hash, lines } = freezeHash(prepared, version)
      console.log(
        `${lines.join('\n')}\n\n${hash}\n\nthe SHA-256 of the lines above, each with its end: \`head -n ${lines.length} | sha256sum\``,
      )
      await prepared.roster.close()
    })

const exporting = (): Command =>
  withSessionArgument(new Command('export'))
    .description(
      'Write the data of a session: tables, a codebook of their columns, and a manifest. It may still be going on.',
    )
    .requiredOption('--out <folder>', 'a folder that is not there yet, or empty')
    .option('--labels', 'labels of participants in wide.csv; in payments/payments.csv they stand in any case')
    .option('--demo', 'a demo session, too, with every row marked')
    .action(async (named: string, { out, identity, labels = false, demo = false }: ExportFlags) => {
      checkEmpty(out)
      await withSession(sessionFile(named), identity, async (files) => {
        const written = await writeExport(files, out, { labels, demo })
        console.log(`wrote ${many(written.length, 'file')} to ${out}`)
        console.log(`${out}/payments says who participants are: keep it apart from the rest`)
      })
    })

const packing = (): Command =>
  withSessionArgument(new Command('pack'))
    .description(
      'Write the replication package of a session: what was frozen, the logs and the data, without identities.',
    )
    .requiredOption('--out <folder>', 'a folder that is not there yet, or empty')
    .option('--demo', 'a demo session, too, with every row marked')
    .action(async (named: string, { out, identity, demo = false }: ExportFlags) => {
      checkEmpty(out)
      await withSession(sessionFile(named), identity, async (files) => {
        const count = await packSession(files, out, { demo })
        console.log(`wrote ${many(count, 'file')} to ${out}`)
      })
    })

const erasing = (): Command =>
  withSessionArgument(new Command('erase'))
    .description('Remove what one participant typed, and who it was. The session must not be going on.')
    .argument('<person>', 'the pseudonym, as it stands on the monitor and in the data')
    .option('--yes', 'do it: it cannot be taken back')
    .action(
      async (named: string, person: string, { identity, yes }: { readonly identity?: string; readonly yes?: true }) => {
        if (!yes)
          throw new StagegameError(
            'bad-option',
            `what ${person} typed would be gone for good: add --yes if that is wanted`,
          )
        const work = async (files: LabFiles) => erasureLines(await eraseParticipant({ ...files, person }))
        console.log((await withSession(sessionFile(named), identity, work, { write: true })).join('\n'))
      },
    )

interface ExportFlags {
  readonly out: string
  readonly identity?: string
  readonly labels?: boolean
  readonly demo?: boolean
}

const withSessionArgument = (command: Command): Command =>
  command
    .argument('<session>', 'the session file, *.lab.sqlite, or its name')
    .option('--identity <file>', 'the file of who people are; default: beside the session file')

const withServing = (command: Command): Command =>
  command
    .option('--port <n>', 'default: 8080, or any that is free', port)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--public-url <url>', 'where participants reach it: that of the server that stands before it', origin)
    .option('--password-from <variable>', 'the environment variable with the monitor’s password; default: one is made')

const withPlace = (command: Command, log = true): Command => {
  if (log) command.addOption(dbOption())
  else command.option('--db <file>', 'the SQLite file of the log, to keep it')
  return command
    .option('--session <file>', 'the session file to write; default: <name>.lab.sqlite beside the log')
    .option('--identity <file>', 'the file of who people are; default: <name>.identity.sqlite beside the log')
}

async function placed(
  experiment: string,
  { db, session, identity }: PlaceOptions,
): Promise<{ readonly name: string; readonly place: LabPlace }> {
  const name = existsSync(db)
    ? await withStore(db, (store) => freeRunId(store, experiment), { create: false })
    : await freeRunId(memoryStore(), experiment)
  const place = placeOf(db, name)
  return { name, place: { db, session: session ?? place.session, identity: identity ?? place.identity } }
}

/** A session by its file, or by its name where it lies in this folder or at the usual place. Throws `missing-file`. */
function sessionFile(named: string): string {
  const places = [named, placeOf('.', named).session, placeOf(DEFAULT_FILE, named).session]
  const found = places.find((file) => existsSync(file))
  if (found !== undefined) return found
  const looked = /\.sqlite$/.test(named) ? [named] : places
  throw new StagegameError('missing-file', `there is no session file ${looked.join(', nor ')}`)
}

/** One file, and no command that is nearly one. Throws `bad-option`. */
function checkCommand({ args, commands }: Command): void {
  if (args.length < 2) return
  const known = commands.map((command) => command.name())
  throw new StagegameError(
    'bad-option',
    `expected one session file or a command, got ${args.join(' ')}: ${hint(args[0]!, known)}`,
  )
}

function resumeCommand(session: string, identity: string, { port, host, publicUrl }: ServeOptions): string {
  return [
    `stagegame lab resume ${session}`,
    ...(identity === identityOf(session) ? [] : [`--identity ${identity}`]),
    ...(port === undefined ? [] : [`--port ${port}`]),
    ...(host === '127.0.0.1' ? [] : [`--host ${host}`]),
    ...(publicUrl === undefined ? [] : [`--public-url ${publicUrl}`]),
  ].join(' ')
}

function port(text: string): number {
  const n = Number(text)
  if (text.trim() === '' || !Number.isInteger(n) || n < 0 || n > 65_535)
    throw new InvalidArgumentError('expected a whole number from 0 to 65535')
  return n
}

function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new InvalidArgumentError('expected an address without a path: https://lab.example.org')
  return url.origin
}
