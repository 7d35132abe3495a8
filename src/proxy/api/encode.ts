import type { TcpProxy } from '../engine/tcp-proxy.ts'
import { STREAMS, type Toxic } from '../toxics/toxic.ts'

/** A proxy as clients read it. */
export function proxyJson(proxy: TcpProxy): object {
  return {
    name: proxy.name,
    listen: proxy.listen,
    upstream: proxy.upstream,
    enabled: proxy.enabled,
    ...(proxy.ttlMs === undefined ? {} : { ttl: proxy.ttlMs }),
    toxics: toxicsJson(proxy.toxics),
  }
}

/** All toxics of a proxy, those of the upstream direction first. */
export function toxicsJson(toxics: readonly Toxic[]): readonly object[] {
  return STREAMS.flatMap(stream => toxics.filter(toxic => toxic.stream === stream).map(toxicJson))
}

/** A toxic as clients read it; `ttl` only if it has a lease. */
export function toxicJson(toxic: Toxic): object {
  return {
    attributes: toxic.attributes,
    name: toxic.name,
    type: toxic.type.type,
    stream: toxic.spelling,
    toxicity: toxic.toxicity,
    ...(toxic.ttlMs === undefined ? {} : { ttl: toxic.ttlMs }),
  }
}
