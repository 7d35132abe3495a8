import { postgresSubject } from '../stores/postgres-subject.ts'
import type { Subject } from '../stores/subject.ts'
import { chromaSubject } from '../stores/subjects/chroma.ts'
import { folderSubject } from '../stores/subjects/folder.ts'
import { milvusSubject } from '../stores/subjects/milvus.ts'
import { qdrantSubject } from '../stores/subjects/qdrant.ts'
import { s3Subject } from '../stores/subjects/s3.ts'
import { sqliteSubject } from '../stores/subjects/sqlite.ts'
import { weaviateSubject } from '../stores/subjects/weaviate.ts'
import { CHROMA } from '../support/chroma-launch.ts'
import { MILVUS_SERVERS } from '../support/milvus-servers.ts'
import { MINIO, minioServer } from '../support/minio-server.ts'
import { database } from '../support/pglite.ts'
import { postgresFound, postgresServer } from '../support/postgres-server.ts'
import { QDRANT_EDGE } from '../support/qdrant-edge.ts'
import { hasStoreServer, type Launch, realServer, type StoreServer } from '../support/store-servers.ts'
import { WEAVIATE } from '../support/weaviate-server.ts'

/** A store to be damaged while somebody dies, and how many rows it is given; as many as usual, unless it is slow. */
export interface SweepSubject {
  readonly make: () => Promise<Subject>
  readonly rows?: number
}

/** Those that are always there, and each real server that is on this machine. */
export function storeSubjects(): Readonly<Record<string, SweepSubject>> {
  const servers = SERVERS.filter(([, { program }]) => hasStoreServer(program))
  return {
    sqlite: { make: () => sqliteSubject('BLOB') },
    folder: { make: folderSubject },
    pglite: { make: async () => postgresSubject(await database(), true) },
    ...(postgresFound()
      ? { postgres: { make: async () => postgresSubject(await (await postgresServer()).fresh(), true) } }
      : {}),
    ...Object.fromEntries(
      servers.map(([name, launch, subject]) => [name, { make: async () => subject(await realServer(launch)) }]),
    ),
    ...(hasStoreServer(MINIO.program)
      ? { minio: { make: async () => s3Subject(await minioServer()), rows: 150 } }
      : {}),
  }
}

const SERVERS: readonly (readonly [string, Launch, (server: StoreServer) => Promise<Subject>])[] = [
  ['qdrant', QDRANT_EDGE, qdrantSubject],
  ['chroma', CHROMA, server => chromaSubject(server, 'l2')],
  ['milvus', MILVUS_SERVERS.milvus, milvusSubject],
  ['milvus-lite', MILVUS_SERVERS['milvus-lite'], milvusSubject],
  ['weaviate', WEAVIATE, server => weaviateSubject(server, false)],
]
