import { nearest } from '../model/nearest.ts'
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

/** What came in, what it was perhaps meant to be, and what is served. */
export function unserved(request: MockRequest, wires: readonly Wire[]): string {
  const came = `${request.method} ${request.path}`.slice(0, 200)
  const served = wires.flatMap(({ dialect, endpoints }) =>
    endpoints.map(({ method, template }) => ({ dialect, call: `${method} ${template}` })),
  )
  const calls = served.map(({ call }) => call)
  const meant = nearest(came, calls)
  const list = wires.map(
    ({ dialect }) => `${dialect}: ${served.flatMap(each => (each.dialect === dialect ? each.call : [])).join(', ')}`,
  )
  // The path is a stranger's text on somebody's terminal.
  const start = `Nobody here serves ${came.replaceAll(/[^ -~]/g, '?')}${meant === undefined ? '' : `; did you mean ${meant}?`}`
  return `${start.endsWith('?') ? start : `${start}.`} What is served: ${list.join('; ')}.`
}
