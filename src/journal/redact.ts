/** A value read from the environment. Its value never leaves our memory; its name takes its place. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** Puts names in place of secrets, in every text inside a value, however deep. */
export function redactor(secrets: readonly Secret[]): <T>(value: T) => T {
  // The longest first: one secret may contain another.
  const swaps = secrets.flatMap(spellings).sort((a, b) => b.text.length - a.text.length)
  if (swaps.length === 0) return value => value
  const clean = (text: string): string => swaps.reduce((sofar, swap) => sofar.replaceAll(swap.text, swap.name), text)
  return value => mapTexts(value, clean)
}

function spellings(secret: Secret): { text: string; name: string }[] {
  const base64 = Buffer.from(secret.value).toString('base64')
  const texts = new Set([secret.value, encodeURIComponent(secret.value), base64, base64.replace(/=+$/, '')])
  return [...texts].filter(text => text !== '').map(text => ({ text, name: `‹env.${secret.name}›` }))
}

function mapTexts<T>(value: T, change: (text: string) => string): T
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => mapTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]))
}
