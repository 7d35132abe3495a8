import type { Problem } from '../../model/problem.ts'
import type { Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtValue, textAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

/** A judge that is itself broken, or reached through something broken, could judge nothing. */
export function judgesStandOutside(scenario: Tree, platform: Tree): readonly Problem[] {
  const broken = itemsAt(scenario, ['faults']).flatMap((_, index) => textAt(scenario, ['faults', index, 'break']) ?? [])
  return [['gates', 'golden', 'set'] as const, ['gates', 'golden', 'during', 'set'] as const].flatMap(path => {
    const set = textAt(scenario, path)
    if (set === undefined) return []
    const through = judgeComponent(platform, set)
    if (through === undefined) return []
    const hit = [through, ...dependenciesOf(platform, through)].find(component => broken.includes(component))
    if (hit === undefined) return []
    const how = hit === through ? `is reached through ${quoted(hit)}` : `needs ${quoted(hit)}`
    return [
      problemAtValue(scenario, path, {
        code: 'CANNOT_BREAK',
        what: `the judge of ${quoted(set)} ${how}, which this scenario breaks`,
        why: 'a judge inside the damage could judge nothing, or judge wrongly',
        now: 'give the golden set a judge elsewhere, or break something else',
      }),
    ]
  })
}

/** The component it says it is reached through, or the one whose address stands in its url. */
function judgeComponent(platform: Tree, set: string): string | undefined {
  const said = textAt(platform, ['golden', set, 'judge', 'component'])
  if (said !== undefined) return said
  const url = textAt(platform, ['golden', set, 'judge', 'url']) ?? ''
  return keysAt(platform, ['components']).find(
    component => url.includes(`\${${component}}`) || isItsAddress(platform, component, url),
  )
}

function isItsAddress(platform: Tree, component: string, url: string): boolean {
  const places = ['listen', 'upstream'].map(end => textAt(platform, ['components', component, 'route', end]))
  return places.some(place => place !== undefined && place !== 'mock' && url.includes(`//${place}`))
}

function dependenciesOf(platform: Tree, component: string): readonly string[] {
  const found = new Set<string>()
  const waiting = [component]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const need of itemsAt(platform, ['components', next, 'dependsOn'])) {
      if (typeof need !== 'string' || found.has(need)) continue
      found.add(need)
      waiting.push(need)
    }
  }
  return [...found]
}
