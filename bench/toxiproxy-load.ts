// `node bench/toxiproxy-load.ts KIND ADDRESS`: one kind of load, from a process of its own, on bare sockets: what asking
// costs must not look like what the proxy costs. Prints what it saw as JSON.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { ANSWER_BYTES, REQUEST } from './toxiproxy-wire.ts'

const SECONDS = 2
const WARM_UP_MS = 500
const MOST_REQUESTS = 1_000_000

const KINDS: Readonly<Record<string, (address: string) => Promise<unknown>>> = {
  requests,
  connections,
  bulk,
  latency,
  idle,
  api,
}
const [kind = '', address = ''] = process.argv.slice(2)
const measure = KINDS[kind]
if (measure === undefined) throw new Error(`there is no load called "${kind}"`)
console.log(JSON.stringify(await measure(address)))
process.exit(0)

async function requests(to: string): Promise<{ perSecond: number; p50Ms: number; p99Ms: number }> {
  const startMs = performance.now() + WARM_UP_MS
  const endMs = startMs + SECONDS * 1000
  const tookMs = new Float64Array(MOST_REQUESTS)
  let taken = 0
  // No promise for each request and no buffer for each read: the clients share two cores with the proxy, and theirs must be
  // the smaller part.
  const buffer = Buffer.allocUnsafeSlow(64 * 1024)
  const client = () =>
    new Promise<void>((resolve, reject) => {
      let askedMs = 0
      let leftBytes = ANSWER_BYTES
      const callback = (bytes: number): boolean => {
        leftBytes -= bytes
        if (leftBytes > 0) return true
        const nowMs = performance.now()
        if (askedMs >= startMs) tookMs[taken++] = nowMs - askedMs
        if (nowMs >= endMs) resolve()
        else ask(nowMs)
        return true
      }
      const socket = connect({ ...placeOf(to), noDelay: true, onread: { buffer, callback } })
      socket.on('error', reject).on('connect', () => ask(performance.now()))
      const ask = (nowMs: number): void => {
        leftBytes = ANSWER_BYTES
        askedMs = nowMs
        socket.write(REQUEST)
      }
    })
  await Promise.all(Array.from({ length: 32 }, client))
  const seen = tookMs.subarray(0, taken).toSorted()
  const at = (percent: number): number => seen[Math.floor((percent / 100) * taken)] ?? Number.NaN
  return { perSecond: taken / SECONDS, p50Ms: at(50), p99Ms: at(99) }
}

async function connections(to: string): Promise<{ perSecond: number }> {
  const startMs = performance.now() + WARM_UP_MS
  const endMs = startMs + SECONDS * 1000
  let made = 0
  const client = async () => {
    while (performance.now() < endMs) {
      const socket = await open(to)
      await asker(socket)()
      // A reset leaves no port waiting, of which there are not enough for thousands a second.
      socket.resetAndDestroy()
      if (performance.now() >= startMs) made++
    }
  }
  await Promise.all(Array.from({ length: 16 }, client))
  return { perSecond: made / SECONDS }
}

async function bulk(to: string): Promise<{ bytesPerSecond: number }> {
  const buffer = Buffer.alloc(256 * 1024)
  let bytes = 0
  const { host, port } = placeOf(to)
  const count = (size: number): boolean => {
    bytes += size
    return true
  }
  const socket = connect({ host, port, onread: { buffer, callback: count } })
  await wait(WARM_UP_MS)
  const beforeBytes = bytes
  const startMs = performance.now()
  await wait(SECONDS * 1000)
  const bytesPerSecond = ((bytes - beforeBytes) / (performance.now() - startMs)) * 1000
  socket.destroy()
  return { bytesPerSecond }
}

/** One question at a time on a few connections: nothing queues but what the toxic holds. */
async function latency(to: string): Promise<{ tookMs: readonly number[] }> {
  const tookMs: number[] = []
  const client = async () => {
    const ask = asker(await open(to))
    for (let n = 0; n < 10; n++) await ask()
    for (let n = 0; n < 60; n++) {
      const askedMs = performance.now()
      await ask()
      tookMs.push(performance.now() - askedMs)
      await wait(5)
    }
  }
  await Promise.all(Array.from({ length: 4 }, client))
  return { tookMs }
}

/** Opens many connections that have been used once, and keeps them until somebody has looked. */
async function idle(to: string): Promise<void> {
  for (let made = 0; made < 5000; made += 100) {
    await Promise.all(Array.from({ length: 100 }, async () => asker(await open(to))()))
  }
  console.log('open')
  await once(process.stdin.resume(), 'end')
}

/** The calls of a drill: a toxic comes, is looked at, and goes. */
async function api(base: string): Promise<{ perSecond: number }> {
  const startMs = performance.now() + WARM_UP_MS
  const endMs = startMs + SECONDS * 1000
  let calls = 0
  const client = async (_: unknown, n: number) => {
    const toxics = `${base}/proxies/bench/toxics`
    const body = JSON.stringify({ name: `t${n}`, type: 'latency', attributes: { latency: 1 } })
    while (performance.now() < endMs) {
      await call('POST', toxics, body)
      await call('GET', `${toxics}/t${n}`)
      await call('DELETE', `${toxics}/t${n}`)
      if (performance.now() >= startMs) calls += 3
    }
  }
  await Promise.all(Array.from({ length: 4 }, client))
  return { perSecond: calls / SECONDS }
}

async function call(method: string, url: string, body?: string): Promise<void> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body }) })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status}`)
}

function placeOf(to: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = to.split(':')
  return { host, port: Number(port) }
}

async function open(to: string): Promise<Socket> {
  const socket = connect({ ...placeOf(to), noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** Asks once and waits for the whole answer. */
function asker(socket: Socket): () => Promise<void> {
  let leftBytes = 0
  let answered = (): void => {}
  let failed = (_error: Error): void => {}
  socket.on('data', ({ length }) => {
    leftBytes -= length
    if (leftBytes <= 0) answered()
  })
  socket.on('error', error => failed(error))
  socket.on('close', () => failed(new Error('the connection was closed')))
  return () =>
    new Promise((resolve, reject) => {
      leftBytes = ANSWER_BYTES
      answered = resolve
      failed = reject
      socket.write(REQUEST)
    })
}
