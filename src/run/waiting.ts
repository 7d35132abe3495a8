import type { Clock } from '../model/world.ts'

// Short beside any sampling interval, long beside the work of looking.
const LOOK_EVERY_MS = 20

/** Looks again and again until there is something to see, or until the time is up. */
export async function waitFor<T>(
  clock: Clock,
  look: () => T | undefined,
  options: { readonly limitMs: number; readonly signal?: AbortSignal },
): Promise<T | undefined> {
  const endMs = clock.nowMs() + options.limitMs
  for (;;) {
    const seen = look()
    if (seen !== undefined) return seen
    const leftMs = endMs - clock.nowMs()
    if (leftMs <= 0) return undefined
    await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs), options.signal)
  }
}
