import type { DrillEvent } from '../model/event.ts'

/** Follows which line of the journal says what, by words that sentences can rest on. */
export interface EvidenceFold {
  see(event: DrillEvent): void
  lines(): Evidence
}

/** Lines by what they say: `effect f1`, `gate health recovered`, `signal breaker-open`. `end` is the last line of all. */
export type Evidence = ReadonlyMap<string, number>

export function evidenceFold(): EvidenceFold {
  const lines = new Map<string, number>()
  const recovered = new Map<string, number>()
  const first = (what: string, seq: number): void => {
    if (!lines.has(what)) lines.set(what, seq)
  }
  const see = (event: DrillEvent): void => {
    const { seq } = event
    lines.set('end', seq)
    switch (event.type) {
      case 'sample':
        lines.set(`sample ${event.journey}`, seq)
        if (event.mode !== undefined) first(`mode ${event.mode}`, seq)
        if (event.lateMs > 0 && event.bad !== undefined) lines.set(`late ${event.journey}`, seq)
        turned(event.journey, event.bad !== undefined, seq)
        break
      case 'fault.intended':
        lines.set(`intent ${event.fault.id}`, seq)
        break
      case 'fault.injected':
        first('t0', seq)
        break
      case 'fault.effect':
        lines.set(`effect ${event.fault}`, seq)
        break
      case 'fault.refused':
        lines.set(`effect ${event.fault}`, seq)
        break
      case 'fault.undone':
        lines.set(`undone ${event.fault}`, seq)
        break
      case 'gate.finished':
        lines.set(`gate ${event.gate} ${event.during}`, seq)
        if (event.during === 'recovered') lines.set('verified', seq)
        break
      case 'signal.changed':
        if (event.on) lines.set(`signal ${event.signal} ${event.atMs}`, seq)
        break
      case 'deadline.passed':
      case 'drill.aborted':
        first('gave up', seq)
        break
      case 'residue.scanned':
        lines.set('scan', seq)
        break
    }
  }
  /** The first good sample after a bad one is where an outage ends, unless another bad one comes. */
  const turned = (journey: string, isBad: boolean, seq: number): void => {
    const broke = recovered.get(journey)
    if (isBad) {
      recovered.set(journey, -1)
      lines.set(`bad ${journey}`, seq)
    } else if (broke === -1) {
      recovered.set(journey, seq)
      lines.set(`good again ${journey}`, seq)
      lines.set('good again', seq)
    }
  }
  return { see, lines: () => lines }
}
