import { expect, test } from 'vitest'
import { storeMatrix, storeMatrixInDocs } from '../../tools/store-matrix.ts'

test('docs/stores.md says of every kind of store what the code says: `node tools/store-matrix.ts` writes it', () => {
  expect(storeMatrixInDocs()).toBe(storeMatrix())
})
