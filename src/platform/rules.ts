import { parseDuration } from '../model/duration.ts'
import type { Problem } from '../model/problem.ts'
import type { Rule } from '../yaml/parse-written.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { isMapping, itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../yaml/tree.ts'
import { mappingOf, quoted, suggestion } from '../yaml/words.ts'
import type { Dependencies } from './dependencies.ts'
import { cyclesIn } from './dependencies.ts'
import { knownPlaceholders } from './placeholder-rules.ts'

/** What a platform file must keep to beyond its schema. */
export const platformRules: readonly Rule[] = [
  dependenciesExist,
  noCycles,
  mocksAreOfProviders,
  listensDiffer,
  checksAndJourneysDiffer,
  requestsSendOneThing,
  onlySomeMethodsSend,
  rulesSayOneThing,
  timeoutsAreNotTooShort,
  knownPlaceholders,
]

function dependenciesExist(tree: Tree): readonly Problem[] {
  const components = keysAt(tree, ['components'])
  return eachDependency(tree).flatMap(({ name, path }) =>
    components.includes(name)
      ? []
      : [
          problemAtValue(tree, path, {
            code: 'UNKNOWN_NAME',
            what: `there is no component ${quoted(name)}`,
            why: 'a component can only depend on one that this file describes',
            now: suggestion(name, components),
          }),
        ],
  )
}

function noCycles(tree: Tree): readonly Problem[] {
  const names = keysAt(tree, ['components'])
  const dependencies: Dependencies = Object.fromEntries(
    names.map(id => [id, itemsAt(tree, ['components', id, 'dependsOn']).filter(need => typeof need === 'string')]),
  )
  return cyclesIn(dependencies).map(cycle =>
    problemAtKey(tree, ['components', cycle[0] ?? '', 'dependsOn'], {
      code: 'CYCLE',
      what: `these components depend on each other: ${[...cycle, cycle[0]].join(' -> ')}`,
      why: 'none of them could be brought back first',
      now: 'remove one of the dependencies',
    }),
  )
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
  return problemAtKey(tree, path, {
    code: 'MISSING_KEY',
    what: `"dialect" is missing from ${mappingOf(path, '')}`,
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

function checksAndJourneysDiffer(tree: Tree): readonly Problem[] {
  const journeys = keysAt(tree, ['journeys'])
  return keysAt(tree, ['checks'])
    .filter(check => journeys.includes(check))
    .map(check =>
      problemAtKey(tree, ['checks', check], {
        code: 'DUPLICATE_NAME',
        what: `${quoted(check)} is the name of a journey and of a check`,
        why: 'a smoke gate names either, and could mean both',
        now: 'give one of them another name',
      }),
    )
}

function requestsSendOneThing(tree: Tree): readonly Problem[] {
  return eachRequest(tree).flatMap(path => {
    const keys = keysAt(tree, path)
    if (!keys.includes('json') || !keys.includes('body')) return []
    return [
      problemAtKey(tree, [...path, 'body'], {
        code: 'CONTRADICTION',
        what: `${mappingOf(path, '')} has both "json" and "body"`,
        why: 'a request sends one thing',
        now: 'remove one of them',
      }),
    ]
  })
}

function onlySomeMethodsSend(tree: Tree): readonly Problem[] {
  return eachRequest(tree).flatMap(path => {
    const method = textAt(tree, [...path, 'method'])
    const sent = ['json', 'body'].find(key => keysAt(tree, path).includes(key))
    if (sent === undefined || (method !== 'GET' && method !== 'HEAD')) return []
    return [
      problemAtKey(tree, [...path, sent], {
        code: 'CONTRADICTION',
        what: `a ${method} request cannot send ${quoted(sent)}`,
        why: 'HTTP gives such a request no body',
        now: `remove ${quoted(sent)}, or write "method: POST"`,
      }),
    ]
  })
}

function rulesSayOneThing(tree: Tree): readonly Problem[] {
  return eachJsonRule(tree).flatMap(path => {
    const rule = valueAt(tree, path)
    if (!isMapping(rule) || Object.keys(rule).length === 1) return []
    return [
      problemAtKey(tree, path, {
        code: 'CONTRADICTION',
        what: `${mappingOf(path, '')} ${Object.keys(rule).length === 0 ? 'holds no rule' : 'holds more than one rule'}`,
        why: 'one value is judged by one rule',
        now: 'write { contains: text }, { exists: true } or { equals: value }',
      }),
    ]
  })
}

function timeoutsAreNotTooShort(tree: Tree): readonly Problem[] {
  return keysAt(tree, ['journeys']).flatMap(id => {
    const path = ['journeys', id, 'timeout']
    const timeoutMs = parseDuration(textAt(tree, path) ?? '')
    const within = textAt(tree, ['journeys', id, 'good', 'within']) ?? ''
    const withinMs = parseDuration(within)
    if (timeoutMs === undefined || withinMs === undefined || timeoutMs >= withinMs) return []
    return [
      problemAtValue(tree, path, {
        code: 'OUT_OF_RANGE',
        what: `"timeout" of journeys.${id} is shorter than "within", which is ${within}`,
        why: 'answers that would have been right would be given up',
        now: `write at least ${within}`,
      }),
    ]
  })
}

function eachDependency(tree: Tree): readonly { readonly name: string; readonly path: Path }[] {
  return keysAt(tree, ['components']).flatMap(id => {
    const path = ['components', id, 'dependsOn']
    return itemsAt(tree, path).flatMap((name, index) =>
      typeof name === 'string' ? [{ name, path: [...path, index] }] : [],
    )
  })
}

function eachRequest(tree: Tree): readonly Path[] {
  return ['journeys', 'checks', 'signals'].flatMap(group => keysAt(tree, [group]).map(id => [group, id, 'request']))
}

function eachJsonRule(tree: Tree): readonly Path[] {
  const homes = [
    ...['journeys', 'checks'].flatMap(group => keysAt(tree, [group]).map(id => [group, id, 'good', 'json'])),
    ...keysAt(tree, ['signals']).map(id => ['signals', id, 'when']),
  ]
  return homes.flatMap(home => keysAt(tree, home).map(path => [...home, path]))
}
