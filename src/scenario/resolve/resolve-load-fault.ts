import { parseDuration } from '../../model/duration.ts'
import { parseFrequency } from '../../model/frequency.ts'
import type { Arrivals, LoadCaps, LoadPart, Replay } from '../../model/load.ts'
import type { LoadFault } from '../../model/load-fault.ts'
import { parseSize } from '../../model/size.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'

type WrittenLoad = Extract<WrittenFault, { kind: 'load.tenant' }>

/** What is asked in a tenant's name, with all that was left unsaid. */
export function resolveLoadFault(written: Extract<WrittenFault, { kind: LoadFault['kind'] }>): LoadFault {
  const { tenant } = written
  switch (written.kind) {
    case 'load.tenant':
      return {
        kind: 'load.tenant',
        tenant,
        arrivals: resolveArrivals(written.arrivals),
        mix: written.asks.map(resolvePart),
        caps: resolveCaps(written.caps ?? {}),
        engine: written.engine ?? 'own',
      }
    case 'credential.leak':
      return { kind: 'credential.leak', tenant, journey: written.journey, everyMs: ms(written.every) ?? 100 }
    default:
      return written satisfies never
  }
}

function resolveArrivals(written: WrittenLoad['arrivals']): Arrivals {
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

function resolveReplay(written: NonNullable<WrittenLoad['arrivals']['replay']>): Replay {
  if (Array.isArray(written)) return { kind: 'replay', timesMs: written }
  const { file, at, speed = 1 } = typeof written === 'string' ? { file: written, at: undefined } : written
  return { kind: 'replay', timesMs: [], recording: { file, at, speed } }
}

function resolvePart(written: WrittenLoad['asks'][number]): LoadPart {
  return {
    journey: written.journey,
    weight: written.weight ?? 1,
    bodyBytes: bytes(written.size),
    readBytesPerSecond: bytes(written.read?.slice(0, -2)),
    holdMs: ms(written.hold),
  }
}

function resolveCaps(written: NonNullable<WrittenLoad['caps']>): LoadCaps {
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
