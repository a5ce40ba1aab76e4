/** What models take: asking for what is not supported is an error before the run, not a silent drop. */

export interface Capabilities {
  readonly temperature: boolean
  readonly topP: boolean
  readonly seed: boolean
  readonly effort: boolean
  /** `native`: the provider holds the model to a JSON Schema; `prompt`: it is asked for in words alone. */
  readonly schema: 'native' | 'prompt'
  /** Why something is not taken, for messages. */
  readonly note: string
}

const row = (takes: string, schema: Capabilities['schema'], note: string): Capabilities => ({
  temperature: takes.includes('temperature'),
  topP: takes.includes('top-p'),
  seed: takes.includes('seed'),
  effort: takes.includes('effort'),
  schema,
  note,
})

/** The first row that fits. Providers change what they take: a row that is out of date is found by `stagegame models --check`. */
const TABLE: readonly { readonly provider: string; readonly model: RegExp; readonly takes: Capabilities }[] = [
  { provider: 'openai', model: /^(gpt-5|o\d)/, takes: row('effort', 'native', 'a reasoning model') },
  {
    provider: 'openai',
    model: /^gpt-3|^gpt-4$|^gpt-4-/,
    takes: row('temperature top-p seed', 'prompt', 'an older model'),
  },
  { provider: 'openai', model: /^/, takes: row('temperature top-p seed', 'native', 'no reasoning model') },
  { provider: 'anthropic', model: /^/, takes: row('effort', 'native', 'its API takes none') },
  { provider: 'langchain', model: /^openai:(gpt-5|o\d)/, takes: row('', 'native', 'a reasoning model') },
  {
    provider: 'langchain',
    model: /^(openai|ollama):/,
    takes: row('temperature top-p', 'native', 'reached through LangChain'),
  },
  { provider: 'langchain', model: /^anthropic:/, takes: row('', 'prompt', 'its API takes none') },
  { provider: 'langchain', model: /^/, takes: row('temperature', 'prompt', 'reached through LangChain') },
  { provider: 'local', model: /^/, takes: row('temperature seed', 'native', 'a model in this process') },
  { provider: 'simulated', model: /^/, takes: row('', 'prompt', 'simulated') },
]

/** A server of one's own: what it takes is not known, so all is sent. */
const ENDPOINT = row('temperature top-p seed effort', 'native', 'a server of your own')

/** `provider`: as in a model's name, or `endpoint`. */
export const capabilitiesOf = (provider: string, model: string): Capabilities =>
  TABLE.find((entry) => entry.provider === provider && entry.model.test(model))?.takes ?? ENDPOINT

/** What a player asks of its model; what it leaves out is undefined. */
export interface Wanted {
  readonly temperature?: number | undefined
  readonly topP?: number | undefined
  readonly seeded?: boolean | undefined
  readonly effort?: string | undefined
  readonly structured?: boolean | undefined
}

/** What of it the model does not take: the key, and a sentence for each. */
export function unsupported(
  name: string,
  capabilities: Capabilities,
  { temperature, topP, seeded, effort, structured }: Wanted,
): readonly { readonly key: keyof Wanted; readonly message: string }[] {
  const refused = (key: keyof Wanted, what: string, asked: boolean, taken: boolean) =>
    asked && !taken ? [{ key, message: `${name} takes no ${what} (${capabilities.note}): leave it out` }] : []
  return [
    ...refused('temperature', 'temperature', temperature !== undefined, capabilities.temperature),
    ...refused('topP', 'top-p', topP !== undefined, capabilities.topP),
    ...refused('seeded', 'seed', seeded === true, capabilities.seed),
    ...refused('effort', 'reasoning effort', effort !== undefined, capabilities.effort),
    ...refused('structured', 'JSON Schema', structured === true, capabilities.schema === 'native'),
  ]
}
