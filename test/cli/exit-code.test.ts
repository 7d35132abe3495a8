import { describe, expect, test } from 'vitest'
import { type ExitCode, exitCodeOf, worstExit } from '../../src/cli/exit-code.ts'
import { failureOf } from '../../src/cli/failure.ts'
import { DrillError } from '../../src/model/error.ts'
import type { Outcome, RollbackMeasure } from '../../src/model/measures.ts'
import type { Verdict } from '../../src/model/verdict.ts'

const clean: RollbackMeasure = { complete: true, scanned: true, looked: [], leftBehind: [] }

describe('the exit code of one drill', () => {
  const table: readonly [string, Verdict, Outcome, boolean, ExitCode][] = [
    ['passed', 'passed', 'completed', true, 0],
    ['failed', 'failed', 'completed', true, 1],
    ['inconclusive', 'inconclusive', 'unhealthy-baseline', true, 3],
    ['stopped by a guard, which is also a failure', 'failed', 'aborted-by-guard', true, 4],
    ['interrupted, but put back', 'inconclusive', 'interrupted', true, 130],
    ['something left behind matters more than a pass', 'passed', 'completed', false, 5],
    ['something left behind matters more than the interrupt', 'inconclusive', 'interrupted', false, 5],
  ]
  for (const [sentence, verdict, outcome, complete, code] of table) {
    test(`${sentence}: ${code}`, () => {
      expect(exitCodeOf({ verdict, outcome, rollback: { ...clean, complete } })).toBe(code)
    })
  }
})

describe('the exit code of several drills', () => {
  const table: readonly [string, readonly ExitCode[], ExitCode][] = [
    ['all passed', [0, 0], 0],
    ['one failed', [0, 1, 3], 1],
    ['one inconclusive', [0, 3], 3],
    ['a guard is worse than a failure', [1, 4], 4],
    ['what is left behind is worst', [130, 5, 1], 5],
    ['no drill at all proves nothing', [], 3],
  ]
  for (const [sentence, codes, code] of table) {
    test(`${sentence}: ${code}`, () => expect(worstExit(codes)).toBe(code))
  }
})

describe('what went wrong, in words', () => {
  const error = new DrillError('PORT_BUSY', 'Port 1 is taken.', { hint: 'take another' })

  test('message and hint, no stack', () => {
    expect(failureOf(error, false)).toEqual({ text: 'PORT_BUSY  Port 1 is taken.\nhint: take another\n', exit: 2 })
  })
  test('--debug adds the stack', () => {
    expect(failureOf(error, true).text).toMatch(/^ +at /m)
  })
  test('a fault of our own says that it is one', () => {
    expect(failureOf(new TypeError('x is not a function'), false).text).toContain('a fault of Blackstart itself')
  })
  test('an undo that failed exits 5', () => {
    expect(failureOf(new DrillError('UNDO_INCOMPLETE', 'x'), false).exit).toBe(5)
  })
})
