import type { WrittenScorer } from '../../../platform/schemas/scorer-schema.ts'
import { isMapping, type Words } from '../../../yaml/tree.ts'
import { quoted } from '../../../yaml/words.ts'

/** One assertion of promptfoo as a scorer of ours, or why there is none. */
export function assertScorer(
  written: unknown,
  index: number,
): { readonly scorer: WrittenScorer } | { readonly trouble: Words } {
  const type = isMapping(written) && typeof written.type === 'string' ? written.type : ''
  const value = isMapping(written) ? written.value : undefined
  const threshold = isMapping(written) && typeof written.threshold === 'number' ? written.threshold : undefined
  const name = `${type} ${index + 1}`
  const scorer = scorerFor(type, value, threshold)
  return scorer === undefined ? { trouble: unknownAssert(type) } : { scorer: { ...scorer, name } as WrittenScorer }
}

function scorerFor(type: string, value: unknown, threshold: number | undefined): object | undefined {
  const texts = (Array.isArray(value) ? value : [value]).map(String)
  const either = texts.map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const pass = threshold === undefined ? {} : { pass: threshold }
  switch (type) {
    case 'equals':
      return { kind: 'equals', value, exactly: true }
    case 'contains':
    case 'contains-all':
      return { kind: 'contains', texts, exactly: true }
    case 'icontains':
    case 'icontains-all':
      return { kind: 'contains', texts }
    case 'contains-any':
      return { kind: 'regex', pattern: either }
    case 'icontains-any':
      return { kind: 'regex', pattern: either, flags: 'i' }
    case 'not-contains':
      return { kind: 'lacks', texts, exactly: true }
    case 'not-icontains':
      return { kind: 'lacks', texts }
    case 'starts-with':
      return { kind: 'regex', pattern: `^(?:${either})` }
    case 'regex':
      return { kind: 'regex', pattern: String(value) }
    case 'is-json':
      return isMapping(value) ? { kind: 'json-schema', schema: value } : { kind: 'valid-json' }
    case 'latency':
      return threshold === undefined ? undefined : { kind: 'latency', within: `${threshold}ms` }
    case 'cost':
      return threshold === undefined ? undefined : { kind: 'cost', most: threshold }
    case 'llm-rubric':
    case 'grade':
      return { kind: 'judge', criteria: String(value), ...pass }
    case 'factuality':
      return { kind: 'autoevals', scorer: 'Factuality', options: { expected: value }, ...pass }
    case 'similar':
      return { kind: 'autoevals', scorer: 'EmbeddingSimilarity', options: { expected: value }, ...pass }
    case 'is-refusal':
      return { kind: 'refusal', refuses: true }
    default:
      return undefined
  }
}

function unknownAssert(type: string): Words {
  return {
    code: 'NOT_AVAILABLE',
    what: `the assertion ${quoted(type)} of promptfoo has no scorer here`,
    why: 'leaving it out would make the case easier than it is',
    now: 'write it as a function of your own, with a scorer of kind "file"',
  }
}
