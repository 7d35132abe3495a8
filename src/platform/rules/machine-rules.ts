import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted, suggestion } from '../../yaml/words.ts'

/** What processes, regions and custom faults must keep to beyond their schema. */
export const machineRules: readonly Rule[] = [processesAreFoundOneWay, regionsExist, deedsAreOneThing]

function processesAreFoundOneWay(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['components']).flatMap(id => {
    const path = ['components', id, 'process']
    if (valueAt(tree, path) === undefined) return []
    const keys = keysAt(tree, path)
    if (keys.includes('pidFile') && keys.includes('listens')) return [foundTwice(tree, path)]
    if (!keys.includes('pidFile') && !keys.includes('listens')) return [notFound(tree, path)]
    return keys.includes('key') && !keys.includes('pidFile') ? [keyOfNothing(tree, path)] : []
  })
}

function foundTwice(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, [...path, 'listens'], {
    code: 'CONTRADICTION',
    what: `${mappingOf(path, '')} has both "pidFile" and "listens"`,
    why: 'they could lead to two different processes',
    now: 'remove one of them',
  })
}

function notFound(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, path, {
    code: 'MISSING_KEY',
    what: `${mappingOf(path, '')} does not say how the process is found`,
    why: 'a process is known by its number, never by its name',
    now: 'add "pidFile:" and the file that holds its number, or "listens:" and the address where it listens',
  })
}

function keyOfNothing(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, [...path, 'key'], {
    code: 'CONTRADICTION',
    what: `${mappingOf(path, '')} has a "key" but no "pidFile"`,
    why: 'the key says where in that file the number is',
    now: 'remove it',
  })
}

function regionsExist(tree: Tree): readonly Problem[] {
  const components = keysAt(tree, ['components'])
  const regions = components.filter(id => textAt(tree, ['components', id, 'kind']) === 'region')
  return components.flatMap(id => {
    const path = ['components', id, 'region']
    const region = textAt(tree, path)
    if (region === undefined || regions.includes(region)) return []
    const is = components.includes(region) ? `${quoted(region)} is no region` : `there is no region ${quoted(region)}`
    return [
      problemAtValue(tree, path, {
        code: 'UNKNOWN_NAME',
        what: is,
        why: 'a region is a component of kind region',
        now: regions.length === 0 ? `add a component "${region}: { kind: region }"` : suggestion(region, regions),
      }),
    ]
  })
}

function deedsAreOneThing(tree: Tree): readonly Problem[] {
  const deeds = keysAt(tree, ['custom']).flatMap(id =>
    ['do', 'undo', 'look'].map(deed => ['custom', id, deed]).filter(path => valueAt(tree, path) !== undefined),
  )
  return deeds.flatMap(path => {
    const keys = keysAt(tree, path)
    if (keys.includes('run') !== keys.includes('request')) {
      return keys.includes('run') && keys.includes('status') ? [statusOfCommand(tree, path)] : []
    }
    const both = keys.includes('run')
    return [
      problemAtKey(tree, path, {
        code: both ? 'CONTRADICTION' : 'MISSING_KEY',
        what: `${mappingOf(path, '')} ${both ? 'is a command and a request' : 'is neither a command nor a request'}`,
        why: 'it is done in one way',
        now: both ? 'remove one of them' : 'add "run:" and a command, or "request:" with a "url"',
      }),
    ]
  })
}

function statusOfCommand(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, [...path, 'status'], {
    code: 'CONTRADICTION',
    what: `${mappingOf(path, '')} is a command and has a "status"`,
    why: 'a command is done when it ends with exit code 0',
    now: 'remove it',
  })
}
