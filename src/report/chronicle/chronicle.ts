import type { DrillEvent } from '../../model/event.ts'
import type { Journey } from '../../model/journey.ts'
import type { Sample } from '../../model/sample.ts'
import { changedMs } from '../../model/signal.ts'
import { standingOf } from '../../model/standing.ts'
import { latencyFold } from './latency-fold.ts'
import { type LoadSeriesFold, loadSeriesFold } from './load-series-fold.ts'
import type { ChroniclePicture, JourneyPicture, NamedSpans } from './picture.ts'
import { type SpanFold, spanFold } from './span-fold.ts'
import { transitionFold } from './transition-fold.ts'

// Far more than a drill has; only a journal gone wrong reaches it.
const MOST_RARE_EVENTS = 2000
// A platform that puts something new into each answer must not fill our memory.
const MOST_MODES = 12
const OTHER_MODES = 'other modes'
// They come by the second or faster, and what they add up to is in the measures.
const FREQUENT: ReadonlySet<DrillEvent['type']> = new Set([
  'ledger.wrote',
  'ledger.removed',
  'ledger.fates',
  'load.second',
  'canary.intended',
  'canary.named',
  'canary.planted',
  'canary.searched',
  'intruder.tried',
])
const UNKNOWN_JOURNEY = { everyMs: 100, stable: 5 }

/** Watches the events of a drill go by and keeps what its pictures need. */
export interface Chronicle {
  see(event: DrillEvent): void
  /** The picture so far. */
  picture(): ChroniclePicture
}

/** An empty chronicle, for the events of one drill in the order of the journal, where samples stand as they were due. */
export function chronicle(): Chronicle {
  let started: ChroniclePicture['started']
  let lastMs = 0
  let rareOmitted = 0
  const rare: DrillEvent[] = []
  const standings = new Map<string, string>()
  const journeys = new Map<string, JourneyFold>()
  const signals = new Map<string, SpanFold>()
  const loads = new Map<string, LoadSeriesFold>()

  function see(event: DrillEvent): void {
    lastMs = Math.max(lastMs, event.atMs)
    if (event.type === 'sample') {
      journeyOf(event.journey).see(event)
    } else if (event.type === 'signal.changed') {
      spansOf(signals, event.signal).see(event.on, changedMs(event))
    } else {
      if (event.type === 'load.started' || event.type === 'load.second') loadOf(event.fault).see(event)
      if (!FREQUENT.has(event.type)) keep(event)
    }
  }

  function keep(event: DrillEvent): void {
    if (event.type === 'drill.started') started = event
    if (isKnown(event)) return
    if (rare.length < MOST_RARE_EVENTS) rare.push(event)
    else rareOmitted += 1
  }

  /** Whether something stands as it stood: hundreds of askings of a gate would leave no room for what comes after them. */
  function isKnown(event: DrillEvent): boolean {
    if (event.type === 'baseline.repeated') standings.clear()
    const standing = standingOf(event)
    if (standing === undefined) return false
    const before = standings.get(standing.of)
    standings.set(standing.of, standing.state)
    return before === standing.state
  }

  function loadOf(fault: string): LoadSeriesFold {
    const known = loads.get(fault)
    if (known !== undefined) return known
    const fresh = loadSeriesFold(fault)
    loads.set(fault, fresh)
    return fresh
  }

  function journeyOf(id: string): JourneyFold {
    const known = journeys.get(id)
    if (known !== undefined) return known
    const journey = started?.platform.journeys.find(each => each.id === id)
    const fresh = journeyFold(id, journey ?? UNKNOWN_JOURNEY)
    journeys.set(id, fresh)
    return fresh
  }

  function picture(): ChroniclePicture {
    return {
      started,
      lastMs,
      rare: [...rare],
      rareOmitted,
      journeys: [...journeys.values()].map(journey => journey.picture(lastMs)),
      signals: named(signals, lastMs),
      loads: [...loads.values()].map(load => load.picture()),
    }
  }

  return { see, picture }
}

interface JourneyFold {
  see(sample: Sample): void
  picture(nowMs: number): JourneyPicture
}

function journeyFold(id: string, journey: Pick<Journey, 'everyMs' | 'stable'>): JourneyFold {
  const latency = latencyFold(journey.everyMs)
  const transitions = transitionFold(journey.stable)
  const modes = new Map<string, SpanFold>()

  function see(sample: Sample): void {
    latency.see(sample)
    transitions.see(sample)
    seeMode(modes, sample)
  }

  function picture(nowMs: number): JourneyPicture {
    return { journey: id, series: latency.series(), ...transitions.result(), modes: named(modes, nowMs) }
  }

  return { see, picture }
}

function seeMode(modes: Map<string, SpanFold>, sample: Sample): void {
  const name =
    sample.mode === undefined || modes.has(sample.mode) || modes.size < MOST_MODES ? sample.mode : OTHER_MODES
  if (name !== undefined) spansOf(modes, name)
  // Only a right answer without a mode says that a mode is over; a failed one says nothing about it.
  if (sample.mode === undefined && sample.bad !== undefined) return
  for (const [mode, spans] of modes) spans.see(mode === name, sample.dueMs)
}

function spansOf(folds: Map<string, SpanFold>, name: string): SpanFold {
  const known = folds.get(name)
  if (known !== undefined) return known
  const fresh = spanFold()
  folds.set(name, fresh)
  return fresh
}

function named(folds: ReadonlyMap<string, SpanFold>, nowMs: number): readonly NamedSpans[] {
  return [...folds].map(([name, fold]) => ({ name, ...fold.result(nowMs) }))
}
