import { keyDigest, type MockEffect } from '../fault.ts'
import { once } from '../once.ts'
import { apiKey, tenantOf } from '../request.ts'
import type { FaultBook, MetFault } from './fault-book.ts'
import type { Meeting } from './showing.ts'

/** The fault that a request meets, of those whose effect can be shown to it. */
export function meet(
  faults: FaultBook,
  meeting: Meeting,
  can: (effect: MockEffect, meeting: Meeting) => boolean,
): MetFault | undefined {
  const { request, wire, job } = meeting
  return faults.meet({
    dialect: wire.dialect,
    model: job.model,
    path: request.path,
    streamed: job.kind === 'completion' && job.streamed,
    key: once(() => digestOf(apiKey(request))),
    tenant: once(() => tenantOf(request)),
    can: effect => can(effect, meeting),
  })
}

function digestOf(key: string | undefined): string | undefined {
  return key === undefined ? undefined : keyDigest(key)
}
