import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { embed } from '../../../src/mock/answer/embed.ts'

function likeness(a: string, b: string, models: readonly [string, string] = ['m', 'm']): number {
  const [left = new Float32Array()] = embed(models[0], [a]).vectors
  const [right] = embed(models[1], [b]).vectors
  return left.reduce((sum, value, i) => sum + value * (right?.[i] ?? 0), 0)
}

describe('an embedding', () => {
  const text = 'Which countries do you ship to?'

  test('is nearer to a text about the same thing than to any other', () => {
    const texts = [
      'We ship to Norway, Sweden and Denmark, and to no other country.',
      'You may return any item within 30 days of delivery.',
      'A refund takes five working days.',
      'Passwords are changed in the settings of your account.',
    ]
    const ranked = texts.toSorted((a, b) => likeness(text, b) - likeness(text, a))
    expect(ranked[0]).toBe(texts[0])
    expect(likeness(text, texts[0] ?? '')).toBeGreaterThan(0.3)
    expect(likeness(text, texts[3] ?? '')).toBeLessThan(0.15)
  })

  test('knows a word in its other forms, and with a typing error', () => {
    expect(likeness('shipping to a country', 'shipped to countries')).toBeGreaterThan(0.9)
    expect(likeness('international shipping', 'internatonal shipping')).toBeGreaterThan(0.5)
  })

  test('means nothing to another model', () => {
    expect(Math.abs(likeness(text, text, ['text-embedding-3-small', 'text-embedding-ada-002']))).toBeLessThan(0.2)
  })

  test('has length 1, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(likeness(text, text)).toBeCloseTo(1, 4)
      }),
    )
  })
})
