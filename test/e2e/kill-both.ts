import { eventsOf, type Started } from './blackstart.ts'

/** Kills the conductor so that its watchdog cannot come to help: both gone, as when a machine loses power. */
export async function killBoth(drill: Started, dir: string): Promise<void> {
  const watchdog = (await eventsOf(dir)).find(event => event.type === 'process.started' && event.role === 'watchdog')
  const pid = watchdog?.type === 'process.started' ? watchdog.identity.pid : 0
  process.kill(pid, 'SIGSTOP')
  drill.child.kill('SIGKILL')
  await drill.ended
  process.kill(pid, 'SIGKILL')
}
