/** Fills in the form of a page from what stands on the page alone. */
import type { Rng } from '../../core/chance.ts'
import type { Filled, ShownPage } from './browser.ts'
import { type Element, textOf } from './dom.ts'
import { rangeIn, typedNumber } from './ranges.ts'

export type QuizAnswers = Readonly<Record<string, string | number | boolean>>

export interface Filling {
  readonly rng: Rng
  /** What is right, by the text of the question. */
  readonly quizAnswers: QuizAnswers
  /** Answers of before that were complained of, by the name of the field. */
  readonly wrong: ReadonlyMap<string, ReadonlySet<string>>
}

export interface Sent {
  readonly action: string
  readonly fields: Filled
}

/** Forms in `<main>` that take an answer; to leave, or for more time, is none. Undefined: there is nothing to send. */
export function filled(page: ShownPage, filling: Filling): Sent | undefined {
  for (const form of page.root.querySelectorAll('main form')) {
    const button = pressed(form)
    if (!button) continue
    const name = button.getAttribute('name')
    const pair: Filled = name === null ? [] : [[name, button.getAttribute('value') ?? '']]
    return { action: form.getAttribute('action') ?? '', fields: [...controlsIn(form, page, filling), ...pair] }
  }
  return undefined
}

/** The post that leaves for good, where the page offers it. */
export function leaving(page: ShownPage): Sent | undefined {
  for (const form of page.root.querySelectorAll('form')) {
    const nonce = form.querySelector('input[name=page]')?.getAttribute('value')
    if (!nonce || !form.querySelector('button[name=act][value=leave]')) continue
    const fields: Filled = [
      ['page', nonce],
      ['act', 'leave'],
    ]
    return { action: form.getAttribute('action') ?? '', fields }
  }
  return undefined
}

/** To take part, to send, to go on. */
const pressed = (form: Element): Element | null =>
  form.querySelector('button[name=consent][value=yes]') ??
  form.querySelector('button[name=act][value=send]') ??
  form.querySelector('button:not([name])')

function controlsIn(form: Element, page: ShownPage, filling: Filling): Filled {
  const done = new Set<string>()
  return [...form.querySelectorAll('input, textarea, select')].flatMap((control): Filled => {
    const name = control.getAttribute('name')
    if (name === null || done.has(name)) return []
    done.add(name)
    return valuesOf(control, name, form, page, filling).map((value) => [name, value] as const)
  })
}

function valuesOf(control: Element, name: string, form: Element, page: ShownPage, filling: Filling): readonly string[] {
  const { rng } = filling
  const type = control.getAttribute('type') ?? 'text'
  switch (`${control.tagName.toLowerCase()} ${type}`) {
    case 'input hidden':
      return [control.getAttribute('value') ?? '']
    case 'input radio':
      return [chosen(inputs(form, name), name, page, filling)]
    case 'input checkbox':
      return ticked(inputs(form, name), name, rng)
    case 'select text':
      return [
        one(
          [...control.querySelectorAll('option')].map(postedBy).filter((value) => value !== ''),
          rng,
        ),
      ]
    case 'textarea text':
      return [sentence(wordsBeside(control, page), rng)]
    default:
      return [typed(control, name, page, filling)]
  }
}

const inputs = (form: Element, name: string): readonly Element[] =>
  [...form.querySelectorAll('input')].filter((input) => input.getAttribute('name') === name)

const postedBy = (element: Element): string => element.getAttribute('value') ?? 'on'

/** What is right, where that is known or can be read on the page; else any that was not complained of. */
function chosen(options: readonly Element[], name: string, page: ShownPage, filling: Filling): string {
  const { rng, wrong, quizAnswers } = filling
  const known = answerTo(questionOf(options[0]!), quizAnswers)
  const told = page.kind === 'part' ? textOf(page.root.querySelector('main .told')) : undefined
  const words = (option: Element) => textOf(option.closest('label'))
  const right =
    options.find((option) => known !== undefined && [postedBy(option), words(option)].includes(String(known))) ??
    options.find((option) => words(option) !== '' && told?.includes(words(option)))
  if (right && !wrong.get(name)?.has(postedBy(right))) return postedBy(right)
  const left = options.map(postedBy).filter((value) => !wrong.get(name)?.has(value))
  return one(left.length > 0 ? left : options.map(postedBy), rng)
}

/** Statements all; of several options some; to give no answer, never. */
function ticked(options: readonly Element[], name: string, rng: Rng): readonly string[] {
  if (name.endsWith(':none')) return []
  const values = options.map(postedBy)
  if (name.startsWith('agree.')) return values
  const some = values.filter(() => rng.int(2) === 0)
  return some.length > 0 ? some : [one(values, rng)]
}

/** Numbers of an explanation are tried where nothing else is known, the last first: there the result stands. */
function typed(control: Element, name: string, page: ShownPage, { rng, wrong, quizAnswers }: Filling): string {
  const known = answerTo(questionOf(control), quizAnswers)
  if (known !== undefined) return String(known)
  const explanation = textOf(control.closest('.field')?.querySelector('.complaint') ?? null)
  const explained = explanation.match(/-?\d+(?:\.\d+)?/g)?.findLast((number) => !wrong.get(name)?.has(number))
  if (page.kind === 'quiz' && explained !== undefined) return explained
  return typedNumber(rangeIn(wordsBeside(control, page)) ?? rangeIn('a whole number')!, rng)
}

const SENTENCES = [
  'I thought about what the others would do.',
  'It seemed fair to me.',
  'I went with my first idea.',
  'I wanted to earn as much as I could.',
]

function sentence(words: string, rng: Rng): string {
  const [, most] = /At most (\d+) characters/.exec(words) ?? []
  return one(SENTENCES, rng).slice(0, most === undefined ? undefined : Number(most))
}

/** Hint and complaint of a control, or of the group around it, or what is said above a table. */
function wordsBeside(control: Element, { root }: ShownPage): string {
  for (let at: Element | null = control; at; at = at.closest('fieldset') === at ? null : at.closest('fieldset')) {
    const ids = at.getAttribute('aria-describedby')?.split(' ') ?? []
    const words = ids.map((id) => textOf(root.querySelector(`#${id}`)))
    if (words.length > 0) return words.reverse().join(' ')
  }
  return [...(control.closest('section')?.querySelectorAll('p.hint') ?? [])].map(textOf).join(' ')
}

function questionOf(control: Element): string {
  const id = control.getAttribute('id')
  const label =
    control.closest('.field')?.querySelector('legend') ?? control.closest('.field')?.querySelector(`label[for="${id}"]`)
  return textOf(label ?? null)
}

/** Questions are numbered on the page. */
function answerTo(question: string, answers: QuizAnswers): QuizAnswers[string] | undefined {
  const asked = question.replace(/^\d+\. /, '')
  const found = Object.keys(answers).find((one) => one.replace(/\s+/g, ' ').trim() === asked)
  return found === undefined ? undefined : answers[found]
}

const one = <T>(items: readonly T[], rng: Rng): T => items[rng.int(items.length)]!
