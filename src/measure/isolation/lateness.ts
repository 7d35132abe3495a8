import type { LoadMeasure } from '../../model/isolation.ts'
import type { LoadSecond } from '../../model/load.ts'

/** Follows whether a load left when it was due, and where it did not, whose fault that was. */
export interface Lateness {
  see(second: LoadSecond): void
  measure(): Pick<LoadMeasure, 'lateP99Ms' | 'busyRatio' | 'machineBusyRatio' | 'bottleneck' | 'starved'>
}

// Later than this, a request measures our own machine as much as the platform.
const LATE_MS = 50
const BUSY_RATIO = 0.95
// With less than a tenth of its time left a machine keeps somebody waiting.
const SPARE_RATIO = 0.9
// One bad second may be a hiccup; one in five is the sender that could not keep up.
const TOLERATED_RATIO = 0.2

export function lateness(): Lateness {
  const most = { lateMs: 0, busyRatio: 0 }
  let machineBusyRatio: number | null = null
  // Seconds in which nothing was due say nothing.
  const seconds = { all: 0, asking: 0, late: 0, starved: 0 }
  const isToo = (count: number): boolean => seconds.asking > 0 && count / seconds.asking > TOLERATED_RATIO
  return {
    see(second) {
      const { due, lateP99Ms, busyRatio } = second
      most.lateMs = Math.max(most.lateMs, lateP99Ms)
      most.busyRatio = Math.max(most.busyRatio, busyRatio)
      if (second.machineBusyRatio !== undefined)
        machineBusyRatio = Math.max(machineBusyRatio ?? 0, second.machineBusyRatio)
      seconds.all++
      if (due === 0) return
      seconds.asking++
      if (lateP99Ms <= LATE_MS && busyRatio <= BUSY_RATIO) return
      seconds.late++
      if (!isOnlyTheSender(second)) seconds.starved++
    },
    measure: () => ({
      lateP99Ms: seconds.all === 0 ? null : most.lateMs,
      busyRatio: most.busyRatio,
      machineBusyRatio,
      bottleneck: isToo(seconds.late) ? inWords(most, machineBusyRatio, seconds) : null,
      starved: isToo(seconds.starved),
    }),
  }
}

/** Its own thread can do no more, and processors are idle beside it. Who is late without being busy was kept from its work by the machine. */
function isOnlyTheSender({ busyRatio, machineBusyRatio }: LoadSecond): boolean {
  return busyRatio > BUSY_RATIO && machineBusyRatio !== undefined && machineBusyRatio < SPARE_RATIO
}

function inWords(
  most: { lateMs: number; busyRatio: number },
  machineBusyRatio: number | null,
  { asking, late }: { asking: number; late: number },
): string {
  const machine = machineBusyRatio === null ? '' : ` and this machine up to ${percent(machineBusyRatio)}`
  return `requests left up to ${Math.round(most.lateMs)} ms late in ${late} of ${asking} seconds, and the sender was up to ${percent(most.busyRatio)} busy${machine}`
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
