import type { Clock } from '../../model/world.ts'

const LONGEST_MS = 5000
const PAUSE_MS = 10

/** Does something as soon as nobody else has the file locked, and leaves everybody else on this thread alone meanwhile. */
export async function patiently<T>(clock: Pick<Clock, 'sleep'>, act: () => T): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      return act()
    } catch (error) {
      if (!isBusy(error) || waitedMs >= LONGEST_MS) throw error
      await clock.sleep(PAUSE_MS)
    }
  }
}

function isBusy(error: unknown): boolean {
  // Of the code only the last byte says what it is; the others say why.
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}

const SQLITE_BUSY = 5
