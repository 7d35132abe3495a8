/** The known name most like the one somebody typed, if any is like it at all. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map(name => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  // Half the letters wrong is no longer a slip of the fingers.
  return best !== undefined && best.distance <= Math.max(1, Math.floor(typed.length / 2)) ? best.name : undefined
}

/** How many letters must be put in, taken out, changed or swapped with a neighbour to make one word the other. */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const best = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + (same ? 0 : 1))
      ;(rows[i] as number[])[j] = swapped ? Math.min(best, cell(i - 2, j - 2) + 1) : best
    }
  }
  return cell(a.length, b.length)
}
