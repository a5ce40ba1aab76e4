/** Runs the built command line as a user does, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const main = join(root, 'dist', 'src', 'cli', 'main.js')

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A fresh folder, gone after the tests of the file. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagegame-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function write(folder: string, name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

interface Options {
  readonly cwd: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

export function launch(args: readonly string[], { cwd, env }: Options): ChildProcess {
  const { OPENAI_API_KEY: _, ...inherited } = process.env
  return spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env }, stdio: 'pipe' })
}

export function stagegame(args: readonly string[], options: Options): Promise<Ran> {
  return finished(launch(args, options), options.input ?? '')
}

export function finished(child: ChildProcess, input = ''): Promise<Ran> {
  let out = ''
  let err = ''
  child.stdout!.on('data', (chunk) => {
    out += chunk
  })
  child.stderr!.on('data', (chunk) => {
    err += chunk
  })
  child.stdin!.on('error', () => undefined) // a command that does not read closes it early
  child.stdin!.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}
