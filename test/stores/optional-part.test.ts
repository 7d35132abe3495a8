import { expect, test } from 'vitest'
import { optionalPart } from '../../src/stores/optional-part.ts'

test('a client that is not installed is named, with what to install', async () => {
  const missing = 'a-client-that-nobody-has'
  await expect(optionalPart(missing, () => import(/* @vite-ignore */ missing))).rejects.toMatchObject({
    code: 'NOT_AVAILABLE',
    message: 'This needs the package "a-client-that-nobody-has", which is not installed.',
    hint: 'install it beside blackstart: npm install a-client-that-nobody-has. Nothing was changed',
  })
})
