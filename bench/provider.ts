/** The fake provider in a process of its own, so that it takes no time from whoever is measured. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Served } from '../src/fake-provider/fake-provider.ts'

export interface Provider {
  readonly url: string
  /** Every request so far. */
  log(): readonly Served[]
  close(): Promise<void>
}

/** `options`: as on the command line. `file`: where it logs. */
export async function provider(file: string, options: readonly string[]): Promise<Provider> {
  const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))
  const child = spawn(process.execPath, [main, 'fake-provider', '--log', file, ...options], { stdio: 'pipe' })
  return {
    url: await urlOf(child),
    log: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Served),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout!.on('data', (chunk) => {
      out += String(chunk)
      const [, url] = /listening on (\S+)/.exec(out) ?? []
      if (url) resolve(url)
    })
    child.stderr!.on('data', (chunk) => process.stderr.write(String(chunk)))
    child.once('exit', () => reject(new Error(`the provider ended: ${out}`)))
  })
}
