import { freePort } from './sockets.ts'
import type { Launch } from './store-servers.ts'

/** A Weaviate on its own: one node, no modules, nobody to tell how it is used. */
export const WEAVIATE: Launch = {
  program: 'weaviate',
  args: port => ['--host', '127.0.0.1', '--port', String(port), '--scheme', 'http'],
  env: async (_port, dir) => {
    const names = [
      'GRPC_PORT',
      'CLUSTER_GOSSIP_BIND_PORT',
      'CLUSTER_DATA_BIND_PORT',
      'RAFT_PORT',
      'RAFT_INTERNAL_RPC_PORT',
    ]
    const ports = await Promise.all(names.map(async name => [name, String(await freePort())] as const))
    return {
      ...Object.fromEntries(ports),
      PERSISTENCE_DATA_PATH: dir.path,
      AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'true',
      DEFAULT_VECTORIZER_MODULE: 'none',
      ENABLE_API_BASED_MODULES: 'false',
      CLUSTER_HOSTNAME: 'node1',
      CLUSTER_ADVERTISE_ADDR: '127.0.0.1',
      CLUSTER_BIND_ADDR: '127.0.0.1',
      DISABLE_TELEMETRY: 'true',
      GO_PROFILING_DISABLE: 'true',
      LOG_LEVEL: 'error',
    }
  },
  url: (port, env) => `http://127.0.0.1:${port}?grpc=127.0.0.1:${env.GRPC_PORT}`,
  ready: async url => (await fetch(new URL('/v1/.well-known/ready', url))).ok,
}
