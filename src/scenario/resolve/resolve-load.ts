import { parseDuration } from '../../model/duration.ts'
import type { Fault, FaultFrame } from '../../model/fault.ts'
import { parseFrequency } from '../../model/frequency.ts'
import type { Arrivals, LoadCaps, LoadPart, Replay } from '../../model/load.ts'
import type { IsolationTargets } from '../../model/scenario.ts'
import { parseSize } from '../../model/size.ts'
import type { WrittenFault, WrittenScenario } from '../schema.ts'

type Written<Kind extends string> = Extract<WrittenFault, { kind: Kind }>

/** A tenant's load with all that was left unsaid. */
export function resolveLoad(frame: FaultFrame, written: Written<'load.tenant'>): Fault {
  return {
    ...frame,
    kind: 'load.tenant',
    tenant: written.tenant,
    arrivals: resolveArrivals(written.arrivals),
    mix: written.asks.map(resolvePart),
    caps: resolveCaps(written.caps ?? {}),
    engine: written.engine ?? 'own',
  }
}

/** A stolen key with all that was left unsaid. */
export function resolveLeak(frame: FaultFrame, written: Written<'credential.leak'>): Fault {
  const { tenant, journey, every } = written
  return { ...frame, kind: 'credential.leak', tenant, journey, everyMs: ms(every) ?? 100 }
}

/** What is claimed about the neighbours. Where it is claimed at all, no leak is claimed too. */
export function resolveIsolation(written: WrittenScenario['targets']['isolation']): IsolationTargets | undefined {
  if (written === undefined) return undefined
  const { p99, errors, leaks = 0, refusal } = written
  return {
    p99Ratio: p99 === undefined ? undefined : Number.parseFloat(p99),
    errorsRatio: errors === undefined ? undefined : Number(errors.slice(1, -1)) / 100,
    leaks,
    refusalMs: ms(refusal),
  }
}

function resolveArrivals(written: Written<'load.tenant'>['arrivals']): Arrivals {
  const { constant, poisson, ramp, spike, step, replay } = written
  if (constant !== undefined) return { kind: 'constant', perSecond: hz(constant) }
  if (poisson !== undefined) return { kind: 'poisson', perSecond: hz(poisson) }
  if (ramp !== undefined) {
    return { kind: 'ramp', fromPerSecond: hz(ramp.from), toPerSecond: hz(ramp.to), overMs: ms(ramp.over) ?? 0 }
  }
  if (spike !== undefined) {
    const peak = { peakPerSecond: hz(spike.peak), peakAtMs: ms(spike.at) ?? 0, peakForMs: ms(spike.for) ?? 0 }
    return { kind: 'spike', perSecond: hz(spike.base), ...peak }
  }
  if (step !== undefined) {
    return { kind: 'step', fromPerSecond: hz(step.from), byPerSecond: hz(step.by), everyMs: ms(step.every) ?? 0 }
  }
  return resolveReplay(replay ?? [])
}

function resolveReplay(written: NonNullable<Written<'load.tenant'>['arrivals']['replay']>): Replay {
  if (Array.isArray(written)) return { kind: 'replay', timesMs: written }
  const { file, at, speed = 1 } = typeof written === 'string' ? { file: written, at: undefined } : written
  return { kind: 'replay', timesMs: [], recording: { file, at, speed } }
}

function resolvePart(written: Written<'load.tenant'>['asks'][number]): LoadPart {
  return {
    journey: written.journey,
    weight: written.weight ?? 1,
    bodyBytes: bytes(written.size),
    readBytesPerSecond: bytes(written.read?.slice(0, -2)),
    holdMs: ms(written.hold),
  }
}

function resolveCaps(written: NonNullable<Written<'load.tenant'>['caps']>): LoadCaps {
  return {
    perSecond: written.rate === undefined ? 1000 : hz(written.rate),
    inFlight: written.concurrency ?? 256,
    bytes: bytes(written.bytes) ?? 1_000_000_000,
    tokens: written.tokens,
    money: written.money,
    pricePerMillionTokens: written.price,
    tokensAt: written.tokensAt,
  }
}

function hz(written: string): number {
  return parseFrequency(written) ?? 0
}

function bytes(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseSize(written)
}

function ms(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseDuration(written)
}
