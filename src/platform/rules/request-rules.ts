import { parseDuration } from '../../model/duration.ts'
import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { isMapping, itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'

/** What journeys, checks and signals must keep to beyond their schema. */
export const requestRules: readonly Rule[] = [
  checksAndJourneysDiffer,
  requestsSendOneThing,
  onlySomeMethodsSend,
  rulesSayOneThing,
  timeoutsAreNotTooShort,
]

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
    if (!isMapping(rule)) return []
    const none = Object.keys(rule).length === 0
    if (!none && RULE_KEYS.filter(key => Object.hasOwn(rule, key)).length <= 1) return []
    return [
      problemAtKey(tree, path, {
        code: 'CONTRADICTION',
        what: `${mappingOf(path, '')} ${none ? 'holds no rule' : 'holds more than one rule'}`,
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

const RULE_KEYS = ['contains', 'exists', 'equals'] as const

function eachRequest(tree: Tree): readonly Path[] {
  const asked = ['journeys', 'checks', 'signals'].flatMap(group =>
    keysAt(tree, [group]).map(id => [group, id, 'request']),
  )
  const ledgers = keysAt(tree, ['ledgers']).flatMap(id =>
    ['write', 'remove', 'read'].map(act => ['ledgers', id, act, 'request']),
  )
  const steps = ['journeys', 'checks'].flatMap(group =>
    keysAt(tree, [group]).flatMap(id =>
      itemsAt(tree, [group, id, 'steps']).map((_, index) => [group, id, 'steps', index, 'request']),
    ),
  )
  const golden = keysAt(tree, ['golden']).map(id => ['golden', id, 'ask', 'request'])
  const own = keysAt(tree, ['custom']).flatMap(id =>
    ['do', 'undo', 'look'].map(deed => ['custom', id, deed, 'request']),
  )
  const hidden = keysAt(tree, ['canaries']).flatMap(id => [
    ...['plant', 'look', 'read', 'remove'].map(act => ['canaries', id, act]),
    ...itemsAt(tree, ['canaries', id, 'warm']).map((_, index) => ['canaries', id, 'warm', index]),
  ])
  const intruders = keysAt(tree, ['intruders']).map(id => ['intruders', id, 'request'])
  return [...asked, ...steps, ...ledgers, ...golden, ...own, ...hidden, ...intruders]
}

function eachJsonRule(tree: Tree): readonly Path[] {
  const homes = [
    ...['journeys', 'checks'].flatMap(group => keysAt(tree, [group]).map(id => [group, id, 'good', 'json'])),
    ...keysAt(tree, ['signals']).flatMap(id => [
      ['signals', id, 'when'],
      ...['headers', 'when', 'off'].map(key => ['signals', id, 'received', key]),
    ]),
    ...keysAt(tree, ['ledgers']).flatMap(id => ['write', 'remove'].map(act => ['ledgers', id, act, 'json'])),
  ]
  return homes.flatMap(home => keysAt(tree, home).map(path => [...home, path]))
}
