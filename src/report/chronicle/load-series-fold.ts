import type { DrillEvent } from '../../model/event.ts'
import type { LoadBucket, LoadPicture } from './picture.ts'

const MOST_BUCKETS = 600
const SECOND_MS = 1000

type LoadEvent = Extract<DrillEvent, { type: 'load.started' | 'load.second' }>

/** Collects what one tenant's load asked and got, second by second. */
export interface LoadSeriesFold {
  see(event: LoadEvent): void
  picture(): LoadPicture
}

/** Buckets of one second at first; twice as wide whenever there would be too many. */
export function loadSeriesFold(fault: string): LoadSeriesFold {
  let tenant = ''
  let bucketMs = SECOND_MS
  let buckets: LoadBucket[] = []

  function see(event: LoadEvent): void {
    if (event.type === 'load.started') {
      tenant = event.tenant
      return
    }
    add(bucketOf(event))
    if (buckets.length > MOST_BUCKETS) widen()
  }

  function add(bucket: LoadBucket): void {
    const last = buckets.at(-1)
    if (last === undefined || bucket.fromMs >= last.fromMs + bucketMs) buckets.push(bucket)
    else buckets[buckets.length - 1] = together(last, bucket)
  }

  function widen(): void {
    const narrow = buckets
    buckets = []
    bucketMs *= 2
    for (const bucket of narrow) add(bucket)
  }

  return { see, picture: () => ({ fault, tenant, bucketMs, buckets: [...buckets] }) }
}

function bucketOf({ fromMs, sent, outcomes }: Extract<LoadEvent, { type: 'load.second' }>): LoadBucket {
  const count = (is: (outcome: string) => boolean) =>
    Object.entries(outcomes).reduce((sum, [outcome, times]) => sum + (is(outcome) ? times : 0), 0)
  const isServed = (outcome: string) => outcome.startsWith('2')
  const isTurnedAway = (outcome: string) => outcome === '429' || outcome === '503'
  return {
    fromMs,
    sent,
    served: count(isServed),
    turnedAway: count(isTurnedAway),
    failed: count(outcome => !isServed(outcome) && !isTurnedAway(outcome)),
  }
}

function together(a: LoadBucket, b: LoadBucket): LoadBucket {
  return {
    fromMs: a.fromMs,
    sent: a.sent + b.sent,
    served: a.served + b.served,
    turnedAway: a.turnedAway + b.turnedAway,
    failed: a.failed + b.failed,
  }
}
