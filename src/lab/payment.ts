/** What a participant is paid: points into coins, by the rules that the session file declares. Exact, and never in silence. */
import { stream } from '../core/chance.ts'
import { portable } from '../core/fingerprint.ts'
import type { Complaint } from './complaint.ts'
import {
  compared,
  dividedBy,
  fractionOf,
  isWhole,
  numberOf,
  plus,
  rounded,
  tidyFraction,
  times,
  whole,
} from './fraction.ts'
import type { Exit, Lab } from './lab-schema.ts'
import { coinsOf, isCurrency, isPayable, minorDigits, moneyText } from './money.ts'

type Payment = Lab['payment']

/** What a match of a paid block came to for a person; null where it came to nothing without their doing: voided, or no group was formed. */
export interface Earned {
  readonly block: string
  readonly nth: number
  readonly points: number | null
  readonly paid: boolean
}

export interface ToPay {
  readonly payment: Payment
  readonly exit: Exit
  /** Every planned match, in the person's order. */
  readonly earned: readonly Earned[]
  readonly seed: string
  /** Place of the person in the assignment: what is drawn follows from it and the seed. */
  readonly place: number
  readonly language: string
}

export interface Paid {
  /** Those that are paid. */
  readonly points: number
  /** Coins, fee included. */
  readonly amount: number
  readonly fee: number
  /** Which match or block was drawn: `people`, `people 2`. */
  readonly drawn: string | null
  /** Sentences. */
  readonly how: readonly string[]
}

/** The fee of who leaves by that way, in coins. */
export function exitFee(payment: Payment, exit: Exit): number {
  const units = payment.exits[exit] ?? (exit === 'declined' ? 0 : payment.fee)
  return coinsOf(units, payment.currency)
}

/**
 * Coins = (fee + points ÷ pointsPerUnit) rounded, at least `least` for who completes, at most `most`. Points below zero in all
 * are taken from the fee, or count as zero, as declared. Of what is drawn, the draw is made over all that was planned, before
 * anything is known of it; where that came to nothing (a voided match) the next in the same shuffled order is paid.
 */
export function paymentOf({ payment, exit, earned, seed, place, language }: ToPay): Paid {
  const { currency, pointsPerUnit, losses } = payment
  const fee = exit === 'completed' ? coinsOf(payment.fee, currency) : exitFee(payment, exit)
  const { chosen, drawn, note } = drawnOf(
    payment,
    earned.filter(({ paid }) => paid),
    seed,
    place,
  )
  const total = chosen.reduce((sum, { points }) => plus(sum, tidyFraction(points ?? 0)), whole(0n))
  const negative = compared(total, whole(0n)) < 0
  const counted = negative && losses !== 'from-fee' ? whole(0n) : total
  const digits = 10n ** BigInt(minorDigits(currency))
  const exact = plus(whole(BigInt(fee)), times(dividedBy(counted, fractionOf(pointsPerUnit)), whole(digits)))
  const step = BigInt(payment.roundTo === undefined ? 1 : coinsOf(payment.roundTo, currency))
  const floor = exit === 'completed' ? coinsOf(payment.least, currency) : 0
  const at = Number(rounded(exact, step, payment.round))
  const most = payment.most === undefined ? Number.POSITIVE_INFINITY : coinsOf(payment.most, currency)
  const amount = Math.min(Math.max(at, floor), most)
  const points = numberOf(total)
  const money = (coins: number) => moneyText(coins, currency, language)
  return {
    ...{ points, amount, fee, drawn },
    how: [
      ...note,
      `${fee > 0 ? `${money(fee)} for taking part and ` : ''}${figure(points)} points at ${figure(pointsPerUnit)} points for ${money(Number(digits))}.`,
      ...(negative
        ? [
            losses === 'from-fee'
              ? 'Your points are below zero and were taken from the payment for taking part.'
              : 'Your points are below zero and count as zero.',
          ]
        : []),
      ...(isWhole(dividedBy(exact, whole(step)))
        ? []
        : [
            `Rounded ${payment.round === 'nearest' ? 'to the nearest' : `${payment.round} to a`} multiple of ${money(Number(step))}.`,
          ]),
      ...(at < floor ? [leastNote(floor, money)] : []),
      ...(at > most ? [`Nobody gets more than ${money(most)}.`] : []),
    ],
  }
}

const leastNote = (floor: number, money: (coins: number) => string): string =>
  floor > 0 ? `Everybody who completes the study gets at least ${money(floor)}.` : 'Nobody has to pay anything.'

interface Drawn {
  readonly chosen: readonly Earned[]
  readonly drawn: string | null
  readonly note: readonly string[]
}

function drawnOf({ pay }: Payment, earned: readonly Earned[], seed: string, place: number): Drawn {
  if (pay === 'sum') return { chosen: earned, drawn: null, note: [] }
  const rng = stream([seed, 'payment', place])
  if (pay === 'random-match') {
    const order = rng.shuffle(earned)
    const found = order.find(({ points }) => points !== null)
    if (!found) return { chosen: [], drawn: null, note: ['There was nothing to draw from.'] }
    const name = `${found.block} ${found.nth + 1}`
    const at = earned.indexOf(found) + 1
    return {
      chosen: [found],
      drawn: name,
      note: [`Of ${earned.length} paid results, number ${at} was drawn for payment.`, ...skipped(order, found)],
    }
  }
  const blocks = [...new Set(earned.map(({ block }) => block))]
  const order = rng.shuffle(blocks)
  const of = (block: string) => earned.filter((one) => one.block === block)
  const found = order.find((block) => of(block).some(({ points }) => points !== null))
  if (found === undefined) return { chosen: [], drawn: null, note: ['There was nothing to draw from.'] }
  return {
    ...{ chosen: of(found), drawn: found },
    note: [
      `Of ${blocks.length} paid parts, part ${blocks.indexOf(found) + 1} was drawn for payment.`,
      ...skipped(order, found),
    ],
  }
}

const skipped = <T>(order: readonly T[], found: T): readonly string[] =>
  order[0] === found ? [] : ['What was drawn first had no result, so the next was taken.']

/** With two decimals at most, and a minus that is none of a dash. */
const figure = (n: number): string => String(Math.round(n * 100) / 100).replace('-', '−')

/** Points that matches of random play came to for people: what the rules can lead to, as far as play has shown it. */
export interface PointsSeen {
  readonly least: number
  readonly most: number
}

/** What cannot be paid as the session file has it. `seen`: what one match of each block came to. */
export function checkPayment(
  { payment, blocks, treatments }: Pick<Lab, 'payment' | 'blocks' | 'treatments'>,
  seen: ReadonlyMap<string, PointsSeen>,
): readonly Complaint[] {
  const { currency, losses, pay, fee, least, most, roundTo, exits, pointsPerUnit } = payment
  const at = (...path: readonly string[]) => ['payment', ...path]
  if (!isCurrency(currency))
    return [{ path: at('currency'), message: `${currency} is no currency: expected its three letters, as EUR or USD` }]
  const complaints: Complaint[] = []
  const amounts = { fee, least, ...(most !== undefined && { most }), ...(roundTo !== undefined && { roundTo }) }
  for (const [key, units] of Object.entries(amounts))
    if (!isPayable(units, currency)) complaints.push({ path: at(key), message: `${currency} has no coin for ${units}` })
  for (const [key, units] of Object.entries(exits)) {
    if (key === 'completed')
      complaints.push({ path: at('exits', key), message: 'who completes is paid by the results: `fee` and `least`' })
    else if (!isPayable(units!, currency))
      complaints.push({ path: at('exits', key), message: `${currency} has no coin for ${units}` })
    else if (most !== undefined && units! > most)
      complaints.push({ path: at('exits', key), message: `expected at most \`most\`, ${most}; got ${units}` })
  }
  const paid = Object.entries(blocks).filter(([, block]) => block.paid)
  if (pay !== 'sum' && paid.length === 0)
    complaints.push({
      path: at('pay'),
      message: 'nothing is paid that could be drawn: a block with `paid: true` is needed',
    })
  if (most !== undefined && most < Math.max(fee, least))
    complaints.push({
      path: at('most'),
      message: `expected at least the fee and \`least\`, ${Math.max(fee, least)}; got ${most}`,
    })
  const losing = paid.find(([id]) => (seen.get(id)?.least ?? 0) < 0)
  if (losing && losses === 'none')
    complaints.push({
      path: at('losses'),
      message: `in block ${losing[0]} points below zero can come up (random play came to ${figure(seen.get(losing[0])!.least)}): say what becomes of them, from-fee or count-as-zero`,
    })
  if (most !== undefined) {
    const named = Object.values(treatments ?? {}).map((treatment) => treatment.blocks)
    const orders = named.length > 0 ? named : [Object.keys(blocks)]
    const can = portable(Math.max(...orders.map((order) => mostOf(order, blocks, seen, pay))) / pointsPerUnit + fee)
    if (can > most)
      complaints.push({
        path: at('most'),
        message: `the rules can pay more: random play came to ${figure(can)} ${currency} with the fee; raise it, or pointsPerUnit`,
      })
  }
  return complaints
}

/** Points that a person can come to over these blocks, as far as random play has shown it. */
function mostOf(
  order: readonly string[],
  blocks: Lab['blocks'],
  seen: ReadonlyMap<string, PointsSeen>,
  pay: Payment['pay'],
): number {
  const each = order.flatMap((id) => {
    const block = blocks[id]
    if (!block?.paid) return []
    const one = Math.max(0, seen.get(id)?.most ?? 0) + (block.belief?.prize ?? 0)
    return [{ one, all: one * block.matches }]
  })
  if (pay === 'sum') return each.reduce((sum, { all }) => sum + all, 0)
  return Math.max(0, ...each.map(({ one, all }) => (pay === 'random-match' ? one : all)))
}
