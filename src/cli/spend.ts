/** Prints what calls took, and whom one measured: tables of their own, beside that of the results. */
import { repliesOf } from '../analysis/replies.ts'
import { type ModelSpend, spendOf } from '../analysis/spend.ts'
import type { Condition } from '../arena/conditions.ts'
import { conditionIn } from '../arena/design.ts'
import type { Store } from '../store/store.ts'
import { many, table } from './table.ts'

/** Nothing where only scripts, people and simulated players answered. */
export async function printSpend(store: Store, run: string, conditions: readonly Condition[]): Promise<void> {
  const models = (await spendOf(store, run)).filter(({ provider }) => provider !== 'simulated')
  if (models.length === 0) return
  console.log('\ncalls')
  console.log(
    table(models, [
      { title: 'model', cell: ({ model }) => model },
      ...columns.map((column) => ({ right: true, ...column })),
    ]),
  )
  for (const { model, failures, estimated } of models) {
    if (failures.length > 0)
      console.log(`${model}: ${failures.map((failure) => `${failure.tries} × ${failure.class}`).join(', ')}`)
    if (estimated > 0)
      console.log(`${model}: of ${many(estimated, 'answer')} the provider did not say the tokens; they are estimated`)
  }
  await printReplies(store, run, conditions)
}

const columns: readonly { readonly title: string; readonly cell: (row: ModelSpend) => string }[] = [
  { title: 'answers', cell: ({ answered }) => answered.toLocaleString('en') },
  { title: 're-asked', cell: ({ reasked }) => String(reasked) },
  { title: 'tries', cell: ({ tries }) => tries.toLocaleString('en') },
  { title: 'lost', cell: ({ lost }) => String(lost) },
  { title: 'tokens in', cell: ({ tokensIn }) => tokensIn.toLocaleString('en') },
  { title: 'tokens out', cell: ({ tokensOut }) => tokensOut.toLocaleString('en') },
  { title: 'dollars', cell: ({ dollars }) => money(dollars) },
  { title: 'in queues', cell: ({ waited, tries }) => seconds(waited / tries) },
  { title: 'on the wire', cell: ({ worked, tries }) => seconds(worked / tries) },
]

/** A change of model in the middle of the run, and answers that are the same as others: n must not be mistaken. */
async function printReplies(store: Store, run: string, conditions: readonly Condition[]): Promise<void> {
  const { models, sameness } = await repliesOf(store, run, ({ id }) => conditionIn(conditions, id).label)
  for (const { model, answered } of models) {
    if (answered.length < 2) continue
    const parts = answered.map(
      ({ model: name, fingerprint, calls, from, to }) =>
        `${name}${fingerprint === undefined ? '' : ` (${fingerprint})`} ${many(calls, 'call')} from ${from} to ${to}`,
    )
    console.log(`${model} changed in the middle of the run: ${parts.join('; ')}`)
  }
  for (const { condition, player, answers, prompts, different } of sameness)
    if (different < answers)
      console.log(
        `${player} in ${condition}: ${many(answers, 'first answer')} to ${many(prompts, 'different prompt')} are ${different} different ones; the same reply to the same prompt is no further observation`,
      )
}

/** Dollars with as many digits as a small sum needs. */
export const money = (dollars: number): string =>
  dollars === 0 ? '0' : dollars >= 1 ? dollars.toFixed(2) : dollars.toPrecision(2)

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(milliseconds < 9995 ? 2 : 0)} s`
