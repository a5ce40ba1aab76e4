/** What `stagegame lab` prints: where the monitor and the links are, where the files are, and how to go on. Lines of at most 100 columns. */
import { renderUnicodeCompact } from 'uqr'

export interface Began {
  readonly session: string
  readonly title: string
  /** Where participants reach it. */
  readonly url: string
  /** Undefined: the one that the session began with. */
  readonly password: string | undefined
  /** Where the password was taken from: then it is not printed. */
  readonly passwordFrom: string | undefined
  readonly links: readonly { readonly name: string; readonly address: string }[]
  /** Links are of rooms: of as many people as come. */
  readonly rooms: boolean
  readonly participants: number
  readonly demo: boolean
  readonly files: { readonly db: string; readonly session: string; readonly identity: string }
  /** The command that goes on. */
  readonly resume: string
  /** What is to be known before: a port that was taken, an address that is reached without TLS. */
  readonly warnings: readonly string[]
}

/** So many links are printed; the page of the monitor has all. */
const MOST = 10

export function beganText(began: Began): string {
  const { session, title, demo, url, files, resume, warnings } = began
  return [
    `${title} (${session})${demo ? '  DEMO: not exported' : ''}`,
    '',
    ...warnings.flatMap((warning) => [...folded(warning, 'note: '), '']),
    `monitor:   ${url}/experimenter`,
    `password:  ${passwordText(began)}`,
    '',
    ...linksText(began),
    `matches:   ${files.db}`,
    `session:   ${files.session}`,
    `identity:  ${files.identity}  (labels and payments: keep it apart)`,
    '',
    'Ctrl-C stops it; everything is on disk, and goes on with:',
    `  ${resume}`,
  ].join('\n')
}

function passwordText({ password, passwordFrom }: Began): string {
  if (passwordFrom !== undefined) return `the one in ${passwordFrom}`
  if (password === undefined) return 'as before (--password-from VAR sets another one)'
  return `${password}  (kept as a hash alone: note it down)`
}

function linksText({ links, rooms, participants, url }: Began): readonly string[] {
  const [first] = links
  if (!first)
    return [
      ...folded(
        'those that were handed out lead everybody to where they were; they are kept as hashes alone, and cannot be shown again',
        'links:     ',
      ),
      '',
    ]
  const shown = links.slice(0, MOST)
  const rest = links.length - shown.length
  const width = Math.max(...shown.map(({ name }) => name.length))
  return [
    rooms
      ? `${links.length === 1 ? 'the link' : 'the links'}, for all ${participants} participants:`
      : `${links.length === 1 ? 'a link' : `${links.length} links`}, each for one participant:`,
    ...shown.map(({ name, address }) => `  ${name.padEnd(width)}  ${address}`),
    ...(rest > 0 ? [`  and ${rest} more: ${url}/experimenter/links`] : []),
    '',
    `${links.length === 1 ? 'it' : 'the first'} as a QR code (all: ${url}/experimenter/links):`,
    '',
    ...renderUnicodeCompact(first.address, { border: 2 })
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ]
}

const COLUMNS = 100

/** A sentence in lines of so many columns, each after the first as far in as its head is long. */
export function folded(text: string, head = ''): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (head.length + longer.length <= COLUMNS || line === '') line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line].map((one, i) => `${i === 0 ? head : ' '.repeat(head.length)}${one}`)
}
