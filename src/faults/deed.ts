import type { Deed } from '../model/machine-fault.ts'
import type { World } from '../model/world.ts'

/** What became of a deed. */
export interface Done {
  readonly ok: boolean
  readonly detail: string
}

/** Does what a platform file says, by its command or its request, within its time. */
export async function performDeed(
  world: Pick<World, 'processes' | 'http'>,
  deed: Deed,
  dir: string,
  signal?: AbortSignal,
): Promise<Done> {
  const { timeoutMs } = deed
  const stop = signal === undefined ? {} : { signal }
  if (deed.kind === 'request') {
    const outcome = await world.http.send(deed.request, { timeoutMs, ...stop })
    if (outcome.kind === 'failed') return { ok: false, detail: outcome.detail }
    const ok = deed.status === undefined ? outcome.status < 400 : outcome.status === deed.status
    return { ok, detail: `status ${outcome.status}` }
  }
  const { state, code, output } = await world.processes.run({
    ...{ command: deed.command, cwd: dir, env: {}, timeoutMs },
    ...stop,
  })
  const last = output.trim().split('\n').at(-1) ?? ''
  const words = last === '' ? '' : `, its last words: ${last.slice(0, 200)}`
  const ends = { done: 'done', failed: `exit code ${code}`, late: `not done within ${timeoutMs / 1000} s` }
  const how = state === 'stopped' || state === 'not-started' ? state.replace('-', ' ') : ends[state]
  return { ok: state === 'done', detail: `${how}${words}` }
}
