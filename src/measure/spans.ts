/** A stretch of time. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** How much time spans cover together, overlaps counted once. */
export function totalMs(spans: readonly Span[]): number {
  return merged(spans).reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0)
}

/** Adds up what spans cover together as they come in, almost in order, in bounded memory. */
export function coverage(): { add(span: Span): void; totalMs(): number } {
  let settledMs = 0
  let open: readonly Span[] = []
  return {
    add(span) {
      open = merged([...open, span])
      const old = open.slice(0, -GAPS_KEPT)
      settledMs += totalMs(old)
      open = open.slice(old.length)
    },
    totalMs: () => settledMs + totalMs(open),
  }
}

// What belongs into a gap comes while the gap is young.
const GAPS_KEPT = 32

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
