/** The value below which so many percent of the values lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))
  return sorted[index] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}
