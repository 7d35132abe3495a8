import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { connectTo, echo, hostAndPort, listen, type Peer } from '../support/sockets.ts'
import { eventually, within } from '../support/wait.ts'
import { bench } from './api-client.ts'

test('a body without end is refused, and cut off', async () => {
  await using b = await bench()
  const client = await connectTo(new URL(b.server.url).host)
  client.socket.write('POST /proxies HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n')
  const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
  const flood = async () => {
    for (let megabytes = 0; megabytes < 200 && !client.closed && client.ended === undefined; megabytes++) {
      await new Promise(resolve => client.socket.write(chunk, resolve))
    }
  }
  await within('the flood to be cut off', flood(), 20_000)
  expect(await client.ending()).toMatch(/^(end|ECONNRESET|EPIPE)$/)
  expect(client.socket.bytesWritten).toBeLessThan(100_000_000)
  expect((await fetch(`${b.server.url}/version`)).status).toBe(200)
  client.destroy()
})

test('a body just within the limit is read, one just beyond is told why not', async () => {
  await using b = await bench()
  const proxy = { name: 'a', upstream: 'x:1', padding: '' }
  const room = 8 * 1024 * 1024 - JSON.stringify(proxy).length
  expect((await b.call('POST', '/proxies', { ...proxy, padding: 'x'.repeat(room) })).status).toBe(201)
  const refused = await b.call('POST', '/proxies', { ...proxy, padding: 'x'.repeat(room + 1) })
  expect(refused).toMatchObject({
    status: 413,
    json: { error: 'request body is larger than 8388608 bytes', status: 413 },
    headers: { connection: 'close' },
  })
})

test('half requests, nonsense and slow clients hurt nobody else', async () => {
  await using b = await bench()
  const { host } = new URL(b.server.url)
  const beginnings = [
    '',
    'GET',
    'POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"name"',
    'GET /proxies HTTP/1.1\r\nHost: localhost\r\nX: ',
    '\u0000\u0001\u0002\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    `GET /${'x'.repeat(50_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  ]
  const clients: Peer[] = []
  for (const beginning of beginnings) {
    const client = await connectTo(host)
    client.socket.write(beginning)
    clients.push(client)
  }
  for (let round = 0; round < 5; round++) expect((await fetch(`${b.server.url}/proxies`)).status).toBe(200)
  clients[2]?.socket.resetAndDestroy()
  expect(await b.post('/proxies', { name: 'a', upstream: 'x:1' })).toMatchObject({ name: 'a' })
  for (const client of clients) client.destroy()
})

test('a client that says nothing is let go', async () => {
  await using b = await bench({ requestTimeoutMs: 300 })
  const client = await connectTo(new URL(b.server.url).host)
  client.socket.write('GET /proxies HTTP/1.1\r\n')
  expect(await client.ending()).toBe('end')
  expect(client.text).toMatch(/^HTTP\/1\.1 408 /)
  client.destroy()
})

test('two thousand connections at once are served, and gone when they are gone', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const peers: Peer[] = []
  for (let batch = 0; batch < 20; batch++) {
    peers.push(...(await Promise.all(Array.from({ length: 100 }, () => connectTo(place)))))
  }
  for (const peer of peers) peer.socket.write('x')
  for (const peer of peers) await peer.got(1)
  expect(await b.get('/proxies/a/traffic')).toMatchObject({
    connections: 2000,
    upstreamBytes: 2000,
    downstreamBytes: 2000,
  })
  for (const peer of peers) peer.destroy()
  await eventually('the upstream to be rid of them', () => upstream.peers.every(peer => peer.closed), 20_000)
}, 60_000)

test('a byte a time does not cost a buffer a time', async () => {
  await using upstream = await listen()
  await using b = await bench()
  const place = await b.route(upstream.address, {
    toxics: [{ type: 'latency', stream: 'upstream', attributes: { latency: 1e6 } }],
  })
  const client = await connectTo(place)
  await upstream.peer(0)
  const before = process.memoryUsage().rss
  for (let round = 0; round < 20_000; round++) {
    if (!client.socket.write('x')) await new Promise(resolve => client.socket.once('drain', resolve))
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  client.destroy()
})

test('an upstream that never answers the dial holds up nobody', async () => {
  // A listener that is stopped, with its queue of one full: the next to knock gets no answer at all.
  const script =
    'const s=require("net").createServer().listen({port:0,host:"127.0.0.1",backlog:1},()=>console.log(s.address().port))'
  const stopped = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  stopped.stdout.on('data', (data: Buffer) => {
    out += data
  })
  const deaf = `127.0.0.1:${Number.parseInt(await eventually('the port', () => out.includes('\n') && out), 10)}`
  stopped.kill('SIGSTOP')
  try {
    await using b = await bench()
    const place = await b.route(deaf)
    const clients = await Promise.all(Array.from({ length: 10 }, () => connectTo(place)))
    await eventually('all to be accepted', async () => {
      const { connections } = await b.get<{ connections: number }>('/proxies/a/traffic')
      return connections === 10
    })
    await using upstream = await echo()
    await within('the update', b.post('/proxies/a', { upstream: upstream.address }))
    for (const client of clients) expect(await client.ending()).toMatch(/^(end|ECONNRESET)$/)
    const after = await connectTo(place)
    after.socket.write('x')
    expect(await after.got(1)).toBe('x')
    await within('the removal', b.remove('/proxies/a'))
    for (const client of [...clients, after]) client.destroy()
  } finally {
    stopped.kill('SIGKILL')
  }
})

test('a slicer of single bytes leaves the server answering', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const toxics = [{ type: 'slicer', attributes: { average_size: 1, size_variation: 0, delay: 0 } }]
  const client = await connectTo(await b.route(upstream.address, { toxics }))
  client.socket.write(Buffer.alloc(500_000))
  for (let round = 0; round < 5; round++) expect((await fetch(`${b.server.url}/version`)).status).toBe(200)
  await client.got(500_000, 30_000)
  client.destroy()
}, 40_000)

test('the port of a proxy is free the moment it is removed', async () => {
  await using upstream = await echo()
  await using b = await bench()
  const place = await b.route(upstream.address)
  const clients = await Promise.all(Array.from({ length: 20 }, () => connectTo(place)))
  await b.remove('/proxies/a')
  await using next = await listen({ port: hostAndPort(place).port })
  expect(next.address).toBe(place)
  for (const client of clients) client.destroy()
})
