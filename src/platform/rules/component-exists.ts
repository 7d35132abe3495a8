import type { Problem } from '../../model/problem.ts'
import { keysAt, type Path, problemAtValue, type Tree, textAt } from '../../yaml/tree.ts'
import { quoted, suggestion } from '../../yaml/words.ts'

/** What is named at a place must be a component of the file; `why` says what for. Where no name stands there is no problem. */
export function componentExists(tree: Tree, path: Path, why: string): readonly Problem[] {
  const components = keysAt(tree, ['components'])
  const name = textAt(tree, path)
  if (name === undefined || components.includes(name)) return []
  return [
    problemAtValue(tree, path, {
      code: 'UNKNOWN_NAME',
      what: `there is no component ${quoted(name)}`,
      why,
      now: suggestion(name, components),
    }),
  ]
}
