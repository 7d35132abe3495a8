import type { MockFaults } from '../faults/driver.ts'
import type { LoadControl } from '../load/order.ts'
import type { Containers } from '../model/world/containers.ts'
import type { AppendFile, Files } from '../model/world/files.ts'
import type { Processes } from '../model/world/processes.ts'
import type { World } from '../model/world.ts'
import type { Network } from '../network/network.ts'
import { canariesIn } from '../probes/canaries/canary-text.ts'
import type { Means } from '../run/drill.ts'
import type { Stores } from '../stores/store.ts'

/** Where a conductor dies: at its n-th deed, counted from 1, just before the deed or just after it. */
export interface CrashPoint {
  readonly deed: number
  readonly moment: 'before' | 'after'
}

/** A world in which the conductor dies at one exact deed. What it would have done afterwards never happens. */
export interface CrashingWorld {
  readonly world: World
  readonly means: Means
  /** Resolves at the moment of death. */
  readonly dead: Promise<void>
  /** How many deeds there have been. */
  deeds(): number
}

/** Every write to a file, every start or end of a process and every word with a server is a deed. */
export function crashingWorld(world: World, means: Means, point: CrashPoint): CrashingWorld {
  const death = Promise.withResolvers<void>()
  const never = new Promise<never>(() => {})
  let count = 0
  let isDead = false

  const die = (): Promise<never> => {
    isDead = true
    death.resolve()
    return never
  }
  const deed = <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (isDead) return never
      if (++count !== point.deed) return act(...args)
      if (point.moment === 'after') await act(...args)
      return die()
    }
  }
  return {
    world: {
      ...world,
      http: mortalHttp(world.http, deed, { isDead: () => isDead, never }),
      files: mortalFiles(world.files, deed),
      processes: mortalProcesses(world.processes, deed),
      containers: mortalContainers(world.containers, deed),
    },
    means: {
      network: url => mortalNetwork(means.network(url), deed),
      mock: (url, token) => mortalMock(means.mock(url, token), deed),
      load: (url, token) => mortalLoad(means.load(url, token), deed),
      stores: mortalStores(means.stores, deed),
    },
    dead: death.promise,
    deeds: () => count,
  }
}

type Deed = <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) => (...args: A) => Promise<R>

/** To hide a text and to take it away is a deed; to ask is none, but the dead ask nobody either. */
function mortalHttp(
  http: World['http'],
  deed: Deed,
  death: { readonly isDead: () => boolean; readonly never: Promise<never> },
): World['http'] {
  const act = deed(http.send)
  return {
    send(request, options) {
      if (death.isDead()) return death.never
      const changes = request.method === 'DELETE' || canariesIn(`${request.url}${request.body ?? ''}`).length > 0
      return changes ? act(request, options) : http.send(request, options)
    },
  }
}

function mortalFiles(files: Files, deed: Deed): Files {
  return {
    ...files,
    write: deed(files.write),
    claim: deed(files.claim),
    remove: deed(files.remove),
    cut: deed(files.cut),
    async append(path) {
      const file: AppendFile = await files.append(path)
      return { write: deed(file.write), sync: deed(file.sync), close: file.close }
    },
  }
}

function mortalProcesses(processes: Processes, deed: Deed): Processes {
  return { ...processes, start: deed(processes.start), run: deed(processes.run), end: deed(processes.end) }
}

function mortalContainers(containers: Containers, deed: Deed): Containers {
  return { ...containers, start: deed(containers.start), remove: deed(containers.remove) }
}

function mortalNetwork(network: Network, deed: Deed): Network {
  return {
    ...network,
    createProxy: deed(network.createProxy),
    removeProxy: deed(network.removeProxy),
    setEnabled: deed(network.setEnabled),
    addToxic: deed(network.addToxic),
    removeToxic: deed(network.removeToxic),
  }
}

function mortalStores(stores: Stores, deed: Deed): Stores {
  return {
    held: stores.held,
    async open(place) {
      const store = await stores.open(place)
      return {
        ...store,
        put: deed(store.put),
        remove: deed(store.remove),
        make: deed(store.make),
        finish: deed(store.finish),
        drop: deed(store.drop),
      }
    },
  }
}

function mortalMock(mock: MockFaults, deed: Deed): MockFaults {
  return { ...mock, put: deed(mock.put), clear: deed(mock.clear) }
}

function mortalLoad(load: LoadControl, deed: Deed): LoadControl {
  return { ...load, start: deed(load.start), stop: deed(load.stop) }
}
