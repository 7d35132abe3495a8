import { describe, expect, test } from 'vitest'
import type { Recovery } from '../../src/measure/recovery.ts'
import { rtoOf } from '../../src/measure/rto.ts'

const restored: Recovery = { state: 'restored', restoredMs: 4000, verifiedMs: 5000, precisionMs: 100 }
const neverDown: Recovery = { state: 'never-down', restoredMs: 0, verifiedMs: 300, precisionMs: 100 }
const stillDown: Recovery = { state: 'still-down', restoredMs: 9000, verifiedMs: null, precisionMs: 100 }
const notMeasured: Recovery = { state: 'not-measured', restoredMs: null, verifiedMs: null, precisionMs: null }
const notVerified: Recovery = { ...restored, verifiedMs: null }

describe('what counts as achieved', () => {
  test.for([
    ['until verified, unless the scenario says otherwise', restored, 'verified', 5000],
    ['until restored, if it does', restored, 'restored', 4000],
    ['never down is zero, however long the gates took', neverDown, 'verified', 0],
    ['never down but not verified is not achieved', { ...neverDown, verifiedMs: null }, 'verified', null],
    ['never down needs no gate where restored counts', { ...neverDown, verifiedMs: null }, 'restored', 0],
    ['restored but not verified is not achieved', notVerified, 'verified', null],
    ['restored but not verified is, where restored counts', notVerified, 'restored', 4000],
    ['still down: a lower bound', stillDown, 'verified', 9000],
    ['not measured', notMeasured, 'verified', null],
  ] as const)('%s', ([_, back, until, achievedMs]) => {
    expect(rtoOf(back, null, until, 'completed')).toMatchObject({ ...back, until, achievedMs, met: null })
  })
})

describe('whether the target was met', () => {
  test.for([
    ['exactly on time', restored, 5000, 'completed', true],
    ['well within', restored, 60_000, 'completed', true],
    ['over by less than the precision: the target is inside the error bar', restored, 4901, 'completed', null],
    ['over by exactly the precision: still inside', restored, 4900, 'completed', null],
    ['over by more than the precision', restored, 4899, 'completed', false],
    ['not verified, although restored in time', notVerified, 60_000, 'completed', null],
    ['not verified, and restored too late already', notVerified, 3899, 'completed', false],
    ['not verified, restored within the error bar', notVerified, 3900, 'completed', null],
    ['never down', neverDown, 100, 'completed', true],
    ['never down, but an outage of the target’s length could have slipped through', neverDown, 99, 'completed', null],
    ['never down, not verified', { ...neverDown, verifiedMs: null }, 60_000, 'completed', null],
    ['still down when the time was up', stillDown, 60_000, 'completed', false],
    ['still down when a guard stopped it', stillDown, 60_000, 'aborted-by-guard', false],
    ['still down when somebody stopped it early', stillDown, 60_000, 'interrupted', null],
    ['still down when somebody stopped it, but late already', stillDown, 8999, 'interrupted', false],
    ['still down when the drill broke off early', stillDown, 9000, 'broken-off', null],
    ['not measured', notMeasured, 60_000, 'completed', null],
    ['without a target there is nothing to meet', restored, null, 'completed', null],
  ] as const)('%s', ([_, back, targetMs, outcome, met]) => {
    expect(rtoOf(back, targetMs, 'verified', outcome).met).toBe(met)
  })
})
