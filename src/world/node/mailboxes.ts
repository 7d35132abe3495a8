import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { Mailbox, Mailboxes, MailboxOptions, Post } from '../../model/world/mailboxes.ts'

/** Mailboxes are small web servers on the loopback address. */
export function nodeMailboxes(): Mailboxes {
  return { open }
}

async function open(port: number, options: MailboxOptions): Promise<Mailbox> {
  const counts = { posts: 0, refused: 0 }
  const mayCome = rateLimit(MOST_PER_SECOND, () => performance.now())
  const server = createServer(LIMITS, (message, response) => {
    receive(message, options, mayCome).then(
      outcome => {
        if ('post' in outcome) {
          counts.posts++
          options.hear(outcome.post)
          answer(response, { status: 200, say: 'ok' })
        } else {
          counts.refused++
          answer(response, outcome)
        }
      },
      // Whoever hangs up in the middle of a post has posted nothing.
      () => void counts.refused++,
    )
  })
  server.maxConnections = MOST_CONNECTIONS
  await listen(server, port)
  const lost = Promise.withResolvers<string>()
  server.on('error', error => lost.resolve(messageOf(error)))
  let isClosing = false
  server.once('close', () => {
    if (!isClosing) lost.resolve('the port was closed')
  })
  return {
    counts: () => ({ ...counts }),
    lost: lost.promise,
    async close() {
      isClosing = true
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

// Nobody may keep us waiting: not with his headers, not with his document, not with a connection.
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
}
const MOST_CONNECTIONS = 200
const MOST_BYTES = 1024 * 1024
const MOST_PER_SECOND = 200

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new DrillError(
      'PORT_BUSY',
      `Signals cannot be received at 127.0.0.1:${port}: ${withoutStop(messageOf(error))}.`,
      {
        hint: `end what listens there, or give the signals a free port such as 127.0.0.1:\${port.alerts}`,
        cause: error,
      },
    )
  }
}

interface Refusal {
  readonly status: number
  readonly say: string
}

async function receive(
  message: IncomingMessage,
  { paths }: MailboxOptions,
  mayCome: () => boolean,
): Promise<{ readonly post: Post } | Refusal> {
  const path = new URL(message.url ?? '/', 'http://mailbox').pathname
  if (message.headers.origin !== undefined) return { status: 403, say: 'requests from web pages are refused' }
  if (!paths.includes(path)) return { status: 404, say: `nothing is received at ${path}, but at ${paths.join(', ')}` }
  if (message.method !== 'POST' && message.method !== 'PUT') {
    return { status: 405, say: `${message.method} says nothing here: POST a JSON document` }
  }
  if (!mayCome()) return { status: 429, say: `no more than ${MOST_PER_SECOND} posts a second are heard` }
  const text = await textOf(message)
  if (text === undefined) return { status: 413, say: `a post may be ${MOST_BYTES} bytes long` }
  try {
    return { post: { path, headers: flat(message.headers), body: JSON.parse(text) } }
  } catch (error) {
    return { status: 400, say: `this is no JSON document: ${messageOf(error)}` }
  }
}

/** The whole text; undefined if it is too long. */
function textOf(message: IncomingMessage): Promise<string | undefined> {
  if (Number(message.headers['content-length'] ?? 0) > MOST_BYTES) return Promise.resolve(undefined)
  const parts: Buffer[] = []
  let bytes = 0
  // Listened to rather than iterated: leaving an iteration early would tear the connection before the answer is out.
  return new Promise((resolve, reject) => {
    message.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= MOST_BYTES) parts.push(part)
      else resolve(undefined)
    })
    message.once('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    message.once('error', reject)
  })
}

function answer(response: ServerResponse, { status, say }: Refusal): void {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 405 ? { allow: 'POST, PUT' } : {}),
    // What is still on its way of a document that is refused is not worth hearing.
    ...(status === 200 ? {} : { connection: 'close' }),
  }
  response.writeHead(status, headers).end(`${say}\n`)
}

function flat(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  const pairs = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}

/** Whether one more may come this second: whoever posts without end must not fill a disk. */
export function rateLimit(mostPerSecond: number, nowMs: () => number): () => boolean {
  let second = 0
  let came = 0
  return () => {
    const now = Math.floor(nowMs() / 1000)
    if (now !== second) came = 0
    second = now
    return ++came <= mostPerSecond
  }
}
