import { formatDuration } from '../model/duration.ts'
import { formatFrequency } from '../model/frequency.ts'
import type { Arrivals, LoadPart, Replay } from '../model/load.ts'
import type { LoadFault } from '../model/load-fault.ts'
import { formatPercent } from '../model/percent.ts'
import { formatSize } from '../model/size.ts'

/** What a tenant's load does, in words: `is asked 200/s by globex: ask`. */
export function loadInWords(fault: LoadFault): string {
  if (fault.kind === 'credential.leak') {
    return `is asked by a thief with the key of ${fault.tenant} every ${formatDuration(fault.everyMs)} (${fault.journey})`
  }
  const { tenant, arrivals, mix, engine } = fault
  const by = engine === 'k6' ? ', sent by k6,' : ''
  return `is asked ${arrivalsInWords(arrivals)} by ${tenant}${by} (${mixInWords(mix)})`
}

/** How the load is taken back. */
export function loadUndoInWords({ kind, tenant }: LoadFault): string {
  return kind === 'credential.leak'
    ? `the thief stops asking as ${tenant}`
    : `nothing more is asked as ${tenant}, and nothing of it is under way any more`
}

/** A schedule in words: `200/s at random`, `from 10/s to 400/s over 20 s`. */
function arrivalsInWords(arrivals: Arrivals): string {
  switch (arrivals.kind) {
    case 'constant':
      return `${formatFrequency(arrivals.perSecond)} evenly`
    case 'poisson':
      return `${formatFrequency(arrivals.perSecond)} at random`
    case 'ramp': {
      const { fromPerSecond, toPerSecond, overMs } = arrivals
      return `from ${formatFrequency(fromPerSecond)} to ${formatFrequency(toPerSecond)} over ${formatDuration(overMs)}`
    }
    case 'spike': {
      const { perSecond, peakPerSecond, peakAtMs, peakForMs } = arrivals
      const peak = `${formatFrequency(peakPerSecond)} after ${formatDuration(peakAtMs)} for ${formatDuration(peakForMs)}`
      return `${formatFrequency(perSecond)}, but ${peak},`
    }
    case 'step': {
      const { fromPerSecond, byPerSecond, everyMs } = arrivals
      return `${formatFrequency(fromPerSecond)} and ${formatFrequency(byPerSecond)} more every ${formatDuration(everyMs)}`
    }
    case 'replay':
      return recordedInWords(arrivals)
    default:
      return arrivals satisfies never
  }
}

function recordedInWords({ timesMs, recording }: Replay): string {
  const where = recording === undefined ? [] : [recording.file]
  const faster = recording === undefined || recording.speed === 1 ? [] : [`${recording.speed} times as fast`]
  const from = [...where, ...faster]
  return `at ${timesMs.length} recorded times${from.length === 0 ? '' : ` (${from.join(', ')})`}`
}

/** `90 % ask, 10 % ask 1.9 KB long`. */
function mixInWords(mix: readonly LoadPart[]): string {
  const whole = mix.reduce((sum, { weight }) => sum + weight, 0)
  const share = ({ weight }: LoadPart): string => (mix.length === 1 ? '' : `${formatPercent(weight / whole)} `)
  return mix.map(part => `${share(part)}${partInWords(part)}`).join(', ')
}

function partInWords({ journey, bodyBytes, readBytesPerSecond, holdMs }: LoadPart): string {
  const how = [
    ...(bodyBytes === undefined ? [] : [`${formatSize(bodyBytes)} long`]),
    ...(readBytesPerSecond === undefined ? [] : [`read at ${formatSize(readBytesPerSecond)}/s`]),
    ...(holdMs === undefined ? [] : [`half said and held for ${formatDuration(holdMs)}`]),
  ]
  return how.length === 0 ? journey : `${journey} ${how.join(', ')}`
}
