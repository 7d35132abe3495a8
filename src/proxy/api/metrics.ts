import type { Proxies } from '../engine/proxies.ts'
import { STREAMS } from '../toxics/toxic.ts'
import type { Route } from './route.ts'

export interface MetricsOptions {
  readonly proxies: Proxies
  readonly proxyMetrics: boolean
  readonly runtimeMetrics: boolean
}

/** What Prometheus may scrape; nothing at all unless it was asked for. */
export function metricsRoutes({ proxies, proxyMetrics, runtimeMetrics }: MetricsOptions): readonly Route[] {
  if (!proxyMetrics && !runtimeMetrics) return []
  const text = () => [
    ...(proxyMetrics ? proxyLines(proxies) : []),
    ...(runtimeMetrics ? runtimeLines() : []),
    '# TYPE promhttp_metric_handler_errors_total counter',
    'promhttp_metric_handler_errors_total{cause="encoding"} 0',
    'promhttp_metric_handler_errors_total{cause="gathering"} 0',
  ]
  const type = 'text/plain; version=0.0.4; charset=utf-8'
  return [{ path: '/metrics', methods: { GET: () => ({ status: 200, type, body: `${text().join('\n')}\n` }) } }]
}

function proxyLines(proxies: Proxies): readonly string[] {
  return (['received', 'sent'] as const).flatMap(which => {
    const metric = `toxiproxy_proxy_${which}_bytes_total`
    const samples = proxies.all().flatMap(proxy =>
      STREAMS.map(direction => {
        const labels = { direction, listener: proxy.listen, proxy: proxy.name, upstream: proxy.upstream }
        return `${metric}{${labelled(labels)}} ${proxy.tally.bytes(direction)[which]}`
      }),
    )
    return samples.length === 0 ? [] : [`# HELP ${metric} `, `# TYPE ${metric} counter`, ...samples]
  })
}

function runtimeLines(): readonly string[] {
  const { user, system } = process.cpuUsage()
  return [
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${(user + system) / 1e6}`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${(performance.timeOrigin / 1000).toFixed(3)}`,
  ]
}

function labelled(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')
}
