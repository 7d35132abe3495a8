import type { DrillEvent, ProcessIdentity, ProcessRole } from '../model/event.ts'
import type { Undo } from '../model/undo.ts'

/** The places a drill has touched, from its own journal. */
export interface Touched {
  readonly undos: readonly Undo[]
  readonly toxiproxies: readonly string[]
  /** The servers the drill started itself, by address: what they held is gone when they are. */
  readonly ownServers: ReadonlyMap<string, ProcessIdentity>
}

export function touchedFold(): { see(event: DrillEvent): void; touched(): Touched } {
  const undos: Undo[] = []
  const toxiproxies = new Set<string>()
  const ownServers = new Map<string, ProcessIdentity>()
  const processes = new Map<ProcessRole, ProcessIdentity>()
  const own = (url: string, role: ProcessRole): void => {
    const identity = processes.get(role)
    if (identity !== undefined) ownServers.set(url, identity)
  }
  return {
    see(event) {
      switch (event.type) {
        case 'process.started':
          processes.set(event.role, event.identity)
          break
        case 'network.found':
          toxiproxies.add(event.toxiproxy)
          if (event.ours) own(event.toxiproxy, 'proxy')
          break
        case 'mock.found':
          own(event.control, 'mock')
          break
        case 'fault.intended':
        case 'route.intended':
          undos.push(event.undo)
          break
      }
    },
    touched: () => ({ undos, toxiproxies: [...toxiproxies], ownServers }),
  }
}
