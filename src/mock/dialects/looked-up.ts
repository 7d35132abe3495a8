import type { Reply } from '../reply.ts'
import { type Failure, type Reading, refuse } from '../wire.ts'

/** A question about models, answered unless there is a reason to refuse it. */
export function lookedUp(failure: Failure | undefined, model: string | undefined, reply: () => Reply): Reading {
  return failure === undefined ? { kind: 'job', job: { kind: 'lookup', model, reply } } : refuse(failure)
}
