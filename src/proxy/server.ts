import { randomInt } from 'node:crypto'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DrillError } from '../model/error.ts'
import { api } from './api/api.ts'
import { decodePopulate } from './api/decode.ts'
import { readJson } from './api/json.ts'
import { formatAddress } from './engine/address.ts'
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
  const proxies = new Proxies(seed, message => log('warn', message))
  const handler = api({
    proxies,
    log,
    loopbackOnly: /^(?:localhost|127\.|::1$)/.test(host),
    proxyMetrics: options.proxyMetrics ?? false,
    runtimeMetrics: options.runtimeMetrics ?? false,
  })
  const server = http.createServer(LIMITS, handler)
  await listen(server, host, port)
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

// A client that dawdles over its request or never sends the next one is let go.
const LIMITS = {
  requestTimeout: 15_000,
  headersTimeout: 15_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
} as const

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)))
    server.listen({ host, port }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): DrillError {
  const where = formatAddress(host, port)
  if (error.code === 'EADDRINUSE') {
    return new DrillError('PORT_BUSY', `Could not listen on ${where}: another program already does.`, {
      hint: 'Stop that program, or choose another port with -port (0 takes any free one). Nothing was started.',
      cause: error,
    })
  }
  return new DrillError('NOT_AVAILABLE', `Could not listen on ${where}: ${error.message}.`, {
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
    log('error', `could not set up the configured proxies: ${error instanceof Error ? error.message : String(error)}`)
  }
}
