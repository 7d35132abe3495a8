import type { IncomingMessage } from 'node:http'
import { isIP, isIPv4 } from 'node:net'
import type { ApiReply } from './route.ts'

/**
 * Refuses what a web page could make a browser send to this port behind its user's back: other origins, names that were pointed
 * here, and browsers as such. A server that was told to listen beyond loopback is reached by names we cannot know.
 */
export function refusal(request: IncomingMessage, loopbackOnly: boolean): ApiReply | undefined {
  const { host, origin, 'user-agent': agent } = request.headers
  if (agent?.startsWith('Mozilla/')) {
    return { status: 403, type: 'text/plain; charset=utf-8', body: 'User agent not allowed\n' }
  }
  if (origin !== undefined && origin !== `http://${host}`) return denied(`origin not allowed: ${origin}`)
  if (loopbackOnly && host !== undefined && !isLoopback(host)) return denied(`host not allowed: ${host}`)
  return undefined
}

function denied(error: string): ApiReply {
  return { status: 403, body: `${JSON.stringify({ error, status: 403 })}\n` }
}

function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (isIP(name) === 0) return /^(?:[^.]+\.)*localhost\.?$/i.test(name)
  return isIPv4(name) ? name.startsWith('127.') : name === '::1'
}
