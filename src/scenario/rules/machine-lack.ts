import { type FaultKind, isOneOf } from '../../model/fault.ts'
import { CONTAINER_FAULT_KINDS, PROCESS_FAULT_KINDS } from '../../model/machine-fault.ts'
import type { Tree } from '../../yaml/tree.ts'
import { keysAt, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

/** What a component would need to be broken in this way, and does not have. */
export interface Lack {
  /** What it is that it lacks, where the reason does not say so. */
  readonly what?: string
  readonly why: string
  readonly now: string
}

/** What a component lacks for a fault on its process, its container, its machine or its region. */
export function machineLack(kind: FaultKind, component: string, platform: Tree): Lack | undefined {
  const has = (key: string) => valueAt(platform, ['components', component, key]) !== undefined
  const staged = valueAt(platform, ['stage']) !== undefined
  if (isOneOf({ kind }, PROCESS_FAULT_KINDS)) {
    if (!has('process')) return NO_PROCESS
    return staged ? undefined : NO_STAGE
  }
  if (isOneOf({ kind }, CONTAINER_FAULT_KINDS)) return has('container') ? undefined : NO_CONTAINER
  if (kind === 'disk.fill') return has('folder') ? undefined : NO_FOLDER
  if (kind === 'cpu.squeeze') return staged ? undefined : ELSEWHERE
  return kind === 'region.down' ? lackOfRegion(component, platform) : undefined
}

const NO_PROCESS: Lack = {
  why: 'nothing says which process it is, and a process is never looked for by its name',
  now: 'give it "process: { pidFile: … }" or "process: { listens: … }" in the platform file',
}
const NO_STAGE: Lack = {
  why: 'only a process that the drill itself has started may be touched, and this platform has no "stage"',
  now: 'let a drill start the platform, or break the network in front of it instead',
}
const NO_CONTAINER: Lack = { why: 'nothing says which container it is', now: 'give it "container:" and its name' }
const NO_FOLDER: Lack = { why: 'nothing says where it keeps its data', now: 'give it "folder:" in the platform file' }
const ELSEWHERE: Lack = {
  why: 'the squeeze is on this machine, and a platform without a "stage" may be on another',
  now: 'let a drill start the platform, or slow its network instead',
}

function lackOfRegion(region: string, platform: Tree): Lack | undefined {
  if (textAt(platform, ['components', region, 'kind']) !== 'region') {
    return { why: 'it is no region', now: 'break the component of kind region that others name as their "region"' }
  }
  const members = keysAt(platform, ['components']).filter(
    id => textAt(platform, ['components', id, 'region']) === region,
  )
  if (members.length === 0) return { why: 'no component lies in it', now: `write "region: ${region}" in some` }
  const missing = members.find(id =>
    ['route', 'process', 'container'].every(key => valueAt(platform, ['components', id, key]) === undefined),
  )
  if (missing === undefined) return undefined
  return {
    why: `${quoted(missing)} lies in it, and has neither a route nor a process nor a container to lose`,
    now: `give ${quoted(missing)} one of them, or no region`,
  }
}
