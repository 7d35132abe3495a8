import type { World } from '../model/world.ts'
import { nodeClock } from './node/clock.ts'
import { nodeContainers } from './node/containers.ts'
import { nodeFiles } from './node/files.ts'
import { nodeHttp } from './node/http.ts'
import { nodeMailboxes } from './node/mailboxes.ts'
import { nodeProcesses } from './node/processes.ts'
import { nodeSockets } from './node/sockets.ts'

/** The real world, as Node shows it. Nothing else in `src` touches clocks, files, sockets or processes directly. */
export function nodeWorld(): World {
  return {
    clock: nodeClock(),
    http: nodeHttp(),
    sockets: nodeSockets(),
    files: nodeFiles(),
    processes: nodeProcesses(),
    containers: nodeContainers(),
    mailboxes: nodeMailboxes(),
    env: process.env,
  }
}
