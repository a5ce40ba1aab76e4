/** What is paid to whom: the only table that says who participants are outside the session. To be kept apart. */
import { StagegameError } from '../../core/errors.ts'
import type { IdentityRow } from '../identity.ts'
import { moneyText } from '../money.ts'
import type { Person } from '../session.ts'
import type { Column, Table } from './column.ts'
import { type Gathered, marked, whyNone } from './gathered.ts'

export interface Payments {
  readonly table: Table
  /** Of all rows, in the smallest coins. */
  readonly total: number
  /** Rows with an amount. */
  readonly paid: number
}

interface Payment {
  readonly person: Person
  readonly identity: IdentityRow | undefined
}

const PROLIFIC = ['PROLIFIC_PID', 'STUDY_ID', 'SESSION_ID']

/** Throws `payments-differ` where the identity file says another amount than the journal, or sums do not agree. */
export function paymentsTable(of: Gathered): Payments {
  const { lab, input, people } = of
  const { currency } = lab.payment
  const identities = new Map(input.identity.map((row) => [row.person, row]))
  const rows = people
    .filter(({ paid, exit }) => paid !== null || exit !== null)
    .map((person): Payment => ({ person, identity: identities.get(person.id) }))
  for (const { person, identity } of rows) checkAmount(person, identity, currency)
  const brought = [
    ...new Set([
      ...(lab.prolific ? PROLIFIC : []),
      ...input.identity.flatMap(({ outside }) => Object.keys(outside)).sort(),
    ]),
  ]
  const total = rows.reduce((sum, { person }) => sum + (person.paid?.amount ?? 0), 0)
  checkTotal(of, total)
  const table = marked<Payment>(
    of,
    'payments/payments.csv',
    [
      { name: 'participant', type: 'text', says: 'Pseudonym.', cell: ({ person }) => person.id },
      {
        ...{ name: 'room', type: 'text', cell: ({ person }) => person.room },
        ...{ says: 'Room through which the participant came.', empty: 'a link of one’s own' },
      },
      {
        ...{ name: 'label', type: 'text', cell: ({ identity }) => identity?.label },
        ...{ says: 'Label in that room.', empty: 'there is none, or it was erased' },
      },
      ...brought.map(
        (name): Column<Payment> => ({
          ...{ name, type: 'text', cell: ({ identity }) => identity?.outside[name] },
          ...{ says: `${name} of the open link.`, empty: 'the link brought none, or it was erased' },
        }),
      ),
      {
        ...{ name: 'amount', type: 'number', cell: ({ person }) => person.paid?.amount, empty: 'see missing' },
        says: `To be paid, the fee included, in the smallest coins of ${currency}.`,
      },
      {
        ...{ name: 'amount_text', type: 'text', empty: 'see missing' },
        says: 'The same as a sum of money is written.',
        cell: ({ person }) => (person.paid ? moneyText(person.paid.amount, currency, lab.language) : null),
      },
      { name: 'currency', type: 'text', says: 'Currency by ISO 4217.', cell: () => currency },
      {
        ...{ name: 'fee', type: 'number', cell: ({ person }) => person.paid?.fee, empty: 'see missing' },
        says: 'Of it, for taking part, in the smallest coins.',
      },
      {
        ...{ name: 'points', type: 'number', cell: ({ person }) => person.paid?.points, empty: 'see missing' },
        says: 'Points that are paid for.',
      },
      {
        ...{ name: 'drawn', type: 'text', cell: ({ person }) => person.paid?.drawn },
        ...{ says: 'The match or block that was drawn for payment.', empty: 'nothing was drawn' },
      },
      {
        ...{
          name: 'how',
          type: 'text',
          cell: ({ person }) => person.paid?.how.join(' '),
          empty: 'a fee alone; or see missing',
        },
        says: 'How it came about, as the participant was told.',
      },
      {
        ...{ name: 'exit', type: 'text', cell: ({ person }) => person.exit?.exit, empty: 'not at the end yet' },
        says: 'The way out.',
      },
      {
        ...{
          name: 'code',
          type: 'text',
          cell: ({ person }) => person.exit?.code,
          empty: 'not at the end yet, or erased',
        },
        says: 'Completion code.',
      },
      {
        ...{ name: 'missing', type: 'text', empty: 'there is an amount' },
        says: 'Why there is no amount: not settled: a result is pending; erased.',
        cell: ({ person }) => (person.paid ? null : whyNone(of, person, 'not settled')),
      },
    ],
    rows,
  )
  return { table, total, paid: rows.filter(({ person }) => person.paid !== null).length }
}

function checkAmount({ id, paid }: Person, identity: IdentityRow | undefined, currency: string): void {
  if (!paid || !identity || identity.amount === null) return
  if (identity.amount === paid.amount && identity.currency === currency) return
  throw new StagegameError(
    'payments-differ',
    `participant ${id} is paid ${paid.amount} ${currency} by the journal, and ${identity.amount} ${identity.currency} by the identity file: expected the same`,
  )
}

/** Against the events themselves, so that nobody is paid twice or left out. */
function checkTotal({ input }: Gathered, total: number): void {
  const amounts = input.events.flatMap(({ event }) => (event?.type === 'paid' ? [event.amount] : []))
  const logged = amounts.reduce((sum, amount) => sum + amount, 0)
  if (logged === total) return
  throw new StagegameError(
    'payments-differ',
    `the rows of the payments come to ${total}, and what the journal settled to ${logged}: expected the same`,
  )
}
