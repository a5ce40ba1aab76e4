/** `stagegame fake-provider`: a provider to test against, on this machine alone. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { quoted, StagegameError } from '../core/errors.ts'
import { jsonSchemaOf, words } from '../core/legal.ts'
import { fakeProvider } from '../fake-provider/fake-provider.ts'
import { type FakeInput, FakeOptions, fakeOptions } from '../fake-provider/options.ts'
import { many } from './table.ts'

export const fakeProviderCommand = (exit: (code: number) => void): Command =>
  withFakeOptions(new Command('fake-provider'))
    .description(
      'A provider to test against, on this machine: speaks OpenAI (chat, responses), Anthropic (messages) and Ollama, keeps real limits, fails on demand. Its answers come from the simulated players.',
    )
    .option('--log <file>', 'append a line of JSON for each request that is over')
    .addHelpText(
      'after',
      `
Shares go from 0 to 1. What becomes of a request that is let in, and what is answered, follows from the seed, its body and
its x-client-request-id: not from when it comes. Ctrl-C ends it.

Examples:
  stagegame fake-provider --port 8080 --requests-per-minute 60
  stagegame fake-provider --latency 200 --rate-429 0.05 --rate-500 0.05 --hang 0.01 --malformed 0.1 --log served.jsonl`,
    )
    .action(async ({ log, ...given }: FakeInput & { readonly log?: string }) => {
      fakeOptions(given, flagOf)
      const file = log === undefined ? undefined : opened(log)
      const served = (one: object) => {
        if (file !== undefined) writeSync(file, `${JSON.stringify(one)}\n`)
      }
      const provider = await fakeProvider(given, { served })
      const { url } = provider
      console.log(`listening on ${url} (OpenAI: ${url}/v1, Anthropic: ${url}, Ollama: ${url})`)
      await interrupted()
      await provider.close()
      if (file !== undefined) closeSync(file)
      const { requests, byOutcome } = provider.stats()
      const outcomes = Object.entries(byOutcome).map(([outcome, count]) => `${count} × ${outcome}`)
      console.log([many(requests, 'request'), ...(outcomes.length > 0 ? [outcomes.join(', ')] : [])].join(': '))
      exit(0)
    })

/** A flag for each option of its schema. */
function withFakeOptions(command: Command): Command {
  for (const [name, schema] of Object.entries<z.ZodType>(FakeOptions.shape)) {
    const { description = '', value } = schema.meta() ?? {}
    if (typeof value === 'string')
      command.option(`${flagOf(name)} <${value}>`, description, (text) => parsed(schema, text))
    else if (schema.parse(undefined) === true)
      command.option(flagOf(name).replace('--', '--no-'), `without ${description}`)
    else command.option(flagOf(name), description)
  }
  return command
}

const flagOf = (name: string): string => `--${name.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => `-${part.toLowerCase()}`)}`

/** As a text, a number or a list of names, whichever its schema takes. */
function parsed(schema: z.ZodType, text: string): unknown {
  const readings = [text, text.trim() === '' ? Number.NaN : Number(text), text.split(',').map((name) => name.trim())]
  const fitting = readings.find((reading) => schema.safeParse(reading).success)
  if (fitting !== undefined) return fitting
  throw new InvalidArgumentError(`expected ${words(jsonSchemaOf(schema))}, got ${quoted(text)}`)
}

function opened(file: string): number {
  try {
    return openSync(file, 'a')
  } catch (cause) {
    throw new StagegameError('cannot-write', `cannot write the log ${file}: ${(cause as Error).message}`, { cause })
  }
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
