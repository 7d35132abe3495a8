import { COMPARISONS } from '../model/comparison.ts'
import type { ValueRule } from '../model/question.ts'

/** `>= 1` as a comparison, and any other text as itself. */
export function parseValueRule(written: string | number): ValueRule {
  const [, by, than] = /^\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i.exec(String(written)) ?? []
  const known = COMPARISONS.find(one => one === by)
  if (known !== undefined && than !== undefined) return { kind: 'compare', by: known, than: Number(than) }
  if (typeof written === 'number') return { kind: 'compare', by: '=', than: written }
  return { kind: 'is', text: written }
}
