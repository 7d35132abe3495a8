import { writeFile } from 'node:fs/promises'
import type { StorePlace } from '../../src/model/store.ts'
import { fingerprintFold } from '../../src/stores/fingerprint.ts'
import type { Store, StoreRow } from '../../src/stores/store.ts'
import type { Subject } from '../stores/subject.ts'
import { jsonServer } from '../support/json-server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { type SweepGround, standingIn } from './ground.ts'

/** What is done to a store while somebody dies. */
export const STORE_DAMAGES = {
  'everything deleted': 'kind: store.delete',
  'a share of the rows deleted': 'kind: store.delete, what: rows, share: 60%',
  'payloads swapped': 'kind: store.corrupt, how: swap',
  'vectors too short': 'kind: store.corrupt, how: dimension',
} as const
export type StoreDamage = keyof typeof STORE_DAMAGES

// More than two pages of any driver, so that a death can come between them.
const ROWS = 1200

/** A store of a platform that is simply there, and a drill that damages it. */
export async function storeGround(subject: Subject, damage: StoreDamage, rows = ROWS): Promise<SweepGround> {
  const dir = await tempDir()
  const platform = await jsonServer(() => ({ status: 200, body: { ok: true } }))
  await using first = await subject.open()
  await subject.fill(rowsFor(first.place, rows))
  const scenario = dir.file('damage.yaml')
  await writeFile(dir.file('platform.yaml'), platformYaml(first.place, platform.url))
  await writeFile(scenario, scenarioYaml(damage))
  const around = standingIn(dir)
  return {
    ...{ dir: dir.path, out: around.out, locks: around.locks, scenario, held: around.held },
    async standing() {
      const { held, processes } = await around.standing()
      await using store = await subject.open()
      return JSON.stringify({ store: await contentsOf(store), held, processes }, undefined, 1)
    },
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Everything a store holds, in a few bytes. */
async function contentsOf(store: Store): Promise<unknown> {
  const { exists, structure, dimension } = await store.describe()
  const sum = fingerprintFold()
  if (exists) for await (const rows of store.scan()) for (const row of rows) sum.see(row)
  return { exists, structure, dimension, ...sum.fingerprint() }
}

function rowsFor({ fields }: StorePlace, count: number): readonly StoreRow[] {
  return Array.from({ length: count }, (_, i) => {
    const tenant = i % 2 === 0 ? 'acme' : 'globex'
    return {
      ...{ id: `${tenant}/${String(i).padStart(4, '0')}`, tenant },
      vector: fields.vector === undefined ? undefined : [Math.cos(i), Math.sin(i), i / count, 0.1].map(Math.fround),
      written: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
      payload: { content: Buffer.from(`text number ${i} of ${tenant}`).toString('base64') },
    }
  })
}

function platformYaml({ driver, connect, collection, fields }: StorePlace, url: string): string {
  const data = Object.entries({ collection, ...fields }).filter(([, name]) => name !== undefined)
  return `
platform: shelf
environment: local
components:
  shelf:
    kind: ${fields.vector === undefined ? 'object-storage' : 'vector-store'}
    driver: ${driver}
    connect: '${connect}'
    data: ${JSON.stringify(Object.fromEntries(data))}
journeys:
  ask:
    request: { method: GET, url: '${url}/ask' }
    good: { status: 200, within: 2s }
    every: 100ms
`
}

function scenarioYaml(damage: StoreDamage): string {
  return `
scenario: A store is damaged
why: To be killed in the middle of it
class: accidental-deletion
platform: platform.yaml
faults:
  - { break: shelf, ${STORE_DAMAGES[damage]} }
recovery: automatic
targets: { rto: 1s }
baseline: 300ms
deadline: 2s
`
}
