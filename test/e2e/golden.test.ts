import { expect, test } from 'vitest'
import { seated } from './seats.ts'
import { shippedDrill } from './shipped-drill.ts'

seated()

test('a wrong prompt is seen by the golden set alone: available but wrong, and by how much', {
  timeout: 120_000,
}, async () => {
  const { code, measures } = await shippedDrill('wrong-prompt-kept')
  expect(code).toBe(1)
  expect(measures.reasons.filter(({ verdict }) => verdict === 'failed').map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /^Available but wrong after the recovery: -\d+\.\d points .* cases lost, 0 gained; the margin is 5 %.*; \d+(\.\d+)? % of answers were not supported by their own sources, 0 % before\.$/,
    ),
  ])
  const { baseline, after } = measures.quality ?? {}
  expect(baseline).toMatchObject({ asked: 60, unanswered: 0, scoreRatio: 1, unsupportedRatio: 0 })
  expect(after?.scoreRatio).toBeLessThan(0.95)
  // What a prompt says is in no source.
  expect(after?.unsupportedRatio).toBeGreaterThan(0.1)
  expect(measures.rollback).toMatchObject({ complete: true, leftBehind: [] })
})
