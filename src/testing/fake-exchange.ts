import type { ProxyState, Toxic } from '../model/undo.ts'
import type { Exchange } from '../model/world/sockets.ts'

const ANSWER = `HTTP/1.1 404 Not Found\r\n${'x'.repeat(200)}`

/** What a canary would hear through a proxy with at most one toxic on it, from a server that answers at once. */
export function fakeExchange(proxy: ProxyState | undefined, said: string, waitMs: number): Exchange {
  if (proxy?.enabled !== true) return ending('refused', 0, '')
  const toxic = proxy.toxics[0]
  const heard = ANSWER.repeat(said.split('GET ').length - 1)
  return toxic === undefined ? ending('closed', 1, heard) : through(toxic, said, heard, waitMs)
}

function through({ type, stream, attributes }: Toxic, said: string, heard: string, waitMs: number): Exchange {
  const { bytes = 0, rate = 0, delay = 0, average_size: size = 1, latency = 0 } = attributes
  const moved = stream === 'upstream' ? said : heard
  switch (type) {
    case 'timeout':
      return ending('open', waitMs, '')
    case 'reset_peer':
      return ending('reset', 1, '')
    case 'limit_data':
      return moved.length < bytes
        ? ending('closed', 1, heard)
        : ending('closed', 1, stream === 'upstream' ? '' : heard.slice(0, bytes))
    case 'bandwidth':
      return spread(heard, Math.ceil(moved.length / rate / 100), 100, waitMs)
    case 'slicer':
      return spread(heard, Math.ceil(moved.length / size), delay / 1000, waitMs)
    case 'slow_close':
      return ending(delay < waitMs ? 'closed' : 'open', Math.min(1 + delay, waitMs), heard)
    default:
      return ending('closed', 1 + latency, heard)
  }
}

function ending(ended: Exchange['ended'], endedMs: number, heard: string): Exchange {
  const atMs = heard === '' ? undefined : 1
  return { bytes: heard.length, pieces: heard === '' ? 0 : 1, heard, firstMs: atMs, lastMs: atMs, ended, endedMs }
}

/** So many pieces, each so long after the one before, as far as somebody waits for them. */
function spread(heard: string, pieces: number, everyMs: number, waitMs: number): Exchange {
  const lastMs = pieces * everyMs
  if (lastMs <= waitMs) {
    return { bytes: heard.length, pieces, heard, firstMs: everyMs, lastMs, ended: 'closed', endedMs: lastMs }
  }
  const arrived = Math.floor(waitMs / everyMs)
  const part = heard.slice(0, Math.floor((heard.length * arrived) / pieces))
  return {
    bytes: part.length,
    pieces: arrived,
    heard: part,
    firstMs: everyMs,
    lastMs: arrived * everyMs,
    ended: 'open',
    endedMs: waitMs,
  }
}
