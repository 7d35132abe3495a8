import type { BadReason } from '../../model/sample.ts'
import type { Verdict } from '../../model/verdict.ts'

/** A name and what is to be said about it. */
export interface Term {
  readonly term: string
  readonly text: string
}

/** The verdicts as people read them. */
export const VERDICT_WORDS = {
  passed: 'Passed',
  inconclusive: 'Inconclusive',
  failed: 'Failed',
} as const satisfies Record<Verdict, string>

/** What each reason for a bad sample means to the person who asked. */
export const REASON_WORDS = {
  refused: 'connection refused',
  reset: 'connection reset',
  timeout: 'no answer in time',
  truncated: 'answer cut short',
  unreachable: 'not reachable',
  status: 'wrong status',
  slow: 'too slow',
  wrong: 'wrong answer',
  shed: 'not asked, too many waiting',
} as const satisfies Record<BadReason, string>

/** `12 × connection refused, 3 × too slow`, the most frequent first. */
export function reasonCounts(reasons: Readonly<Partial<Record<BadReason, number>>>): string {
  return (Object.entries(reasons) as [BadReason, number][])
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} × ${REASON_WORDS[reason]}`)
    .join(', ')
}

/** An instant on the drill's own clock: `+1:05.250` is one minute, five and a quarter seconds after t0. */
export function offset(ms: number): string {
  const sign = ms < 0 ? '−' : '+'
  const whole = Math.round(Math.abs(ms))
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor(whole / 60_000) % 60
  const seconds = ((whole % 60_000) / 1000).toFixed(3).padStart(6, '0')
  return hours > 0 ? `${sign}${hours}:${pad(minutes)}:${seconds}` : `${sign}${minutes}:${seconds}`
}

/** `1 sample`, `2 samples`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

/** A wall clock label as people read it: `2026-03-02 14:05:11 UTC`. */
export function wallWords(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2 UTC')
}

/** The same text, with numbers kept on one line with their units: `1.8 s ± 0.1 s` is one thing to read. */
export function unbroken(text: string): string {
  return text.replace(/ ± /g, '\u{a0}±\u{a0}').replace(/(\d) (ms|s|min|h|d|%)(?![\p{L}\d])/gu, '$1\u{a0}$2')
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
