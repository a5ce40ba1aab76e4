/** What can be wrong between here and a provider: a clear error each, the run stops, and the key is nowhere. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeProvider } from '../../src/fake-provider/fake-provider.ts'
import { freshFolder, type Ran, stagegame, write } from './stagegame.ts'

const KEY = 'sk-very-secret-0123456789'
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

interface Asked {
  readonly url: string
  readonly model?: string
  readonly api?: 'openai' | 'anthropic'
  readonly more?: string
}

/** A run of forty matches against an endpoint, and all that it left behind. */
async function ran({ url, model = 'tiny', api = 'openai', more = '' }: Asked): Promise<Ran & { tries: number }> {
  const cwd = freshFolder()
  write(
    cwd,
    'e.yaml',
    `game: beauty-contest
players: [{ name: a, model: "here:${model}" }, { strategy: level-k }]
endpoints: { here: { baseUrl: "${url}", api: ${api}, keyFrom: MY_KEY } }
design: { repetitions: 20 }
${more || 'limits: { tries: 2, concurrency: 4 }'}
`,
  )
  const result = await stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd, env: { MY_KEY: KEY } })
  await stagegame(['export', '--to', 'e.jsonl', '--db', 'e.sqlite'], { cwd })
  for (const file of readdirSync(cwd)) expect(readFileSync(join(cwd, file), 'latin1')).not.toContain(KEY)
  expect(result.out + result.err).not.toContain(KEY)
  const exported = readFileSync(join(cwd, 'e.jsonl'), 'utf8').split('\n')
  return { ...result, tries: exported.filter((line) => line.includes('"purpose"')).length }
}

async function provided(options: Parameters<typeof fakeProvider>[0]): Promise<string> {
  const provider = await fakeProvider(options)
  open.push(provider)
  return provider.url
}

async function listening(server: Server): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const answering = (status: number, type: string, body: string) =>
  createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(status, { 'content-type': type }).end(body))
  })

/** One sentence to stderr, whatever the progress line says. */
const complaints = ({ err }: Ran) => err.split('\n').filter((line) => line.startsWith('stagegame: '))

describe.each(['openai', 'anthropic'] as const)('a provider that speaks as %s does', (api) => {
  const at = (url: string) => (api === 'openai' ? `${url}/v1` : url)

  it('refuses a wrong key: one message, and the run stops at once', async () => {
    const result = await ran({ url: at(await provided({ key: 'another' })), api })
    expect(result.code).toBe(3)
    expect(complaints(result)).toHaveLength(1)
    expect(complaints(result)[0]).toMatch(/here:tiny: http\S+ does not accept the key in MY_KEY \(401\)/)
    expect(result.tries).toBeLessThanOrEqual(8) // of 40 matches: what was under way
    expect(result.out).toMatch(/0 of 40 matches are finished/)
  })

  it('has no such model', async () => {
    const result = await ran({ url: at(await provided({ models: ['large'] })), api })
    expect(result.code).toBe(3)
    expect(complaints(result)).toHaveLength(1)
    expect(complaints(result)[0]).toMatch(/here:tiny: there is no model tiny at http\S+.*\(404\)/)
  })

  it('cannot read so long a prompt', async () => {
    const result = await ran({ url: at(await provided({ context: 20 })), api })
    expect(result.code).toBe(3)
    expect(complaints(result)[0]).toMatch(/the prompt is longer than the model can read .*a shorter memory/)
  })

  it('is not there', async () => {
    const port = await listening(createServer())
    await open.pop()!.close()
    const result = await ran({ url: at(`http://127.0.0.1:${port}`), api, more: 'limits: { tries: 1, concurrency: 4 }' })
    expect(result.code).toBe(3)
    expect(complaints(result)[0]).toMatch(`cannot reach 127.0.0.1:${port}: nothing listens there (ECONNREFUSED)`)
  })

  it('is behind a proxy that answers with a page', async () => {
    const page = '<!doctype html><html><body>Please sign in to the network</body></html>'
    const port = await listening(answering(200, 'text/html', page))
    const result = await ran({ url: at(`http://127.0.0.1:${port}`), api })
    expect(result.code).toBe(3)
    expect(complaints(result)).toHaveLength(1)
    expect(complaints(result)[0]).toMatch(/here:tiny.* answered with text\/html in place of JSON/)
    expect(complaints(result)[0]).toMatch(/Please sign in|<!doctype html>/)
  })

  it('answers 200 with an error in the body', async () => {
    const body = JSON.stringify({ type: 'error', error: { type: 'api_error', message: 'the model is being moved' } })
    const port = await listening(answering(200, 'application/json', body))
    const result = await ran({ url: at(`http://127.0.0.1:${port}`), api })
    expect(result.code).toBe(3)
    expect(complaints(result)[0]).toMatch(/the model is being moved/)
  })

  it.skipIf(!hasOpenssl())('has a certificate that nobody vouches for (needs openssl)', async () => {
    const { key, cert } = selfSigned()
    const port = await listening(createSecureServer({ key, cert }))
    const result = await ran({ url: at(`https://127.0.0.1:${port}`), api })
    expect(result.code).toBe(3)
    expect(complaints(result)).toHaveLength(1)
    expect(complaints(result)[0]).toMatch(/certificate of 127\.0\.0\.1:\d+ is not trusted .*NODE_EXTRA_CA_CERTS/)
  })
})

describe('before the run', () => {
  const refused = (model: string, env: Record<string, string> = {}) => {
    const cwd = freshFolder()
    write(cwd, 'e.yaml', `game: beauty-contest\nplayers: [{ model: "${model}" }, { strategy: level-k }]\n`)
    return stagegame(['run', 'e.yaml', '--db', 'e.sqlite'], { cwd, env })
  }

  it.each([
    ['openai:gpt-5-mini', /e\.yaml:2:\d+: players\.0\.model: needs a key in the environment variable OPENAI_API_KEY/],
    ['anthropic:claude', /needs a key in the environment variable ANTHROPIC_API_KEY/],
    ['opnai:gpt', /there is no provider or endpoint "opnai": did you mean openai\?/],
    ['langchain:groq', /expected langchain:<provider>:<model>/],
    ['gpt', /expected <provider>:<model>/],
  ])('%s is refused with its line', async (model, expected) => {
    const result = await refused(model, { ANTHROPIC_API_KEY: '' })
    expect(result.code).toBe(2)
    expect(result.err).toMatch(expected)
  })

  it('an optional package that is not installed is named, with the command that installs it', async () => {
    const result = await refused('langchain:groq:llama', { GROQ_API_KEY: KEY })
    expect([2, 3]).toContain(result.code)
    expect(result.err).toMatch(/npm install @langchain\/groq/)
    expect(result.err + result.out).not.toContain(KEY)
  })

  it('what a model does not take is refused with its line', async () => {
    const cwd = freshFolder()
    write(
      cwd,
      'e.yaml',
      'game: beauty-contest\nplayers:\n  - { model: "openai:gpt-5-mini", temperature: 0.5 }\n  - { strategy: level-k }\n',
    )
    const result = await stagegame(['run', 'e.yaml'], { cwd, env: { OPENAI_API_KEY: KEY } })
    expect(result.code).toBe(2)
    expect(result.err).toMatch(/e\.yaml:3:\d+: players\.0\.temperature: openai:gpt-5-mini takes no temperature/)
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'])
    return true
  } catch {
    return false
  }
}

function selfSigned(): { key: string; cert: string } {
  const cwd = freshFolder()
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', [...made, '-keyout', 'key.pem', '-out', 'cert.pem', ...subject], { cwd, stdio: 'ignore' })
  return { key: readFileSync(join(cwd, 'key.pem'), 'utf8'), cert: readFileSync(join(cwd, 'cert.pem'), 'utf8') }
}
