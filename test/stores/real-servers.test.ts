import { describe, test } from 'vitest'
import { MILVUS_SERVERS } from '../support/milvus-servers.ts'
import { hasStoreServer, type Launch, realServer } from '../support/store-servers.ts'
import { WEAVIATE } from '../support/weaviate-server.ts'
import { type Abilities, type Subject, storeContract } from './store.suite.ts'
import { MILVUS_ABLE, milvusSubject } from './subjects/milvus.ts'
import { WEAVIATE_ABLE, weaviateSubject } from './subjects/weaviate.ts'

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

on('Milvus', MILVUS_SERVERS.milvus, milvusSubject, MILVUS_ABLE)
on('Milvus with aliases and partitions', MILVUS_SERVERS['milvus-lite'], milvusSubject, MILVUS_ABLE)
on('Weaviate', WEAVIATE, server => weaviateSubject(server, false), WEAVIATE_ABLE)
on('Weaviate that keeps tenants apart', WEAVIATE, server => weaviateSubject(server, true), WEAVIATE_ABLE)
