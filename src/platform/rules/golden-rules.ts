import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'
import { componentExists } from './component-exists.ts'

/** What golden sets must keep to beyond their schema. */
export const goldenRules: readonly Rule[] = [judgesAreThere, judgesAreComponents, patternsAreRight, scorersDiffer]

function judgesAreThere(tree: Tree): readonly Problem[] {
  return eachScorer(tree).flatMap(({ set, path }) => {
    if (textAt(tree, [...path, 'kind']) !== 'judge' || valueAt(tree, ['golden', set, 'judge']) !== undefined) return []
    return [
      problemAtKey(tree, path, {
        code: 'MISSING_KEY',
        what: `${mappingOf(path, '')} asks for a judge, and golden.${set} names none`,
        why: 'a judge must stand outside of what a drill breaks, so nobody is taken for one unasked',
        now: 'add "judge:" with its url and model',
      }),
    ]
  })
}

function judgesAreComponents(tree: Tree): readonly Problem[] {
  const why = 'a judge is told apart from what is broken by the component it is reached through'
  return keysAt(tree, ['golden']).flatMap(set => componentExists(tree, ['golden', set, 'judge', 'component'], why))
}

function patternsAreRight(tree: Tree): readonly Problem[] {
  return eachScorer(tree).flatMap(({ path }) => {
    const forbidden = itemsAt(tree, [...path, 'forbidden']).map((_, index) => [...path, 'forbidden', index])
    return [[...path, 'pattern'], ...forbidden].flatMap(place => {
      const trouble = troubleWith(textAt(tree, place), textAt(tree, [...path, 'flags']))
      return trouble === undefined ? [] : [badPattern(tree, place, trouble)]
    })
  })
}

function troubleWith(pattern: string | undefined, flags = ''): string | undefined {
  if (pattern === undefined || !/^[imsu]*$/.test(flags)) return undefined
  try {
    new RegExp(pattern, flags)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function badPattern(tree: Tree, path: Path, trouble: string): Problem {
  return problemAtValue(tree, path, {
    code: 'UNKNOWN_VALUE',
    what: `${quoted(textAt(tree, path) ?? '')} is no pattern (${trouble})`,
    why: 'answers are held against it as JavaScript reads it',
    now: 'mend it, or write \\ before characters that mean themselves',
  })
}

function scorersDiffer(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['golden']).flatMap(set => {
    const named = new Set<string>()
    return itemsAt(tree, ['golden', set, 'scorers']).flatMap((_, index) => {
      const path = ['golden', set, 'scorers', index]
      const name =
        ['name', 'scorer', 'metric', 'kind'].map(key => textAt(tree, [...path, key])).find(text => text) ?? ''
      if (!named.has(name)) {
        named.add(name)
        return []
      }
      return [
        problemAtKey(tree, path, {
          code: 'DUPLICATE_NAME',
          what: `two scorers of golden.${set} are called ${quoted(name)}`,
          why: 'reports could not tell them apart',
          now: 'give one of them a "name"',
        }),
      ]
    })
  })
}

function eachScorer(tree: Tree): readonly { readonly set: string; readonly path: Path }[] {
  return keysAt(tree, ['golden']).flatMap(set =>
    itemsAt(tree, ['golden', set, 'scorers']).map((_, index) => ({ set, path: ['golden', set, 'scorers', index] })),
  )
}
