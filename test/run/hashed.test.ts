import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashed } from '../../src/run/hashed.ts'
import { fakeFiles } from '../../src/testing/fake-files.ts'

test('the hash is that of the whole file, however many lines it has', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `{"seq":${i},"wort":"Störung"}\n`).join('')
  const files = hashed(fakeFiles({ '/j': text }))
  let lines = 0
  for await (const _ of files.lines('/j')) lines += 1
  expect(lines).toBe(5000)
  expect(files.digest()).toBe(createHash('sha256').update(text).digest('hex'))
})
