/** The package's own prompts, read from their files. */
import { existsSync, readFileSync } from 'node:fs'
import { type BookSpec, type PromptBook, promptBook } from '../../src/agents/prompt.ts'

export const folder = new URL('../../prompts/', import.meta.url)

export function readPrompt(path: string): string | undefined {
  const file = new URL(path, folder)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

export const bookOf = (spec: Partial<BookSpec> & Pick<BookSpec, 'game'>, read = readPrompt): PromptBook =>
  promptBook(read, { wraps: [], reasoning: 'direct', ...spec })
