import type { Database } from './pglite.ts'
import { rowsOf } from './rows-of.ts'
import type { StoreServer } from './store-servers.ts'
import { eventually } from './wait.ts'

/** The database of a PostgreSQL that runs somewhere, with pgvector in it. */
export async function databaseAt(server: StoreServer): Promise<Database> {
  const { url } = server
  const make = () => rowsOf(url, 'create extension if not exists vector')
  // The official image starts twice: the first time only for itself.
  await eventually(
    'the database to take an extension',
    () =>
      make()
        .then(() => true)
        .catch(() => false),
    60_000,
  )
  return {
    url,
    exec: async sql => void (await rowsOf(url, sql)),
    rows: async <T>(sql: string) => (await rowsOf(url, sql)) as readonly T[],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
