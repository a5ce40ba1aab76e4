/** What must be true of a session before the first link exists: every complaint with its line in the file. */
import { nameOf } from '../arena/experiment.ts'
import { rehearse } from '../arena/rehearsal.ts'
import { list, quoted, StagegameError } from '../core/errors.ts'
import type { AnyAsk } from '../core/game.ts'
import { type JsonSchema, jsonSchemaOf } from '../core/legal.ts'
import { kindOf } from '../players/entries.ts'
import { checkGroups } from './check-groups.ts'
import type { Complaint } from './complaint.ts'
import type { Composition } from './composition.ts'
import { firstAsk } from './deferred.ts'
import type { Block } from './lab-schema.ts'
import { checkPayment, type PointsSeen } from './payment.ts'
import { PERSON, type PreparedBlock, type PreparedLab } from './prepared.ts'
import { checkQuestionnaire } from './questions.ts'
import { checkQuiz } from './quiz.ts'
import { isDeferred } from './steps.ts'
import { checkStrategyMethod } from './strategy-method.ts'
import { checkWording } from './truth.ts'

/** Throws `bad-session` with every complaint on a line of its own. */
export function checkLab(prepared: PreparedLab): void {
  const complaints = complaintsOn(prepared)
  if (complaints.length === 0) return
  const lines = complaints.map(({ path, message }) => prepared.file.fault(path, message).message)
  throw new StagegameError('bad-session', lines.join('\n'))
}

function complaintsOn(prepared: PreparedLab): readonly Complaint[] {
  const { lab } = prepared.file
  const blocks = [...prepared.blocks.values()]
  return [
    ...lab.players.flatMap((player, i) => nameComplaint(nameOf(player), i)),
    ...lab.players.flatMap(({ person }, i) =>
      person === undefined
        ? []
        : [{ path: ['players', i], message: 'people come by their links: `seats` says where they sit' }],
    ),
    ...treatmentComplaints(lab),
    ...blocks.flatMap((block) => blockComplaints(prepared, block)),
    ...checkQuiz(prepared),
    ...checkQuestionnaire(lab),
    ...checkGroups(lab, new Map(blocks.map(({ id, people }) => [id, people]))),
    ...checkPayment(lab, new Map(blocks.map((block) => [block.id, rangeOf(block)]))),
  ]
}

const nameComplaint = (name: string, i: number): readonly Complaint[] =>
  name === PERSON
    ? [{ path: ['players', i, 'name'], message: `${PERSON} is how \`seats\` names a person; choose another name` }]
    : []

function treatmentComplaints({ treatments, blocks }: PreparedLab['file']['lab']): readonly Complaint[] {
  return Object.entries(treatments ?? {}).flatMap(([name, treatment]) =>
    treatment.blocks.flatMap((id, i): Complaint[] => {
      const path = ['treatments', name, 'blocks', i]
      if (!Object.hasOwn(blocks, id))
        return [
          { path, message: `there is no block ${JSON.stringify(id)}: there are ${Object.keys(blocks).join(', ')}` },
        ]
      return treatment.blocks.indexOf(id) === i
        ? []
        : [{ path, message: `the block ${id} stands here twice; for several matches of it, give it \`matches\`` }]
    }),
  )
}

function blockComplaints(prepared: PreparedLab, prepare: PreparedBlock): readonly Complaint[] {
  const { id, block, people, practice } = prepare
  const at = (...path: readonly (string | number)[]) => ['blocks', id, ...path]
  const complaints: Complaint[] = []
  const complain = (path: readonly (string | number)[], message: string) => complaints.push({ path, message })
  for (const [path, name] of laterPlayers(block))
    if (name === PERSON) complain(at(...path), 'people come by their links: name one of `players`')
  if (people === 0) complain(at('seats'), 'nobody sits here: name a seat `person`')
  if (practice && practice.lineup.filter((name) => name === PERSON).length !== 1)
    complain(
      at('practice', 'seats'),
      'practice is for one person at a time: name one seat `person`, and players for the others',
    )
  for (const name of practice?.lineup ?? [])
    if (name !== PERSON && !isScript(prepared, name))
      complain(at('practice', 'seats'), `practice is against scripted players, and ${name} is none`)
  if (isDeferred(block)) complaints.push(...deferredComplaints(prepare))
  else if (block.matching.with !== 'partner' && block.matching.group === undefined)
    complain(at('matching'), `say among how many people groups are formed anew: \`group\`, a multiple of ${people}`)
  if (block.release === 'fixed' && !block.time)
    complain(at('release'), 'fixed means at the deadline: give the block a `time`')
  complaints.push(...timeComplaints(prepare))
  complaints.push(...askedBeside(prepare))
  if (block.check && Object.keys(prepared.file.lab.told).length < 2)
    complain(at('check'), 'the question has the wordings of `told` for answers: give two at least')
  if (block.check && block.told === undefined) complain(at('check'), 'nothing is told here that could be checked')
  if (textsToModels(prepared, prepare) && prepared.file.lab.consent.textToModels === undefined)
    complain(at('seats'), 'what people type here is sent to a language model: say so in `consent.textToModels`')
  complaints.push(...wordingComplaints(prepared, prepare))
  return complaints
}

/** Players who may come to a seat later on, and where the file names them. */
function laterPlayers({
  time,
  reserve,
  matching,
}: Block): readonly (readonly [path: readonly string[], name: string])[] {
  const { leftover } = matching
  return [
    ...(time?.policy === 'replace-by-model' && time.by !== undefined ? [[['time', 'by'], time.by] as const] : []),
    ...(reserve !== undefined ? [[['reserve'], reserve] as const] : []),
    ...(typeof leftover === 'object' ? [[['matching', 'leftover', 'fill'], leftover.fill] as const] : []),
  ]
}

const entryOf = ({ file }: PreparedLab, name: string) => file.lab.players.find((player) => nameOf(player) === name)

function isScript(prepared: PreparedLab, name: string): boolean {
  const entry = entryOf(prepared, name)
  return entry !== undefined && (kindOf(entry) === 'script' || entry.model?.startsWith('simulated:') === true)
}

const SEEDS = ['another', 'a third', 'a fourth']

/** One turn, and the same page for everybody: only then a choice can be made before it is known in which group. */
function deferredComplaints(prepare: PreparedBlock): readonly Complaint[] {
  const { id, block, people, rehearsal, personSeats } = prepare
  const path = ['blocks', id, 'matching', 'when']
  const complaints: Complaint[] = []
  if (rehearsal.moments.some(({ turn }) => turn > 0))
    complaints.push({
      path,
      message:
        'deferred matching is for games of one turn, and this one goes on after it; use live matching, or other params',
    })
  const pagesBy = (seed: string | undefined) =>
    personSeats.map((seat) => {
      const { ask, view } = firstAsk(prepare, seat, seed)
      return JSON.stringify([ask?.kind, ask && jsonSchemaOf(ask.schema), { ...(view as object), seat: null }])
    })
  const pages = pagesBy(undefined)
  if (SEEDS.some((seed) => pagesBy(seed).join() !== pages.join()))
    complaints.push({
      path,
      message:
        'the first page shows what chance draws anew for each match, so nobody can choose before theirs begins; use live matching',
    })
  else if (new Set(pages).size > 1)
    complaints.push({
      path,
      message:
        'the first page is not the same for every seat of a person, so nobody can choose before seats are drawn; use live matching',
    })
  if (block.matches > 1)
    complaints.push({ path: ['blocks', id, 'matches'], message: 'deferred matching is for one match a block' })
  if (block.feedback === 'now' && people > 1)
    complaints.push({
      path: ['blocks', id, 'feedback'],
      message: 'under deferred matching there is no result yet when the choice is made; use end',
    })
  if (block.strategy) complaints.push({ path: ['blocks', id, 'strategy'], message: 'goes with live matching' })
  if (block.matching.with !== 'partner')
    complaints.push({
      path: ['blocks', id, 'matching', 'with'],
      message: 'goes with live matching: deferred groups are formed once',
    })
  return complaints
}

function timeComplaints({ id, block, rehearsal, condition, personSeats }: PreparedBlock): readonly Complaint[] {
  const { time } = block
  if (!time) return []
  const path = ['blocks', id, 'time', 'policy']
  const asks = rehearsal.moments.filter(({ seat }) => personSeats.includes(seat))
  const cannot = asks.find(({ ask }) => !ask.absent)
  if (time.policy === 'group-goes-on' && cannot)
    return [
      { path, message: `${condition.game.id} cannot go on without the ${cannot.kind} of a seat; use another policy` },
    ]
  if (time.policy === 'replace-by-model' && time.by === undefined)
    return [{ path, message: 'say which player takes the seat: `by`' }]
  return []
}

/** Reasons, beliefs and the strategy method against what the game asks. */
function askedBeside({ id, block, rehearsal, personSeats }: PreparedBlock): readonly Complaint[] {
  const complaints: Complaint[] = []
  const asked = rehearsal.moments.filter(({ seat }) => personSeats.includes(seat))
  const { belief, strategy } = block
  const fields = asked[0] ? fieldsOf(asked[0].ask) : {}
  if (belief && !isNumber(fields[belief.of]))
    complaints.push({
      path: ['blocks', id, 'belief', 'of'],
      message: `the first decision has no number of that name: there are ${Object.keys(fields).join(', ') || 'none'}`,
    })
  if (belief && belief.min >= belief.max)
    complaints.push({ path: ['blocks', id, 'belief', 'max'], message: `expected more than min, ${belief.min}` })
  if (strategy) {
    const moment = asked.find(({ kind }) => kind === strategy.kind)
    const at = (key: string, message: string) => complaints.push({ path: ['blocks', id, 'strategy', key], message })
    if (!moment)
      at(
        'kind',
        `people are not asked for it here: they are asked for ${[...new Set(asked.map(({ kind }) => kind))].join(', ')}`,
      )
    else if (!Object.hasOwn(moment.view as object, strategy.by))
      at('by', `the view has no such member: there are ${Object.keys(moment.view as object).join(', ')}`)
    else if (!isCaseOf(moment.view, strategy))
      at(
        'cases',
        `expected cases such as ${strategy.by} comes up: ${quoted((moment.view as Readonly<Record<string, unknown>>)[strategy.by])}; got ${list(strategy.cases.map(quoted))}`,
      )
    else for (const { message } of checkStrategyMethod(strategy, jsonSchemaOf(moment.ask.schema))) at('cases', message)
  }
  return complaints
}

/** Whether what came up in random play is of the kind that the cases are: without that, no case is ever played. */
function isCaseOf(view: unknown, { by, cases }: NonNullable<Block['strategy']>): boolean {
  const found = (view as Readonly<Record<string, unknown>>)[by]
  return typeof found === 'number' ? cases.every((one) => typeof one === 'number') : cases.some((one) => one === found)
}

const fieldsOf = (ask: AnyAsk): Readonly<Record<string, JsonSchema>> => jsonSchemaOf(ask.schema).properties ?? {}

const isNumber = (field: JsonSchema | undefined): boolean =>
  field !== undefined && (field.type === 'number' || field.type === 'integer' || (field.anyOf?.some(isNumber) ?? false))

/** Whether people write free text that the view of a language model shows. */
function textsToModels(prepared: PreparedLab, { block, lineup, rehearsal, personSeats }: PreparedBlock): boolean {
  const typed = rehearsal.moments.some(
    ({ seat, ask }) => personSeats.includes(seat) && hasText(jsonSchemaOf(ask.schema)),
  )
  const players = [...lineup, ...laterPlayers(block).map(([, name]) => name)]
  return typed && players.some((name) => name !== PERSON && isModel(prepared, name))
}

const hasText = (schema: JsonSchema): boolean =>
  (schema.type === 'string' && !schema.enum && !('const' in schema)) ||
  [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])].some(
    hasText,
  )

function isModel(prepared: PreparedLab, name: string): boolean {
  const model = entryOf(prepared, name)?.model
  return model !== undefined && !model.startsWith('simulated:')
}

/** What the others of one person are, of these names. */
export function compositionOf(prepared: PreparedLab, names: readonly string[]): Composition {
  const count = (is: (name: string) => boolean) => names.filter(is).length
  const simulated = (name: string) => entryOf(prepared, name)?.model?.startsWith('simulated:') === true
  const people = count((name) => name === PERSON)
  const models = count((name) => name !== PERSON && isModel(prepared, name))
  return { people, models, simulated: count(simulated), scripts: names.length - people - models - count(simulated) }
}

/** The others as one person of a block meets them. */
export const othersIn = (prepared: PreparedLab, { lineup }: PreparedBlock): Composition =>
  compositionOf(prepared, othersOf(lineup))

/** A line-up without one of its people. */
export const othersOf = (lineup: readonly string[]): readonly string[] => {
  const own = lineup.indexOf(PERSON)
  return lineup.filter((_, seat) => seat !== own)
}

function wordingComplaints(prepared: PreparedLab, prepare: PreparedBlock): readonly Complaint[] {
  const { lab } = prepared.file
  const { id, block } = prepare
  if (block.told === undefined || lab.override) return []
  const later = laterPlayers(block).map(([, name]) => name)
  const { complaints } = checkWording(lab.told[block.told]!, {
    others: othersIn(prepared, prepare),
    possible: compositionOf(prepared, later),
    session: [...prepared.blocks.values()].map((other) => othersIn(prepared, other)),
    language: lab.language,
  })
  return complaints.map((message) => ({ path: ['blocks', id, 'told'], message }))
}

const REHEARSALS = 40

function rangeOf({ condition, roles, personSeats, rehearsal }: PreparedBlock): PointsSeen {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const decisions = rehearsal.decisions.reduce((a, b) => a + b, 0)
  const times = Math.max(1, Math.min(REHEARSALS, Math.ceil(20_000 / Math.max(1, decisions))))
  for (let i = 0; i < times; i++) {
    const { payoffs } = rehearse(condition, roles, `rehearsal ${i}`)
    for (const seat of personSeats) {
      least = Math.min(least, payoffs[seat]!)
      most = Math.max(most, payoffs[seat]!)
    }
  }
  return { least, most }
}
