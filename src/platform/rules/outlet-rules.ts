import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Tree } from '../../yaml/tree.ts'
import { keysAt, problemAtKey } from '../../yaml/tree.ts'

/** What must hold of the places where tenants are told things that are no answers. */
export const outletRules: readonly Rule[] = [fileOrCommand, somethingIsHidden]

function fileOrCommand(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['outlets']).flatMap(id => {
    const keys = keysAt(tree, ['outlets', id])
    if (keys.length === 0 || keys.includes('file') !== keys.includes('run')) return []
    return [
      problemAtKey(tree, ['outlets', id], {
        code: keys.includes('file') ? 'CONTRADICTION' : 'MISSING_KEY',
        what: `outlets.${id} does not say exactly one of "file" and "run"`,
        why: 'it is a file that grows, or a command that prints something',
        now: 'write "file:" and its path, or "run:" and a command line',
      }),
    ]
  })
}

/** Without hidden texts there is nothing that could be found. */
function somethingIsHidden(tree: Tree): readonly Problem[] {
  const [first] = keysAt(tree, ['outlets'])
  if (first === undefined || keysAt(tree, ['canaries']).length > 0) return []
  return [
    problemAtKey(tree, ['outlets', first], {
      code: 'MISSING_KEY',
      what: 'there are "outlets" but no "canaries"',
      why: 'what tenants are told is searched for texts that were hidden for others, and none are',
      now: 'describe under "canaries" where texts are hidden',
    }),
  ]
}
