import type { Problem } from '../../model/problem.ts'
import type { Tree } from '../../yaml/tree.ts'
import { problemAtKey, textAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'
import { meet, spansOf } from './overlap-rule.ts'

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
