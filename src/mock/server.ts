import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { DrillError, messageOf } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'
import { controlServer } from './control-server.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { forwarder } from './forward/forwarder.ts'
import { listener } from './listener.ts'
import { play } from './play.ts'
import { type Providers, providers } from './providers.ts'
import { receive } from './receive.ts'

export interface MockServerOptions {
  readonly host?: string
  /** 0: any free port. */
  readonly port?: number
  /** The control endpoint has a port of its own, so that a proxy before the providers never carries it. 0: any free port. */
  readonly controlPort?: number
  /** What the control endpoint asks for. */
  readonly token: string
  readonly seed?: number
  readonly firstTokenMs?: number
  /** Infinity: no pacing. */
  readonly tokensPerSecond?: number
  /** Answers that are fixed for some requests; the first that fits. */
  readonly fixtures?: readonly Fixture[]
  /** Whether a request that no fixture fits gets the provider's own 404 instead of an answer. */
  readonly fixturesOnly?: boolean
  /** A real provider to hand everything on to, faults and all, e.g. `https://api.openai.com`. */
  readonly upstream?: string | undefined
  /** How long a client may take to send its request. */
  readonly requestTimeoutMs?: number
  /** Told once about each kind of request that nobody serves, or that we failed to answer. */
  readonly onTrouble?: (sentence: string) => void
}

/** Mock model providers on real sockets. */
export interface MockServer extends AsyncDisposable {
  readonly url: string
  readonly controlUrl: string
  /** Ends every connection. */
  close(): Promise<void>
}

/** Starts the mock providers and their control endpoint. */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const { host = '127.0.0.1', port = 0, controlPort = 0, token, requestTimeoutMs = 30_000 } = options
  if (token === '') throw new DrillError('USAGE', 'The mock needs a token for its control endpoint, and got none.')
  const onTrouble = onceEach(options.onTrouble ?? (sentence => process.stderr.write(`${sentence}\n`)))
  const fixed = { fixtures: options.fixtures ?? [], fixturesOnly: options.fixturesOnly ?? false }
  const mock = providers({
    seed: options.seed ?? 1,
    firstTokenMs: options.firstTokenMs ?? 20,
    tokensPerSecond: options.tokensPerSecond ?? Infinity,
    ...fixed,
    onTrouble,
  })
  const handle = handlerOf(mock, options.upstream, onTrouble)
  const answer = options.upstream === undefined ? mock.answer : undefined
  const provider = await listening(listener(handle, { requestTimeoutMs }, answer), host, port, '--port')
  try {
    const control = await listening(controlServer({ ...mock, token, host }), host, controlPort, '--control-port')
    const close = async (): Promise<void> => {
      await Promise.all([provider.close(), control.close()])
    }
    return { url: provider.url, controlUrl: control.url, close, [Symbol.asyncDispose]: close }
  } catch (thrown) {
    await provider.close()
    throw thrown
  }
}

type Handle = (message: IncomingMessage, response: ServerResponse) => void

function handlerOf(mock: Providers, upstream: string | undefined, onTrouble: (sentence: string) => void): Handle {
  if (upstream === undefined) {
    return (message, response) => receive(message, request => play(mock.answer(request), response, message.socket))
  }
  const base = URL.parse(upstream)
  if (base !== null && /^https?:$/.test(base.protocol)) return forwarder(base, mock, onTrouble)
  throw new DrillError('USAGE', `"${upstream}" is no address of a provider.`, {
    hint: 'write it like https://api.openai.com. Nothing was started.',
  })
}

interface Listening {
  readonly url: string
  readonly close: () => Promise<void>
}

async function listening(server: Server, host: string, port: number, flag: string): Promise<Listening> {
  const open = new Set<Socket>()
  server.on('connection', socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', thrown => reject(cannotListen(thrown, host, port, flag)))
    server.listen(port, host, resolve)
  })
  const { address, family, port: bound } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`, close }
}

function cannotListen(thrown: Error, host: string, port: number, flag: string): DrillError {
  const code = 'code' in thrown ? thrown.code : undefined
  if (code === 'EADDRINUSE') {
    return new DrillError('PORT_BUSY', `Port ${port} of ${host} is taken by another program.`, {
      hint: `choose another one with ${flag}, or 0 for any that is free. Nothing was started.`,
      cause: thrown,
    })
  }
  return new DrillError('USAGE', `Cannot listen on ${host}:${port}: ${withoutStop(messageOf(thrown))}.`, {
    hint: `choose an address of this machine with --host and a port above 1023 with ${flag}. Nothing was started.`,
    cause: thrown,
  })
}

/** A client that asks wrongly asks often; one line for each kind of mistake is enough. */
function onceEach(tell: (sentence: string) => void): (sentence: string) => void {
  const told = new Set<string>()
  return sentence => {
    if (told.has(sentence) || told.size >= 100) return
    told.add(sentence)
    tell(sentence)
  }
}
