import { Agent, type Dispatcher } from 'undici'
import { messageOf } from '../../model/error.ts'
import type { HttpFailure, HttpOutcome, HttpRequest } from '../../model/http.ts'
import type { Http } from '../../model/world.ts'
import { failed, lateAnswer } from './failed-http.ts'

/** HTTP with TLS, over undici's pool of kept-alive connections. */
export function secureHttp(): Http {
  // Time limits are the caller's; undici's own would blur the reason.
  const pool = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
    pipelining: 1,
    keepAliveTimeout: 2000,
  })
  return {
    send(request, options) {
      options.signal?.throwIfAborted()
      return new Promise((resolve, reject) => ask(pool, request, options, { resolve, reject }))
    },
  }
}

type Settle = Pick<PromiseWithResolvers<HttpOutcome>, 'resolve' | 'reject'>

/** Without streams and abort signals of its own: thousands of those a second are what the collector stops everybody for. */
function ask(
  pool: Agent,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, signal, hear }: Parameters<Http['send']>[1],
  { resolve, reject }: Settle,
): void {
  const decoder = new TextDecoder()
  let status: number | undefined
  let answered: Dispatcher.ResponseData['headers'] = {}
  let text = ''
  let isOver = false
  let controller: Dispatcher.DispatchController | undefined

  const over = (): boolean => {
    if (isOver) return false
    isOver = true
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    return true
  }
  const late = (): void => {
    if (over()) resolve(lateAnswer(timeoutMs, status !== undefined))
    controller?.abort(OVER)
  }
  const stop = (): void => {
    if (over()) reject(signal?.reason)
    controller?.abort(OVER)
  }
  const timer = setTimeout(late, Math.ceil(timeoutMs))
  signal?.addEventListener('abort', stop, { once: true })
  const take = (piece: string): void => {
    text += piece
    if (piece !== '') hear?.(piece)
  }
  const broke = (error: unknown): void => {
    if (over()) resolve(failed(reasonOf(error, status !== undefined), messageOf(error)))
  }
  try {
    const { origin, pathname, search } = new URL(url)
    pool.dispatch(
      { origin, path: pathname + search, method, headers, body: body ?? null },
      {
        onRequestStart(given) {
          controller = given
          // Given up while it was still connecting.
          if (isOver) given.abort(OVER)
        },
        onResponseStart(_, code, fields) {
          if (code < 200) return
          status = code
          answered = fields
        },
        onResponseData(_, bytes) {
          if (!isOver) take(decoder.decode(bytes, { stream: true }))
        },
        onResponseEnd() {
          if (!over()) return
          take(decoder.decode())
          resolve({ kind: 'reply', status: status ?? 0, headers: flat(answered), body: text })
        },
        onResponseError: (_, error) => broke(error),
      },
    )
  } catch (error) {
    broke(error)
  }
}

const OVER = new Error('nobody waits for this answer any more')

function reasonOf(error: unknown, answered: boolean): HttpFailure {
  if (answered) return 'truncated'
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return 'reset'
  return 'unreachable'
}

function codeOf(error: unknown): string | undefined {
  // Where a name has several addresses, the errors of all of them come in one parcel.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}
