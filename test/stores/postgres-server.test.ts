import { afterAll, beforeAll, describe } from 'vitest'
import { type PostgresServer, postgresFound, postgresServer } from '../support/postgres-server.ts'
import { postgresSubject } from './postgres-subject.ts'
import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'

describe.skipIf(!postgresFound())('a PostgreSQL server with many backends', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await postgresServer()
  }, 60_000)
  afterAll(() => server?.[Symbol.asyncDispose]())

  storeContract('pgvector', async () => postgresSubject(await server.fresh(), true), ableOf('pgvector'))
})
