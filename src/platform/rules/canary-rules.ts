import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { keysAt, problemAtKey, valueAt } from '../../yaml/tree.ts'
import { textsIn } from '../placeholders.ts'

/** What must hold of the places where texts are hidden, beyond the schema. */
export const canaryRules: readonly Rule[] = [requestOrCommand, somethingIsPlanted, namesAreKnown]

function requestOrCommand(tree: Tree): readonly Problem[] {
  return eachPlace(tree).flatMap(place =>
    ['plant', 'remove'].flatMap(act => {
      const path = [...place, act]
      const keys = keysAt(tree, path)
      const [ofOther] = keys.includes('run')
        ? keys.filter(key => key !== 'run' && key !== 'timeout')
        : keys.filter(key => key === 'timeout')
      if (keys.length === 0 || (ofOther === undefined && (keys.includes('run') || keys.includes('url')))) return []
      return [
        problemAtKey(tree, ofOther === undefined ? path : [...path, ofOther], {
          code: ofOther === undefined ? 'MISSING_KEY' : 'CONTRADICTION',
          what: `${path.join('.')} is not exactly one of a request and a command`,
          why: 'a text is hidden, or taken away, in one way',
          now: 'write "url:" and what is sent there, or "run:" and a command line with its "timeout"',
        }),
      ]
    }),
  )
}

/** What is not put anywhere cannot be found anywhere, and its absence would prove nothing. */
function somethingIsPlanted(tree: Tree): readonly Problem[] {
  return eachPlace(tree).flatMap(place => {
    const planting = valueAt(tree, [...place, 'plant'])
    if (planting === undefined || mentions([planting, valueAt(tree, [...place, 'warm'])], '{canary}')) return []
    return [
      problemAtKey(tree, [...place, 'plant'], {
        code: 'MISSING_KEY',
        what: `${place.join('.')} hides nothing: "{canary}" stands nowhere in what it sends`,
        why: 'whoever is not given the text cannot leak it',
        now: 'write {canary} where the text is to stand, such as json: { text: "The word of the day is {canary}." }',
      }),
    ]
  })
}

function namesAreKnown(tree: Tree): readonly Problem[] {
  return eachPlace(tree).flatMap(place => {
    if (valueAt(tree, [...place, 'id']) !== undefined) return []
    return ['read', 'remove']
      .filter(act => mentions(valueAt(tree, [...place, act]), '{id}'))
      .map(act =>
        problemAtKey(tree, [...place, act], {
          code: 'MISSING_KEY',
          what: `${[...place, act].join('.')} needs {id}, and nothing says where to get it`,
          why: 'what was hidden is read and taken away by the name that the platform gave it',
          now: 'write "id:" and where in the answer to "plant" it is, such as $.id',
        }),
      )
  })
}

function eachPlace(tree: Tree): readonly Path[] {
  return keysAt(tree, ['canaries']).map(id => ['canaries', id])
}

function mentions(value: unknown, word: string): boolean {
  return [...textsIn(value)].some(({ text }) => text.includes(word))
}
