import type { Problem } from '../../model/problem.ts'
import { JOURNEY_KINDS, type JourneyKind } from '../../model/question.ts'
import { missingKey } from '../../yaml/missing-key.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { keysAt, problemAtKey, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'

/** What journeys and checks of each kind must keep to beyond their schema. */
export const journeyRules: readonly Rule[] = [keysGoWithTheirKind]

interface Shape {
  readonly needs: readonly string[]
  readonly may: readonly string[]
}

/** Which keys go with which kind, of a journey and of its "good". */
const SHAPES: Readonly<Record<JourneyKind, Shape & { readonly good: Shape }>> = {
  http: { needs: ['request'], may: ['mode'], good: { needs: ['status'], may: ['json', 'headers', 'schema'] } },
  stream: {
    needs: ['request'],
    may: ['mode'],
    good: { needs: ['status', 'ends'], may: ['firstWithin', 'text', 'contains'] },
  },
  steps: { needs: ['steps'], may: ['mode'], good: { needs: [], may: [] } },
  prometheus: { needs: ['url', 'query'], may: ['headers'], good: { needs: ['value'], may: [] } },
  sql: { needs: ['connect', 'query'], may: [], good: { needs: [], may: ['value', 'rows'] } },
  tcp: { needs: ['address'], may: ['say'], good: { needs: [], may: ['answer'] } },
  command: { needs: ['run'], may: [], good: { needs: [], may: ['exit', 'output'] } },
}

const OF_ANY_KIND = new Set([
  'tenant',
  'tenants',
  'component',
  'kind',
  'good',
  'every',
  'timeout',
  'maxInFlight',
  'stable',
  'capture',
])
const OF_ANY_GOOD = new Set(['within'])
const OF_SOME_KIND = new Set(Object.values(SHAPES).flatMap(({ needs, may }) => [...needs, ...may]))
const OF_SOME_GOOD = new Set(Object.values(SHAPES).flatMap(({ good }) => [...good.needs, ...good.may]))

function keysGoWithTheirKind(tree: Tree): readonly Problem[] {
  return eachQuestion(tree).flatMap(path => {
    const kind = kindAt(tree, path)
    if (kind === undefined || keysAt(tree, path).length === 0) return []
    const shape = SHAPES[kind]
    const good = [...path, 'good']
    return [
      ...misfits(tree, path, kind, shape, { any: OF_ANY_KIND, some: OF_SOME_KIND }),
      ...(valueAt(tree, good) === undefined
        ? []
        : misfits(tree, good, kind, shape.good, { any: OF_ANY_GOOD, some: OF_SOME_GOOD })),
    ]
  })
}

/** Where everything stands that is asked once or again and again. */
export function eachQuestion(tree: Tree): readonly Path[] {
  return ['journeys', 'checks'].flatMap(group => keysAt(tree, [group]).map(id => [group, id]))
}

/** How it is asked, if it is said in a word that we know. */
export function kindAt(tree: Tree, path: Path): JourneyKind | undefined {
  const written = valueAt(tree, [...path, 'kind'])
  return written === undefined ? 'http' : JOURNEY_KINDS.find(kind => kind === written)
}

function misfits(
  tree: Tree,
  path: Path,
  kind: JourneyKind,
  { needs, may }: Shape,
  known: { readonly any: ReadonlySet<string>; readonly some: ReadonlySet<string> },
): readonly Problem[] {
  const keys = keysAt(tree, path)
  const strangers = keys.filter(key => known.some.has(key) && !needs.includes(key) && !may.includes(key))
  const missing = needs.filter(key => !keys.includes(key))
  // A key that nothing knows has been told already; the one it was meant to be is not missing as well.
  const misspelt = keys.some(key => !known.any.has(key) && !known.some.has(key))
  return [
    ...strangers.map(key => stranger(tree, [...path, key], kind, [...needs, ...may])),
    ...(misspelt ? [] : missing.map(key => lacking(tree, path, kind, key))),
  ]
}

function stranger(tree: Tree, path: Path, kind: JourneyKind, fitting: readonly string[]): Problem {
  const key = String(path.at(-1))
  const others = JOURNEY_KINDS.filter(one =>
    [SHAPES[one], SHAPES[one].good].some(({ needs, may }) => [...needs, ...may].includes(key)),
  )
  return problemAtKey(tree, path, {
    code: 'CONTRADICTION',
    what: `${quoted(key)} does not go with a ${oneOf(path)} of the kind ${kind}`,
    why: fitting.length === 0 ? 'it has nothing of its own there' : `what goes there is ${fitting.join(', ')}`,
    now: `remove it, or write "kind: ${others.join('" or "kind: ')}"`,
  })
}

function lacking(tree: Tree, path: Path, kind: JourneyKind, key: string): Problem {
  return missingKey(tree, path, {
    key,
    why: `a ${oneOf(path)} of the kind ${kind} ${NEEDED[key] ?? 'needs it'}`,
    now: `add ${quoted(`${key}:`)}`,
  })
}

function oneOf([group]: Path): 'check' | 'journey' {
  return group === 'checks' ? 'check' : 'journey'
}

const NEEDED: Readonly<Record<string, string>> = {
  request: 'asks one request',
  status: 'is right only with the status that it should have',
  ends: 'is whole only once its last marker has come',
  steps: 'asks several requests one after the other',
  url: 'asks a Prometheus at an address',
  query: 'asks something',
  value: 'is right only with the value that it should have',
  connect: 'asks a database',
  address: 'connects to a host and port',
  run: 'runs a command line',
}
