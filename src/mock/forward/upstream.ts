import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import type { MockRequest } from '../request.ts'

/** Asks the real provider, with everything the caller sent except what belongs to the caller's own connection. */
export type Upstream = (request: MockRequest, how: { readonly plain: boolean }, then: Answered) => Asked

export interface Answered {
  readonly response: (incoming: IncomingMessage) => void
  readonly failed: (error: Error) => void
}

/** A question that is under way. */
export interface Asked {
  readonly giveUp: () => void
}

/** A provider at this address; a path in it comes before every path that is asked for. */
export function upstreamAt(base: URL): Upstream {
  const secure = base.protocol === 'https:'
  const agent = new (secure ? https : http).Agent({ keepAlive: true, scheduling: 'lifo' })
  const prefix = base.pathname.replace(/\/$/, '')

  return (request, { plain }, { response, failed }) => {
    const { method, path, query, body = new Uint8Array() } = request
    const headers = {
      ...passedOn(request.headers),
      host: base.host,
      ...(hasBody(request) ? { 'content-length': body.length } : {}),
    }
    // Where events are to be told apart, they must not come compressed.
    if (plain) headers['accept-encoding'] = 'identity'
    const options = { method, path: `${prefix}${path}${query === '' ? '' : `?${query}`}`, headers, agent }
    let asking = ask(true)
    return { giveUp: () => asking.destroy() }

    function ask(first: boolean): ClientRequest {
      const outgoing = (secure ? https : http).request(base, options)
      outgoing.once('response', response)
      outgoing.once('error', error => {
        // A connection that was ended while it lay idle is nobody's fault, and must not look like one.
        if (first && outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') asking = ask(false)
        else failed(error)
      })
      outgoing.end(body)
      return outgoing
    }
  }
}

/** Headers without those that only concern one connection, nor those of HTTP/2 that are none. */
export function passedOn(headers: MockRequest['headers']): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined && !name.startsWith(':') && !OF_ONE_CONNECTION.has(name) && !named.includes(name),
  )
  return Object.fromEntries(kept) as OutgoingHttpHeaders
}

const OF_ONE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function hasBody({ method, body }: MockRequest): boolean {
  return (body?.length ?? 0) > 0 || (method !== 'GET' && method !== 'HEAD')
}
