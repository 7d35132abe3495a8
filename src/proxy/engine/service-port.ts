import { readFileSync } from 'node:fs'

// Where there is no such file (containers, Windows), these still work.
const WELL_KNOWN = 'http 80/tcp\nhttps 443/tcp\nmysql 3306/tcp\npostgresql 5432/tcp\nredis 6379/tcp\n'

/** The TCP port that a service name such as `http` stands for on this machine. */
export function servicePort(name: string): number | undefined {
  for (const line of `${services()}\n${WELL_KNOWN}`.split('\n')) {
    const [service, port = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (port.endsWith('/tcp') && [service, ...aliases].includes(name)) return Number.parseInt(port, 10)
  }
  return undefined
}

function services(): string {
  try {
    return readFileSync('/etc/services', 'utf8')
  } catch {
    return ''
  }
}
