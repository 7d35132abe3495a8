import type { StorePlace } from '../model/store.ts'
import type { Store, Stores } from './store.ts'

/** Stores as they are out there. */
export function stores(): Stores {
  return { open: openStore, held: new Map() }
}

/** Opens a collection by whatever driver its place names. The driver's own client is loaded only now. */
export async function openStore(place: StorePlace): Promise<Store> {
  switch (place.driver) {
    case 'pgvector':
    case 'postgres':
      return (await import('./postgres/postgres.ts')).postgresStore(place)
    case 'sqlite':
      return (await import('./sqlite.ts')).sqliteStore(place)
    case 'folder':
      return (await import('./folder.ts')).folderStore(place)
    default:
      throw new Error(place.driver)
  }
}
