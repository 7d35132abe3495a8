import { METRICS } from './script.ts'

/** What k6 tells of a load, one thing at a time. */
export type Reading =
  /** When its first request was due: milliseconds since 1970. */
  | { readonly told: 'start'; readonly epochMs: number }
  /** One left at this moment; `waited` if it had waited for when it was due. */
  | { readonly told: 'left'; readonly n: number; readonly epochMs: number; readonly waited: boolean }
  | { readonly told: 'answered'; readonly n: number; readonly epochMs: number; readonly outcome: string }
  | { readonly told: 'heard' | 'sent'; readonly bytes: number; readonly epochMs: number }
  | { readonly told: 'tokens'; readonly tokens: number; readonly epochMs: number }
  | { readonly told: 'seen'; readonly canary: number; readonly part: string }
  /** One of its users has spent its share, and all of them end. */
  | { readonly told: 'cap'; readonly cap: 'bytes' | 'tokens' | 'money' }

/** Reads what k6 writes with `--out csv`, in whatever pieces it comes. */
export function k6Readings(hear: (reading: Reading) => void): (text: string) => void {
  let rest = ''
  let columns: Columns | undefined
  return text => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const cells = line.split(',')
      if (cells[0] === 'metric_name') columns = columnsIn(cells)
      else if (columns !== undefined) {
        const reading = readingIn(cells, columns)
        if (reading !== undefined) hear(reading)
      }
    }
  }
}

interface Columns {
  readonly timestamp: number
  readonly value: number
  readonly tags: number
}

function columnsIn(head: readonly string[]): Columns {
  return {
    timestamp: head.indexOf('timestamp'),
    value: head.indexOf('metric_value'),
    tags: head.indexOf('extra_tags'),
  }
}

function readingIn(cells: readonly string[], columns: Columns): Reading | undefined {
  const value = Number(cells[columns.value])
  // In microseconds, as K6_CSV_TIME_FORMAT asks for.
  const epochMs = Number(cells[columns.timestamp]) / 1000
  switch (cells[0]) {
    case METRICS.start:
      return { told: 'start', epochMs: value }
    case METRICS.waited:
    case METRICS.late:
      return { told: 'left', n: value, epochMs, waited: cells[0] === METRICS.waited }
    case METRICS.answered:
      return {
        told: 'answered',
        n: value,
        epochMs,
        outcome: tagsIn(cells[columns.tags]).get('outcome') ?? 'unreachable',
      }
    case 'data_sent':
      return { told: 'sent', bytes: value, epochMs }
    case 'data_received':
      return { told: 'heard', bytes: value, epochMs }
    case METRICS.tokens:
      return { told: 'tokens', tokens: value, epochMs }
    case METRICS.seen: {
      const tags = tagsIn(cells[columns.tags])
      return { told: 'seen', canary: Number(tags.get('canary')), part: tags.get('part') ?? '' }
    }
    case METRICS.cap: {
      const cap = tagsIn(cells[columns.tags]).get('cap')
      return cap === 'bytes' || cap === 'tokens' || cap === 'money' ? { told: 'cap', cap } : undefined
    }
    default:
      return undefined
  }
}

/** `outcome=200&part=ask` */
function tagsIn(text = ''): ReadonlyMap<string, string> {
  return new Map(new URLSearchParams(text.replaceAll('"', '')))
}
