/** What `stagegame lab check` prints: the session as it would go. */
import { cellsOf } from '../lab/assignment.ts'
import type { PreparedBlock, PreparedLab } from '../lab/prepared.ts'
import { quizOf } from '../lab/quiz.ts'
import { folded } from './lab-output.ts'
import { many, table } from './table.ts'

export function planText(prepared: PreparedLab): string {
  const { lab } = prepared.file
  const { currency, pay, pointsPerUnit, fee, losses } = lab.payment
  const cells = cellsOf(lab)
  const questions = quizOf(prepared).length
  return [
    `${lab.title}: ${many(lab.participants, 'participant')}, ${many(cells.length, 'cell')}`,
    '',
    table(cells, [
      { title: 'treatment', cell: ({ treatment }) => treatment },
      { title: 'parts, in this order', cell: ({ order }) => order.join(', ') },
    ]),
    '',
    table(
      [...prepared.blocks.values()],
      [
        { title: 'part', cell: ({ id }) => id },
        { title: 'game', cell: ({ condition }) => condition.ref.game },
        { title: 'seats', cell: seatsText },
        { title: 'matching', cell: matchingText },
        { title: 'paid', cell: ({ block }) => (block.paid ? 'yes' : 'no') },
      ],
    ),
    '',
    ...[...prepared.blocks.values()].flatMap(({ id, told }) => folded(told?.text ?? 'nothing', `told in ${id}: `)),
    '',
    `questions about the instructions: ${questions === 0 ? 'none' : questions}`,
    ...folded(
      `${fee} ${currency} for taking part, and ${pointsPerUnit} points for 1 ${currency} of ${PAY[pay]}; losses: ${losses}`,
      'payment: ',
    ),
  ].join('\n')
}

const PAY = {
  sum: 'all matches',
  'random-match': 'one match, drawn beforehand',
  'random-block': 'one part, drawn beforehand',
}

/** `3 × person, level-1`. */
function seatsText({ lineup }: PreparedBlock): string {
  const counts = new Map<string, number>()
  for (const one of lineup) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].map(([one, times]) => (times > 1 ? `${times} × ${one}` : one)).join(', ')
}

const matchingText = ({ block: { matching, matches } }: PreparedBlock): string =>
  [
    matching.when === 'live' ? `live, ${matching.with}` : matching.when,
    ...(matches > 1 ? [`${matches} matches`] : []),
    ...(matching.group === undefined ? [] : [`in groups of ${matching.group}`]),
  ].join(', ')
