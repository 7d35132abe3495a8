import type { Problem } from '../../model/problem.ts'
import type { Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, textAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'

/** k6 asks and listens as everybody does: it can neither read slowly nor keep half a request to itself. */
export function enginesCan(tree: Tree): readonly Problem[] {
  return itemsAt(tree, ['faults']).flatMap((_, index) => {
    const fault = ['faults', index]
    if (textAt(tree, [...fault, 'engine']) !== 'k6') return []
    return itemsAt(tree, [...fault, 'asks']).flatMap((_, part) => {
      const path = [...fault, 'asks', part]
      return keysAt(tree, path)
        .filter(key => key === 'read' || key === 'hold')
        .map(key =>
          problemAtKey(tree, [...path, key], {
            code: 'CANNOT_BREAK',
            what: `${mappingOf(path, '')} has ${quoted(key)}, which k6 cannot do`,
            why: 'k6 has no hold on single connections',
            now: 'leave "engine: k6" out of this fault, or put this request into a fault of its own',
          }),
        )
    })
  })
}
