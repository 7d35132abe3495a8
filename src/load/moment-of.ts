/** The moment that a value in a log means, in milliseconds; undefined if it means none. Of a whole line, the time in it. */
export function momentOf(written: unknown): number | undefined {
  if (typeof written === 'number') return ofNumber(written)
  if (typeof written !== 'string') return undefined
  const text = written.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return ofNumber(Number(text))
  return ofAccessLog(text) ?? ofDate(text)
}

/** As old as this no log is: a smaller number counts milliseconds from the start. */
const OLDEST_UNIX_SECONDS = 100_000_000

/** A Unix time, in whichever unit so large a number must be. */
function ofNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined
  if (value < OLDEST_UNIX_SECONDS) return value
  if (value < 1e11) return value * 1000
  if (value < 1e14) return value
  return value < 1e17 ? value / 1000 : value / 1_000_000
}

/** `[10/Oct/2026:13:55:36 +0200]`, as web servers write it. */
function ofAccessLog(line: string): number | undefined {
  const [, day, month, year, time, zone] =
    /\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\]/.exec(line) ?? []
  return year === undefined ? undefined : known(Date.parse(`${day} ${month} ${year} ${time} ${zone}`))
}

/** ISO 8601, alone or at the beginning of a line. Without a zone it is taken as UTC: only distances matter. */
function ofDate(line: string): number | undefined {
  const [, day, time, fraction = '', zone = 'Z'] =
    /^["[]?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})([.,]\d+)?(Z|[+-]\d{2}:?\d{2})?/.exec(line) ?? []
  if (day === undefined || time === undefined) return undefined
  const wholeMs = known(Date.parse(`${day}T${time}${zone === 'Z' ? zone : zone.replace(/(\d{2}):?(\d{2})$/, '$1:$2')}`))
  return wholeMs === undefined ? undefined : wholeMs + Number(`0${fraction.replace(',', '.')}`) * 1000
}

function known(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms
}
