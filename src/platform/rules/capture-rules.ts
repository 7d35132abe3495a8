import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, valueAt } from '../../yaml/tree.ts'
import { quoted, suggestion } from '../../yaml/words.ts'
import { placeholdersIn, textsIn } from '../placeholders.ts'
import { eachQuestion, kindAt } from './journey-rules.ts'

/** What holds of values that are taken from one answer and used in a later request. */
export const captureRules: readonly Rule[] = [capturesComeFirst, onlyRequestsCapture]

/** A step can only use what a step before it has captured, and a check what some other check does. */
function capturesComeFirst(tree: Tree): readonly Problem[] {
  return eachQuestion(tree).flatMap(path => {
    const others = path[0] === 'checks' ? capturedByOthers(tree, path[1]) : []
    const steps = itemsAt(tree, [...path, 'steps'])
    const inSteps = steps.flatMap((_, index) => {
      const before = steps.slice(0, index).flatMap((_, i) => keysAt(tree, [...path, 'steps', i, 'capture']))
      return unfilled(tree, [...path, 'steps', index, 'request'], [...before, ...others])
    })
    const outside =
      path[0] === 'checks' ? ['request', 'run'].flatMap(key => unfilled(tree, [...path, key], others)) : []
    return [...inSteps, ...outside]
  })
}

function capturedByOthers(tree: Tree, check: Path[number] | undefined): readonly string[] {
  return keysAt(tree, ['checks']).flatMap(id => (id === check ? [] : capturesOf(tree, id)))
}

/** What later checks may use of a check, whether it is one request or several. */
export function capturesOf(tree: Tree, check: string): readonly string[] {
  const path = ['checks', check]
  const inSteps = itemsAt(tree, [...path, 'steps']).flatMap((_, i) => keysAt(tree, [...path, 'steps', i, 'capture']))
  return [...keysAt(tree, [...path, 'capture']), ...inSteps]
}

function unfilled(tree: Tree, path: Path, known: readonly string[]): readonly Problem[] {
  return [...textsIn(valueAt(tree, path), path)].flatMap(({ text, path: at }) =>
    placeholdersIn(text).flatMap(placeholder =>
      placeholder.kind !== 'captured' || known.includes(placeholder.name)
        ? []
        : [notCaptured(tree, at, placeholder.source, placeholder.name, known)],
    ),
  )
}

function notCaptured(tree: Tree, path: Path, source: string, name: string, known: readonly string[]): Problem {
  const isStep = path[2] === 'steps'
  const [why, where] = isStep ? ['no step before this one', 'an earlier step'] : ['no other check', 'another check']
  return {
    file: tree.file,
    ...tree.at.inside(path, source),
    code: 'BAD_PLACEHOLDER',
    what: `${quoted(source)} cannot be filled in`,
    why: `${why} captures it`,
    now: known.length === 0 ? `add "capture: { ${name}: $.path }" to ${where}` : suggestion(name, known),
  }
}

/** Nothing but the answer to a request has places to capture from; steps say it for each of theirs. */
function onlyRequestsCapture(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['checks']).flatMap(id => {
    const path = ['checks', id]
    const kind = kindAt(tree, path)
    if (kind === undefined || kind === 'http' || valueAt(tree, [...path, 'capture']) === undefined) return []
    return [
      problemAtKey(tree, [...path, 'capture'], {
        code: 'CONTRADICTION',
        what: `"capture" does not go with a check of the kind ${kind}`,
        why: 'only the answer to a request has places to capture from',
        now: kind === 'steps' ? 'write it in the step that brings it' : 'remove it, or write "kind: http"',
      }),
    ]
  })
}
