import type { DrillEvent, ProcessIdentity, ProcessRole } from '../model/event.ts'
import type { Undo } from '../model/undo.ts'

/** The places a drill has touched, from its own journal. */
export interface Touched {
  readonly undos: readonly Undo[]
  readonly toxiproxies: readonly string[]
  /** The servers the drill started itself, by address: what they held is gone when they are. */
  readonly ownServers: ReadonlyMap<string, ServerOwner>
  /** What the drill has started as the platform. */
  readonly stages: readonly ProcessIdentity[]
  readonly platformDir: string
}

/** What a server lives in. */
export type ServerOwner = ProcessIdentity | { readonly container: string }

export function touchedFold(): { see(event: DrillEvent): void; touched(): Touched } {
  const undos: Undo[] = []
  const toxiproxies = new Set<string>()
  const ownServers = new Map<string, ServerOwner>()
  const stages: ProcessIdentity[] = []
  let platformDir = '.'
  const owners = new Map<ProcessRole, ServerOwner>()
  const own = (url: string, role: ProcessRole): void => {
    const owner = owners.get(role)
    if (owner !== undefined) ownServers.set(url, owner)
  }
  return {
    see(event) {
      switch (event.type) {
        case 'drill.started':
          platformDir = event.platform.dir
          break
        case 'process.started':
          owners.set(event.role, event.identity)
          if (event.role === 'stage') stages.push(event.identity)
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
        case 'fault.intended':
        case 'route.intended':
          undos.push(event.undo)
          break
      }
    },
    touched: () => ({ undos, toxiproxies: [...toxiproxies], ownServers, stages, platformDir }),
  }
}
