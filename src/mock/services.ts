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

/** What came in, what it was perhaps meant to be, and what the provider it was taken for serves. */
export function unserved(request: MockRequest, taken: Wire, wires: readonly Wire[]): string {
  const came = `${request.method} ${request.path}`.slice(0, 200)
  const meant = nearest(came, wires.flatMap(calls))
  // The path is a stranger's text on somebody's terminal.
  const start = `Nobody here serves ${came.replaceAll(/[^ -~]/g, '?')}${meant === undefined ? '.' : `; did you mean ${meant}?`}`
  const others = wires.filter(wire => wire !== taken).map(wire => wire.dialect)
  return `${start} It was taken for ${taken.dialect}, which serves ${calls(taken).join(', ')}. Other dialects: ${others.join(', ')}.`
}

function calls({ endpoints }: Wire): readonly string[] {
  return endpoints.map(({ method, template }) => `${method} ${template}`)
}
