import type { StorePlace } from '../model/store.ts'
import type { Clock } from '../model/world.ts'
import { inPlainWords, plainly, refuseNoAddress } from './in-plain-words.ts'
import type { Store, Stores } from './store.ts'

/** Stores as they are out there. */
export function stores(clock: Pick<Clock, 'sleep'>): Stores {
  return {
    async open(place) {
      refuseNoAddress(place)
      return inPlainWords(await plainly(place, () => openStore(place, clock)))
    },
    held: new Map(),
  }
}

/** Opens a collection by whatever driver its place names. The driver's own client is loaded only now. */
async function openStore(place: StorePlace, clock: Pick<Clock, 'sleep'>): Promise<Store> {
  switch (place.driver) {
    case 'pgvector':
    case 'postgres':
      return (await import('./postgres/postgres.ts')).postgresStore(place)
    case 'sqlite':
      return (await import('./sqlite/sqlite.ts')).sqliteStore(place, clock)
    case 'folder':
      return (await import('./folder/folder.ts')).folderStore(place)
    case 's3':
      return (await import('./s3/s3.ts')).s3Store(place)
    case 'chroma':
      return (await import('./chroma.ts')).chromaStore(place)
    case 'qdrant':
      return (await import('./qdrant.ts')).qdrantStore(place)
    case 'milvus':
      return (await import('./milvus/milvus.ts')).milvusStore(place)
    case 'pinecone':
      return (await import('./pinecone/pinecone.ts')).pineconeStore(place, clock)
    case 'weaviate':
      return (await import('./weaviate/weaviate.ts')).weaviateStore(place)
    default:
      return place.driver satisfies never
  }
}
