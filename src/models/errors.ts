/** A provider that does not answer: the world, never the player. */
import { StagegameError } from '../core/errors.ts'

/** `class` sorts failures for the log: network, timeout, key, not-found, bad-request, overloaded, server, missing-package … */
export class ModelError extends StagegameError {
  override readonly name = 'ModelError'
  readonly class: string
  readonly status: number | undefined
  constructor(failure: string, message: string, options?: ErrorOptions & { status?: number | undefined }) {
    super(`model-${failure}`, message, options)
    this.class = failure
    this.status = options?.status
  }
}
