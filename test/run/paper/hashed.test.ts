import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashed } from '../../../src/run/paper/hashed.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'

test('the hash is that of the whole file', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `{"seq":${i},"wort":"Störung"}\n`).join('')
  const files = hashed(fakeFiles({ '/j': text }))
  expect((await Array.fromAsync(files.pieces('/j'))).join('')).toBe(text)
  expect(files.digest()).toBe(createHash('sha256').update(text).digest('hex'))
})
