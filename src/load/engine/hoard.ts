import { connect, type Socket } from 'node:net'
import type { HttpRequest } from '../../model/http.ts'

/** Connections on which half a request was said, and nothing more. */
export interface Hoard {
  /** Opens one and keeps it for so long, or as long as the platform keeps it. Says what became of it. */
  open(request: HttpRequest, holdMs: number, ended: (outcome: 'held' | 'hung-up' | 'refused') => void): void
  destroy(): void
}

export function hoard(): Hoard {
  const open = new Set<Socket>()
  return {
    open(request, holdMs, ended) {
      const { hostname, port, pathname, search, host } = new URL(request.url)
      const head = Object.entries({ host, ...request.headers }).map(([name, value]) => `${name}: ${value}\r\n`)
      const socket = connect({ host: hostname, port: Number(port === '' ? 80 : port) })
      let outcome: 'held' | 'hung-up' | 'refused' = 'refused'
      open.add(socket)
      socket.once('connect', () => {
        outcome = 'hung-up'
        // The empty line that would end the head never comes.
        socket.write(`${request.method} ${pathname}${search} HTTP/1.1\r\n${head.join('')}`)
        socket.setTimeout(holdMs, () => {
          outcome = 'held'
          socket.destroy()
        })
      })
      socket.on('data', () => {})
      socket.on('error', () => {})
      socket.once('close', () => {
        open.delete(socket)
        ended(outcome)
      })
    },
    destroy() {
      for (const socket of open) socket.destroy()
    },
  }
}
