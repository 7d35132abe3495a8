// As Toxiproxy counts: a KB is 1000 bytes.
const UNITS = { B: 1, KB: 1000, MB: 1_000_000, GB: 1_000_000_000 } as const

/** `500B`, `2KB`, `1.5MB` in bytes; undefined if it is no whole number of bytes. */
export function parseSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(B|KB|MB|GB)$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  // In binary 1.1 * 1000 is a hair more than 1100.
  const bytes = Number((Number(amount) * UNITS[unit as keyof typeof UNITS]).toFixed(6))
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** `50KB/s`, `1.5MB/s` in bytes a second; undefined if it is not a whole number of KB, which is as finely as Toxiproxy can tell. */
export function parseRate(text: string): number | undefined {
  const bytes = text.endsWith('/s') ? parseSize(text.slice(0, -2)) : undefined
  return bytes !== undefined && bytes > 0 && bytes % UNITS.KB === 0 ? bytes : undefined
}

/** Bytes as people read them: `500 B`, `2 KB`, `1.5 MB`. */
export function formatSize(bytes: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, least]) => bytes >= least) ?? ['B', 1]
  return `${Number((bytes / size).toFixed(2))} ${unit}`
}
