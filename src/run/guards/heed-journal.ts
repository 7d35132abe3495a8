import type { Running } from '../drill.ts'

const LOOK_EVERY_MS = 250

/**
 * Looks as long as a drill runs whether its journal is still where others would look for it. A file that was removed can be written
 * to for ever; but neither the watchdog nor anybody else could put anything back by it.
 */
export async function heedJournal({ world, journal, abort }: Running, until: AbortSignal): Promise<void> {
  while (!until.aborted && !abort.signal.aborted) {
    await world.clock.sleep(LOOK_EVERY_MS, until).catch(() => {})
    if (until.aborted || (await world.files.exists(journal.path))) continue
    abort.now('error', `the journal ${journal.path} was removed: nobody else could put back what is broken`)
  }
}
