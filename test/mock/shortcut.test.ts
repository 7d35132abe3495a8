import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { always, chatRequest, eventually, startMock } from './support.ts'

const chat = '/v1/chat/completions'

/** A chat request as it is on the wire. */
function raw(body: object = {}, ...more: string[]): string {
  const { headers, body: text } = chatRequest(body)
  const lines = Object.entries({ host: 'mock', 'content-length': String(String(text).length), ...headers })
  return `POST ${chat} HTTP/1.1\r\n${[...lines.map(([name, value]) => `${name}: ${value}`), ...more, '', ''].join('\r\n')}${text}`
}

type Client = Socket & { heard: string }

async function open(url: string): Promise<Client> {
  const { hostname, port } = new URL(url)
  const socket = Object.assign(connect({ host: hostname, port: Number(port), allowHalfOpen: true }), { heard: '' })
  socket.on('error', () => {})
  socket.setEncoding('latin1').on('data', part => {
    socket.heard += part
  })
  await once(socket, 'connect')
  return socket
}

/** What differs from answer to answer, taken out. */
function alike(text: string): string {
  return text
    .replaceAll(/(req_|chatcmpl-)\w+/g, '$1ID')
    .replaceAll(/^date: .*$/gim, 'date')
    .replaceAll(/"created":\d+/g, '"created":0')
}

const answers = (client: Client): number => client.heard.split('HTTP/1.1 200 OK').length - 1

describe('a request that takes the shortcut', () => {
  test.for([
    ['a whole answer', raw()],
    ['a stream', raw({ stream: true })],
    ['a refusal', raw({ messages: [] })],
    ['a path that nobody serves', raw().replace(chat, '/nothing')],
  ] as const)('is answered as by Node’s own server, letter by letter but for letter case: %s', async ([, request]) => {
    await using mock = await startMock()
    const whole = await open(mock.url)
    whole.write(request)
    const halves = await open(mock.url)
    halves.write(request.slice(0, 50))
    // Nothing tells when the mock has read the first half; that Node reads the rest is what matters, and it does either way.
    await new Promise(resolve => setTimeout(resolve, 50))
    halves.write(request.slice(50))
    await eventually('both answers', () => [whole, halves].every(({ heard }) => /\}$|0\r\n\r\n$/.test(heard)))
    const sorted = ({ heard }: Client): string => {
      const [head = '', ...body] = alike(heard).split('\r\n\r\n')
      return [...head.toLowerCase().split('\r\n').toSorted(), ...body].join('\n')
    }
    expect(sorted(whole)).toBe(sorted(halves))
    for (const client of [whole, halves]) client.destroy()
  })

  test('may be followed by another on the same connection, and by one that is not plain', async () => {
    await using mock = await startMock()
    const client = await open(mock.url)
    const requests = [raw(), raw({ stream: true }), raw().repeat(2), raw({}, 'connection: close')]
    let expected = 0
    for (const request of requests) {
      client.write(request)
      expected += request.split('POST ').length - 1
      await eventually('an answer', () => answers(client) === expected && /\}$|0\r\n\r\n$/.test(client.heard))
    }
    await eventually('the end', () => client.readableEnded)
    client.destroy()
    expect((await mock.control.requests()).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  })

  test('that comes while another is being answered waits for its turn', async () => {
    await using mock = await startMock({ tokensPerSecond: 100 })
    const client = await open(mock.url)
    client.write(raw({ stream: true }))
    await eventually('a beginning', () => client.heard.includes('data: '))
    client.write(raw({ model: 'second' }))
    await eventually('both answers', () => client.heard.includes('"model":"second"'))
    expect(client.heard.indexOf('[DONE]')).toBeLessThan(client.heard.indexOf('"model":"second"'))
    client.destroy()
  })

  test('is let go with its client, even while it stalls', async () => {
    await using mock = await startMock()
    await mock.control.put('stall', always({ kind: 'stall', after: 'headers' }))
    const client = await open(mock.url)
    client.write(raw({ stream: true }))
    await eventually('the head', () => client.heard.includes('\r\n\r\n'))
    client.end()
    await eventually('the end', () => client.readableEnded)
    client.destroy()
  })

  test('never has a header that breaks a line', async () => {
    await using mock = await startMock()
    const client = await open(mock.url)
    client.write(raw({ model: 'm\r\nx-injected: yes' }))
    await eventually('an answer', () => answers(client) === 1)
    expect(client.heard).not.toMatch(/^x-injected/im)
    client.destroy()
  })
})
