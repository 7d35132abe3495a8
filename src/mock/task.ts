import type { MockRequest } from './request.ts'
import type { Service } from './services.ts'
import type { Mint, Reading } from './wire.ts'

/** What a request asks for: a job, or the provider's reason for not doing it. */
export function taskOf(request: MockRequest, { wire, endpoint }: Service, mint: Mint): Reading {
  if (endpoint === undefined) return { kind: 'refusal', failure: wire.unknownUrl(request) }
  if (request.body === undefined) return { kind: 'refusal', failure: { status: 413 } }
  return endpoint.read(request, mint)
}
