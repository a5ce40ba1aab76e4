/** What SQLite and the file system say, in words that can be acted on. */
import { StagegameError } from '../core/errors.ts'

/** The error as a StagegameError that names the file: `not-a-database`, `read-only`, `disk-full`, `store-busy`, `store-failed`. */
export function storeError(error: unknown, file: string): StagegameError {
  if (error instanceof StagegameError) return error
  const [code, message] = explained(error, file)
  return new StagegameError(code, message, { cause: error })
}

function explained(error: unknown, file: string): [code: string, message: string] {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const said = error instanceof Error ? error.message : String(error)
  if (code === 'SQLITE_NOTADB') return ['not-a-database', `${file} is no SQLite database: name another file`]
  if (code.startsWith('SQLITE_CORRUPT')) return ['damaged-file', `${file} is damaged: ${said}`]
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return ['read-only', `${file} cannot be written: the file or its folder is read-only`]
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return ['disk-full', `the disk is full, and ${file} could not grow: make room and resume; what was durable is kept`]
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED')
    return [
      'store-busy',
      `another process is writing to ${file} and did not finish in time: wait for it, or use another file`,
    ]
  if (code.startsWith('SQLITE_IOERR'))
    return ['write-failed', `${file} could not be read or written (${code}): is the disk full, over quota, or gone?`]
  if (code.startsWith('SQLITE_CANTOPEN'))
    return ['cannot-open', `${file} cannot be opened: is it a folder, or in one that may not be written?`]
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return ['no-folder', `${file} cannot be made: a part of its path is a file and no folder`]
  return ['store-failed', `the log ${file} failed: ${said}`]
}
