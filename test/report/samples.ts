import type { Sample } from '../../src/model/sample.ts'

/** One sample every 100 ms, drawn as a string: `.` is good, `x` refused, `d` good in the mode `fallback`. */
export function samples(drawing: string, everyMs = 100): readonly Sample[] {
  return [...drawing].map((letter, i) => ({
    journey: 'ask',
    dueMs: i * everyMs,
    tookMs: 10,
    lateMs: 0,
    bad: letter === 'x' ? 'refused' : undefined,
    detail: letter === 'x' ? 'ECONNREFUSED' : undefined,
    mode: letter === 'd' ? 'fallback' : undefined,
  }))
}

/** The same samples as letters: what a test compares. */
export function drawn(samples: readonly Sample[]): string {
  return samples.map(({ bad, mode }) => (bad === undefined ? (mode === undefined ? '.' : 'd') : 'x')).join('')
}
