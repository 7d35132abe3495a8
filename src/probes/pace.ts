/** When the n-th sample is due: a fixed grid, so that nothing that happens can shift what comes after. */
export function dueMs(startMs: number, everyMs: number, n: number): number {
  return startMs + n * everyMs
}

/** How many samples are due by now that have not been asked for yet. */
export function dueCount(startMs: number, everyMs: number, nowMs: number, asked: number): number {
  const due = Math.floor((nowMs - startMs) / everyMs) + 1
  return Math.max(0, due - asked)
}
