import type { FaultKind } from '../../model/fault.ts'
import { CONTAINER_FAULT_KINDS, PROCESS_FAULT_KINDS } from '../../model/machine-fault.ts'
import type { Problem } from '../../model/problem.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted, suggestion } from '../../yaml/words.ts'
import { meet, spansOf } from './overlap-rule.ts'

/** Whether the platform says what the faults on processes, containers, regions and machines need to know of it. */
export function machineProblems(scenario: Tree, platform: Tree): readonly Problem[] {
  const components = keysAt(platform, ['components'])
  return itemsAt(scenario, ['faults']).flatMap((_, index) => {
    const path = ['faults', index]
    const component = textAt(scenario, [...path, 'break']) ?? ''
    const kind = textAt(scenario, [...path, 'kind']) as FaultKind | undefined
    if (kind === 'custom') return customExists(scenario, platform, [...path, 'fault'])
    if (kind === undefined || !components.includes(component)) return []
    const lack = lackFor(kind, component, platform)
    return lack === undefined ? [] : [cannotBreak(scenario, [...path, 'break'], { component, kind, ...lack })]
  })
}

/** A region and something in it are not broken at once: whoever was put back last would put the other's damage back too. */
export function regionOverlaps(scenario: Tree, platform: Tree): readonly Problem[] {
  const spans = spansOf(scenario)
  const regions = spans.filter(span => span.kind === 'region.down')
  return spans.flatMap(span => {
    const home = textAt(platform, ['components', span.component, 'region'])
    const region = regions.find(other => other.component === home && meet(other, span))
    if (region === undefined) return []
    return [
      problemAtKey(scenario, span.path, {
        code: 'CANNOT_BREAK',
        what: `${mappingOf(span.path, '')} breaks ${quoted(span.component)} while its region ${quoted(region.component)} is down`,
        why: 'nobody could tell which of the two did the damage, nor put back one without the other',
        now: 'let one end with "for" before the other begins, or break another component',
      }),
    ]
  })
}

/** What a guard watches must be something the platform has. */
export function guardNameProblems(scenario: Tree, platform: Tree): readonly Problem[] {
  return itemsAt(scenario, ['guards']).flatMap((_, index) => {
    if (textAt(scenario, ['guards', index, 'prometheus']) === undefined) return []
    if (valueAt(platform, ['prometheus']) !== undefined) return []
    return [
      problemAtKey(scenario, ['guards', index, 'prometheus'], {
        code: 'UNKNOWN_NAME',
        what: 'the platform names no Prometheus',
        why: 'a query must be asked of somebody',
        now: 'add "prometheus:" and its address to the platform file',
      }),
    ]
  })
}

function customExists(scenario: Tree, platform: Tree, path: Path): readonly Problem[] {
  const name = textAt(scenario, path)
  const known = keysAt(platform, ['custom'])
  if (name === undefined || known.includes(name)) return []
  return [
    problemAtValue(scenario, path, {
      code: 'UNKNOWN_NAME',
      what: `the platform describes no custom fault ${quoted(name)}`,
      why: 'what it does and what puts it back stand under "custom" in the platform file',
      now: known.length === 0 ? 'describe it there' : suggestion(name, known),
    }),
  ]
}

interface Lack {
  readonly why: string
  readonly now: string
}

function lackFor(kind: FaultKind, component: string, platform: Tree): Lack | undefined {
  const has = (key: string) => valueAt(platform, ['components', component, key]) !== undefined
  const staged = valueAt(platform, ['stage']) !== undefined
  if (PROCESS_FAULT_KINDS.some(one => one === kind)) {
    if (!has('process')) return NO_PROCESS
    return staged ? undefined : NO_STAGE
  }
  if (CONTAINER_FAULT_KINDS.some(one => one === kind)) return has('container') ? undefined : NO_CONTAINER
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

function cannotBreak(
  scenario: Tree,
  path: Path,
  { component, kind, why, now }: Lack & { readonly component: string; readonly kind: string },
): Problem {
  const what = `${quoted(component)} cannot be broken with ${quoted(kind)}`
  return problemAtValue(scenario, path, { code: 'CANNOT_BREAK', what, why, now })
}
