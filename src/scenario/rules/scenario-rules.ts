import { formatDuration, parseDuration } from '../../model/duration.ts'
import { FAULT_KINDS } from '../../model/fault.ts'
import type { Problem } from '../../model/problem.ts'
import { missingKey } from '../../yaml/missing-key.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import { schemaProblems } from '../../yaml/schema-problems.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { isMapping, itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'
import { scenarioSayings } from '../sayings.ts'
import { faultFrame } from '../schemas/fault-schema.ts'
import { enginesCan } from './engine-rule.ts'
import { guardProblems } from './guard-rules.ts'
import { faultsOverlap } from './overlap-rule.ts'

/** What a scenario file must keep to beyond its schema, whatever its platform is. */
export const scenarioRules: readonly Rule[] = [
  misspeltFaultsAreReadToo,
  latencyIsSaidOnce,
  sharesGoOneWay,
  somethingIsClaimed,
  oneFaultStartsAtOnce,
  faultsOverlap,
  enginesCan,
  guardProblems,
  namesOnce,
  deadlineLeavesTime,
  runbookLiesInside,
]

/** The schema cannot choose a shape for a fault of an unknown kind; what all kinds share is checked all the same. */
function misspeltFaultsAreReadToo(tree: Tree): readonly Problem[] {
  return eachFault(tree)
    .filter(path => isMapping(valueAt(tree, path)))
    .filter(path => !FAULT_KINDS.some(kind => kind === valueAt(tree, [...path, 'kind'])))
    .flatMap(path => schemaProblems(tree, { ...faultFrame, sayings: scenarioSayings }, path))
}

function latencyIsSaidOnce(tree: Tree): readonly Problem[] {
  return eachFault(tree).flatMap(path => {
    if (textAt(tree, [...path, 'kind']) !== 'latency') return []
    const has = (key: string) => keysAt(tree, path).includes(key)
    if (has('delay') && (has('times') || has('of'))) return [delayTwice(tree, path)]
    if (has('delay') || (has('times') && has('of'))) return []
    return [has('times') || has('of') ? halfATimes(tree, path, has('times') ? 'of' : 'times') : noDelay(tree, path)]
  })
}

function delayTwice(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, [...path, 'delay'], {
    code: 'CONTRADICTION',
    what: `${mappingOf(path, '')} has both "delay" and "times … of"`,
    why: 'a connection is slowed by one amount',
    now: 'remove one of them',
  })
}

function halfATimes(tree: Tree, path: Path, missing: 'of' | 'times'): Problem {
  return missingKey(tree, path, {
    key: missing,
    why: '"times" multiplies what the journey in "of" takes before the fault',
    now: missing === 'of' ? 'add "of:" and the name of a journey' : 'add "times:", for example 10',
  })
}

function noDelay(tree: Tree, path: Path): Problem {
  return missingKey(tree, path, {
    key: 'delay',
    why: 'it is how much longer everything takes',
    now: 'add "delay:", for example 2s, or "times: 10" and "of:" with the name of a journey',
  })
}

/** Each direction of a connection draws its own lot, so a share of both would be another share of connections. */
function sharesGoOneWay(tree: Tree): readonly Problem[] {
  return eachFault(tree).flatMap(path => {
    const share = valueAt(tree, [...path, 'share'])
    const isWhole =
      share === undefined || share === 1 || (typeof share === 'string' && Number.parseFloat(share) === 100)
    if (isWhole || textAt(tree, [...path, 'direction']) !== 'both') return []
    return [
      problemAtValue(tree, [...path, 'direction'], {
        code: 'CONTRADICTION',
        what: `${mappingOf(path, '')} breaks a share of connections in both directions`,
        why: 'each direction draws its own lot, so more connections would be hit than the share says',
        now: 'write "upstream" or "downstream", or leave "share" out',
      }),
    ]
  })
}

function somethingIsClaimed(tree: Tree): readonly Problem[] {
  const targets = valueAt(tree, ['targets'])
  if (targets === undefined || targets === null || Array.isArray(targets) || typeof targets !== 'object') return []
  if (Object.keys(targets).length > 0) return []
  return [
    problemAtKey(tree, ['targets'], {
      code: 'MISSING_KEY',
      what: '"targets" claims nothing',
      why: 'without a claim a drill can neither pass nor fail',
      now: 'add "rto:", for example 60s',
    }),
  ]
}

function oneFaultStartsAtOnce(tree: Tree): readonly Problem[] {
  const starts = eachFault(tree).map(path => ({ path, atMs: parseDuration(textAt(tree, [...path, 'at']) ?? '0s') }))
  const first = starts.toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))[0]
  if (first?.atMs === undefined || first.atMs === 0 || starts.some(({ atMs }) => atMs === undefined)) return []
  return [
    problemAtValue(tree, [...first.path, 'at'], {
      code: 'OUT_OF_RANGE',
      what: `the first fault starts only after ${formatDuration(first.atMs)}`,
      why: 'all times count from the first fault, so that one is at 0s',
      now: `take ${formatDuration(first.atMs)} off every "at"; "baseline" says how long the platform is watched before`,
    }),
  ]
}

function namesOnce(tree: Tree): readonly Problem[] {
  const lists: readonly Path[] = [
    ['gates', 'smoke'],
    ['expect', 'signals'],
  ]
  return lists.flatMap(list => {
    const names = itemsAt(tree, list)
    return names.flatMap((name, index) =>
      typeof name !== 'string' || names.indexOf(name) === index
        ? []
        : [
            problemAtValue(tree, [...list, index], {
              code: 'DUPLICATE_NAME',
              what: `${quoted(name)} stands twice in ${mappingOf(list, '')}`,
              why: 'it would be asked twice and reported as two',
              now: 'remove one of them',
            }),
          ],
    )
  })
}

function deadlineLeavesTime(tree: Tree): readonly Problem[] {
  const deadline = parseDuration(textAt(tree, ['deadline']) ?? '')
  const rto = parseDuration(textAt(tree, ['targets', 'rto']) ?? '')
  if (deadline === undefined || rto === undefined || deadline > rto) return []
  return [
    problemAtValue(tree, ['deadline'], {
      code: 'OUT_OF_RANGE',
      what: `"deadline" is ${formatDuration(deadline)}, not more than the RTO target of ${formatDuration(rto)}`,
      why: 'the drill would give up before the platform is late',
      now: `write more than ${formatDuration(rto)}, best several times as much`,
    }),
  ]
}

/** Runbooks run commands: only those that belong to the platform. */
function runbookLiesInside(tree: Tree): readonly Problem[] {
  const path = ['recovery', 'runbook']
  const file = textAt(tree, path)
  const leaves = file !== undefined && (/^([\\/~]|[A-Za-z]:)/.test(file) || file.split(/[\\/]/).includes('..'))
  if (!leaves) return []
  return [
    problemAtValue(tree, path, {
      code: 'BAD_ADDRESS',
      what: `the runbook ${quoted(file)} lies outside the platform's folder`,
      why: 'its commands would run, and only what is kept with the platform may be run',
      now: 'keep it in a folder below the platform file, and write it like runbooks/restore.md',
    }),
  ]
}

function eachFault(tree: Tree): readonly Path[] {
  return itemsAt(tree, ['faults']).map((_, index) => ['faults', index])
}
