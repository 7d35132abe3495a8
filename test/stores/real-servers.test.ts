import { describe, test } from 'vitest'
import { CHROMA } from '../support/chroma-launch.ts'
import { MILVUS_SERVERS } from '../support/milvus-servers.ts'
import { MINIO, minioServer } from '../support/minio-server.ts'
import { QDRANT_EDGE } from '../support/qdrant-edge.ts'
import { hasStoreServer, type Launch, realServer } from '../support/store-servers.ts'
import { WEAVIATE } from '../support/weaviate-server.ts'
import { storeContract } from './store.suite.ts'
import { type Abilities, ableOf, type Subject } from './subject.ts'
import { chromaSubject } from './subjects/chroma.ts'
import { milvusSubject } from './subjects/milvus.ts'
import { qdrantSubject } from './subjects/qdrant.ts'
import { S3_ABLE, s3Subject } from './subjects/s3.ts'
import { weaviateSubject } from './subjects/weaviate.ts'

// Servers as people run them, where `node tools/store-servers.ts DIR` has put them: docs/stores.md says which.

const on = (
  name: string,
  launch: Launch,
  subject: (server: Awaited<ReturnType<typeof realServer>>) => Promise<Subject>,
  able: Abilities,
) => {
  if (hasStoreServer(launch.program))
    storeContract(`${name} (the real server)`, async () => subject(await realServer(launch)), able)
  else
    describe(`a ${name} store`, () =>
      test.skip(`on a real server (there is no ${launch.program} in BLACKSTART_STORE_SERVERS)`))
}

on('Milvus', MILVUS_SERVERS.milvus, milvusSubject, ableOf('milvus'))
on('Milvus with aliases and partitions', MILVUS_SERVERS['milvus-lite'], milvusSubject, ableOf('milvus'))
on('Weaviate', WEAVIATE, server => weaviateSubject(server, false), ableOf('weaviate'))
on('Weaviate that keeps tenants apart', WEAVIATE, server => weaviateSubject(server, true), ableOf('weaviate'))
on('Chroma', CHROMA, chromaSubject, ableOf('chroma'))
on('Qdrant', QDRANT_EDGE, qdrantSubject, ableOf('qdrant'))
on('S3', MINIO, async server => s3Subject(await minioServer(async () => server)), S3_ABLE)
