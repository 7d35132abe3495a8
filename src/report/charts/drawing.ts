/** A picture as data: shapes in a box. A template turns it into SVG, and escapes every text on the way. */
export interface Drawing {
  /** Unique on its page: patterns are found by it. */
  readonly id: string
  readonly width: number
  readonly height: number
  readonly title: string
  readonly shapes: readonly Shape[]
}

/** What pictures are made of. `css` names classes of the style sheet; `hint` is shown when pointed at. */
export type Shape = RectShape | TextShape | LineShape | PathShape

export interface RectShape {
  readonly shape: 'rect'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly css: string
  readonly hint: string | undefined
}

export interface TextShape {
  readonly shape: 'text'
  readonly x: number
  readonly y: number
  readonly anchor: Anchor
  readonly text: string
  readonly css: string
}
export type Anchor = 'start' | 'middle' | 'end'

export interface LineShape {
  readonly shape: 'line'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly css: string
}

export interface PathShape {
  readonly shape: 'path'
  /** Where its own 0, 0 lies. */
  readonly x: number
  readonly y: number
  readonly d: string
  readonly css: string
  readonly hint: string | undefined
}

/** A box, at least as wide as can be seen: nothing that lasted may vanish. */
export function rect(x: number, y: number, width: number, height: number, css: string, hint?: string): RectShape {
  return { shape: 'rect', x: tenth(x), y: tenth(y), width: Math.max(tenth(width), 2), height: tenth(height), css, hint }
}

/** Many boxes that need no words of their own, as one shape: a page with thousands of them stays small. */
export function boxes(
  all: readonly Pick<RectShape, 'x' | 'y' | 'width' | 'height'>[],
  css: string,
): readonly PathShape[] {
  if (all.length === 0) return []
  const outlines = all.map(box => {
    const width = Math.max(tenth(box.width), 2)
    return `M${tenth(box.x)} ${tenth(box.y)}h${width}v${tenth(box.height)}h${-width}z`
  })
  return [path(outlines.join(''), css)]
}

/** Words, beginning, centred or ending at a place. */
export function text(x: number, y: number, words: string, css: string, anchor: Anchor = 'start'): TextShape {
  return { shape: 'text', x: tenth(x), y: tenth(y), anchor, text: words, css }
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, css: string): LineShape {
  return { shape: 'line', x1: tenth(x1), y1: tenth(y1), x2: tenth(x2), y2: tenth(y2), css }
}

/** An outline in the drawing's own coordinates. */
export function path(d: string, css: string, hint?: string): PathShape {
  return { shape: 'path', x: 0, y: 0, d, css, hint }
}

/** A small outline around its own middle, put at a place. */
export function sign(d: string, x: number, y: number, css: string, hint: string): PathShape {
  return { shape: 'path', x: tenth(x), y: tenth(y), d, css, hint }
}

// A tenth of a pixel is as sharp as any printer; more digits only make the file longer.
function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
