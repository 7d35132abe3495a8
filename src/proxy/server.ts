import { randomInt } from 'node:crypto'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DrillError, messageOf } from '../model/error.ts'
import { api } from './api/api.ts'
import { decodePopulate } from './api/decode.ts'
import { isLoopbackAddress } from './api/guard.ts'
import { readJson } from './api/json.ts'
import { formatAddress, type ResolvedAddress, resolveAddress } from './engine/address.ts'
import { Proxies } from './engine/proxies.ts'
import type { Log } from './log.ts'

/** How to start a server; everything has a default. */
export interface ProxyServerOptions {
  /** Where the API listens. Default: loopback only. */
  readonly host?: string
  /** Default 8474, as everywhere; 0 takes any free port. */
  readonly port?: number
  /** Repeats which connections a toxicity below 1 hits, and every jitter. Default: a new one each time. */
  readonly seed?: number
  readonly proxyMetrics?: boolean
  readonly runtimeMetrics?: boolean
  /** Proxies to begin with, as the body of a populate call. */
  readonly config?: string | readonly object[]
  /** How long a client may take over one request to the API. Default: 15 s. */
  readonly requestTimeoutMs?: number
  /** What latencies may hold back together, in bytes. Default: 512 MiB. */
  readonly mostHeldBytes?: number
  readonly log?: Log
}

/** A running server. */
export interface ProxyServer extends AsyncDisposable {
  readonly url: string
  readonly seed: number
  /** Stops everything at once: the API, every proxy, every connection. */
  close(): Promise<void>
}

/** Starts an embedded Toxiproxy. */
export async function startProxyServer(options: ProxyServerOptions = {}): Promise<ProxyServer> {
  const { host = '127.0.0.1', port = 8474, seed = randomInt(2 ** 32), log = () => {} } = options
  const address = await resolved(host, port)
  const proxies = new Proxies(seed, options.mostHeldBytes ?? 512 * 1024 * 1024, log)
  const handler = api({
    proxies,
    log,
    loopbackName: isLoopbackAddress(address.host) ? host : undefined,
    proxyMetrics: options.proxyMetrics ?? false,
    runtimeMetrics: options.runtimeMetrics ?? false,
  })
  const server = http.createServer(limits(options.requestTimeoutMs ?? 15_000), handler)
  server.setTimeout(IDLE_MS)
  await listen(server, address)
  server.on('error', error => log('error', `API: ${error.message}`))
  const bound = server.address() as AddressInfo
  const close = async () => {
    proxies.close()
    server.close()
    server.closeAllConnections()
  }
  if (options.config !== undefined) await configure(proxies, options.config, log)
  return { url: `http://${formatAddress(bound.address, bound.port)}`, seed, close, [Symbol.asyncDispose]: close }
}

// How long a connection may be silent, between requests or while it takes its answer.
const IDLE_MS = 60_000

// A client that dawdles over its request or never sends the next one is let go.
function limits(requestTimeoutMs: number): http.ServerOptions {
  return {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, 2000),
  }
}

async function resolved(host: string, port: number): Promise<ResolvedAddress> {
  const where = formatAddress(host, port)
  try {
    return await resolveAddress(where)
  } catch (error) {
    throw notAvailable(where, error)
  }
}

function listen(server: Server, { host, port, text }: ResolvedAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenError(error, text)))
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function listenError(error: NodeJS.ErrnoException, where: string): DrillError {
  if (error.code !== 'EADDRINUSE') return notAvailable(where, error)
  return new DrillError('PORT_BUSY', `Could not listen on ${where}: another program already does.`, {
    hint: 'Stop that program, or choose another port with -port (0 takes any free one). Nothing was started.',
    cause: error,
  })
}

function notAvailable(where: string, error: unknown): DrillError {
  return new DrillError('NOT_AVAILABLE', `Could not listen on ${where}: ${messageOf(error)}.`, {
    hint: 'Choose an address of this machine with -host. Nothing was started.',
    cause: error,
  })
}

// A bad config is told and passed over, as the original does: a test bench should come up and say what it lacks.
async function configure(proxies: Proxies, config: string | readonly object[], log: Log): Promise<void> {
  try {
    const { error } = await proxies.populate(
      decodePopulate(readJson(typeof config === 'string' ? config : JSON.stringify(config))),
    )
    if (error !== undefined) throw error
  } catch (error) {
    log('error', `could not set up the configured proxies: ${messageOf(error)}`)
  }
}
