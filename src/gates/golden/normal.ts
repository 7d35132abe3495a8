/** A text as it is compared: one kind of letters, one blank between words. */
export function normal(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** What is expected, as texts: a list is several. */
export function textsOf(expected: unknown): readonly string[] {
  if (expected === undefined || expected === null) return []
  return (Array.isArray(expected) ? expected : [expected]).map(each =>
    typeof each === 'string' ? each : JSON.stringify(each),
  )
}

/** Words that carry meaning, cut to a crude stem: "returned" and "returns" meet. */
export function meaningful(text: string): readonly string[] {
  const words = normal(text).match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .filter(word => !SMALL.has(word))
    .map(word => (word.length > 5 ? word.replace(/(ing|ed|es|s|ly)$/, '') : word.replace(/s$/, '')))
}

const SMALL = new Set(
  'a an and are as at be been but by can could do does for from had has have i if in into is it its may must no not of on or our shall should so than that the their then there these they this those to until was we were what when where which who will with would you your yes please'.split(
    ' ',
  ),
)

/** A JSON value somewhere in an answer: the whole of it, or what stands between its code fences. */
export function jsonIn(text: string): { readonly value: unknown } | undefined {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1]
  for (const candidate of [text, fenced]) {
    if (candidate === undefined) continue
    try {
      return { value: JSON.parse(candidate) as unknown }
    } catch {}
  }
  return undefined
}
