import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { CanarySighting, Exchange, Sockets } from '../../model/world/sockets.ts'
import { freePorts } from './free-ports.ts'

/** Bare TCP, for canaries and free ports. */
export function nodeSockets(): Sockets {
  return { canary, exchange, isFree, freePorts, resolves }
}

function canary(address: string, hello: string, waitMs: number): Promise<CanarySighting> {
  const { host, port } = split(address)
  const startedMs = performance.now()
  const tookMs = () => performance.now() - startedMs
  return new Promise(resolve => {
    const socket = connect({ host, port })
    const patience = setTimeout(() => saw({ saw: 'silence', waitedMs: waitMs }), waitMs)
    const saw = (sighting: CanarySighting) => {
      clearTimeout(patience)
      socket.destroy()
      resolve(sighting)
    }
    socket.once('connect', () => socket.write(hello))
    socket.once('data', () => saw({ saw: 'answer', tookMs: tookMs() }))
    socket.once('end', () => saw({ saw: 'closed', tookMs: tookMs(), detail: 'closed without an answer' }))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      saw({ saw: seenAs(error.code), tookMs: tookMs(), detail: error.code ?? error.message })
    })
  })
}

const HEARD_BYTES = 64 * 1024

function exchange(
  address: string,
  said: string,
  { waitMs, thenEnd = false, until }: { readonly waitMs: number; readonly thenEnd?: boolean; readonly until?: string },
): Promise<Exchange> {
  const { host, port } = split(address)
  const startedMs = performance.now()
  const tookMs = () => performance.now() - startedMs
  return new Promise(resolve => {
    const socket = connect({ host, port, noDelay: true })
    let bytes = 0
    let pieces = 0
    let heard = ''
    let firstMs: number | undefined
    let lastMs: number | undefined
    const patience = setTimeout(() => over('open'), waitMs)
    const over = (ended: Exchange['ended']) => {
      clearTimeout(patience)
      socket.destroy()
      resolve({ bytes, pieces, heard, firstMs, lastMs, ended, endedMs: tookMs() })
    }
    const isHeard = () => until !== undefined && heard.includes(until)
    socket.once('connect', () => {
      if (thenEnd) socket.end(said, 'latin1')
      else socket.write(said, 'latin1')
      if (isHeard()) over('open')
    })
    socket.on('data', data => {
      bytes += data.length
      pieces++
      if (heard.length < HEARD_BYTES) heard += data.toString('latin1', 0, HEARD_BYTES - heard.length)
      lastMs = tookMs()
      firstMs ??= lastMs
      if (isHeard()) over('open')
    })
    socket.once('end', () => over('closed'))
    socket.once('error', (error: NodeJS.ErrnoException) => over(seenAs(error.code)))
  })
}

function seenAs(code: string | undefined): 'refused' | 'reset' | 'unreachable' {
  if (code === 'ECONNREFUSED') return 'refused'
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'unreachable'
}

function split(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) }
}

async function isFree(address: string): Promise<boolean> {
  const { host, port } = split(address)
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

function resolves(host: string): Promise<boolean> {
  return lookup(host).then(
    () => true,
    () => false,
  )
}
