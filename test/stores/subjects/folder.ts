import { join } from 'node:path'
import type { StorePlace } from '../../../src/model/store.ts'
import { folderStore } from '../../../src/stores/folder/folder.ts'
import { tempDir } from '../../support/temp-dir.ts'
import type { Subject } from '../subject.ts'

/** A folder of files, the first part of whose names is the tenant. */
export async function folderSubject(): Promise<Subject> {
  const dir = await tempDir()
  const place: StorePlace = {
    driver: 'folder',
    connect: join(dir.path, 'files'),
    collection: 'articles',
    fields: { id: 'path', tenant: 'first folder', vector: undefined, payload: undefined, written: 'changed' },
  }
  return {
    open: async (where = place) => folderStore(where),
    async fill(rows) {
      await using store = folderStore(place)
      await store.drop()
      await store.make({})
      await store.put(rows.map(row => ({ ...row, written: String(Date.parse(row.written ?? '')) })))
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}
