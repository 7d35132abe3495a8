import type { Anchor } from './drawing.ts'

// An average letter of the common sans-serif faces, a little wide: better a gap than two labels on top of each other.
const LETTER_RATIO = 0.56

/** About how wide a text will be drawn. */
export function textWidth(words: string, fontPx: number): number {
  return words.length * fontPx * LETTER_RATIO
}

/** As much of a text as fits, with an ellipsis if that is not all of it; empty if not even a few letters do. */
export function fitted(words: string, widthPx: number, fontPx: number): string {
  if (textWidth(words, fontPx) <= widthPx) return words
  const letters = Math.floor(widthPx / (fontPx * LETTER_RATIO)) - 1
  return letters < 4 ? '' : `${words.slice(0, letters).trimEnd()}…`
}

/** A label and where it would like to stand: beginning, or ending, at `x`. */
export interface Wish<T> {
  readonly x: number
  readonly words: string
  readonly of: T
}

export interface Placed<T> {
  readonly x: number
  readonly row: number
  readonly anchor: Anchor
  readonly words: string
  readonly of: T
}

/** Labels in rows so that none covers another. Those for which there is no room in any row are left out. */
export function inRows<T>(
  wishes: readonly Wish<T>[],
  { leftPx, rightPx, fontPx, mostRows }: { leftPx: number; rightPx: number; fontPx: number; mostRows: number },
): readonly Placed<T>[] {
  const taken: [number, number][][] = Array.from({ length: mostRows }, () => [])
  const gap = fontPx * 0.7
  return wishes.flatMap(({ x, words, of }) => {
    const shown = fitted(words, rightPx - leftPx, fontPx)
    const width = textWidth(shown, fontPx)
    // Near the right edge a label ends at its place instead of beginning there.
    const anchor: Anchor = x + width > rightPx ? 'end' : 'start'
    const from = anchor === 'end' ? Math.max(leftPx, Math.min(x, rightPx) - width) : x
    const row = taken.findIndex(spans => spans.every(([a, b]) => from + width + gap <= a || from >= b + gap))
    if (row === -1 || shown === '') return []
    taken[row]?.push([from, from + width])
    return [{ x: anchor === 'end' ? from + width : from, row, anchor, words: shown, of }]
  })
}
