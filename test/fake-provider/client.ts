/** Asking a fake provider as any client would, over plain HTTP. */
import { afterAll } from 'vitest'
import { type FakeProvider, fakeProvider } from '../../src/fake-provider/fake-provider.ts'

export type Options = NonNullable<Parameters<typeof fakeProvider>[0]>
export type Surroundings = NonNullable<Parameters<typeof fakeProvider>[1]>

/** A provider that is closed after the tests of the file. */
export async function provided(options: Options = {}, surroundings: Surroundings = {}): Promise<FakeProvider> {
  const provider = await fakeProvider(options, surroundings)
  afterAll(() => provider.close())
  return provider
}

export const FORM = 'Answer with one JSON object: {"guess": <an integer from 0 to 100>}'

export const chatBody = (content = FORM, more: object = {}): object => ({
  model: 'tiny',
  messages: [{ role: 'user', content }],
  ...more,
})

export interface Got {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: whatever came, for the test to look at
  readonly body: any
}

export interface Asking {
  readonly path?: string
  readonly id?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export async function ask({ url }: FakeProvider, body: object | string, asking: Asking = {}): Promise<Got> {
  const { path = '/v1/chat/completions', id, headers = {}, signal } = asking
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(id !== undefined && { 'x-client-request-id': id }), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What became of a request: its status, or that there was none. */
export const outcome = (provider: FakeProvider, body: object, id?: string): Promise<string> =>
  ask(provider, body, id === undefined ? {} : { id }).then(
    ({ status }) => String(status),
    (error: Error) => error.message,
  )
