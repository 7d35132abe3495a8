import type { Problem } from '../../model/problem.ts'
import { missingKey } from '../../yaml/missing-key.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'
import type { Dependencies } from '../dependencies.ts'
import { cyclesIn } from '../dependencies.ts'
import { componentExists } from './component-exists.ts'

/** What components must keep to beyond their schema. */
export const componentRules: readonly Rule[] = [dependenciesExist, noCycles, mocksAreOfProviders, listensDiffer]

function dependenciesExist(tree: Tree): readonly Problem[] {
  const why = 'a component can only depend on one that this file describes'
  return eachDependency(tree).flatMap(path => componentExists(tree, path, why))
}

function noCycles(tree: Tree): readonly Problem[] {
  const names = keysAt(tree, ['components'])
  const dependencies: Dependencies = Object.fromEntries(
    names.map(id => [id, itemsAt(tree, ['components', id, 'dependsOn']).filter(need => typeof need === 'string')]),
  )
  const cycles = cyclesIn(dependencies).slice(0, MOST_CYCLES)
  return cycles.map(cycle =>
    problemAtKey(tree, ['components', cycle[0] ?? '', 'dependsOn'], {
      code: 'CYCLE',
      what: `these components depend on each other: ${roundWords(cycle)}`,
      why: 'none of them could be brought back first',
      now: 'remove one of the dependencies',
    }),
  )
}

// Components that all depend on each other make thousands of cycles; the first ones are what matters.
const MOST_CYCLES = 10

function roundWords(cycle: readonly string[]): string {
  const shown = cycle.length > 10 ? [...cycle.slice(0, 9), '…'] : cycle
  return [...shown, cycle[0]].join(' -> ')
}

function mocksAreOfProviders(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['components']).flatMap(id => {
    const path = ['components', id]
    if (textAt(tree, [...path, 'route', 'upstream']) !== 'mock') return []
    if (textAt(tree, [...path, 'kind']) !== 'model-provider') return [mockOfOther(tree, [...path, 'route', 'upstream'])]
    return valueAt(tree, [...path, 'dialect']) === undefined ? [mockWithoutDialect(tree, path)] : []
  })
}

function mockOfOther(tree: Tree, path: Path): Problem {
  return problemAtValue(tree, path, {
    code: 'NOT_AVAILABLE',
    what: 'only a model provider can have a mock upstream',
    why: 'there are mocks of model providers and of nothing else',
    now: 'write the host and port where the component really is',
  })
}

function mockWithoutDialect(tree: Tree, path: Path): Problem {
  return missingKey(tree, path, {
    key: 'dialect',
    why: 'its upstream is a mock, which has to know the wire format to speak',
    now: 'add "dialect:", for example openai',
  })
}

function listensDiffer(tree: Tree): readonly Problem[] {
  const first = new Map<string, string>()
  return keysAt(tree, ['components']).flatMap(id => {
    const path = ['components', id, 'route', 'listen']
    const listen = textAt(tree, path)
    if (listen === undefined) return []
    const other = first.get(listen)
    if (other === undefined) first.set(listen, id)
    return other === undefined ? [] : [listenTwice(tree, path, listen, other)]
  })
}

function listenTwice(tree: Tree, path: Path, listen: string, other: string): Problem {
  return problemAtValue(tree, path, {
    code: 'DUPLICATE_NAME',
    what: `${quoted(listen)} is where ${quoted(other)} listens too`,
    why: 'one address can lead to one component only',
    now: 'give one of them another port',
  })
}

function eachDependency(tree: Tree): readonly Path[] {
  return keysAt(tree, ['components']).flatMap(id => {
    const path = ['components', id, 'dependsOn']
    return itemsAt(tree, path).map((_, index) => [...path, index])
  })
}
