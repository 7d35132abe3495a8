import type { Completion } from '../answer/completion.ts'
import type { MockEffect } from '../fault.ts'
import { jsonBody, type MockRequest } from '../request.ts'
import type { Job, StreamErrors, Wire } from '../wire.ts'

/** All there is to know about a request when a fault may meet it. */
export interface Meeting {
  readonly request: MockRequest
  readonly wire: Wire
  readonly job: Job
  /** What would be answered; worked out only when somebody asks. */
  readonly completion: () => Completion
}

/** Whether a request could show an effect. One that cannot has not met it, and its count would prove nothing. */
export function canShow(effect: MockEffect, meeting: Meeting): boolean {
  const { job, wire, completion } = meeting
  const isCompletion = job.kind === 'completion'
  const streamed = isCompletion && job.streamed
  switch (effect.kind) {
    case 'error':
      return wire.errors[effect.name] !== undefined
    case 'halfFrame':
      return streamed
    case 'midStreamError':
      return streamed && (effect.name === undefined || streamErrorsOf(job, wire)[effect.name] !== undefined)
    case 'empty':
    case 'blocked':
    case 'wrongModel':
    case 'usage':
      return isCompletion
    case 'degrade':
      return isCompletion && (effect.how === 'weaker' || completion().said.kind === 'text')
    case 'malformedArguments':
      return isCompletion && completion().said.kind === 'tool-call'
    case 'embedding':
      return job.kind === 'embedding'
    case 'contract':
      return breaksContract(effect, meeting)
    case 'status':
    case 'stall':
    case 'reset':
    case 'truncate':
    case 'body':
    case 'slow':
      return true
    default:
      return effect satisfies never
  }
}

/** What can go wrong in the middle of this job's stream. */
export function streamErrorsOf(job: Job, wire: Wire): StreamErrors {
  return (job.kind === 'completion' ? job.streamErrors : undefined) ?? wire.streamErrors
}

function breaksContract(
  { version, parameter }: Extract<MockEffect, { kind: 'contract' }>,
  { request, wire }: Meeting,
): boolean {
  if (version !== undefined && wire.contract.version(request) === version) return true
  if (parameter === undefined) return false
  const json = jsonBody(request)
  return 'value' in json && typeof json.value === 'object' && json.value !== null && parameter in json.value
}
