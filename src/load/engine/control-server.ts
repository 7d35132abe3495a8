import { createHash, timingSafeEqual } from 'node:crypto'
import http, { type IncomingMessage, type Server } from 'node:http'
import { isIP } from 'node:net'
import { messageOf } from '../../model/error.ts'
import type { LoadControl, LoadOrder } from '../order.ts'

interface Reply {
  readonly status: number
  readonly value: unknown
}

/** The control endpoint of an engine: loads are started, looked at and stopped here, by whoever has its token. */
export function controlServer(control: LoadControl, token: string): Server {
  const expected = digest(`Bearer ${token}`)
  return http.createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (message, response) => {
    readText(message)
      .then(text => refused(message, expected) ?? answer(control, message, text))
      .catch((error: unknown): Reply => ({ status: 400, value: { error: messageOf(error) } }))
      .then(({ status, value }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(value))
      })
  })
}

async function answer(control: LoadControl, { method, url = '/' }: IncomingMessage, text: string): Promise<Reply> {
  const { pathname, searchParams } = URL.parse(url, 'http://load') ?? new URL('http://load/')
  const name = decodeURIComponent(/^\/loads\/([^/]+)$/.exec(pathname)?.[1] ?? '')
  if (name === '') return { status: 404, value: { error: 'there are only /loads/NAME' } }
  const from = { second: Number(searchParams.get('second') ?? 0), answer: Number(searchParams.get('answer') ?? 0) }
  if (method === 'PUT') return { status: 200, value: await control.start(name, JSON.parse(text) as LoadOrder) }
  if (method === 'DELETE') await control.stop(name)
  const report = await control.report(name, from)
  return report === undefined
    ? { status: 404, value: { error: `there is no load ${name}` } }
    : { status: 200, value: report }
}

/** A web page that was tricked into it, a name that somebody pointed at this machine, and whoever has no token. */
function refused({ headers }: IncomingMessage, expected: Buffer): Reply | undefined {
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  const foreign = headers.origin !== undefined || (name !== 'localhost' && isIP(name) === 0)
  if (foreign) return { status: 403, value: { error: 'only this machine may ask' } }
  if (timingSafeEqual(digest(headers.authorization ?? ''), expected)) return undefined
  return { status: 401, value: { error: 'the control endpoint needs its token' } }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

// A recorded schedule of a hundred thousand times, and requests of some megabytes.
const MAX_CHARACTERS = 50_000_000

async function readText(message: IncomingMessage): Promise<string> {
  const pieces: string[] = []
  let length = 0
  for await (const piece of message.setEncoding('utf8')) {
    length += String(piece).length
    if (length > MAX_CHARACTERS) throw new Error('no load is described in so many words')
    pieces.push(String(piece))
  }
  return pieces.join('')
}
