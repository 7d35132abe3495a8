import { Agent, request as ask, type Dispatcher } from 'undici'
import { messageOf } from '../../model/error.ts'
import type { HttpFailure, HttpOutcome } from '../../model/http.ts'
import type { Http } from '../../model/world.ts'

/** HTTP over a pool of kept-alive connections, without any retry: what happened is what we say. */
export function nodeHttp(): Http {
  // Time limits are the caller's; undici's own would blur the reason.
  const pool = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
    pipelining: 1,
    keepAliveTimeout: 2000,
  })
  return {
    async send(request, { timeoutMs, signal, hear }) {
      // Not AbortSignal.timeout: those live until their time is up, and thousands of them are what the collector stops everybody for.
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), Math.ceil(timeoutMs))
      const stop = signal === undefined ? late.signal : AbortSignal.any([late.signal, signal])
      const { method, headers, body = null } = request
      let answered = false
      try {
        const reply = await ask(request.url, { method, headers, body, dispatcher: pool, signal: stop })
        answered = true
        const text = hear === undefined ? await reply.body.text() : await heard(reply.body, hear)
        return { kind: 'reply', status: reply.statusCode, headers: flat(reply.headers), body: text }
      } catch (error) {
        signal?.throwIfAborted()
        if (late.signal.aborted)
          return failed('timeout', `no ${answered ? 'whole ' : ''}answer within ${Math.round(timeoutMs)} ms`)
        return failed(reasonOf(error, answered), messageOf(error))
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** The whole text, told piece by piece. */
async function heard(body: AsyncIterable<Uint8Array>, hear: (piece: string) => void): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body) {
    const piece = decoder.decode(bytes, { stream: true })
    text += piece
    hear(piece)
  }
  return text + decoder.decode()
}

function failed(reason: HttpFailure, detail: string): HttpOutcome {
  return { kind: 'failed', reason, detail }
}

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
