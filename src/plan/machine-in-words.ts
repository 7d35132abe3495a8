import { formatDuration } from '../model/duration.ts'
import type { Fault } from '../model/fault.ts'
import type { MachineFault } from '../model/machine-fault.ts'
import { formatSize } from '../model/size.ts'

/** What a fault does to a machine, a process, a container or a region, as the rest of a sentence about the component. */
export function machineInWords(fault: MachineFault): string {
  switch (fault.kind) {
    case 'process.kill':
      return fault.politely ? 'is told to end (SIGTERM)' : 'is killed (SIGKILL)'
    case 'process.freeze':
      return 'is frozen: it neither runs nor ends'
    case 'process.restart-storm':
      return `is killed again and again, whenever it is back, every ${formatDuration(fault.everyMs)}`
    case 'container.kill':
      return 'has its container killed'
    case 'container.pause':
      return 'has its container paused'
    case 'container.disconnect':
      return 'has its container cut off from its networks'
    case 'region.down':
      return fault.how === 'refuse'
        ? 'is lost: whatever lies in it refuses every connection or is frozen'
        : 'falls silent: whatever lies in it accepts connections and never answers, or is frozen'
    case 'cpu.squeeze':
      return `shares its machine with ${fault.workers} ${fault.workers === 1 ? 'program' : 'programs'} that compute as hard as they can`
    case 'disk.fill':
      return `finds the disk of its folder full but for ${formatSize(fault.leaveBytes)}, at the cost of ${formatSize(fault.mostBytes)} at most`
    case 'custom':
      return `meets the platform's own fault ${fault.custom}`
    default:
      return fault satisfies never
  }
}

/** How the damage of such a fault is taken back. */
export function machineUndoInWords(fault: MachineFault & Pick<Fault, 'component'>): string {
  switch (fault.kind) {
    case 'process.kill':
    case 'process.restart-storm':
      return `${fault.component} is running again: its supervisor sees to that, or the "restart" command of the platform file`
    case 'process.freeze':
      return `${fault.component} goes on`
    case 'container.kill':
    case 'container.pause':
    case 'container.disconnect':
      return `the container of ${fault.component} runs as before, on the networks it was on`
    case 'region.down':
      return `everything in ${fault.component} accepts connections and runs as before`
    case 'cpu.squeeze':
      return 'our programs end'
    case 'disk.fill':
      return `our file leaves the folder of ${fault.component}`
    case 'custom':
      return `the platform's own undo of ${fault.custom} is done`
    default:
      return fault satisfies never
  }
}
