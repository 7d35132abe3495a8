import { createHash, timingSafeEqual } from 'node:crypto'
import http, { type IncomingMessage, type Server } from 'node:http'
import { isIP } from 'node:net'
import { type ControlReply, controlApi } from './control-api.ts'
import type { Providers } from './providers.ts'

/** The control endpoint: faults are put, listed and cleared here, and nowhere else. */
export function controlServer(mock: Pick<Providers, 'faults' | 'log'> & { token: string; host: string }): Server {
  const api = controlApi(mock)
  const expected = digest(`Bearer ${mock.token}`)
  return http.createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (message, response) => {
    readText(message, text => {
      const { status, value } = refused(message, expected, mock.host) ?? api(message.method, message.url ?? '/', text)
      const body = value === undefined ? '' : JSON.stringify(value)
      response.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' })
      response.end(body)
    })
  })
}

/** Who may not ask at all: a web page that was tricked into it, and whoever has no token. */
function refused(message: IncomingMessage, expected: Buffer, host: string): ControlReply | undefined {
  const { origin, authorization } = message.headers
  if (origin !== undefined) return refusal(403, 'requests from web pages are refused')
  // A name that an attacker can point at this machine is not an address of it; a number is.
  if (!ownName(message.headers.host ?? '', host))
    return refusal(403, `"${message.headers.host}" is not an address of this mock`)
  if (timingSafeEqual(digest(authorization ?? ''), expected)) return undefined
  return refusal(
    401,
    'the control endpoint needs "Authorization: Bearer TOKEN", with the token this mock was started with',
  )
}

function ownName(hostHeader: string, host: string): boolean {
  const name = hostHeader.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === host || isIP(name) !== 0
}

function refusal(status: number, error: string): ControlReply {
  return { status, value: { error } }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The body as text; undefined if it is larger than any fault can be. */
function readText(message: IncomingMessage, done: (text: string | undefined) => void): void {
  let text = ''
  let over = false
  message.setEncoding('utf8')
  message.on('data', part => {
    over ||= text.length + part.length > MAX_CHARACTERS
    if (!over) text += part
  })
  message.once('end', () => done(over ? undefined : text))
}

const MAX_CHARACTERS = 100_000
