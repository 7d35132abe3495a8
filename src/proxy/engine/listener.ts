import net, { type Server, type Socket } from 'node:net'
import { ApiError } from '../api-error.ts'
import { formatAddress, type ResolvedAddress } from './address.ts'

/** A data port that accepts clients. */
export interface Listener {
  /** Where it really listens: port 0 has become a number. */
  readonly address: ResolvedAddress
  /** From now on connecting is refused. Accepted connections are not its business. */
  close(): void
}

/** Starts accepting; throws what the original's server would answer if the port cannot be had. */
export async function openListener(
  address: ResolvedAddress,
  accept: (client: Socket) => void,
  warn: (message: string) => void,
): Promise<Listener> {
  const server = net.createServer(SOCKET_OPTIONS, accept)
  await listening(server, address)
  // Running out of file descriptors fails one accept, not the proxy.
  server.on('error', error => warn(`could not accept a connection: ${error.message}`))
  const bound = server.address()
  const { host, port } =
    bound === null || typeof bound === 'string' ? address : { host: bound.address, port: bound.port }
  return {
    address: { host, port, text: formatAddress(host, port) },
    close: () => void server.close(),
  }
}

// What may wait in a socket before its sender is told to wait: one byte more than the largest read, so that a chunk that the
// system takes at once never counts as too much.
const HIGH_WATER_BYTES = 64 * 1024 + 1

/** How both legs of a connection are set up. */
export const SOCKET_OPTIONS = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 15_000,
  highWaterMark: HIGH_WATER_BYTES,
  writableHighWaterMark: HIGH_WATER_BYTES,
  pauseOnConnect: true,
} as const

function listening(server: Server, { host, port, text }: ResolvedAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new ApiError(500, `listen tcp ${text}: ${reason(error)}`)))
    server.listen({ host, port, backlog: 4096 }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return 'bind: address already in use'
    case 'EADDRNOTAVAIL':
      return 'bind: cannot assign requested address'
    case 'EACCES':
      return 'bind: permission denied'
    default:
      return error.message
  }
}
