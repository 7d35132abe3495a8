import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'

/**
 * So many different loopback ports on which nobody listens. They lie below those that the system gives to whoever asks for any: a port
 * is free again while what listens there is broken, and whoever was given it meanwhile would keep it from coming back.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  // All are held until the last one is found, so that none is handed out twice.
  const held: Held[] = []
  try {
    while (held.length < count) held.push(await holdOne())
    return held.map(({ port }) => port)
  } finally {
    await Promise.all(held.map(({ server }) => once(server.close(), 'close')))
  }
}

interface Held {
  readonly server: Server
  readonly port: number
}

async function holdOne(): Promise<Held> {
  for (let tried = 0; tried < PORTS; tried++) {
    const server = await listening(takeNext())
    if (server !== undefined) return heldBy(server)
  }
  const server = await listening(0)
  if (server === undefined) throw new Error('there is no free port on 127.0.0.1')
  return heldBy(server)
}

const FIRST = 20_000
const LAST = Math.min(32_767, lowestGiven() - 1)
const PORTS = Math.max(0, LAST - FIRST + 1)
// Far apart for processes of neighbouring numbers: two drills that begin at the same time look in different places.
const APART = 97
let next = process.pid * APART

function takeNext(): number {
  return FIRST + (next++ % PORTS)
}

/** The lowest port that the system gives to whoever asks for any; where it does not say, that of most others. */
function lowestGiven(): number {
  try {
    return Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10)
  } catch {
    return 49_152
  }
}

async function listening(port: number): Promise<Server | undefined> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}

function heldBy(server: Server): Held {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return { server, port: address.port }
}
