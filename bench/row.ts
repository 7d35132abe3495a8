/** One claim about speed: what we reach, what something known reaches in the same run, and what we promise of the two. */
export interface Row {
  readonly bench: string
  readonly metric: string
  readonly unit: string
  readonly ours: number
  /** What we are held against, with its version or what it is the limit of. */
  readonly peer: string
  readonly theirs: number
  /** How much of the peer we reach: bigger is better, whatever the unit. */
  readonly ratio: number
  readonly target: number
  readonly met: boolean
}

export type Claim = Omit<Row, 'ratio' | 'met'> & { readonly better: 'more' | 'less' }

/** A claim with its ratio worked out. */
export function row({ better, ...claim }: Claim): Row {
  const ratio = better === 'more' ? claim.ours / claim.theirs : claim.theirs / claim.ours
  return { ...claim, ratio, met: ratio >= claim.target }
}

/** Rows as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const head = ['bench', 'metric', 'ours', 'peer', 'theirs', 'ratio', 'target', '']
  const lines = rows.map(({ bench, metric, unit, ours, peer, theirs, ratio, target, met }) => [
    bench,
    metric,
    `${shown(ours)} ${unit}`,
    peer,
    `${shown(theirs)} ${unit}`,
    shown(ratio),
    `>= ${shown(target)}`,
    met ? 'met' : 'NOT MET',
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map(line => line[i]?.length ?? 0)))
  return [head, ...lines]
    .map(line =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function shown(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
