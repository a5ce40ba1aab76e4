/** A scripted participant, who goes through the pages of a session over HTTP as somebody with a browser does. */
import type { Rng } from '../../core/chance.ts'
import { StagegameError } from '../../core/errors.ts'
import { browser, type Fetch, type Filled, type ShownPage, type Timing } from './browser.ts'
import { textOf } from './dom.ts'
import { due, type Wait } from './due.ts'
import { filled, leaving, type QuizAnswers, type Sent } from './fill.ts'

export interface BotOptions {
  /** The link by which to join. */
  readonly url: string
  readonly fetch: Fetch
  readonly rng: Rng
  /** Milliseconds. */
  readonly now: () => number
  readonly wait: Wait
  /** For a room with labels. */
  readonly label?: string
  /** What is right, by the text of the question; without it, options are tried in turn. */
  readonly quizAnswers?: QuizAnswers
  /** What to enter on this page, by the name of the field; the rest is filled in by chance. */
  readonly answer?: (page: ShownPage) => Readonly<Record<string, string>> | undefined
  /** Default: answer. To vanish is to close the browser. */
  readonly doing?: (page: ShownPage) => 'answer' | 'leave' | 'vanish'
  /** Milliseconds from the page to its answer; default: none. */
  readonly thinking?: (page: ShownPage) => number
  /** Milliseconds between looks at a page that waits, as without script; default: it listens to the page’s events. */
  readonly poll?: number
}

export interface BotReport {
  /** The pseudonym, as it stands in the address. */
  readonly person: string
  /** Keys of the pages, in the order in which they were shown; each once where it was shown again in a row. */
  readonly pages: readonly string[]
  /** Pages that were sent, complaints included. */
  readonly posts: number
  /** What the last page says; null: it vanished before. */
  readonly end: { readonly text: string; readonly code: string } | null
  /** Of pages. */
  readonly bytes: number
  readonly timings: readonly Timing[]
}

/** The same page with something to complain of, so many times in a row: this bot does not find out what is wanted. */
const MOST_COMPLAINTS = 3
/** Milliseconds after which a page that waits is loaded again in any case, as its script does. */
const LOOK_AGAIN = 60_000

/** Throws `bot-refused` on an answer that is no page, `bot-stuck` where what it sends is complained of again and again. */
export async function bot(options: BotOptions): Promise<BotReport> {
  const { url, rng, now, wait, poll, label } = options
  const { doing = () => 'answer', answer = () => undefined, thinking = () => 0, quizAnswers = {} } = options
  const own = browser(options.fetch, now)
  const wrong = new Map<string, Set<string>>()
  const pages: string[] = []
  let posts = 0
  let complaints = 0
  let page = await joined()
  for (;;) {
    if (pages.at(-1) !== page.key) pages.push(page.key)
    if (page.kind === 'end') return report(page)
    const todo = doing(page)
    if (todo === 'vanish') return report(null)
    page = todo === 'leave' ? await left(page) : await answered(page)
  }

  function report(last: ShownPage | null): BotReport {
    const [, person = ''] = /\/p\/([^/]+)\//.exec(new URL(page.url).pathname) ?? []
    const said = (selector: string) => textOf(last?.root.querySelector(selector) ?? null)
    const end = last && { text: said('main h1'), code: said('main .code strong') }
    return { person, pages, posts, end, bytes: own.bytes(), timings: own.timings }
  }

  async function joined(): Promise<ShownPage> {
    const welcome = await own.open(url)
    const sent = filled(welcome, { rng, quizAnswers, wrong })
    if (!sent) throw stuck(welcome, 'has no form to join by')
    const given: Readonly<Record<string, string>> = label === undefined ? {} : { label }
    return own.post(welcome, sent.action, entered(sent.fields, given))
  }

  async function left(shown: ShownPage): Promise<ShownPage> {
    const sent = leaving(shown)
    if (!sent) throw stuck(shown, 'offers no way to leave')
    posts++
    return own.post(shown, sent.action, sent.fields)
  }

  /** Sends the form of the page once it was thought about; where another page comes in between, that. */
  async function answered(shown: ShownPage): Promise<ShownPage> {
    const sent = filled(shown, { rng, quizAnswers, wrong })
    if (!sent) {
      await isDue(shown, poll ?? LOOK_AGAIN)
      return own.open(shown.url)
    }
    const page = new AbortController()
    try {
      if (await isDue(shown, thinking(shown), page)) return await own.open(shown.url)
      return await posted(shown, sent)
    } finally {
      page.abort()
    }
  }

  async function posted(shown: ShownPage, sent: Sent): Promise<ShownPage> {
    const fields = entered(sent.fields, { ...answer(shown), first: firstInput(shown) })
    posts++
    const next = await own.post(shown, sent.action, fields)
    if (next.key !== shown.key && next.kind !== 'quiz') wrong.clear()
    else note(next, fields)
    complaints = next.key === shown.key && next.complaints.length > 0 ? complaints + 1 : 0
    if (complaints > MOST_COMPLAINTS) throw stuck(next, `was refused ${complaints} times`)
    // sent in vain: the session is paused
    if (next.key === shown.key && complaints === 0) await isDue(next, poll ?? LOOK_AGAIN)
    return next
  }

  /** Listens for so long; true once another page is due. Given `page`, the stream stays open after that: until the page is left. */
  async function isDue({ events }: ShownPage, milliseconds: number, page?: AbortController): Promise<boolean> {
    if (milliseconds <= 0) return false
    const over = new AbortController()
    const waits = wait(milliseconds, over.signal).then(() => false)
    const listens = poll === undefined && events !== null
    const said = listens ? [due(own, events, wait, (page ?? over).signal).then(() => true)] : []
    try {
      return await Promise.race([waits, ...said])
    } finally {
      over.abort()
    }
  }

  /** Remembers what was complained of, field by field. */
  function note({ root }: ShownPage, fields: Filled): void {
    for (const complaint of root.querySelectorAll('main .field .complaint')) {
      const name = complaint.closest('.field')?.querySelector('[name]')?.getAttribute('name')
      for (const [field, value] of fields)
        if (field === name) wrong.set(field, (wrong.get(field) ?? new Set()).add(value))
    }
  }

  /** When something was first entered, by the server’s time, as the page’s script says it. */
  function firstInput({ serverTime, cameAt }: ShownPage): string {
    return String(Math.round(serverTime + now() - cameAt))
  }
}

/** The form with other values, or further ones, under their names. */
function entered(fields: Filled, values: Readonly<Record<string, string>>): Filled {
  const given = Object.entries(values)
  return [...fields.filter(([name]) => !Object.hasOwn(values, name)), ...given]
}

const stuck = ({ key, kind, root }: ShownPage, what: string): StagegameError =>
  new StagegameError(
    'bot-stuck',
    `the page ${key || 'of the link'} (${kind || 'no kind'}) ${what}: ${textOf(root.querySelector('main')).slice(0, 400)}`,
  )
