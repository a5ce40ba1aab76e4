/** A session as files: tables of comma-separated values, a codebook of their columns, and a manifest with their hashes. */
import { hashOf } from '../../arena/frozen.ts'
import { beliefsTable } from './beliefs.ts'
import { longTable } from './by-participant.ts'
import { checksTable } from './checks.ts'
import { codebook, type Table } from './column.ts'
import { decisionsOf } from './decided.ts'
import { decisionsTable } from './decisions.ts'
import { type ExportInput, type Gathered, gathered } from './gathered.ts'
import { assignmentsTable, callsTable, eventsTable } from './ledgers.ts'
import { pageTimesTable } from './page-times.ts'
import { type Payments, paymentsTable } from './payments.ts'
import { questionnaireTable } from './questionnaire.ts'
import { quizTable } from './quiz-answers.ts'
import { strategiesTable } from './strategies.ts'
import { wideTable } from './wide.ts'

export type { ExportInput } from './gathered.ts'

/** One file of an export. */
interface Written {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
}

/**
 * Name and text of each file, one after another; the codebook and then the manifest come last. `payments/payments.csv` is the
 * only one that says who participants are (with `labels`, `wide.csv` does, too). The same session gives the same bytes.
 * Throws `demo-session`, `not-opened`, `wrong-session`, `payments-differ`, and what the store throws.
 */
export async function* exportSession(input: ExportInput): AsyncGenerator<readonly [file: string, text: string]> {
  const of = await gathered(input)
  const payments = paymentsTable(of)
  const tables = await tablesOf(of, payments)
  const files: Written[] = []
  for (const table of [...tables, codebook(tables)]) {
    const text = await table.csv()
    files.push({ name: table.file, sha256: hashOf(text), bytes: Buffer.byteLength(text), rows: table.rows })
    yield [table.file, text]
  }
  yield ['manifest.json', `${JSON.stringify(manifestOf(of, payments, files), null, 2)}\n`]
}

async function tablesOf(of: Gathered, { table: payments }: Payments): Promise<readonly Table[]> {
  const decisions = decisionsOf(of)
  return [
    wideTable(of, decisions),
    longTable(of, decisions),
    pageTimesTable(of),
    decisionsTable(of, decisions),
    beliefsTable(of),
    ...[strategiesTable(of) ?? []].flat(),
    questionnaireTable(of),
    quizTable(of),
    checksTable(of),
    await callsTable(of),
    assignmentsTable(of),
    eventsTable(of),
    payments,
  ]
}

/** What the files are of, and what they must hash to. */
function manifestOf(of: Gathered, { total, paid }: Payments, files: readonly Written[]): object {
  const { opened, lab, input, people, erased } = of
  return {
    ...{ format: 1, session: opened.session, name: lab.name ?? opened.session, title: lab.title },
    ...{ freeze: opened.freeze, journalHead: input.head, run: input.run, runHead: input.runHead },
    code: { session: opened.code, export: input.code },
    ...{ demo: opened.demo, pilot: opened.pilot, override: lab.override ?? null },
    ...{ participants: people.length, labels: input.options.labels },
    erased: { participants: erased.size, events: input.events.filter(({ event }) => event === null).length },
    payments: { currency: lab.payment.currency, total, paid },
    files,
  }
}
