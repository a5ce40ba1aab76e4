/** Local models for real: a tiny one of random weights wherever node-llama-cpp is installed, and a sensible one where its file lies. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { tinyGguf } from '../../scripts/tiny-gguf.ts'
import { readReply } from '../../src/agents/reply.ts'
import { jsonSchemaOf } from '../../src/core/legal.ts'
import { ModelError } from '../../src/models/errors.ts'
import { grammarSchema } from '../../src/models/grammar.ts'
import { llamaPackage } from '../../src/models/llama.ts'
import { localModel, modelFile } from '../../src/models/local.ts'
import { modelContract } from './contract.ts'
import { Guess, guessRequest, unhurried } from './request.ts'

const installed = await llamaPackage(process.env).then(
  () => true,
  () => false,
)
/** In this package's own node_modules, where no environment variable hides it. */
const installedHere = existsSync(join('node_modules', 'node-llama-cpp'))
const SENSIBLE = 'SmolLM2-135M-Instruct.Q4_1.gguf'
const models = process.env['STAGEGAME_MODELS'] ?? join(homedir(), '.cache', 'stagegame', 'models')
const sensible = installed && existsSync(join(models, SENSIBLE))

const folder = mkdtempSync(join(tmpdir(), 'local-'))
const file = join(folder, 'tiny.gguf')
writeFileSync(file, tinyGguf())
const broken = join(folder, 'broken.gguf')
writeFileSync(broken, 'this is no model')
const tiny = localModel({ file, name: 'local:tiny.gguf' })
afterAll(async () => {
  await tiny.close?.()
  rmSync(folder, { recursive: true })
})

describe.skipIf(!installed)(
  `a local model${installed ? '' : ' (skipped: node-llama-cpp is not installed)'}`,
  { timeout: 120_000 },
  () => {
    modelContract(() => tiny, { answers: true }) // even random weights keep to a grammar

    it('says the same for the same request, whatever was asked before, and other things for another seed', async () => {
      const text = async (seed: string) =>
        (await tiny.complete(guessRequest({ schema: null, maxTokens: 12 }, seed), unhurried())).text
      const first = await text('a')
      expect(await text('b')).not.toBe(first)
      expect(await text('a')).toBe(first)
    })

    it('is held by the grammar to any kind of action', async () => {
      const shape = z.strictObject({
        accept: z.boolean(),
        bid: z.int().min(0).max(9).nullable(),
        side: z.enum(['left', 'right']),
        rates: z.array(z.int().min(0).max(5)).min(2).max(2),
      })
      for (const seed of ['a', 'b', 'c']) {
        const request = guessRequest({ schema: jsonSchemaOf(shape), maxTokens: 120 }, seed)
        expect(readReply(await tiny.complete(request, unhurried()), shape)).toMatchObject({ ok: true })
      }
    })

    it('answers calls at the same time, each as if it were alone', async () => {
      const texts = (calls: readonly string[]) =>
        Promise.all(
          calls.map(async (seed) => (await tiny.complete(guessRequest({ maxTokens: 24 }, seed), unhurried())).text),
        )
      const together = await texts(['a', 'b', 'c', 'd', 'e'])
      const [alone] = await texts(['c'])
      expect(together[2]).toBe(alone)
    })

    it('says that it was cut off', async () => {
      const reply = await tiny.complete(guessRequest({ maxTokens: 3 }), unhurried())
      expect(reply.finish).toBe('length')
      expect(reply.tokens.output).toBe(3)
    })

    it('refuses a prompt that does not fit its context, and never shortens one', async () => {
      const messages = [{ role: 'user', content: 'word '.repeat(500) }] as const
      const error = await tiny.complete(guessRequest({ messages }), unhurried()).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ class: 'bad-request', message: expect.stringContaining('no room for an answer') })
    })

    it('stops when it is told to', async () => {
      const stop = new AbortController()
      const call = tiny.complete(guessRequest({ schema: null, maxTokens: 300 }), stop.signal)
      setTimeout(() => stop.abort(), 20)
      await expect(call).rejects.toMatchObject({ class: 'aborted' })
      expect((await tiny.complete(guessRequest({ maxTokens: 24 }), unhurried())).text).not.toBe('')
    })

    it('names a file that is no model', async () => {
      const model = localModel({ file: broken, name: 'local:broken.gguf' })
      await expect(model.complete(guessRequest(), unhurried())).rejects.toMatchObject({
        class: 'bad-file',
        message: expect.stringContaining(broken),
      })
    })
  },
)

describe.skipIf(!sensible)(
  `${SENSIBLE}${sensible ? '' : ' (skipped: its file or node-llama-cpp is not there)'}`,
  { timeout: 300_000 },
  () => {
    const model = localModel({ file: SENSIBLE, name: `local:${SENSIBLE}` })
    afterAll(() => model.close?.())
    modelContract(() => model, { answers: true })

    it('talks in its chat template without a grammar', async () => {
      const messages = [{ role: 'user', content: 'What is the capital of France?' }] as const
      const reply = await model.complete(
        guessRequest({ messages, schema: null, temperature: 0, maxTokens: 24 }),
        unhurried(),
      )
      expect(reply.text).toContain('Paris')
    })
  },
)

describe('what a local model needs', () => {
  it('is a file: every place looked at is named', () => {
    const environment = { STAGEGAME_MODELS: folder }
    expect(modelFile('tiny.gguf', 'local:tiny.gguf', environment)).toBe(file)
    expect(modelFile(file, 'local:tiny.gguf', {})).toBe(file)
    const error = thrownBy(() => modelFile('none.gguf', 'local:none.gguf', environment))
    expect(error).toMatchObject({ class: 'missing-file' })
    expect(error.message).toContain(join(process.cwd(), 'none.gguf'))
    expect(error.message).toContain(join(folder, 'none.gguf'))
  })

  it.skipIf(installedHere)('is a package: what to run is named', async () => {
    const model = localModel({ file, name: 'local:tiny.gguf', environment: { STAGEGAME_LLAMA: folder } })
    await expect(model.complete(guessRequest(), unhurried())).rejects.toMatchObject({
      class: 'missing-package',
      message: expect.stringContaining('npm install node-llama-cpp@3.21.1'),
    })
  })

  it('is a package that loads: what is wrong with it is said', async () => {
    const elsewhere = join(folder, 'bad')
    mkdirSync(join(elsewhere, 'node_modules', 'node-llama-cpp', 'dist'), { recursive: true })
    writeFileSync(
      join(elsewhere, 'node_modules', 'node-llama-cpp', 'dist', 'index.js'),
      "throw new Error('no binary for this machine')",
    )
    if (installedHere) return expect(await llamaPackage({})).toHaveProperty('getLlama')
    await expect(llamaPackage({ STAGEGAME_LLAMA: elsewhere })).rejects.toThrow(
      'does not load: no binary for this machine',
    )
  })
})

describe('the grammar of an ask', () => {
  it('lists small ranges of whole numbers, and knows no other bounds of numbers', () => {
    expect(grammarSchema(jsonSchemaOf(z.strictObject({ n: z.int().min(1).max(3) })))).toEqual({
      type: 'object',
      properties: { n: { enum: [1, 2, 3] } },
      additionalProperties: false,
    })
    expect(grammarSchema({ type: 'number', minimum: 0, maximum: 1 })).toEqual({ type: 'number' })
    expect(grammarSchema({ type: 'integer', minimum: 0, maximum: 5000 })).toEqual({ type: 'integer' })
    expect(grammarSchema({ type: 'integer', minimum: 0, maximum: 20, multipleOf: 10 })).toEqual({ enum: [0, 10, 20] })
  })

  it('allows every number of a range for the schemas it was made of', () => {
    const { enum: listed } = (grammarSchema(jsonSchemaOf(Guess)) as { properties: { guess: { enum: number[] } } })
      .properties.guess
    expect(listed).toHaveLength(101)
    for (const guess of listed) expect(Guess.safeParse({ guess }).success).toBe(true)
  })
})

function thrownBy(act: () => unknown): ModelError {
  try {
    act()
  } catch (error) {
    if (error instanceof ModelError) return error
  }
  throw new Error('expected a ModelError')
}
