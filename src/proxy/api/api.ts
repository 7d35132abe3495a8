import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { messageOf } from '../../model/error.ts'
import { ApiError } from '../api-error.ts'
import type { Proxies } from '../engine/proxies.ts'
import type { Log } from '../log.ts'
import { CONTRACT_VERSION } from '../version.ts'
import { readBody } from './body.ts'
import { refusal } from './guard.ts'
import { matcher } from './match.ts'
import { metricsRoutes } from './metrics.ts'
import { observeRoutes } from './observe.ts'
import { proxyRoutes } from './proxies.ts'
import { requestIds } from './request-ids.ts'
import type { ApiReply, Route } from './route.ts'
import { toxicRoutes } from './toxics.ts'

/** How the API is to behave. */
export interface ApiOptions {
  readonly proxies: Proxies
  readonly log: Log
  /** The name it was told to listen by, if that is only loopback; undefined if it can be reached from elsewhere. */
  readonly loopbackName: string | undefined
  readonly proxyMetrics: boolean
  readonly runtimeMetrics: boolean
}

/** Answers every request to the control port. */
export function api(options: ApiOptions): RequestListener {
  const find = matcher([...proxyRoutes, ...toxicRoutes, ...observeRoutes, versionRoute, ...metricsRoutes(options)])
  const nextId = requestIds()
  return async (request, response) => {
    const match = find(request.method ?? '', request.url ?? '/')
    if (match.kind === 'redirect') return send(response, { status: 301, body: '' }, { location: match.to })
    if (match.kind === 'no-path') return send(response, NOT_FOUND)
    if (match.kind === 'no-method') return send(response, { status: 405, body: '' })
    send(response, refusal(request, options.loopbackName) ?? (await answer(request)), {
      'x-toxiproxy-request-id': nextId(),
    })

    async function answer(request: IncomingMessage): Promise<ApiReply> {
      if (match.kind !== 'found') return NOT_FOUND
      const { endpoint, params, query } = match
      try {
        return await endpoint({ proxies: options.proxies, params, query, body: () => readBody(request) })
      } catch (error) {
        if (!(error instanceof ApiError)) options.log('error', `the API failed: ${messageOf(error)}`)
        const status = error instanceof ApiError ? error.status : 500
        return { status, body: `${JSON.stringify({ error: messageOf(error), status })}\n` }
      }
    }
  }
}

const NOT_FOUND: ApiReply = { status: 404, type: 'text/plain; charset=utf-8', body: '404 page not found\n' }

// With exactly these blanks: some clients compare the text.
const versionRoute: Route = {
  path: '/version',
  methods: {
    GET: () => ({
      status: 200,
      type: 'application/json;charset=utf-8',
      body: `{"version": "${CONTRACT_VERSION}"}\n`,
    }),
  },
}

function send(response: ServerResponse, reply: ApiReply, headers: Readonly<Record<string, string>> = {}): void {
  const type = reply.body === '' ? {} : { 'content-type': reply.type ?? 'application/json' }
  const end = reply.status === 413 ? { connection: 'close' } : {}
  response.writeHead(reply.status, { ...type, ...end, ...headers })
  response.end(reply.body)
}
