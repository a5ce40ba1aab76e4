/** What the calls of the runs took. */
import { counted, type DataTable, number, text } from '../data-table.ts'
import type { Replies } from '../replies.ts'
import type { ModelSpend } from '../spend.ts'

/** A row a model. */
export const spendTable = (spend: readonly ModelSpend[]): DataTable => ({
  name: 'spend',
  title: 'Spend and time',
  describes: 'A row is a model, over all its calls. A try is one request on the wire; times are sums over tries.',
  columns: [
    text('model', 'model', 'Provider and model, as the experiment names them.'),
    counted('tries', 'tries', 'Requests on the wire.'),
    counted('answered', 'answered', 'Tries that were answered.'),
    counted('retried', 'retried', 'Tries after the first of their call.'),
    counted('reasked', 're-asked', 'Answers to re-asks, after a reply that could not be used.'),
    counted('lost', 'lost', 'Tries that were on the wire when a process ended.'),
    text('failures', 'failures', 'Tries that failed, by class.'),
    counted('tokens_in', 'tokens in', 'Prompt tokens.'),
    counted('tokens_out', 'tokens out', 'Tokens of replies, reasoning included.'),
    number('dollars', 'dollars', 'At the prices of the experiment; 0 for what is free.'),
    number('waited_seconds', 'waited, s', 'Seconds that tries spent in queues.'),
    number('worked_seconds', 'worked, s', 'Seconds that tries spent on the wire.'),
  ],
  rows: spend.map((row) => [
    `${row.provider}:${row.model}`,
    row.tries,
    row.answered,
    row.retried,
    row.reasked,
    row.lost,
    row.failures.map(({ class: name, tries }) => `${tries} ${name}`).join(', '),
    row.tokensIn,
    row.tokensOut,
    row.dollars,
    row.waited / 1000,
    row.worked / 1000,
  ]),
  notes: spend.length === 0 ? ['No model was called.'] : [],
})

/** A row a model that answered. */
export const answeredTable = ({ models }: Replies): DataTable => ({
  name: 'models',
  title: 'Models that answered',
  describes: 'A row is a model as it named itself in its replies, with the configuration that its provider names.',
  columns: [
    text('asked', 'asked for', 'The model that was asked for.'),
    text('answered', 'answered', 'The model that said it answered.'),
    text('fingerprint', 'fingerprint', 'The configuration, where the provider names one.'),
    counted('calls', 'calls', 'Its answers.'),
    text('from', 'from', 'When it first answered, ISO 8601.'),
    text('to', 'to', 'When it last answered, ISO 8601.'),
  ],
  rows: models.flatMap(({ model, answered }) =>
    answered.map((one) => [model, one.model, one.fingerprint ?? null, one.calls, one.from, one.to]),
  ),
  notes: models
    .filter(({ answered }) => answered.length > 1)
    .map(({ model }) => `${model} changed in the middle of the run: what it did before and after may differ.`),
})
