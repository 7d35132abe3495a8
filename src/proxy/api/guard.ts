import type { IncomingMessage } from 'node:http'
import { isIPv4 } from 'node:net'
import type { ApiReply } from './route.ts'

/**
 * Refuses what a web page could make a browser send to this port behind its user's back: other origins, names that were pointed
 * here, and browsers as such. A server that was told to listen beyond loopback is reached by names we cannot know.
 */
export function refusal(request: IncomingMessage, loopbackName: string | undefined): ApiReply | undefined {
  const { host, origin, 'user-agent': agent } = request.headers
  if (agent?.startsWith('Mozilla/')) {
    return { status: 403, type: 'text/plain; charset=utf-8', body: 'User agent not allowed\n' }
  }
  if (origin !== undefined && origin !== `http://${host}`) return denied(`origin not allowed: ${origin}`)
  if (loopbackName !== undefined && host !== undefined && !isLoopback(host, loopbackName)) {
    return denied(`host not allowed: ${host}`)
  }
  return undefined
}

function denied(error: string): ApiReply {
  return { status: 403, body: `${JSON.stringify({ error, status: 403 })}\n` }
}

function isLoopback(host: string, loopbackName: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return name === loopbackName || isLoopbackAddress(name) || /^(?:[^.]+\.)*localhost\.?$/i.test(name)
}

/** Whether only this machine can reach the address. */
export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : address === '::1'
}
