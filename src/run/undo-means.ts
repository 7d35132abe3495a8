import { join } from 'node:path'
import type { UndoMeans } from '../faults/undo.ts'
import { veil } from '../journal/redact.ts'
import type { World } from '../model/world.ts'
import type { Means } from './drill.ts'
import type { Touched } from './touched.ts'

/** How the undos of the drill in this folder reach what they must put back, now or long after. */
export function undoMeans(
  world: World,
  means: Means,
  dir: string,
  touched: () => Touched,
  restart?: UndoMeans['restart'],
): UndoMeans {
  return {
    ...veil(world.env),
    ...{ world, dir, restart },
    platformDir: () => touched().platformDir,
    async stageGone() {
      const { processes } = world
      const alive = touched().stages.map(
        async stage => (await processes.groupAlive(stage)) || (await processes.kin(stage)).length > 0,
      )
      return !(await Promise.all(alive)).includes(true)
    },
    network: means.network,
    stores: means.stores,
    async mock(controlUrl, tokenFile) {
      return means.mock(controlUrl, (await world.files.read(join(dir, tokenFile))).trim())
    },
    async load(controlUrl, tokenFile) {
      return means.load(controlUrl, (await world.files.read(join(dir, tokenFile))).trim())
    },
    async vanished(url) {
      const owner = touched().ownServers.get(url)
      if (owner === undefined) return false
      if (!('container' in owner)) return !(await world.processes.alive(owner))
      // An engine that cannot be asked may still hold it.
      return !(await world.containers.exists(owner.container).catch(() => true))
    },
  }
}
