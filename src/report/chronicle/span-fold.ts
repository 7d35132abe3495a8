import type { NamedSpans, Span } from './picture.ts'

const MOST_SPANS = 200

/** Collects when something was on. */
export interface SpanFold {
  see(on: boolean, atMs: number): void
  /** As of now; what is still on counts up to here. */
  result(nowMs: number): Omit<NamedSpans, 'name'>
}

/** Spans in order. Something that flickers without end has its nearest spans joined rather than its last ones dropped. */
export function spanFold(): SpanFold {
  let closed: { fromMs: number; toMs: number }[] = []
  let onSinceMs: number | undefined
  let times = 0
  let onMs = 0

  function see(on: boolean, atMs: number): void {
    if (on === (onSinceMs !== undefined)) return
    if (onSinceMs === undefined) {
      onSinceMs = atMs
      times += 1
      return
    }
    onMs += atMs - onSinceMs
    closed.push({ fromMs: onSinceMs, toMs: atMs })
    onSinceMs = undefined
    if (closed.length > 2 * MOST_SPANS) closed = joined(closed)
  }

  function spans(): readonly Span[] {
    const all = closed.length > MOST_SPANS ? joined(closed) : closed
    return onSinceMs === undefined ? [...all] : [...all, { fromMs: onSinceMs, toMs: undefined }]
  }

  function result(nowMs: number) {
    const openMs = onSinceMs === undefined ? 0 : Math.max(0, nowMs - onSinceMs)
    return { spans: spans(), times, onMs: onMs + openMs }
  }

  return { see, result }
}

/** The widest gaps stay; across the others the spans become one. */
function joined(spans: readonly { fromMs: number; toMs: number }[]): { fromMs: number; toMs: number }[] {
  const gaps = spans.slice(1).map((span, i) => span.fromMs - (spans[i]?.toMs ?? 0))
  const widest = new Set(
    gaps
      .map((gapMs, i) => ({ gapMs, i }))
      .sort((a, b) => b.gapMs - a.gapMs)
      .slice(0, MOST_SPANS - 1)
      .map(gap => gap.i + 1),
  )
  return spans.reduce<{ fromMs: number; toMs: number }[]>((kept, span, i) => {
    const last = kept.at(-1)
    if (last === undefined || widest.has(i)) kept.push({ ...span })
    else last.toMs = span.toMs
    return kept
  }, [])
}
