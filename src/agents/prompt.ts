/** The prompt files of one game for one player: what people read, and what models are sent. */
import type { Rng } from '../core/chance.ts'
import { list, StagegameError } from '../core/errors.ts'
import type { JsonSchema } from '../core/legal.ts'
import { memo } from '../core/memo.ts'
import type { Message } from '../models/model.ts'
import { fieldsOf, formOf } from './answer.ts'
import { memoryOf, remembered } from './memory.ts'
import { drawnPersona, isDrawn, personasIn } from './persona.ts'
import { architectureOf, type Step, stepFiles } from './steps.ts'
import { checkVariables, parseTemplate, renderTemplate, type Template } from './template.ts'

/**
 * Gives a prompt file's text, or undefined where there is none. Paths are relative to the prompts folder
 * (`beauty-contest/rules.md`, `agents/reply.md`), but for the persona's, which is passed as the experiment names it.
 */
export type ReadPrompt = (path: string) => string | undefined

export interface BookSpec {
  /** The game's folder under prompts; empty where its files lie at the top, as a user's own may. */
  readonly game: string
  /** Ids of the wraps, innermost first: each is a folder too. */
  readonly wraps: readonly string[]
  /** Path of a text that says who the model is to be, or of a YAML list of which one is drawn for each seat and match. */
  readonly persona?: string | undefined
  /** What the model does before it answers: `direct`, `think`, `plan`, `predict`, `reflect`, `level-k`, `level-k:3`. */
  readonly reasoning: string
  /** What it is shown of what went before: `view` (default), `chat`, `window:5`, `best:5`, `learn:5`. */
  readonly memory?: string | undefined
  /** A folder of other words under that of the game: `paraphrase`. `default` and `null` are the words as they are. */
  readonly variant?: string | undefined
}

/** What a model is asked about, and how it is to answer. */
export interface Question {
  readonly kind: string
  readonly view: unknown
  readonly told?: string | undefined
  /** Who the model is to be here, where that is drawn: the first of the list where it is left out. */
  readonly persona?: string | undefined
  /** The JSON Schema of the answer, with the reason if one is wanted. */
  readonly answer: JsonSchema
}

/** Why a reply could not be used: put to the model with the next attempt. */
export interface Complaint {
  readonly failure: string
  readonly complaint: string
  readonly answer: JsonSchema
}

/**
 * Files: `<game>/rules.md`, `<game>/<kind>.md`, and the same for each wrap; `<game>/<variant>/…` goes before them; `situation.md` in any of these folders, if it is
 * there, says before every ask what is to be known now. `agents/` holds what models alone are told. Everything is rendered
 * from the seat's view. Functions throw `no-prompt`, `unknown-variable` and `bad-template`, each with the file.
 */
export interface PromptBook {
  readonly reasoning: string
  readonly memory: string
  /** Draws who the model is to be; undefined where there is one for all, or none. Throws `bad-persona`. */
  personaFrom(rng: Rng | undefined): string | undefined
  /** The rules of the game and of its wraps: the same words for people and models. */
  rulesText(view: unknown): string
  /** Where things stand; nothing where there is nothing to be told. */
  situationText(view: unknown): string
  /** Where things stand, and what is asked: the same words for people and models. */
  askText(kind: string, view: unknown): string
  /** Rules, what it was told and who it is as the system's message; situation, question and the form of the answer as the user's. */
  messages(question: Question): readonly Message[]
  /** The parts of these messages, for conversations with steps between them. */
  system(question: Question): string
  lead(question: Question): string
  step(step: Step): string
  close(question: Question): string
  /** What is said to a reply that could not be used. */
  reask(complaint: Complaint): string
  /** Loads every file that asks of these kinds need, and checks each variable against a view: before a run, not in the middle. */
  checkTemplates(kinds: readonly string[], sampleView: unknown): void
  /** Throws `no-prompt` unless some file of the variant was loaded for the game; to be called after `checkTemplates` of its kinds. */
  checkVariant(): void
  /** Every file that was loaded so far, path → text: what is frozen with a run. Complete after `checkTemplates`. */
  texts(): ReadonlyMap<string, string>
}

export function promptBook(read: ReadPrompt, spec: BookSpec): PromptBook {
  const files = promptFiles(read)
  const folders = [spec.game, ...spec.wraps]
  const variant = spec.variant === 'default' || spec.variant === 'null' ? undefined : spec.variant
  const memory = memoryOf(spec.memory ?? 'view')
  const paths = (folder: string, name: string) => [
    ...(variant === undefined ? [] : [inside(folder, `${variant}/${name}`)]),
    inside(folder, name),
  ]
  const rules = () => folders.map((folder) => files.first(paths(folder, 'rules')))
  /** Outermost first: which time it is, then what was said, then the game. */
  const situations = () => folders.toReversed().flatMap((folder) => files.any(paths(folder, 'situation')) ?? [])
  const ask = (kind: string) => files.first(folders.flatMap((folder) => paths(folder, kind)))
  const drawn = spec.persona !== undefined && isDrawn(spec.persona)
  const persona = () => (spec.persona === undefined || drawn ? [] : [files.needed(spec.persona)])
  const personas = once(() => personasIn(spec.persona!, files.raw(spec.persona!)))
  const reasoning = () => files.needed(inside('agents/reasoning', architectureOf(spec.reasoning)))
  const reply = () => files.needed('agents/reply.md')
  const reask = () => files.needed('agents/reask.md')
  const step = (file: string) => files.needed(inside('agents/steps', file))
  const cut = () => files.needed('agents/memory.md')

  /** Rules that name a part of a variable do not tell all of it: what was said is not in `talk.length`. */
  const rulesTell = once(() => {
    const named = rules().flatMap(({ variables }) => variables.flatMap(({ name, whole }) => (whole ? [name] : [])))
    return [...new Set(named)]
  })
  const values = (view: unknown) => ({ rulesTell: rulesTell(), ...members(view) })
  const filled = (templates: readonly Template[], view: unknown) => {
    const known = values(view)
    return paragraphs(templates.map((template) => renderTemplate(template, known)))
  }
  /** They name little of a view, and that is mostly the same all match long: what was rendered from it lately is kept. */
  const rulesNamed = once(() => [...new Set(rules().flatMap(({ variables }) => variables.map(({ name }) => name)))])
  const rulesOf = memo(
    (known: Readonly<Record<string, unknown>>) =>
      paragraphs(rules().map((template) => renderTemplate(template, known))),
    MOST_RULES,
  )
  const rulesText = (view: unknown) => {
    const known = values(view)
    const named = rulesNamed().filter((name) => Object.hasOwn(known, name))
    return rulesOf(Object.fromEntries(named.map((name) => [name, (known as Readonly<Record<string, unknown>>)[name]])))
  }
  const situationText = (whole: unknown) => {
    const { view, cut: left, changes } = remembered(whole, memory)
    const note = { shown: 0, of: 0, ...left, policy: memory.kind, changes }
    return paragraphs([filled(situations(), view), left || changes.length > 0 ? renderTemplate(cut(), note) : ''])
  }
  const askText = (kind: string, view: unknown) => paragraphs([situationText(view), filled([ask(kind)], view)])
  const system = ({ view, told = '', persona: who }: Question) =>
    paragraphs([rulesText(view), told.trim(), drawn ? (who ?? personas()[0]!.text) : filled(persona(), view)])
  const closings = new WeakMap<JsonSchema, string>()
  const close = ({ answer }: Question) => {
    const known = closings.get(answer)
    if (known !== undefined) return known
    const form = { fields: fieldsOf(answer), form: formOf(answer) }
    const said = renderTemplate(reply(), { ...form, reasoning: architectureOf(spec.reasoning) })
    const closing = paragraphs([renderTemplate(reasoning(), {}), said])
    closings.set(answer, closing)
    return closing
  }

  return {
    reasoning: spec.reasoning,
    memory: spec.memory ?? 'view',
    personaFrom: (rng) => (drawn && rng ? drawnPersona(personas(), rng) : undefined),
    rulesText,
    situationText,
    askText,
    messages: (question) => [
      { role: 'system', content: system(question) },
      { role: 'user', content: paragraphs([askText(question.kind, question.view), close(question)]) },
    ],
    system,
    lead: ({ kind, view }) => askText(kind, view),
    step: ({ file, values: given }) => renderTemplate(step(file), given),
    close,
    reask: ({ failure, complaint, answer }) => renderTemplate(reask(), { failure, complaint, form: formOf(answer) }),
    checkTemplates: (kinds, sampleView) => {
      const names = Object.keys(values(sampleView))
      const worded = [...rules(), ...situations(), ...kinds.map(ask), ...persona()]
      for (const template of worded) checkVariables(template, names)
      if (drawn) personas()
      checkVariables(reasoning(), [])
      checkVariables(reply(), ['fields', 'form', 'reasoning'])
      checkVariables(reask(), ['failure', 'complaint', 'form'])
      for (const { file, values: given } of stepFiles(spec.reasoning)) checkVariables(step(file), Object.keys(given))
      if (memory.kind !== 'view' && memory.kind !== 'chat') checkVariables(cut(), ['shown', 'of', 'policy', 'changes'])
    },
    checkVariant: () => {
      if (variant === undefined) return
      // a wrap's words in other words do not make the game's
      const within = inside(spec.game, `${variant}/`).slice(0, -'.md'.length)
      if ([...files.texts.keys()].some((path) => path.startsWith(within))) return
      const looked = ['rules', 'situation'].map((name) => `${within}${name}.md`)
      throw new StagegameError(
        'no-prompt',
        `there are no prompts ${variant} for this game: looked for ${list(looked)} and the like`,
      )
    },
    texts: () => files.texts,
  }
}

/** Texts of rules that are held at the same time: a view may be long. */
const MOST_RULES = 32

/** Made when it is first wanted. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const inside = (folder: string, name: string): string => (folder === '' ? `${name}.md` : `${folder}/${name}.md`)

const paragraphs = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n')

const members = (view: unknown): Readonly<Record<string, unknown>> =>
  typeof view === 'object' && view !== null ? (view as Readonly<Record<string, unknown>>) : {}

/** Reads and parses each file once. */
function promptFiles(read: ReadPrompt) {
  const texts = new Map<string, string>()
  const parsed = new Map<string, Template | undefined>()
  const optional = (path: string): Template | undefined => {
    if (parsed.has(path)) return parsed.get(path)
    const text = read(path)
    if (text !== undefined) texts.set(path, text)
    const template = text === undefined ? undefined : parseTemplate(path, text)
    parsed.set(path, template)
    return template
  }
  /** The first of these files that is there. */
  const any = (paths: readonly string[]): Template | undefined => {
    for (const path of paths) {
      const template = optional(path)
      if (template) return template
    }
    return undefined
  }
  const first = (paths: readonly string[]): Template => {
    const template = any(paths)
    if (template) return template
    throw new StagegameError('no-prompt', `there is no prompt file ${list(paths)}`)
  }
  /** A file that is no template. */
  const raw = (path: string): string => {
    const text = texts.get(path) ?? read(path)
    if (text === undefined) throw new StagegameError('no-prompt', `there is no file ${path}`)
    texts.set(path, text)
    return text
  }
  return { texts, any, first, raw, needed: (path: string) => first([path]) }
}
