import type { Problem } from '../model/problem.ts'
import { type Path, problemAtKey, type Tree } from './tree.ts'
import { mappingOf, quoted } from './words.ts'

/** A mapping that needs one more key; `now` says how it is written. */
export function missingKey(
  tree: Tree,
  path: Path,
  { key, why, now }: { readonly key: string; readonly why: string; readonly now: string },
): Problem {
  return problemAtKey(tree, path, {
    code: 'MISSING_KEY',
    what: `${quoted(key)} is missing from ${mappingOf(path, '')}`,
    why,
    now,
  })
}
