import type { Anchor } from './drawing.ts'

// An average letter of the wider sans-serif faces: better a gap than two labels on top of each other.
const LETTER_RATIO = 0.61
/** How much wider bold words are: they are placed as if their font were so much larger. */
export const BOLD_RATIO = 1.12

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

/** Words that belong to a place on the time axis. */
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

export interface Room {
  readonly leftPx: number
  readonly rightPx: number
  readonly fontPx: number
  readonly mostRows: number
  /** How far the words stand from their place, because a sign stands there. */
  readonly besidePx?: number
  /** Under a line that leads to them, words may begin before their place, and the last ones come first: no line crosses any words. */
  readonly underLines?: boolean
}

/** Labels in rows so that none covers another. Those for which there is no room in any row are left out. */
export function inRows<T>(wishes: readonly Wish<T>[], room: Room): readonly Placed<T>[] {
  const { leftPx, rightPx, fontPx, mostRows, besidePx = 0, underLines = false } = room
  const taken: [number, number][][] = Array.from({ length: mostRows }, () => [])
  const gap = fontPx * 0.5
  const inOrder = underLines ? wishes.toReversed() : wishes
  return inOrder.flatMap(({ x, words, of }) => {
    const shown = fitted(words, rightPx - leftPx - besidePx, fontPx)
    const width = textWidth(shown, fontPx) + besidePx
    // Near the right edge words end at their place instead of beginning there.
    const anchor: Anchor = x + width > rightPx && !underLines ? 'end' : 'start'
    const from = anchor === 'end' ? Math.max(leftPx, x - width) : underLines ? Math.min(x, rightPx - width) : x
    const span: [number, number] = [from - gap - besidePx, from + width + gap + besidePx]
    const row = taken.findIndex(spans => spans.every(([a, b]) => span[1] - gap <= a + gap || span[0] + gap >= b - gap))
    if (row === -1 || shown === '') return []
    taken[row]?.push(span)
    return [{ x: anchor === 'end' ? from + width - besidePx : from + besidePx, row, anchor, words: shown, of }]
  })
}
