import { Client, type Dispatcher } from 'undici'

/** Connections to the platform, one request on each at a time; the one that was used last is used first. */
export interface Connections {
  take(origin: string): Client
  giveBack(origin: string, client: Client): void
  destroy(): void
}

export function connections(): Connections {
  const idle = new Map<string, Client[]>()
  const all = new Set<Client>()
  return {
    take(origin) {
      const known = idle.get(origin)?.pop()
      if (known !== undefined) return known
      // Time limits are ours; undici's own tick only once a second.
      const made = new Client(origin, { headersTimeout: 0, bodyTimeout: 0, pipelining: 1, keepAliveTimeout: 4000 })
      all.add(made)
      return made
    },
    giveBack(origin, client) {
      const list = idle.get(origin)
      if (list === undefined) idle.set(origin, [client])
      else list.push(client)
    },
    destroy() {
      for (const client of all) void client.destroy().catch(() => {})
    },
  }
}

/** A request in the form that undici needs least time for. */
export function dispatchable(request: {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}): { readonly origin: string; readonly options: Dispatcher.DispatchOptions; readonly bytes: number } {
  const url = new URL(request.url)
  const body = request.body === undefined ? null : Buffer.from(request.body)
  const headers = Object.entries(request.headers).flat()
  const options = { path: `${url.pathname}${url.search}`, method: request.method, headers, body }
  return { origin: url.origin, options, bytes: (body?.length ?? 0) + headers.join('').length + options.path.length }
}
