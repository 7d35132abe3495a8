import type { DrillEvent } from '../../model/event.ts'
import type { Sample } from '../../model/sample.ts'
import { changedMs } from '../../model/signal.ts'

/** Follows which line of the journal says what, by words that sentences can rest on. */
export interface EvidenceFold {
  see(event: DrillEvent): void
  lines(): Evidence
}

/** Lines by what they say: `effect f1`, `gate health recovered`, `signal breaker-open`. `end` is the last line of all. */
export type Evidence = ReadonlyMap<string, number>

export function evidenceFold(): EvidenceFold {
  const lines = new Map<string, number>()
  // By journey, and put into words only at the end: there may be millions of samples.
  const journeys = new Map<string, JourneyLines>()
  let end: number | undefined
  const first = (what: string, seq: number): void => {
    if (!lines.has(what)) lines.set(what, seq)
  }
  const see = (event: DrillEvent): void => {
    const { seq } = event
    end = seq
    switch (event.type) {
      case 'sample':
        if (event.mode !== undefined) first(`mode ${event.mode}`, seq)
        seeSample(event, seq)
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
        if (event.on) lines.set(`signal ${event.signal} ${changedMs(event)}`, seq)
        break
      case 'mailbox.closed':
        for (const signal of event.signals) lines.set(`mailbox ${signal}`, seq)
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
  const seeSample = ({ journey, bad, lateMs }: Sample, seq: number): void => {
    let own = journeys.get(journey)
    if (own === undefined) {
      own = { sample: seq, bad: undefined, late: undefined, goodAgain: undefined, isBad: false }
      journeys.set(journey, own)
    }
    own.sample = seq
    if (bad !== undefined) {
      own.bad = seq
      if (lateMs > 0) own.late = seq
    } else if (own.isBad) {
      // The first good sample after a bad one is where an outage ends, unless another bad one comes.
      own.goodAgain = seq
      lines.set('good again', seq)
    }
    own.isBad = bad !== undefined
  }
  const inWords = (): Evidence => {
    const all = new Map(lines)
    const put = (what: string, seq: number | undefined) => seq !== undefined && all.set(what, seq)
    put('end', end)
    for (const [journey, { sample, late, bad, goodAgain }] of journeys) {
      put(`sample ${journey}`, sample)
      put(`late ${journey}`, late)
      put(`bad ${journey}`, bad)
      put(`good again ${journey}`, goodAgain)
    }
    return all
  }
  return { see, lines: inWords }
}

interface JourneyLines {
  sample: number
  bad: number | undefined
  late: number | undefined
  goodAgain: number | undefined
  isBad: boolean
}
