import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Keeps a process on the first core, or lets it go wherever it likes again. Where there is no `taskset`, nothing happens. */
export function keepOn(cores: 'one core' | 'all cores', pid: number | undefined): void {
  const list = cores === 'one core' ? '0' : `0-${availableParallelism() - 1}`
  if (pid !== undefined) spawnSync('taskset', ['-acp', list, String(pid)], { stdio: 'ignore' })
}
