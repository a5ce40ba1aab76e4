/** A server that is killed: whoever has a page open goes on where they were, and what they had answered is kept. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesIn } from '../../bench/lab-server.ts'
import { openJournal } from '../../src/lab/journal.ts'
import { browserForTests, noBrowser } from '../browser.ts'
import { answered, entered, joined, leads, standing, walked } from './hands.ts'

const SESSION = `
title: Numbers
participants: 2
consent: { text: You are invited to take part in a study. }
blocks:
  guess: { game: beauty-contest, params: { rounds: 3 }, seats: [person, person], reason: optional, matching: { when: live } }
questionnaire: [{ title: About you, items: [{ kind: text, name: words, ask: Say something. }] }]
seed: 5
`

const open = browserForTests()
let folder: string
let server: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagegame-restart-'))
  writeFileSync(join(folder, 'session.yaml'), SESSION)
})
afterEach(() => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

it.skipIf(noBrowser)(
  'lets people go on in the middle of a match, and loses no action (needs Chromium)',
  { timeout: 180_000 },
  async () => {
    const port = await freePort()
    const [first, second] = await serve(port)
    const ada = await open(first!)
    const ben = await open(second!)
    for (const tab of [ada, ben]) {
      await joined(tab)
      await walked(tab, { quizAnswers: {}, until: ({ kind }) => kind === 'decision' || kind === 'wait' })
    }
    await ada.waitForSelector('main[data-kind=decision]')
    const guess = (value: string) => ({ quizAnswers: {}, answer: () => ({ 'a.guess': value }) })

    await answered(ada, guess('10'))
    const due = await standing(ada)
    expect(due.kind).toBe('reason')
    await entered(ben, guess('20'))
    await killed()
    await serve(port)
    await ada.reload()
    expect(await standing(ada)).toEqual(due)
    await ben.reload()
    expect(await ben.inputValue('[name="a.guess"]'), 'what was typed is still there').toBe('20')
    await leads(ben, () => ben.click('button[value=send]'))

    // while a page waits, nobody presses anything: it finds the server again by itself
    await walked(ada, { quizAnswers: {}, until: ({ kind }) => kind === 'wait' })
    await killed()
    await serve(port)
    await answered(ben, { quizAnswers: {} })
    await ada.waitForSelector('main[data-kind=decision]', { timeout: 90_000 })

    await Promise.all([ada, ben].map((tab) => walked(tab, { quizAnswers: {} })))
    await killed()
    const journal = openJournal(filesIn(join(folder, 'place')).session, { readonly: true })
    const events = journal.events().flatMap(({ event }) => event ?? [])
    expect(journal.check()).toEqual([])
    journal.close()
    const chose = events.flatMap((event) => (event.type === 'chose' ? [event] : []))
    expect(chose).toHaveLength(6)
    expect(new Set(chose.map(({ person, turn }) => `${person} ${turn}`)).size).toBe(6)
    expect(chose.filter(({ turn }) => turn === 0).map(({ action }) => action)).toEqual([{ guess: 10 }, { guess: 20 }])
    expect(events.filter(({ type }) => type === 'late')).toEqual([])
    expect(events.flatMap((event) => (event.type === 'exited' ? [event.exit] : []))).toEqual(['completed', 'completed'])
  },
)

/** In a process of its own, whose files are those of the process before. Gives the links that it made. */
function serve(port: number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'lab-process.ts')
  const parts = [script, join(folder, 'session.yaml'), join(folder, 'place'), String(port)]
  const child = spawn(process.execPath, ['--import', 'tsx', ...parts], { stdio: ['ignore', 'pipe', 'inherit'] })
  server = child
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.endsWith('ready\n')) resolve(said.trim().split('\n').slice(0, -1))
    })
    child.once('exit', () => reject(new Error('the server ended')))
  })
}

async function killed(): Promise<void> {
  const over = new Promise((resolve) => server!.once('exit', resolve))
  server!.kill('SIGKILL')
  await over
}

async function freePort(): Promise<number> {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  return port
}
