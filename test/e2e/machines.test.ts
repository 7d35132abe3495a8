import { describe, expect, test } from 'vitest'
import { seated } from './seats.ts'
import { shippedDrill } from './shipped-drill.ts'

describe('real processes and a whole region of Harbor', { timeout: 180_000 }, () => {
  seated()

  test('a region is lost, the other takes over, and what had not been copied yet is what is lost', async () => {
    const { code, measures } = await shippedDrill('region-lost')
    const { rto, rpo, signals, faults, rollback } = measures
    expect(faults[0]).toMatchObject({ kind: 'region.down', effect: 'bitten' })
    expect(signals.find(({ name }) => name === 'failed-over')?.firstOnMs).toEqual(expect.any(Number))
    expect(rto).toMatchObject({ state: 'restored', met: true })
    expect(rpo).toMatchObject({ state: 'measured', met: true, lostAfterT0: 0, corrupt: 0, duplicated: 0 })
    expect(rollback).toMatchObject({ complete: true, leftBehind: [] })
    expect(code).toBe(0)
  })

  test('an edge that may not fail over by itself stays down with its region: the drill can tell', async () => {
    const { code, measures } = await shippedDrill('no-region-failover')
    const { rto, reasons } = measures
    expect(rto).toMatchObject({ state: 'still-down', met: false })
    expect(reasons[0]?.text).toMatch(/had not come back when the drill gave up/)
    expect(code).toBe(1)
  })

  test('a killed agent is started again by its supervisor', async () => {
    const { code, measures } = await shippedDrill('agent-killed')
    const { faults, rollback } = measures
    expect(faults[0]).toMatchObject({ kind: 'process.kill', effect: 'bitten' })
    expect(rollback).toMatchObject({ complete: true, leftBehind: [] })
    expect(code).toBe(0)
  })
})
