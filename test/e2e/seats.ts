import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach } from 'vitest'

// A drill of Harbor mostly waits. Two side by side do not make each other late on two cores; three were seen to, beside other tests.
const SEATS = 2
const LONGEST_WAIT_MS = 600_000
const LOOK_EVERY_MS = 100

/** The tests around this take turns with those of all other files on this machine, each before its own time begins. */
export function seated(): void {
  beforeEach(async () => {
    const seat = await takeSeat()
    return () => rm(seat, { force: true })
  }, LONGEST_WAIT_MS)
}

async function takeSeat(): Promise<string> {
  const room = join(tmpdir(), `blackstart-seats-${process.getuid?.() ?? 'here'}`)
  await mkdir(room, { recursive: true })
  for (; ; await sleep(LOOK_EVERY_MS)) {
    for (let number = 0; number < SEATS; number++) {
      const seat = join(room, String(number))
      if (await isTaken(seat)) continue
      const isMine = await writeFile(seat, String(process.pid), { flag: 'wx' }).then(
        () => true,
        () => false,
      )
      if (isMine) return seat
    }
  }
}

/** Whoever was killed has left its seat. */
async function isTaken(seat: string): Promise<boolean> {
  const holder = Number(await readFile(seat, 'utf8').catch(() => ''))
  if (holder === 0) return false
  try {
    return process.kill(holder, 0)
  } catch {
    await rm(seat, { force: true })
    return false
  }
}
