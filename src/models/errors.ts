/** A provider that does not answer: the world, never the player. */
import { StagegameError } from '../core/errors.ts'
import type { Quota } from './model.ts'

/**
 * `class` sorts failures for the log. Of the moment: `network`, `timeout`, `conflict`, `overloaded` (429, 529), `server` (5xx).
 * For good: `key`, `forbidden`, `not-found`, `bad-request`, `too-long`, `quota`, `certificate`, `bad-reply`, `missing-package`,
 * `missing-file`, `bad-file`, `unsupported`, `no-rule`. And `aborted`, `budget`, `unavailable` (the same failure too often in a
 * row), `no-recording`, `failed` (anything else).
 */
export class ModelError extends StagegameError {
  override readonly name = 'ModelError'
  readonly class: string
  readonly status: number | undefined
  /** Milliseconds that the provider asks to wait. */
  readonly retryAfter: number | undefined
  readonly quota: Quota | undefined
  readonly requestId: string | undefined
  /** The provider may have worked, and will charge for it: the request went out, and no answer says otherwise. */
  readonly charged: boolean
  constructor(failure: string, message: string, options: ModelErrorOptions = {}) {
    super(`model-${failure}`, message, options)
    this.class = failure
    this.status = options.status
    this.retryAfter = options.retryAfter
    this.quota = options.quota
    this.requestId = options.requestId
    this.charged = options.charged ?? false
  }
}

export interface ModelErrorOptions extends ErrorOptions {
  readonly status?: number | undefined
  readonly retryAfter?: number | undefined
  readonly quota?: Quota | undefined
  readonly requestId?: string | undefined
  readonly charged?: boolean | undefined
}

/** Failures that may be gone at the next try. */
export const OF_THE_MOMENT: ReadonlySet<string> = new Set(['network', 'timeout', 'conflict', 'overloaded', 'server'])
