import type { Path, Place, Positions } from './tree.ts'

/** Where one value stands in the text, as offsets, and where everything inside it stands. */
export interface Spot {
  readonly keyAt: number
  readonly valueAt: number
  readonly valueEnd: number
  readonly children: ReadonlyMap<string | number, Spot>
}

/** Turns offsets into lines and columns. The YAML library counts lines too, but misses some in broken flow mappings. */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return offset => {
    const line = lineOf(starts, offset)
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 }
  }
}

/** How many lines start at or before an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Looks places up by path. */
export function positions(root: Spot, text: string, place: (offset: number) => Place): Positions {
  return {
    key: path => place(find(root, path).keyAt),
    value: path => place(find(root, path).valueAt),
    inside: (path, wanted) => {
      const spot = find(root, path)
      const found = text.slice(spot.valueAt, spot.valueEnd).indexOf(wanted)
      // Folded over two lines or written with escapes: then the start of the value is near enough.
      return place(found === -1 ? spot.valueAt : spot.valueAt + found)
    },
  }
}

function find(root: Spot, path: Path): Spot {
  let spot = root
  for (const step of path) {
    const next = spot.children.get(step)
    if (next === undefined) return spot
    spot = next
  }
  return spot
}
