import { spawnSync } from 'node:child_process'
import { availableParallelism, setPriority } from 'node:os'

const CORES = { 'one core': '0', 'the other core': '1', 'all cores': `0-${availableParallelism() - 1}` } as const

/** Keeps a process on the first core, or on the second, or lets it go wherever it likes again. Where there is no `taskset`, nothing happens. */
export function keepOn(cores: keyof typeof CORES, pid: number | undefined): void {
  if (pid !== undefined) spawnSync('taskset', ['-acp', CORES[cores], String(pid)], { stdio: 'ignore' })
}

/** Takes turns with others, first among them if it may: Linux stops a real-time process that never sleeps for 50 ms of every second. */
export function asOthers(pid: number | undefined): void {
  if (pid === undefined) return
  spawnSync('chrt', ['-a', '-o', '-p', '0', String(pid)], { stdio: 'ignore' })
  try {
    setPriority(pid, -20)
  } catch {}
}
