import type { MockRequest } from './request.ts'
import type { Endpoint, Wire } from './wire.ts'

/** Who answers a request, and with what. Without an endpoint the provider says its own 404. */
export interface Service {
  readonly wire: Wire
  readonly endpoint: Endpoint | undefined
}

/** Finds the provider a request is meant for, and its endpoint. */
export function serviceFor(request: MockRequest, wires: readonly [Wire, ...Wire[]]): Service {
  const claimed = wires.filter(wire => wire.claims(request))
  for (const wire of claimed) {
    const endpoint = wire.endpoints.find(({ method, path }) => method === request.method && path.test(request.path))
    if (endpoint !== undefined) return { wire, endpoint }
  }
  return { wire: claimed[0] ?? wires[0], endpoint: undefined }
}

/** What came in, and what would have been served. */
export function unserved(request: MockRequest, wires: readonly Wire[]): string {
  const served = wires.map(
    ({ dialect, endpoints }) =>
      `${dialect}: ${endpoints.map(({ method, template }) => `${method} ${template}`).join(', ')}`,
  )
  // The path is a stranger's text on somebody's terminal.
  const came = JSON.stringify(`${request.method} ${request.path}`.slice(0, 200)).slice(1, -1)
  return `Nobody here serves ${came}. What is served: ${served.join('; ')}.`
}
