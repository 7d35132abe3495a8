import { gateRuns } from '../../measure/gate-runs.ts'
import { formatDuration } from '../../model/duration.ts'
import type { GateMoment } from '../../model/gate-names.ts'
import type { DrillMeasures, GateMeasure, SignalMeasure } from '../../model/measures.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { relativeHref } from '../relative-href.ts'
import { counted, offset, VERDICT_WORDS } from './words.ts'

/** Askings of one gate that came to the same, one after the other. */
export interface GateView {
  readonly name: string
  readonly during: string
  readonly verdict: Verdict
  readonly word: string
  readonly detail: string
  /** When it was asked; of several times the first and the last. */
  readonly at: string
  readonly took: string
  readonly tookMs: number
  readonly files: readonly { readonly name: string; readonly href: string }[]
}

/** What one signal said. */
export interface SignalView {
  readonly name: string
  readonly expected: string
  readonly firstOn: string
  readonly lastOff: string
  readonly times: string
  /** How we came to know of it. */
  readonly came: string
}

/** The gates in words, in the order in which they were asked. */
export function gateViews({ gates, t0 }: DrillMeasures): readonly GateView[] {
  return gateRuns(gates).map(({ first, last, times }) => {
    const at = (gate: GateMeasure) => offset(gate.startedMs - (t0 ?? 0))
    return {
      name: last.name,
      during: MOMENT_WORDS[last.during],
      verdict: last.verdict,
      word: VERDICT_WORDS[last.verdict],
      detail: times === 1 ? last.detail : `${counted(times, 'time')}, at last: ${last.detail}`,
      at: times === 1 ? at(last) : `${at(first)} to ${at(last)}`,
      took: formatDuration(last.endedMs - last.startedMs),
      tookMs: last.endedMs - last.startedMs,
      files: last.files.map(path => ({ name: path.split('/').slice(-2).join('/'), href: relativeHref(path) })),
    }
  })
}

/** The platform's signals in words. */
export function signalViews({ signals, t0 }: DrillMeasures, picture: ChroniclePicture): readonly SignalView[] {
  return signals.map(signal => {
    const { name, expected, firstOnMs, lastOffMs } = signal
    const times = picture.signals.find(signal => signal.name === name)?.times ?? 0
    return {
      name,
      expected: expected
        ? firstOnMs === null
          ? 'expected, never seen'
          : 'expected, seen'
        : 'not expected by the scenario',
      firstOn: firstOnMs === null ? 'never' : offset(firstOnMs - (t0 ?? 0)),
      lastOff: lastOffMs === null ? (firstOnMs === null ? '' : 'still on at the end') : offset(lastOffMs - (t0 ?? 0)),
      times: counted(times, 'time'),
      came: cameWords(signal),
    }
  })
}

function cameWords({ came, precisionMs, mail, deafSinceMs }: SignalMeasure): string {
  if (came === 'polled') return precisionMs === null ? 'asked for' : `asked for every ${formatDuration(precisionMs)}`
  const posts = mail === null ? '' : `, ${counted(mail.posts, 'post')}`
  const refused = mail === null || mail.refused === 0 ? '' : ` and ${mail.refused} turned away`
  return `received${posts}${refused}${deafSinceMs === null ? '' : '; it broke off'}`
}

/** When something was asked, as people read it. */
export const MOMENT_WORDS = {
  baseline: 'before the damage',
  during: 'while something was broken',
  recovered: 'once the platform seemed back',
  healed: 'after everything was healed',
} as const satisfies Record<GateMoment, string>
