/** Sentences that the lab itself adds to what people read: time, groups, pay and the ways out, as the session file has them. */
import type { Block, Exit } from './lab-schema.ts'
import type { Live } from './live.ts'
import { coinsOf, moneyText } from './money.ts'
import { exitFee } from './payment.ts'
import type { Person } from './session.ts'
import { isDeferred } from './steps.ts'

/** What happens when the time for a decision is over. */
export function timeMeaning(block: Block): string {
  if (isDeferred(block)) return 'you get no points for this part'
  switch (block.time!.policy) {
    case 'fallback':
      return 'an answer that the rules provide is entered for you'
    case 'replace-by-model':
      return 'a computer program takes your place, and you leave the study'
    case 'group-goes-on':
      return 'the others go on without your answer'
    case 'end-group-with-fee':
      return 'this part ends for your group'
  }
}

/** On how a part is done here. */
export function notesOn({ lab, block: find }: Live, id: string): readonly string[] {
  const { block, people, personSeats, roles } = find(id)
  const notes: string[] = []
  if (new Set(personSeats.map((seat) => roles[seat])).size > 1)
    notes.push('Which role you have, you see when it begins.')
  if (block.practice)
    notes.push(
      `First you play ${block.practice.matches === 1 ? 'once' : `${block.practice.matches} times`} for practice, against computer programs. This is not paid.`,
    )
  const { leftover } = block.matching
  if (!isDeferred(block) && people > 1 && leftover !== undefined)
    notes.push(
      leftover === 'leave'
        ? 'If no group can be formed for you, the study ends for you.'
        : 'If a group lacks people, a computer program takes their places.',
    )
  if (block.matches > 1) notes.push(`This part is played ${block.matches} times. ${groupNote(block, people)}`.trim())
  if (isDeferred(block))
    notes.push(
      people > 1
        ? `You need not wait for anybody: groups are formed from the choices of all participants afterwards.${leftoverNote(block)}`
        : 'You need not wait for anybody: the result follows from your choice.',
    )
  if (block.time)
    notes.push(`You have ${block.time.seconds} seconds for each decision. When they are over, ${timeMeaning(block)}.`)
  if (block.release === 'fixed') notes.push('Every step takes the same time, however fast you answer.')
  if (block.strategy)
    notes.push(
      'You are asked beforehand what you do in each case that can come up. What you say is then played for you.',
    )
  notes.push(block.paid ? 'Your points in this part count for your payment.' : 'This part is not paid.')
  if (lab.payment.pay === 'random-block' && block.paid)
    notes.push('One of the paid parts is drawn, and it alone is paid.')
  if (lab.payment.pay === 'random-match' && block.paid)
    notes.push('One of the paid rounds of play is drawn, and it alone is paid.')
  return notes
}

function groupNote({ matching }: Block, people: number): string {
  if (people < 2) return ''
  switch (matching.with) {
    case 'partner':
      return 'You are in the same group each time.'
    case 'stranger':
      return 'Groups are drawn anew each time.'
    case 'perfect-stranger':
      return 'Groups are formed anew each time, and you never meet the same person twice.'
  }
}

function leftoverNote({ matching }: Block): string {
  if (matching.leftover === 'leave') return ' If no group can be formed for you, you get no points for this part.'
  return matching.leftover ? ' If a group lacks people, a computer program takes their places.' : ''
}

/** What everybody is told beside the instructions: of pay, and of leaving. */
export function ruleNotes({ lab }: Live): readonly string[] {
  const { payment, language } = { ...lab }
  const money = (units: number) => moneyText(coinsOf(units, payment.currency), payment.currency, language)
  const fee = payment.fee > 0 ? `You get ${money(payment.fee)} for taking part. ` : ''
  const losses = {
    none: '',
    'from-fee': ` Points below zero are taken from the payment for taking part${payment.least > 0 ? `, but nobody gets less than ${money(payment.least)}` : ''}.`,
    'count-as-zero': ' If your points come to less than zero, they count as zero.',
  }[payment.losses]
  return [
    `${fee}What you earn beside that depends on your decisions and those of others: ${payment.pointsPerUnit} points are worth ${money(1)}.${losses}`,
    `You may leave at any time. Who leaves before the end gets ${money(feeOf(lab.payment, 'withdrew'))}.`,
  ]
}

const feeOf = (payment: Live['lab']['payment'], exit: Exit): number => payment.exits[exit] ?? payment.fee

const REASONS: Readonly<Record<Exit, string>> = {
  completed: 'Thank you for taking part.',
  declined: 'You have chosen not to take part. Nothing about you is kept beside that.',
  'failed-quiz':
    'The questions about the instructions were not answered right, so the study ends here for you. Thank you for your time.',
  waited: 'No group came together in time. Thank you for waiting.',
  leftover: 'No group could be formed for you. Thank you for your time.',
  'group-ended': 'The study could not go on for your group. Thank you for your time.',
  dropped: 'The time for an answer was over, and the study has gone on without you.',
  withdrew: 'You have left the study. Thank you for your time.',
}

/** What a person reads at the end. */
export function exitText({ lab }: Live, { exit, paid }: Person): string {
  if (!exit) return REASONS.completed
  const pay =
    exit.exit === 'completed' && !paid
      ? ' Your payment is worked out as soon as the results of all parts are known.'
      : ''
  const fee = exit.exit === 'completed' ? 0 : (paid?.amount ?? exitFee(lab.payment, exit.exit))
  return `${REASONS[exit.exit]}${pay}${fee > 0 ? ` You get ${moneyText(fee, lab.payment.currency, lab.language)}.` : ''}`
}
