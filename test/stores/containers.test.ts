import { describe, test } from 'vitest'
import { type Boxed, boxedServer, hasImage } from '../support/container-servers.ts'
import { databaseAt } from '../support/database-at.ts'
import { minioServer } from '../support/minio-server.ts'
import type { StoreServer } from '../support/store-servers.ts'
import { postgresSubject } from './postgres-subject.ts'
import { storeContract } from './store.suite.ts'
import { type Abilities, ableOf, type Subject } from './subject.ts'
import { chromaSubject } from './subjects/chroma.ts'
import { milvusSubject } from './subjects/milvus.ts'
import { pineconeSubject } from './subjects/pinecone.ts'
import { qdrantSubject } from './subjects/qdrant.ts'
import { S3_ABLE, s3Subject } from './subjects/s3.ts'
import { weaviateSubject } from './subjects/weaviate.ts'

// The images people really run, each held against the whole contract where it is on the machine or may be fetched.

await on(
  {
    image: 'qdrant/qdrant:v1.17.0',
    ports: [6333],
    ready: { path: '/readyz', port: 6333 },
    url: port => `http://127.0.0.1:${port(6333)}`,
  },
  qdrantSubject,
  ableOf('qdrant'),
)

await on(
  {
    image: 'chromadb/chroma:1.5.9',
    ports: [8000],
    ready: { path: '/api/v2/heartbeat', port: 8000 },
    url: port => `http://127.0.0.1:${port(8000)}`,
  },
  chromaSubject,
  ableOf('chroma'),
)

await on(
  {
    image: 'semitechnologies/weaviate:1.39.0',
    env: {
      AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'true',
      PERSISTENCE_DATA_PATH: '/var/lib/weaviate',
      DEFAULT_VECTORIZER_MODULE: 'none',
      ENABLE_API_BASED_MODULES: 'false',
      CLUSTER_HOSTNAME: 'node1',
      DISABLE_TELEMETRY: 'true',
    },
    ports: [8080, 50051],
    ready: { path: '/v1/.well-known/ready', port: 8080 },
    url: port => `http://127.0.0.1:${port(8080)}?grpc=127.0.0.1:${port(50051)}`,
  },
  server => weaviateSubject(server, false),
  ableOf('weaviate'),
)

await on(
  {
    image: 'milvusdb/milvus:v2.6.4',
    command: ['milvus', 'run', 'standalone'],
    env: {
      ETCD_USE_EMBED: 'true',
      ETCD_DATA_DIR: '/var/lib/milvus/etcd',
      ETCD_CONFIG_PATH: '/milvus/configs/embedEtcd.yaml',
      COMMON_STORAGETYPE: 'local',
      DEPLOY_MODE: 'STANDALONE',
    },
    files: {
      '/milvus/configs/embedEtcd.yaml': [
        'listen-client-urls: http://0.0.0.0:2379',
        'advertise-client-urls: http://0.0.0.0:2379',
        'quota-backend-bytes: 4294967296',
        'auto-compaction-mode: revision',
        "auto-compaction-retention: '1000'",
        '',
      ].join('\n'),
    },
    ports: [19530, 9091],
    ready: { path: '/healthz', port: 9091 },
    url: port => `http://127.0.0.1:${port(19530)}`,
  },
  milvusSubject,
  ableOf('milvus'),
)

await on(
  {
    image: 'minio/minio:RELEASE.2025-09-07T16-13-09Z',
    command: ['server', '/data'],
    env: { MINIO_ROOT_USER: 'blackstart', MINIO_ROOT_PASSWORD: 'blackstart' },
    ports: [9000],
    ready: { path: '/minio/health/ready', port: 9000 },
    url: port => `http://blackstart:blackstart@127.0.0.1:${port(9000)}/bucket`,
  },
  async server => s3Subject(await minioServer(async () => server)),
  S3_ABLE,
)

await on(
  {
    image: 'pgvector/pgvector:pg16',
    env: { POSTGRES_HOST_AUTH_METHOD: 'trust' },
    command: ['postgres', '-c', 'listen_addresses=*', '-c', 'hba_file=/anybody.conf'],
    files: { '/anybody.conf': 'local all all trust\nhost all all all trust\n' },
    ports: [5432],
    ready: { says: /ready to accept connections/ },
    url: port => `postgres://postgres@127.0.0.1:${port(5432)}/postgres`,
  },
  async server => postgresSubject(await databaseAt(server), true),
  ableOf('pgvector'),
)

// Each index of it listens on a port of its own, which its answers name: they must be the same outside.
const PINECONE_PORTS = [5080, 5081, 5082, 5083]
await on(
  {
    image: 'ghcr.io/pinecone-io/pinecone-local:latest',
    env: { PORT: '5080', PINECONE_HOST: '127.0.0.1' },
    ports: PINECONE_PORTS.map(port => ({ container: port, host: port })),
    ready: { path: '/indexes', port: 5080 },
    url: port => `http://:key@127.0.0.1:${port(5080)}`,
  },
  server => pineconeSubject(server, 'tenant'),
  ableOf('pinecone'),
)

async function on(boxed: Boxed, subject: (server: StoreServer) => Promise<Subject>, able: Abilities): Promise<void> {
  if (await hasImage(boxed.image)) storeContract(boxed.image, async () => subject(await boxedServer(boxed)), able)
  else describe(`a ${boxed.image} store`, () => test.skip('in a container (there is no such image here)', () => {}))
}
