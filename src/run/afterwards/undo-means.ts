import { join } from 'node:path'
import type { UndoMeans } from '../../faults/undo.ts'
import { veil } from '../../journal/redact.ts'
import type { World } from '../../model/world.ts'
import type { Means } from '../drill.ts'
import type { Touched } from './touched.ts'

/** The drill whose undos are performed. */
export interface UndoOrigin {
  readonly dir: string
  readonly touched: () => Touched
  readonly restart?: UndoMeans['restart']
  /** The control tokens that are still known, by their files; elsewhere they are read from there. */
  readonly tokens?: ReadonlyMap<string, string>
}

/** How the undos of a drill reach what they must put back, now or long after. */
export function undoMeans(world: World, means: Means, { dir, touched, restart, tokens }: UndoOrigin): UndoMeans {
  const tokenIn = async (file: string) => tokens?.get(file) ?? (await world.files.read(join(dir, file))).trim()
  const stageGone = async (): Promise<boolean> => {
    const { processes } = world
    const { stages } = touched()
    const alive = stages.map(
      async stage => (await processes.groupAlive(stage)) || (await processes.kin(stage)).length > 0,
    )
    return stages.length > 0 && !(await Promise.all(alive)).includes(true)
  }
  return {
    ...veil(world.env),
    ...{ world, dir, restart },
    platformDir: () => touched().platformDir,
    stageGone,
    origin(url) {
      const host = URL.parse(url)?.host
      const behind = host === undefined ? undefined : touched().origins.get(host)
      return behind === undefined ? undefined : url.replace(`//${host}`, `//${behind}`)
    },
    network: means.network,
    stores: means.stores,
    async mock(controlUrl, tokenFile) {
      return means.mock(controlUrl, await tokenIn(tokenFile))
    },
    async load(controlUrl, tokenFile) {
      return means.load(controlUrl, await tokenIn(tokenFile))
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
