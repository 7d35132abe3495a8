import type { DrillEvent, ProcessIdentity, ProcessRole } from '../../model/event.ts'
import type { Platform } from '../../model/platform.ts'
import type { Undo } from '../../model/undo.ts'

/** The places a drill has touched, from its own journal. */
export interface Touched {
  readonly undos: readonly Undo[]
  readonly toxiproxies: readonly string[]
  /** The servers the drill started itself, by address: what they held is gone when they are. */
  readonly ownServers: ReadonlyMap<string, ServerOwner>
  /** What the drill has started as the platform. */
  readonly stages: readonly ProcessIdentity[]
  /** Where tenants have hidden what can be taken away again. */
  readonly hidingPlaces: readonly string[]
  readonly platformDir: string
  /** What stands behind each proxy, by where that listens: a proxy of ours goes with the drill, what is behind it may not. */
  readonly origins: ReadonlyMap<string, string>
}

/** What a server lives in. */
export type ServerOwner = ProcessIdentity | { readonly container: string }

export function touchedFold(): { see(event: DrillEvent): void; touched(): Touched } {
  const undos: Undo[] = []
  const toxiproxies = new Set<string>()
  const ownServers = new Map<string, ServerOwner>()
  const stages: ProcessIdentity[] = []
  const hidingPlaces = new Set<string>()
  let platformDir = '.'
  let origins: ReadonlyMap<string, string> = new Map()
  const owners = new Map<ProcessRole, ServerOwner>()
  let stores: readonly string[] = []
  const own = (url: string, role: ProcessRole): void => {
    const owner = owners.get(role)
    if (owner !== undefined) ownServers.set(url, owner)
  }
  return {
    see(event) {
      switch (event.type) {
        case 'drill.started':
          platformDir = event.platform.dir
          stores = storesOfStage(event.platform)
          origins = originsOf(event.platform)
          break
        case 'process.started':
          owners.set(event.role, event.identity)
          if (event.role === 'stage') stages.push(event.identity)
          if (event.role === 'stage') for (const connect of stores) own(connect, 'stage')
          break
        case 'container.intended':
          owners.set(event.role, { container: event.container })
          break
        case 'network.found':
          toxiproxies.add(event.toxiproxy)
          if (event.ours) own(event.toxiproxy, 'proxy')
          break
        case 'mock.found':
          own(event.control, 'mock')
          break
        case 'load.found':
          own(event.control, 'load')
          break
        case 'canary.intended':
          hidingPlaces.add(event.place)
          break
        case 'scratch.intended':
        case 'fault.intended':
        case 'route.intended':
          undos.push(event.undo)
          break
      }
    },
    touched: () => ({
      ...{ undos, toxiproxies: [...toxiproxies], ownServers, stages, platformDir, origins },
      hidingPlaces: [...hidingPlaces],
    }),
  }
}

function originsOf({ components }: Platform): ReadonlyMap<string, string> {
  return new Map(
    components.flatMap(({ route }) =>
      route?.upstream.kind === 'address' ? [[route.listen, route.upstream.address] as const] : [],
    ),
  )
}

/** The stores that a stage starts with the platform: its command says where each of them listens. */
function storesOfStage({ stage, components }: Platform): readonly string[] {
  return components.flatMap(({ store }) => {
    const [, port] = /:(\d{2,5})(?:\/|$)/.exec(store?.connect ?? '') ?? []
    const starts = port !== undefined && new RegExp(`(?<!\\d)${port}(?!\\d)`).test(stage?.up ?? '')
    return store !== undefined && starts ? [store.connect] : []
  })
}
