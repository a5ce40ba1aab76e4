/** Whom one measured: what models understood of the rules, and how often they said the same. */
import type { Understood } from '../comprehension.ts'
import { counted, type DataTable, share, text } from '../data-table.ts'
import type { Sameness } from '../replies.ts'
import type { Subject } from '../subject.ts'

/** A row a player and condition; undefined where nobody was asked. */
export function comprehensionTable(
  { conditions }: Subject,
  understood: readonly (Understood & { readonly condition: number })[],
): DataTable | undefined {
  if (understood.length === 0) return undefined
  return {
    name: 'comprehension',
    title: 'Comprehension of the rules',
    describes: 'A row is a model in a condition: questions about the rules, asked before play.',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('player', 'player', 'The player.'),
      counted('questions', 'questions', 'Questions that it was asked.'),
      counted('right', 'right', 'Right answers; one that could not be read counts as wrong.'),
      counted('unreadable', 'unreadable', 'Questions without a readable answer.'),
      share('share', 'share right', 'Right answers of all questions.'),
    ],
    rows: understood.map(({ condition, player, questions, right, missing }) => [
      ...[conditions[condition]?.label ?? '', player, questions, right, missing],
      questions > 0 ? right / questions : null,
    ]),
    notes: [],
  }
}

/** A row a model player and condition; undefined without model calls. */
export function samenessTable(sameness: readonly Sameness[]): DataTable | undefined {
  if (sameness.length === 0) return undefined
  const copies = sameness.filter(({ answers, different }) => different < answers / 2)
  return {
    name: 'sameness',
    title: 'How often models said the same',
    describes:
      'A row is a model player in a condition: its first answers, and how many different pairs of prompt and reply are among them. No more than these are independent observations.',
    columns: [
      text('condition', 'condition', 'The condition’s label.'),
      text('player', 'player', 'The player.'),
      counted('answers', 'answers', 'First answers to asks.'),
      counted('prompts', 'prompts', 'Different prompts among them.'),
      counted('different', 'different', 'Different pairs of prompt and reply.'),
    ],
    rows: sameness.map(({ condition, player, answers, prompts, different }) => [
      ...[condition, player, answers, prompts, different],
    ]),
    notes: copies.map(
      ({ condition, player, answers, different }) =>
        `${condition}: ${player} gave ${answers} answers, of which ${different} differ: intervals that count all of them are too narrow.`,
    ),
  }
}
