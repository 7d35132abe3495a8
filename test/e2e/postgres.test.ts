// Harbor on a PostgreSQL with pgvector that is there already, as a user's own would be, and drilled there.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, postgresFound, postgresServer } from '../support/postgres-server.ts'
import { rowsOf } from '../support/rows-of.ts'
import { harborWith } from './harbor-with.ts'
import { seated } from './seats.ts'
import { shippedDrill } from './shipped-drill.ts'

describe.skipIf(!postgresFound())('on a real PostgreSQL', { timeout: 120_000 }, () => {
  seated()

  let server: PostgresServer
  beforeAll(async () => {
    server = await postgresServer()
  }, 60_000)
  afterAll(() => server?.[Symbol.asyncDispose]())

  test('vector-index-deleted: Harbor comes back by its runbook, row by row', async () => {
    const { url } = await server.fresh()
    const { code, measures } = await shippedDrill('vector-index-deleted', '--platform', platformOn(url))
    expect(measures.reasons.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(code).toBe(0)
    expect(measures.faults[0]).toMatchObject({ kind: 'store.delete', effect: 'bitten' })
    expect(measures.runbook).toMatchObject({ outcome: 'done' })
    const checks = measures.integrity.find(({ during }) => during === 'recovered')?.checks ?? []
    expect(checks.map(({ check, verdict }) => `${check} ${verdict}`)).toContain('fingerprints passed')
    expect(checks.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
    // It is this server that was drilled: what came back is still in it.
    const found = await rowsOf(url, `select count(embedding)::int as articles from knowledge where id like 'acme-%'`)
    expect(found).toEqual([{ articles: 80 }])
  })
})

/** Harbor's platform file, with a store that it did not start: nobody can end its process, everything else is as it was. */
function platformOn(url: string): string {
  const { host, pathname } = new URL(url)
  const origin = `127.0.0.1:\${port.store-origin}`
  return harborWith([
    [`--store ${origin}`, `--store ${url}`],
    [`@127.0.0.1:\${port.store}/postgres`, `@127.0.0.1:\${port.store}${pathname}`],
    [`postgres://postgres@${origin}/postgres`, url],
    [origin, host],
    [`    process: { pidFile: "\${stage.dir}/pids.json", key: store }\n`, ''],
  ])
}
