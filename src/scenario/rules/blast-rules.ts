import { formatDuration } from '../../model/duration.ts'
import type { Fault } from '../../model/fault.ts'
import { formatPercent } from '../../model/percent.ts'
import type { BlastRadius } from '../../model/platform.ts'
import type { Problem } from '../../model/problem.ts'
import type { Scenario } from '../../model/scenario.ts'
import { resolveAtMost } from '../../platform/resolve/resolve-machine.ts'
import type { WrittenPlatform } from '../../platform/schema.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { problemAtKey } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

/** What of a scenario would break more of its platform, or for longer, than the platform file allows. */
export function blastProblems(tree: Tree, scenario: Scenario, platform: WrittenPlatform): readonly Problem[] {
  const most = resolveAtMost(platform.atMost)
  return [
    ...scenario.faults.flatMap((fault, index) => tooLargeAShare(tree, ['faults', index], fault, most)),
    ...scenario.faults.flatMap((fault, index) => tooMany(tree, ['faults', index], fault, { scenario, platform, most })),
    ...tooLong(tree, scenario, most),
  ]
}

function tooLargeAShare(tree: Tree, path: Path, fault: Fault, { shareRatio }: BlastRadius): readonly Problem[] {
  const hit = 'shareRatio' in fault ? fault.shareRatio : 1
  if (shareRatio === undefined || hit <= shareRatio) return []
  return [
    beyond(tree, path, {
      what: `this fault hits ${formatPercent(hit)} of what reaches ${quoted(fault.component)}`,
      why: `"atMost" of the platform file allows ${formatPercent(shareRatio)}`,
      now: 'write a smaller "share", where the kind of fault has one, or break another environment',
    }),
  ]
}

interface Blast {
  readonly scenario: Scenario
  readonly platform: WrittenPlatform
  readonly most: BlastRadius
}

/** Counted at the moment each fault begins: at no other moment can there be more than before. */
function tooMany(tree: Tree, path: Path, fault: Fault, { scenario, platform, most }: Blast): readonly Problem[] {
  if (most.components === undefined) return []
  const broken = scenario.faults.filter(other => other.atMs <= fault.atMs && fault.atMs < endOf(other))
  const components = new Set(broken.flatMap(other => hitBy(other, platform)))
  if (components.size <= most.components) return []
  return [
    beyond(tree, path, {
      what: `with this fault ${components.size} components are broken at once`,
      why: `"atMost" of the platform file allows ${most.components}`,
      now: 'let others end before it with "for", or leave it out',
    }),
  ]
}

function hitBy({ kind, component }: Fault, { components }: WrittenPlatform): readonly string[] {
  if (kind !== 'region.down') return [component]
  return Object.entries(components).flatMap(([id, { region }]) => (region === component ? [id] : []))
}

function tooLong(tree: Tree, { faults, deadlineMs }: Scenario, { durationMs }: BlastRadius): readonly Problem[] {
  if (durationMs === undefined) return []
  const longest = faults.map(fault => Math.min(endOf(fault), deadlineMs))
  const index = longest.indexOf(Math.max(...longest))
  const lastMs = longest[index] ?? 0
  if (lastMs <= durationMs) return []
  return [
    beyond(tree, ['faults', index], {
      what: `something is broken until ${formatDuration(lastMs)} after the first fault`,
      why: `"atMost" of the platform file allows ${formatDuration(durationMs)}`,
      now: 'write a shorter "for", or an earlier "deadline"',
    }),
  ]
}

function endOf({ atMs, forMs }: Fault): number {
  return atMs + (forMs ?? Number.POSITIVE_INFINITY)
}

function beyond(tree: Tree, path: Path, words: Pick<Problem, 'what' | 'why' | 'now'>): Problem {
  return problemAtKey(tree, path, { code: 'OUT_OF_RANGE', ...words })
}
