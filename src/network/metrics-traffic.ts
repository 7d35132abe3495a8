import type { Traffic } from './network.ts'

/**
 * What a real Toxiproxy's metrics say about one proxy; undefined if they say nothing. It counts bytes only when a connection
 * ends, and neither connections nor who met which toxic.
 */
export function metricsTraffic(metrics: string, proxy: string): Traffic | undefined {
  const label = `proxy=${JSON.stringify(proxy)}`
  const samples = metrics
    .split('\n')
    .filter(line => line.startsWith('toxiproxy_proxy_sent_bytes_total{') && line.includes(label))
  if (samples.length === 0) return undefined
  const bytes = (direction: string) =>
    samples
      .filter(line => line.includes(`direction="${direction}"`))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
  return { connections: 0, upstreamBytes: bytes('upstream'), downstreamBytes: bytes('downstream'), late: true, met: {} }
}
