import { describe, expect, test } from 'vitest'
import { entryOf, numberOf, prefixOf, sumOf } from '../../../src/probes/ledger/entry.ts'

const prefix = prefixOf('2026-01-02T03.04 outage', 'runs@acme')

describe('entries', () => {
  test('have names that fit anywhere, and that no other drill uses', () => {
    expect(prefix).toBe('2026-01-02T03.04-outage.runs-acme.')
    expect(entryOf(prefix, 17).id).toBe('2026-01-02T03.04-outage.runs-acme.17')
  })

  test('are the same whenever they are asked for', () => {
    expect(entryOf(prefix, 17)).toEqual(entryOf(prefix, 17))
    expect(entryOf(prefix, 17).text).not.toBe(entryOf(prefix, 18).text.replace('.18 ', '.17 '))
  })

  test('say something whose checksum tells it from anything else', () => {
    const { text, sum } = entryOf(prefix, 17)
    expect(sum).toBe(sumOf(text))
    expect(sumOf(`${text} `)).not.toBe(sum)
  })

  test.each([
    ['its name', (id: string, _text: string) => id, 17],
    ['its text', (_id: string, text: string) => text, 17],
    ['its text with more behind it', (_id: string, text: string) => `${text} and more`, 17],
    ['a name with something after its number', (id: string) => `${id}-copy`, undefined],
    ['a name of another ledger', (id: string) => id.replace('acme', 'globex'), undefined],
    ['a number too long to be one', (id: string) => `${id}00000000000000`, undefined],
    ['no number at all', (id: string) => id.replace('17', ''), undefined],
  ])('are known by %s', (_, made, number) => {
    const { id, text } = entryOf(prefix, 17)
    expect(numberOf(prefix, made(id, text))).toBe(number)
  })
})
