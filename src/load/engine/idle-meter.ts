/** Tells waiting from working: turns of the loop in which nothing was sent or heard are waiting. */
export function idleMeter(nowMs: () => number) {
  let idleMs = 0
  let lastMs = 0
  let closedMs = 0
  let closedCpuMs = cpuMs()
  let busy = true
  let asleep = false
  return {
    worked() {
      busy = true
    },
    sleeps() {
      asleep = true
    },
    turned(taken: number) {
      const now = nowMs()
      // Sleeping takes no processor time; what is awake, but idle, does.
      if (!asleep && !busy && taken === 0) idleMs += now - lastMs
      lastMs = now
      busy = false
      asleep = false
    },
    busyRatio() {
      const now = nowMs()
      const cpu = cpuMs()
      const ratio = (cpu - closedCpuMs - idleMs) / Math.max(1, now - closedMs)
      idleMs = 0
      closedMs = now
      closedCpuMs = cpu
      return ratio
    },
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
