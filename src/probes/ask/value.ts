import { compares } from '../../model/comparison.ts'
import type { ValueRule } from '../../model/question.ts'

/** Whether a value is what it should be. What is no number is never less or more than one. */
export function fits(rule: ValueRule, value: string): boolean {
  if (rule.kind === 'is') return value === rule.text
  const number = value.trim() === '' ? Number.NaN : Number(value)
  return compares(number, rule.by, rule.than)
}

/** A rule as people write it. */
export function ruleWords(rule: ValueRule): string {
  return rule.kind === 'is' ? JSON.stringify(rule.text) : `${rule.by} ${rule.than}`
}
