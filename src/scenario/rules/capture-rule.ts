import type { Problem } from '../../model/problem.ts'
import { placeholdersIn, textsIn } from '../../platform/placeholders.ts'
import { capturesOf } from '../../platform/rules/capture-rules.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

/** A check that uses what another captures is asked after it, and never where it is asked alone. */
export function capturesAreThere(scenario: Tree, platform: Tree): readonly Problem[] {
  const smoke = itemsAt(scenario, ['gates', 'smoke'])
  const gates = smoke.flatMap((_, index) => {
    const before = smoke
      .slice(0, index)
      .flatMap(name => (typeof name === 'string' ? capturesOf(platform, bare(name)) : []))
    return lacking(scenario, platform, ['gates', 'smoke', index], before)
  })
  const guards = itemsAt(scenario, ['guards']).flatMap((_, index) =>
    lacking(scenario, platform, ['guards', index, 'check'], []),
  )
  return [...gates, ...guards]
}

function lacking(scenario: Tree, platform: Tree, path: Path, before: readonly string[]): readonly Problem[] {
  const name = textAt(scenario, path)
  if (name === undefined) return []
  const missing = needsOf(platform, bare(name)).find(need => !before.includes(need))
  if (missing === undefined) return []
  const bringer = keysAt(platform, ['checks']).find(id => capturesOf(platform, id).includes(missing))
  // That nobody captures it is the platform file's own problem, and told there.
  if (bringer === undefined) return []
  const isGuard = path[0] === 'guards'
  return [
    problemAtValue(scenario, path, {
      code: 'CONTRADICTION',
      what: `the check ${quoted(name)} needs \${captured.${missing}}, which nothing has captured by then`,
      why: isGuard ? 'a guard asks its check alone' : 'checks are asked in this order',
      now: isGuard ? 'watch another check' : `put ${quoted(bringer)} before it, which captures it`,
    }),
  ]
}

/** What a check uses and does not capture itself in its steps. */
function needsOf(platform: Tree, check: string): readonly string[] {
  const own = itemsAt(platform, ['checks', check, 'steps']).flatMap((_, i) =>
    keysAt(platform, ['checks', check, 'steps', i, 'capture']),
  )
  return [...textsIn(valueAt(platform, ['checks', check]))]
    .flatMap(({ text }) => placeholdersIn(text))
    .flatMap(placeholder => (placeholder.kind === 'captured' ? [placeholder.name] : []))
    .filter(name => !own.includes(name))
}

/** The name in the platform file of what may be one tenant's. */
function bare(name: string): string {
  return name.replace(/@.*$/, '')
}
