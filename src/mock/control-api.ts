import { readFault } from './fault.ts'
import type { ListedFault } from './faults/fault-book.ts'
import type { Providers } from './providers.ts'
import { decodedPart } from './request.ts'
import type { DialectTotals, Forwarded, LoggedRequest } from './request-log.ts'

export interface ControlReply {
  readonly status: number
  /** Undefined: no body. */
  readonly value: unknown
}

/** What `GET /faults` says. */
export interface FaultsAnswer {
  readonly faults: readonly ListedFault[]
}

/** What `GET /requests` says. */
export interface RequestsAnswer {
  readonly requests: readonly LoggedRequest[]
}

/** What `GET /stats` says. */
export interface StatsAnswer {
  readonly dialects: Readonly<Record<string, DialectTotals>>
  readonly faults: Readonly<Record<string, { readonly matched: number; readonly hits: number }>>
  /** What forwarding the last requests took, besides the provider's own time; null if none was forwarded. */
  readonly forwarded: Forwarded | null
}

/** Answers the control endpoint's requests, once it is known that the caller may ask. */
export function controlApi({ faults, log }: Pick<Providers, 'faults' | 'log'>) {
  return (method: string | undefined, url: string, text: string | undefined): ControlReply => {
    // A path such as `//` is no URL at all.
    const { pathname, searchParams } = URL.parse(url, 'http://mock') ?? new URL('http://mock/')
    const id = faultId(pathname)
    switch (id === undefined ? `${method} ${pathname}` : `${method} /faults/{id}`) {
      case 'GET /health':
        return ok({ status: 'ok' })
      case 'GET /faults':
        return ok({ faults: faults.list() } satisfies FaultsAnswer)
      case 'GET /requests':
        return requests(searchParams.get('since') ?? '0')
      case 'GET /stats':
        return ok({ dialects: log.totals(), faults: faults.totals(), forwarded: log.forwarded() } satisfies StatsAnswer)
      case 'PUT /faults/{id}':
        return put(id ?? '', text)
      case 'DELETE /faults/{id}':
        faults.clear(id ?? '')
        return { status: 204, value: undefined }
      default:
        return wrong(404, `nothing here answers ${method} ${pathname}; there are ${SERVED}`)
    }
  }

  function put(id: string, text: string | undefined): ControlReply {
    if (text === undefined) return wrong(413, 'no fault is that large')
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return wrong(400, 'the body is not JSON')
    }
    const read = readFault(value)
    if ('wrong' in read) return wrong(400, `this is not a fault: ${read.wrong}`)
    faults.put(id, read.fault)
    return ok({ id })
  }

  function requests(since: string): ControlReply {
    const seq = Number(since)
    if (!Number.isInteger(seq) || seq < 0) return wrong(400, `since must be the seq of a request, not "${since}"`)
    return ok({ requests: log.since(seq) } satisfies RequestsAnswer)
  }
}

/** Any short name will do, whatever a drill calls its faults. */
function faultId(pathname: string): string | undefined {
  const id = decodedPart(/^\/faults\/([^/]+)$/.exec(pathname)?.[1] ?? '')
  return /^\P{Cc}{1,200}$/u.test(id) ? id : undefined
}

const SERVED = 'GET /faults, PUT /faults/{id}, DELETE /faults/{id}, GET /requests?since=SEQ, GET /stats and GET /health'

function ok(value: unknown): ControlReply {
  return { status: 200, value }
}

function wrong(status: number, error: string): ControlReply {
  return { status, value: { error } }
}
