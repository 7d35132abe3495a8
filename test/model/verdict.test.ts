import { expect, test } from 'vitest'
import { worst } from '../../src/model/verdict.ts'

test.for([
  ['of nothing we know nothing', [], 'inconclusive'],
  ['passed alone', ['passed'], 'passed'],
  ['all passed', ['passed', 'passed'], 'passed'],
  ['doubt beats a pass', ['passed', 'inconclusive', 'passed'], 'inconclusive'],
  ['a failure beats doubt', ['inconclusive', 'failed', 'passed'], 'failed'],
  ['the order does not matter', ['failed', 'passed', 'inconclusive'], 'failed'],
] as const)('%s', ([_, verdicts, expected]) => {
  expect(worst(verdicts)).toBe(expected)
})
