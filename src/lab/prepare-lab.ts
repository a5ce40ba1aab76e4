/** From a session file to everything that a session needs, with all that can be checked before the first link exists. */
import { promptBook } from '../agents/prompt.ts'
import type { Condition } from '../arena/conditions.ts'
import { conditionsOf } from '../arena/conditions.ts'
import { Experiment, nameOf } from '../arena/experiment.ts'
import type { ExperimentFile } from '../arena/experiment-file.ts'
import type { Reader } from '../arena/frozen.ts'
import { folderOf } from '../arena/frozen.ts'
import { isPath, loadOwnGame, type OwnGame, shelfWith } from '../arena/own-game.ts'
import { type Rehearsal, rehearse } from '../arena/rehearsal.ts'
import { tablesOf } from '../arena/tables.ts'
import { StagegameError } from '../core/errors.ts'
import { type Shelf, shelvedGame } from '../core/shelf.ts'
import type { Reach } from '../players/reach.ts'
import { rosterOf } from '../players/roster.ts'
import type { CallLog } from '../store/store.ts'
import { checkLab } from './check-lab.ts'
import type { LabFile } from './lab-file.ts'
import type { Block } from './lab-schema.ts'
import { PERSON, type PreparedBlock, type PreparedLab, seatsOfPeople } from './prepared.ts'
import { claimOf } from './truth.ts'

/** Throws StagegameErrors that name the line of the file. */
export async function prepareLab(
  file: LabFile,
  log: CallLog,
  shelf: Shelf,
  readerFor: (own: readonly OwnGame[]) => Reader,
  reach: Reach,
): Promise<PreparedLab> {
  const { lab } = file
  const own = await ownGamesOf(file)
  const whole = shelfWith(shelf, [...own.values()])
  const reader = readerFor([...own.values()])
  const blocks = new Map<string, PreparedBlock>()
  const conditions: Condition[] = []
  const rehearsals = new Map<Condition, Rehearsal>()
  for (const [id, block] of Object.entries(lab.blocks)) {
    const prepared = preparedBlock(file, id, block, whole, own.get(block.game)?.game.id, reader, conditions.length)
    blocks.set(id, prepared)
    for (const { condition, rehearsal } of [prepared, prepared.practice ?? prepared]) {
      if (rehearsals.has(condition)) continue
      conditions.push(condition)
      rehearsals.set(condition, rehearsal)
    }
  }
  const roster = rosterOf({
    file: experimentOf(file),
    shelf: whole,
    conditions,
    rehearsals,
    read: reader.read,
    log,
    reach,
  })
  const text = (given: string | undefined, at: string) => (given === undefined ? null : textOf(file, given, reader, at))
  const prepared: PreparedLab = {
    file,
    own: [...own.values()],
    shelf: whole,
    blocks,
    roster,
    reader,
    texts: {
      consent: text(lab.consent.text, 'consent')!,
      instructions: text(lab.instructions, 'instructions'),
      debrief: text(lab.debrief, 'debrief'),
    },
  }
  checkLab(prepared)
  return prepared
}

/** The players of a session as an experiment has them, so that they are made in the same way. */
function experimentOf({ lab, name, path, text, fault }: LabFile, block?: string): ExperimentFile {
  const { players, endpoints, limits, prices, seed } = lab
  const experiment = Experiment.parse({ game: 'any', players: [{ strategy: 'random' }], design: { format: 'seats' } })
  const located: ExperimentFile['fault'] = (place, message, code) => {
    const [first] = place
    const inBlock = block === undefined || first === 'players'
    return fault(inBlock ? place : ['blocks', block, ...(first === 'design' ? ['seats'] : place)], message, code)
  }
  return { experiment: { ...experiment, players, endpoints, limits, prices, seed }, name, path, text, fault: located }
}

function preparedBlock(
  file: LabFile,
  id: string,
  block: Block,
  shelf: Shelf,
  ownId: string | undefined,
  reader: Reader,
  index: number,
): PreparedBlock {
  const experiment = experimentOf(file, id)
  const { game = '', params, wraps } = { ...block, game: ownId ?? block.game }
  const of = { ...experiment, experiment: { ...experiment.experiment, game, params, wraps } }
  const [base] = conditionsOf(of, shelf)
  const told = toldOf(file, id, block)
  const seated = (seats: Block['seats'], path: readonly string[], at: number) => {
    const { time, reserve, matching } = block
    const named = [seats].flatMap((given) => (Array.isArray(given) ? given : Object.values(given).flat()))
    const others = [time?.by, reserve, typeof matching.leftover === 'object' ? matching.leftover.fill : undefined]
    const players = [...new Set([...named, ...others])].filter(
      (name) => name !== undefined && name !== PERSON,
    ) as string[]
    checkNames(file, players, path)
    const condition: Condition = {
      ...base!,
      ...{ index: at, label: id, told: undefined, prompts: block.prompts ?? 'default', format: 'seats', seats },
      ...{ players, seatsAt: ['design', 'seats'] },
    }
    const [table] = tablesOf(of, { ...condition, players: [...players, PERSON] })
    return { ...table!, condition, rehearsal: rehearse(condition, table!.roles) }
  }
  const main = seated(block.seats, ['blocks', id, 'seats'], index)
  const practice = block.practice && seated(block.practice.seats, ['blocks', id, 'practice', 'seats'], index + 1)
  const book = promptBook(reader.read, {
    game: base!.ref.game,
    wraps: (base!.game.wraps ?? []).map(({ id: wrap }) => wrap),
    reasoning: 'direct',
    variant: block.prompts,
  })
  const written = seatsOfPeople(main.lineup)
  const roles = new Set(written.map((seat) => main.roles[seat]))
  const personSeats = block.keepSeats ? written : main.roles.flatMap((role, seat) => (roles.has(role) ? [seat] : []))
  for (const moment of [...main.rehearsal.moments, ...(practice?.rehearsal.moments ?? [])]) {
    try {
      book.checkTemplates([moment.kind], moment.view)
    } catch (error) {
      if (error instanceof StagegameError) throw file.fault(['blocks', id, 'prompts'], error.message, error.code)
      throw error
    }
  }
  return {
    ...main,
    id,
    block,
    book,
    title: block.title ?? shelvedGame(shelf, base!.ref.game).game.title,
    people: written.length,
    personSeats,
    practice: practice ?? null,
    told,
  }
}

function checkNames(file: LabFile, names: readonly string[], path: readonly string[]): void {
  const known = file.lab.players.map(nameOf)
  for (const name of names)
    if (!known.includes(name))
      throw file.fault(
        path,
        `there is no player ${JSON.stringify(name)}: expected person, or one of \`players\` (${known.join(', ') || 'there are none'})`,
      )
}

function toldOf(file: LabFile, id: string, { told }: Block): PreparedBlock['told'] {
  if (told === undefined) return null
  const wording = Object.hasOwn(file.lab.told, told) ? file.lab.told[told]! : undefined
  if (wording === undefined)
    throw file.fault(
      ['blocks', id, 'told'],
      `there is no wording ${JSON.stringify(told)} in \`told\`: there are ${Object.keys(file.lab.told).join(', ') || 'none'}`,
    )
  const { text, says } = typeof wording === 'string' ? { text: wording, says: undefined } : wording
  return { key: told, text, says: says ?? claimOf(text) ?? 'nothing' }
}

async function ownGamesOf(file: LabFile): Promise<ReadonlyMap<string, OwnGame>> {
  const own = new Map<string, OwnGame>()
  for (const [id, { game }] of Object.entries(file.lab.blocks)) {
    if (!isPath(game) || own.has(game)) continue
    try {
      own.set(game, await loadOwnGame(game, folderOf(file.path)))
    } catch (error) {
      if (error instanceof StagegameError) throw file.fault(['blocks', id, 'game'], error.message, error.code)
      throw error
    }
  }
  return own
}

/** A text as it stands there, or the file that a single line ending in `.md` names. */
function textOf(file: LabFile, given: string, reader: Reader, at: string): string {
  if (!/^[^\n]+\.md$/.test(given.trim())) return given
  const found = reader.read(given.trim())
  if (found !== undefined) return found
  throw file.fault([at], `there is no file ${given.trim()}`, 'no-file')
}
