import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { legible, mapTexts } from '../../src/report/view/legible.ts'

const ESC = String.fromCharCode(27)
const BELL = String.fromCharCode(7)

describe('texts from outside', () => {
  test.each([
    ['colours of a terminal go', `${ESC}[31mred${ESC}[0m`, 'red'],
    ['so do the codes that rename its window', `a${ESC}]0;owned${BELL}b`, 'ab'],
    ['and other control characters', `a${String.fromCharCode(0)}b${BELL}c${String.fromCharCode(0x9b)}d`, 'abcd'],
    ['newlines and tabs stay', 'a\n\tb', 'a\n\tb'],
    ['brackets after a newline are no code', 'a\n[31mb', 'a\n[31mb'],
    ['what turns the direction of writing goes', 'safe\u202egnp.exe', 'safegnp.exe'],
    ['half a character becomes a whole sign', 'a\ud800b', 'a\ufffdb'],
    ['emoji, umlauts and other scripts stay', '👩‍🚒 Ärger 東京 عربي', '👩‍🚒 Ärger 東京 عربي'],
  ])('%s', (_, given, expected) => {
    expect(legible(given)).toBe(expected)
  })

  test('an endless text is cut, and says by how much', () => {
    const cut = legible('x'.repeat(5000))
    expect(cut).toBe(`${'x'.repeat(2000)} … (3000 more characters)`)
  })

  test('a cut never goes through the middle of a character', () => {
    expect(legible(`${'x'.repeat(1999)}😀${'x'.repeat(10)}`).isWellFormed()).toBe(true)
  })

  // The first string of such a kind makes a table of every character there is.
  test('whatever comes, what is left can be written into XML', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), given => {
        const text = legible(given)
        return text.isWellFormed() && !/(?![\n\t])\p{Cc}|[\ufffe\uffff]/u.test(text)
      }),
    )
  })
})

describe('changing every text of a value', () => {
  test('texts change wherever they are; numbers, truths and nothing stay', () => {
    const value = { a: 'x', b: [1, 'y', { c: 'z', d: undefined, e: null }], f: true }
    expect(mapTexts(value, text => `${text}!`)).toEqual({
      a: 'x!',
      b: [1, 'y!', { c: 'z!', d: undefined, e: null }],
      f: true,
    })
  })

  test('the value itself stays as it was', () => {
    const value = { a: ['x'] }
    mapTexts(value, () => 'changed')
    expect(value).toEqual({ a: ['x'] })
  })
})
