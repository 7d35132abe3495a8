import { expect, test } from 'vitest'
import { worse } from '../../src/stores/damage.ts'
import type { StoreRow } from '../../src/stores/store.ts'

const row: StoreRow = {
  id: 'support+2',
  tenant: undefined,
  vector: undefined,
  written: undefined,
  payload: { note: 'by hand', content: '{"rules": "Be exact."}', parts: { first: 1 }, list: '[1, 2]', version: '2' },
}
const overwritten = (text: string) =>
  worse(row, row, { texts: ['note'] }, { how: 'overwrite', text, shareRatio: 1, seed: 1, only: undefined }).payload

test('texts are overwritten with any text, and nothing else is', () => {
  expect(overwritten('nonsense')).toEqual({ ...row.payload, note: 'nonsense' })
})

test('a text that is a JSON object also takes the place of whatever holds one, in the form in which it was held', () => {
  expect(overwritten('{"rules": "Be quick."}')).toEqual({
    note: '{"rules": "Be quick."}',
    content: '{"rules": "Be quick."}',
    parts: { rules: 'Be quick.' },
    list: '[1, 2]',
    version: '2',
  })
})
