const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof UNITS

/** `1m30s`, `250ms`, `1.5h` in milliseconds; undefined if it is not a duration, or longer than a number can say. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)
  const ms = [...parts].reduce((total, [, amount, unit]) => total + Number(amount) * UNITS[unit as Unit], 0)
  // In binary 2.3 h is a hair less than it says; microseconds are finer than anything we promise.
  return Number.isFinite(ms) ? Math.round(ms * 1000) / 1000 : undefined
}

/** Milliseconds as people read them: `85 ms`, `4.2 s`, `2 min 5 s`, `3 h 10 min`, `30 d`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 0) return `-${formatDuration(-ms)}`
  // Each limit is where the figure would round up to the next unit: 999.6 ms is a second.
  if (ms < 999.5) return `${Math.round(ms)} ms`
  // Below a minute one decimal; 59.96 s would round to "60.0 s", which is a minute.
  if (ms < 59_950) return `${trimZero((ms / 1000).toFixed(1))} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  // From the milliseconds each time: what was rounded once must not be rounded again.
  const minutes = Math.round(ms / 60_000)
  if (minutes < 48 * 60) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(ms / 3_600_000)
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** A measured time with its error bar: `4.2 s ± 0.1 s`. */
export function formatMeasured(ms: number, precisionMs: number): string {
  return `${formatDuration(ms)} ± ${formatPrecision(ms, precisionMs)}`
}

/** The error bar of a time, in the same unit. It is rounded up: it must not look smaller than it is. */
export function formatPrecision(ms: number, precisionMs: number): string {
  if (ms < 999.5 || precisionMs >= 59_950) return formatDuration(Math.ceil(precisionMs))
  return `${trimZero((Math.ceil(precisionMs / 100) / 10).toFixed(1))} s`
}

function joined(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text
}
