import { parse } from 'csv-parse/sync'
import type { Recording } from '../model/load.ts'
import type { Problem } from '../model/problem.ts'
import { valueAt } from '../probes/json-path.ts'
import { momentOf } from './moment-of.ts'

export type RecordedTimes =
  | { readonly ok: true; readonly timesMs: readonly number[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** What is usually the name of a time. */
const USUAL_NAMES = ['time', 'timestamp', '@timestamp', 'ts', 'at', 'date', 'datetime', 'start', 'startTime']
const MOST_PROBLEMS = 5
const MOST_TIMES = 100_000

/** When requests once came, from the text of a recording: milliseconds from the first one, in order. */
export function recordedTimes(file: string, text: string, { at, speed }: Recording): RecordedTimes {
  const entries = entriesIn(text, at)
  const read = entries.map(entry => ({ ...entry, moment: momentOf(entry.written) }))
  const unread = read.filter(({ moment }) => moment === undefined)
  const moments = read.flatMap(({ moment }) => moment ?? [])
  if (unread.length > 0)
    return { ok: false, problems: unread.slice(0, MOST_PROBLEMS).map(entry => noTime(file, entry)) }
  if (moments.length === 0) return { ok: false, problems: [isEmpty(file)] }
  if (moments.length > MOST_TIMES) return { ok: false, problems: [tooMany(file, moments.length)] }
  const sorted = spread(moments.toSorted((a, b) => a - b))
  const [first = 0] = sorted
  return { ok: true, timesMs: sorted.map(ms => Math.round(((ms - first) / speed) * 1000) / 1000) }
}

interface Entry {
  readonly line: number
  readonly written: unknown
}

/** The times in a text as they are written there, whatever kind of text it is. */
function entriesIn(text: string, at: string | undefined): readonly Entry[] {
  const lines = text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, text: line }]))
  const [first] = lines
  if (first === undefined) return []
  if (first.text.trimStart().startsWith('{')) {
    return lines.map(({ line, text }) => ({ line, written: inJson(text, at) }))
  }
  // A line of a log is no table, however many commas are in it; a table begins with the names of its columns.
  if (momentOf(first.text) !== undefined) return lines.map(({ line, text }) => ({ line, written: text }))
  return inTable(text, at)
}

function inJson(text: string, at: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text)
    const names = at === undefined ? USUAL_NAMES : [at]
    const paths = names.map(name => (name.startsWith('$') ? name : `$['${name}']`))
    return paths.map(path => valueAt(value, path)).find(found => found !== undefined)
  } catch {
    return undefined
  }
}

function inTable(text: string, at: string | undefined): readonly Entry[] {
  const lines: number[] = []
  const rows: string[][] = parse(text, {
    ...{ bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true },
    on_record(record: string[], { lines: line }) {
      lines.push(line)
      return record
    },
  })
  const [head, ...rest] = rows
  const names = head?.map(name => name.trim()) ?? []
  const column = at === undefined ? names.findIndex(name => USUAL_NAMES.includes(name)) : names.indexOf(at)
  if (column < 0) return [{ line: 1, written: undefined }]
  return rest.map((record, index) => ({ line: lines[index + 1] ?? 1, written: record[column] }))
}

/** Where only whole seconds were written down, those of one second came some time within it. */
function spread(sorted: readonly number[]): readonly number[] {
  if (sorted.some(ms => ms % 1000 !== 0) || new Set(sorted).size === sorted.length) return sorted
  const perSecond = Map.groupBy(sorted, ms => ms)
  return [...perSecond].flatMap(([ms, same]) => same.map((_, n) => ms + (n * 1000) / same.length))
}

function noTime(file: string, { line, written }: Entry): Problem {
  return {
    ...{ file, line, column: 1, code: 'WRONG_TYPE' as const },
    what: written === undefined ? 'this line has no time' : `${JSON.stringify(written)} is no time`,
    why: 'every line of a recording says when a request came',
    now: 'name the column or the key that holds it with "at:"; a time is 2026-03-01T12:00:00.250Z, a Unix time, or milliseconds from the start',
  }
}

function isEmpty(file: string): Problem {
  return {
    ...{ file, line: 1, column: 1, code: 'OUT_OF_RANGE' as const },
    what: 'the recording holds no times',
    why: 'a load without requests is none',
    now: 'record some traffic, or choose another schedule',
  }
}

function tooMany(file: string, count: number): Problem {
  return {
    ...{ file, line: 1, column: 1, code: 'OUT_OF_RANGE' as const },
    what: `the recording holds ${count} times`,
    why: `a load has at most ${MOST_TIMES} recorded ones, all of which are in the journal`,
    now: 'cut out the part that matters',
  }
}
