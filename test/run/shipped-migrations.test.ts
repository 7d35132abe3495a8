import { expect, test } from 'vitest'
import { simulate } from '../../src/testing/simulate.ts'
import { expectedOf, shippedScenario } from '../support/shipped.ts'

// The fault stays until the drill heals: the platform has to move away from it.
test('model-migrated passes where the model it leads to answers as well', async () => {
  const { measures, left } = await migrating('model-migrated', 0)
  expect(measures.reasons.filter(({ verdict, text }) => verdict !== 'passed' && !/ledger/i.test(text))).toEqual([])
  expect(measures.runbook?.outcome).toBe('done')
  expect(left).toEqual([])
})

test.for(['model-migrated', 'sabotage/migrated-to-nowhere'])(
  '%s fails where it leads to something worse, for as long as it is served by it',
  async name => {
    const { measures, left } = await migrating(name, 0.3)
    expect(measures.reasons.filter(({ verdict }) => verdict === 'failed').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Available but wrong after the recovery: -\d+\.\d points/),
    ])
    expect(left).toEqual([])
  },
)

async function migrating(name: string, wrongRatio: number) {
  const { scenario, platform, golden, runbook } = shippedScenario(name)
  if (runbook === undefined) throw new Error(`${name} has no runbook`)
  return simulate({
    ...{ scenario: { ...scenario, deadlineMs: 8000 }, platform, golden, runbook },
    command: () => ({ output: expectedOf(runbook), code: 0, tookMs: 300 }),
    reaction: { detectMs: 0, wrongRatio },
  })
}
