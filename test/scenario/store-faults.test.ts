import { describe, expect, test } from 'vitest'
import { faultInWords, undoInWords } from '../../src/plan/fault-in-words.ts'
import { parseScenario } from '../../src/scenario/parse-scenario.ts'
import { resolveFault } from '../../src/scenario/resolve/resolve-fault.ts'
import type { WrittenScenario } from '../../src/scenario/schema.ts'

const HEAD = `
scenario: Data is lost
why: it happens
class: data-corruption
platform: platform.yaml
recovery: automatic
targets: { rto: 1m }
faults:
`

function faultOf(written: string) {
  const parsed = parseScenario('lost.yaml', `${HEAD}  - { break: knowledge, ${written} }\n`)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ what }) => what).join('; '))
  const [fault] = (parsed.value as WrittenScenario).faults
  if (fault === undefined) throw new Error('no fault')
  return resolveFault(fault, 0)
}

describe('every way in which data is lost has a line of its own', () => {
  test.for([
    ['a collection, namespace or table is deleted', 'kind: store.delete', 'is deleted, data and structure'],
    ['a tenant is deleted', 'kind: store.delete, tenant: acme', 'loses all that acme has'],
    ['a prefix is deleted', 'kind: store.delete, prefix: tmp/', 'loses all that is called tmp/…'],
    ['a tenant table is emptied', 'kind: store.delete, what: rows', 'loses all rows'],
    ['a retention job goes wrong', 'kind: store.delete, olderThan: 90d', 'loses all rows older than 90 d'],
    ['a restore brings back only a part', 'kind: store.delete, share: 30%', 'loses 30 % of its rows'],
    [
      'a model artefact or a feature snapshot is missing',
      'kind: store.delete, prefix: models/ranker/',
      'loses all that is called models/ranker/…',
    ],
    ['points are dropped', 'kind: store.corrupt, how: drop, share: 10%', 'silently loses rows, 10 % of rows'],
    ['vectors are shuffled among ids', 'kind: store.corrupt, how: shuffle', 'has vectors that changed places'],
    ['vectors are zero', 'kind: store.corrupt, how: zero', 'has vectors of nothing but zeros'],
    [
      'the embedding model is another',
      'kind: store.corrupt, how: model, tenant: acme',
      'has vectors of another embedding model, only of acme',
    ],
    ['the dimension is wrong', 'kind: store.corrupt, how: dimension', 'has vectors of half the length'],
    ['payloads are swapped', 'kind: store.corrupt, how: swap', 'has rows that traded what they say'],
    [
      'a log is truncated',
      'kind: store.corrupt, how: truncate, prefix: log/',
      'has texts cut in half, only where it is called log/…',
    ],
    [
      'bits of a snapshot rot',
      'kind: store.corrupt, how: bit-rot, prefix: content/',
      'has texts with a wrong bit, only where it is called content/…',
    ],
    ['prompts are overwritten', 'kind: store.corrupt, how: overwrite, text: ok', 'has texts overwritten'],
    ['an old snapshot is in its place', 'kind: store.rollback, back: 7d', 'is as it was 7 d ago'],
    ['its alias is lost', 'kind: store.detach, what: alias', 'is not found any more under its other names'],
    ['its tenant filter is lost', 'kind: store.detach, what: tenant-filter', 'shows every tenant the rows of all'],
    ['it is throttled', 'kind: store.throttle', 'holds everybody up for 80 % of the time'],
  ] as const)('%s', ([, written, words]) => {
    const fault = faultOf(written)
    expect(faultInWords(fault)).toBe(`knowledge ${words}`)
    expect(undoInWords(fault)).toMatch(/^knowledge holds again what the parachute does|^nobody is held up/)
  })
})
