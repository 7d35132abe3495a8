import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { freePort } from './sockets.ts'

/** A real PostgreSQL with pgvector in this process, on its own wire. */
export interface Database extends AsyncDisposable {
  readonly url: string
  exec(sql: string): Promise<void>
  rows<T>(sql: string): Promise<readonly T[]>
}

export async function database(): Promise<Database> {
  const db = await PGlite.create({ extensions: { vector } })
  await db.exec('CREATE EXTENSION vector')
  const port = await freePort()
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port, maxConnections: 20 })
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async exec(sql) {
      await db.exec(sql)
    },
    rows: async <T>(sql: string) => (await db.query<T>(sql)).rows,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await db.close()
    },
  }
}
