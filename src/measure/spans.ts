export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** How much time spans cover together, overlaps counted once. */
export function totalMs(spans: readonly Span[]): number {
  return merged(spans).reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0)
}

/** The same time in as few spans as possible, in order. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1)
    if (last === undefined || span.fromMs > last.toMs) result.push(span)
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) }
  }
  return result
}
