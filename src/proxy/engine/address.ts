import { lookup } from 'node:dns/promises'
import { isIP, isIPv4 } from 'node:net'
import { ApiError } from '../api-error.ts'
import { servicePort } from './service-port.ts'

/** Host and port as written, with the port as a number. An empty host stands for every interface. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** An address whose host is an IP address. */
export interface ResolvedAddress extends Address {
  readonly text: string
}

/** Splits `host:port`, `[::1]:port` or `:port`; throws what the original's server would answer. */
export function parseAddress(text: string, doing = 'listen'): Address {
  const [, bracketed, plain, port] = /^(?:\[([^\][]*)\]|([^\][:]*)):([^\][:]*)$/.exec(text) ?? []
  if (port === undefined) {
    const what = text.includes(':') && !text.startsWith('[') ? 'too many colons in address' : 'missing port in address'
    throw new ApiError(500, `${doing} tcp: address ${text}: ${what}`)
  }
  return { host: bracketed ?? plain ?? '', port: parsePort(port, doing) }
}

/** The address a listener can be bound to: host names are looked up, IPv4 first; no host at all means loopback only. */
export async function resolveAddress(text: string): Promise<ResolvedAddress> {
  if (text === '') return resolved('127.0.0.1', 0)
  const { host, port } = parseAddress(text)
  if (host === '') return resolved('::', port)
  if (isIP(host) !== 0) return resolved(host, port)
  const found = await lookup(host, { order: 'ipv4first' }).catch(() => undefined)
  if (found === undefined) throw new ApiError(500, `listen tcp: lookup ${host}: no such host`)
  return resolved(found.address, port)
}

/** `127.0.0.1:80`, `[::1]:80`. */
export function formatAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Whether two resolved addresses are the same place; `0.0.0.0` and `::` both mean everywhere. */
export function sameAddress(one: ResolvedAddress, other: ResolvedAddress): boolean {
  return one.port === other.port && wildcard(one.host) === wildcard(other.host)
}

function resolved(host: string, port: number): ResolvedAddress {
  return { host, port, text: formatAddress(host, port) }
}

function wildcard(host: string): string {
  return host === '0.0.0.0' || (!isIPv4(host) && /^[0:]+$/.test(host)) ? '*' : host
}

function parsePort(port: string, doing: string): number {
  if (port === '') return 0
  const number = /^\d+$/.test(port) ? Number(port) : servicePort(port)
  if (number === undefined || number > 65_535) throw new ApiError(500, `${doing} tcp: address ${port}: invalid port`)
  return number
}
