/** `stagegame fake-provider`: a provider to test against, on this machine alone. */
import { appendFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { StagegameError } from '../core/errors.ts'
import { fakeProvider } from '../fake-provider/fake-provider.ts'
import { FakeOptions } from '../fake-provider/options.ts'

type Given = NonNullable<Parameters<typeof fakeProvider>[0]>

/** Options that are said as `--no-…`. */
const NEGATED: Readonly<Record<string, string>> = {
  headers: 'headers',
  usage: 'usage',
  tellRetryAfter: 'tell-retry-after',
}

export const fakeProviderCommand = (exit: (code: number) => void): Command => {
  const command = new Command('fake-provider')
    .description(
      'A provider to test against, on this machine: speaks OpenAI (chat, responses), Anthropic (messages) and Ollama, keeps real limits, fails on demand. Its answers come from the simulated players.',
    )
    .option('--log <file>', 'a line of JSON for each request, appended')
  for (const [name, { description = '' }] of described()) {
    const flag = name.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => `-${part.toLowerCase()}`)
    if (NEGATED[name]) command.option(`--no-${NEGATED[name]}`, `switches off ${description}`)
    else if (name === 'seed' || name === 'key') command.option(`--${flag} <text>`, description)
    else if (name === 'models') command.option('--models <names>', `${description}, with commas between`, names)
    else if (name === 'prose' || name === 'countRejected') command.option(`--${flag}`, description)
    else command.option(`--${flag} <n>`, description, number)
  }
  return command
    .addHelpText(
      'after',
      `
Rates are shares from 0 to 1. What becomes of a request follows from the seed, its body and its x-client-request-id.

Examples:
  stagegame fake-provider --port 8080 --requests-per-minute 60
  stagegame fake-provider --latency 200 --rate-429 0.05 --rate-500 0.05 --hang 0.01 --malformed 0.1`,
    )
    .action(async ({ log, ...given }: Given & { log?: string }) => {
      const write = log === undefined ? undefined : (one: object) => appendFileSync(log, `${JSON.stringify(one)}\n`)
      if (log !== undefined) writable(log)
      const provider = await fakeProvider(given, write)
      const { url } = provider
      console.log(`listening on ${url} (OpenAI: ${url}/v1, Anthropic: ${url}, Ollama: ${url}); Ctrl-C ends it`)
      await interrupted()
      const { requests, byOutcome } = provider.stats()
      await provider.close()
      const outcomes = Object.entries(byOutcome).map(([outcome, count]) => `${count} × ${outcome}`)
      console.log(`${requests} requests${outcomes.length === 0 ? '' : `: ${outcomes.join(', ')}`}`)
      exit(0)
    })
}

/** The options and what they mean, from their schema. */
function described(): [string, { description?: string }][] {
  const { shape } = FakeOptions
  return Object.entries(shape).map(([name, schema]) => [name, { description: schema.description ?? '' }])
}

function number(text: string): number {
  const n = Number(text)
  if (text.trim() === '' || Number.isNaN(n)) throw new InvalidArgumentError('expected a number')
  return n
}

const names = (text: string): string[] => text.split(',').map((name) => name.trim())

function writable(file: string): void {
  try {
    appendFileSync(file, '')
  } catch (cause) {
    throw new StagegameError('cannot-open', `cannot write the log ${file}: ${(cause as Error).message}`, { cause })
  }
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
