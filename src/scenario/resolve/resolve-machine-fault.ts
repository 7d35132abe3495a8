import { parseDuration } from '../../model/duration.ts'
import type { MachineFault } from '../../model/machine-fault.ts'
import { parseSize } from '../../model/size.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'

type WrittenMachineFault = Extract<WrittenFault, { kind: MachineFault['kind'] }>

/** What a fault does to a machine, a process, a container or a region, with all that was left unsaid. */
export function resolveMachineFault(written: WrittenMachineFault): MachineFault {
  switch (written.kind) {
    case 'process.kill':
      return { kind: 'process.kill', politely: written.politely ?? false }
    case 'process.restart-storm':
      return { kind: 'process.restart-storm', everyMs: parseDuration(written.every ?? '1s') ?? 1000 }
    case 'process.freeze':
    case 'container.kill':
    case 'container.pause':
    case 'container.disconnect':
      return { kind: written.kind }
    case 'region.down':
      return { kind: 'region.down', how: written.how ?? 'refuse' }
    case 'cpu.squeeze':
      return { kind: 'cpu.squeeze', workers: written.workers ?? 1 }
    case 'disk.fill':
      return {
        kind: 'disk.fill',
        leaveBytes: parseSize(written.leave ?? '0B') ?? 0,
        mostBytes: parseSize(written.most) ?? 0,
      }
    case 'custom':
      return { kind: 'custom', custom: written.fault }
    default:
      return written satisfies never
  }
}
