import { expect, test } from 'vitest'
import { metricsTraffic } from '../../src/network/metrics-traffic.ts'

const METRICS = `# HELP toxiproxy_proxy_sent_bytes_total 
# TYPE toxiproxy_proxy_sent_bytes_total counter
toxiproxy_proxy_received_bytes_total{direction="upstream",listener="127.0.0.1:1",proxy="a",upstream="x:1"} 99
toxiproxy_proxy_sent_bytes_total{direction="upstream",listener="127.0.0.1:1",proxy="a",upstream="x:1"} 10
toxiproxy_proxy_sent_bytes_total{direction="upstream",listener="127.0.0.1:1",proxy="a",upstream="y:1"} 5
toxiproxy_proxy_sent_bytes_total{direction="downstream",listener="127.0.0.1:1",proxy="a",upstream="x:1"} 1.5e+06
toxiproxy_proxy_sent_bytes_total{direction="upstream",listener="127.0.0.1:2",proxy="aa",upstream="x:1"} 7
toxiproxy_proxy_sent_bytes_total{direction="upstream",listener="127.0.0.1:3",proxy="a \\"b\\"",upstream="x:1"} 3
`

test('adds up what was sent on for one proxy, whatever its upstreams were', () => {
  expect(metricsTraffic(METRICS, 'a')).toEqual({
    connections: 0,
    upstreamBytes: 15,
    downstreamBytes: 1_500_000,
    late: true,
    met: {},
  })
  expect(metricsTraffic(METRICS, 'a "b"')).toMatchObject({ upstreamBytes: 3, downstreamBytes: 0 })
})

test('a proxy that has carried nothing yet is not there', () => {
  expect(metricsTraffic(METRICS, 'b')).toBeUndefined()
  expect(metricsTraffic('', 'a')).toBeUndefined()
})
