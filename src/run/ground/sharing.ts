import type { Journal } from '../../journal/journal.ts'
import type { World } from '../../model/world.ts'
import { lookForCanaries } from '../../probes/canaries/look-for-canaries.ts'
import { type Planted, plantCanaries } from '../../probes/canaries/plant-canaries.ts'
import { searchedHttp } from '../../probes/canaries/searched-http.ts'
import { tryKey } from '../../probes/intruders.ts'
import { outletReader } from '../../probes/outlets.ts'
import type { Drill } from '../drill.ts'

/** What must hold between those who share a platform, watched from before the damage until after everything is put back. */
export interface Sharing {
  /** The way to ask the platform anything: every answer is searched for what belongs to another. */
  readonly world: World
  /** Has the tenants hide their texts, and begins to look for them and to try keys that must be refused. */
  begin(signal: AbortSignal): Promise<void>
  /** Nobody looks any more. What is hidden is taken away by whoever puts back everything else. */
  stop(): Promise<void>
}

const COUNT_EVERY_MS = 1000

export function shareWatch(world: World, drill: Pick<Drill, 'id' | 'platform'>, journal: Journal): Sharing {
  const { platform, id } = drill
  const emit = (happening: Parameters<Journal['append']>[0]) => void journal.append(happening)
  const search = searchedHttp(world.http, platform, id, emit)
  const watched = { ...world, http: search.http }
  const stop = new AbortController()
  const watch = { nowMs: journal.nowMs, emit, signal: stop.signal }
  // Journals and platforms from before there were outlets have none.
  const outlets = (platform.canaries.length === 0 ? [] : (platform.outlets ?? [])).map(outlet => ({
    outlet,
    reader: outletReader(world, outlet, text => search.readable(text, outlet.tenant, `outlet ${outlet.id}`)),
  }))
  let watching: readonly Promise<void>[] = []

  const countAnswers = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await world.clock.sleep(COUNT_EVERY_MS, stop.signal).catch(() => {})
      const answers = search.searched()
      if (answers > 0) emit({ type: 'canary.searched', answers, place: 'answers' })
    }
  }
  const follow = async ({ outlet, reader }: (typeof outlets)[number]): Promise<void> => {
    while (!stop.signal.aborted) {
      await reader.look()
      await world.clock.sleep(outlet.everyMs, stop.signal).catch(() => {})
    }
    // What was told last is told after everything has been put back.
    await reader.look()
  }
  return {
    world: watched,
    async begin(signal) {
      await Promise.all(outlets.map(({ reader }) => reader.begin()))
      const planted: readonly Planted[] = await plantCanaries(
        watched,
        platform,
        id,
        { emit, commit: journal.commit },
        signal,
      )
      const keys = platform.intruders.flatMap(intruder =>
        Object.entries(intruder.keys).map(key => tryKey(watched, intruder, key, platform.tenants, watch)),
      )
      const looks = planted.map(text => lookForCanaries(watched, platform, text, watch))
      const readings = outlets.map(follow)
      watching = [...keys, ...looks, ...readings, ...(platform.canaries.length === 0 ? [] : [countAnswers()])]
    },
    async stop() {
      stop.abort()
      await Promise.all(watching)
      const answers = search.searched()
      if (answers > 0) emit({ type: 'canary.searched', answers, place: 'answers' })
    },
  }
}
