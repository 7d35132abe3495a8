import { expect } from 'vitest'
import type { StoreDriverName, StorePlace } from '../../src/model/store.ts'
import { fingerprint } from '../../src/stores/fingerprint.ts'
import { restore } from '../../src/stores/restore.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import type { Store } from '../../src/stores/store.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { tempDir } from '../support/temp-dir.ts'

const files = nodeWorld().files
const fields = { id: 'id', tenant: 'tenant', vector: undefined, payload: undefined, written: undefined }

/** Rows with a tenant, and nothing else that has a name. */
export function placeOf(driver: StoreDriverName, connect: string, collection = 'articles'): StorePlace {
  return { driver, connect, collection, fields }
}

/** What is seen of a collection before it has lost what hangs on it, then, and when it has it back; its rows stay as they are. */
export async function lostAndPutBack<T>(store: Store, what: 'alias' | 'tenant-filter', look: () => Promise<T>) {
  await using dir = await tempDir()
  const whole = { shape: await store.describe(), print: await fingerprint(store) }
  const path = dir.file('before.jsonl')
  const { rows } = await snapshot(store, files, path)
  const before = await look()
  const lost = (await store.detach?.(what)) ?? []
  const during = await look()
  expect(await fingerprint(store)).toEqual(whole.print)
  // Not made anew: whoever is using it must not lose it for that.
  expect(await restore(store, files, path)).toEqual({ putBack: 0, asBefore: rows, remade: false })
  expect((await store.describe()).structure).toEqual(whole.shape.structure)
  return { lost, before, during, after: await look() }
}
