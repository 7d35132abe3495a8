import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../src/model/fault.ts'
import type { StorePlace } from '../../../src/model/store.ts'
import { parseRunbook } from '../../../src/runbook/parse-runbook.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import type { SimulatedDrill } from '../../../src/testing/simulated-ground.ts'
import { componentWith, platformWith, scenarioWith } from '../../support/drill.ts'

const store: StorePlace = {
  driver: 'pgvector',
  connect: 'postgres://127.0.0.1:5432/kb',
  collection: 'articles',
  fields: { id: 'id', tenant: 'tenant', vector: 'embedding', payload: undefined, written: 'written' },
}
const component = { id: 'knowledge', kind: 'vector-store', dialect: undefined, route: undefined, store } as const
const platform = platformWith({ components: [componentWith({ ...component, largest: '1GB' })] })
const gone: Fault = {
  id: 'f1',
  component: 'knowledge',
  atMs: 0,
  forMs: undefined,
  kind: 'store.delete',
  what: { of: 'collection' },
}
const shuffled: Fault = {
  ...gone,
  kind: 'store.corrupt',
  how: 'shuffle',
  shareRatio: 0.5,
  text: '',
  only: undefined,
} as Fault

const RUNBOOK = `# Bring the index back
Environment: STORE_URL
## Choose
Decide: WAY: Which way? (restore / rebuild)
## Restore
Owner: data-platform
Only if: WAY is restore
Time box: 1s
\`\`\`sh
restore
\`\`\`
Expect: restored
## Rebuild
Only if: WAY is rebuild
\`\`\`sh
rebuild
\`\`\`
`

function drillOf(
  text: string,
  change: Partial<SimulatedDrill> = {},
  decisions: Record<string, string> = { WAY: 'restore' },
) {
  const { runbook, problems } = parseRunbook('runbooks/restore.md', text)
  expect(problems).toEqual([])
  const scenario = scenarioWith({
    faults: [gone],
    recovery: { kind: 'runbook', file: 'runbooks/restore.md', decisions },
    gates: { smoke: [], integrity: ['knowledge'], golden: undefined },
    targets: { rtoMs: 4000, rpoMs: undefined },
    deadlineMs: 9000,
  })
  return {
    scenario,
    platform,
    reaction: { fallback: false },
    runbook: { runbook, environment: { STORE_URL: 'x' } },
    ...change,
  }
}

const outcomes = (steps: readonly { readonly title: string; readonly outcome: string | null }[] = []) =>
  steps.map(({ title, outcome }) => `${title}: ${outcome}`)

describe('a platform that comes back by its runbook', () => {
  test('passes, with every step on the clock and the data held against what it was', async () => {
    const { measures, left, events } = await simulate(drillOf(RUNBOOK))
    expect(measures.reasons.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    expect(outcomes(measures.runbook?.steps)).toEqual(['Choose: done', 'Restore: done', 'Rebuild: skipped'])
    expect(measures.runbook?.steps[0]?.decisions).toEqual([
      { question: 'Which way?', answer: 'restore', by: 'scenario' },
    ])
    expect(measures.runbook?.steps[1]).toMatchObject({ owner: 'data-platform', boxMs: 1000, durationMs: 200 })
    expect(events.filter(({ type }) => type === 'runbook.said').map(event => 'text' in event && event.text)).toEqual([
      'restored',
    ])
    expect(measures.split.actMs).toBeGreaterThan(0)
    expect(measures.integrity.map(({ during, checks }) => [during, checks.map(({ check }) => check)])).toEqual([
      [
        'recovered',
        ['counts', 'structure', 'fingerprints', 'recall', 'ready', 'watermark', 'canary', 'application', 'tenants'],
      ],
      [
        'healed',
        ['counts', 'structure', 'fingerprints', 'recall', 'ready', 'watermark', 'canary', 'application', 'tenants'],
      ],
    ])
    expect(measures.restore.map(({ into, restores, rows, largest }) => [into, restores, rows, largest?.bytes])).toEqual(
      [
        ['scratch', 3, 20, 1_000_000_000],
        ['place', 1, 20, 1_000_000_000],
      ],
    )
    expect(left).toEqual([])
  })

  test('fails by the runbook where a command does not do what it should, and the parachute puts the data back', async () => {
    const command = () => ({ output: 'no such snapshot\n', code: 3, tookMs: 100 })
    const { measures, left } = await simulate(drillOf(RUNBOOK, { command }))
    expect(measures.verdict).toBe('failed')
    expect(measures.reasons.map(({ text }) => text)).toContain(
      'The runbook runbooks/restore.md went wrong: step 2 (Restore): it ended with exit code 3; it last said: no such snapshot.',
    )
    expect(measures.faults[0]?.undo).toBe('undone: articles was made again from the parachute, 20 rows')
    expect(left).toEqual([])
  })

  test('fails where the output is not what is expected, whatever the exit code', async () => {
    const command = () => ({ output: 'nothing to do\n', code: 0, tookMs: 100 })
    const { measures } = await simulate(drillOf(RUNBOOK, { command }))
    expect(measures.runbook?.steps[1]).toMatchObject({ outcome: 'failed' })
    expect(measures.runbook?.detail).toContain('its output does not show "restored"')
  })

  test('fails by the integrity gate where every step went well and the vectors are still swapped', async () => {
    const command = () => ({ output: 'restored\n', code: 0, tookMs: 100 })
    const drill = drillOf(RUNBOOK, { command, reaction: { fallback: true, detectMs: 0 } })
    const { measures, left } = await simulate({ ...drill, scenario: { ...drill.scenario, faults: [shuffled] } })
    expect(measures.verdict).toBe('failed')
    const failed = measures.gates.findLast(gate => gate.during === 'recovered')
    expect(failed).toMatchObject({ name: 'integrity of knowledge', verdict: 'failed' })
    expect(failed?.detail).toMatch(
      /^fingerprints: of 20 rows looked at \d+ have another vector; recall: \d+ % of the neighbours/,
    )
    expect(measures.gates.findLast(gate => gate.during === 'healed')).toMatchObject({ verdict: 'passed' })
    expect(left).toEqual([])
  })

  test('fails by a step that takes longer than its box', async () => {
    const command: SimulatedDrill['command'] = (_text, { stores, whole }) => {
      stores.refill(whole)
      return { output: 'restored\n', code: 0, tookMs: 1500 }
    }
    const { measures } = await simulate(drillOf(RUNBOOK, { command }))
    expect(measures.reasons[0]).toMatchObject({
      verdict: 'failed',
      text: 'Step "Restore" of runbooks/restore.md took 1.5 s; its time box is 1 s.',
    })
  })

  test('is inconclusive where a decision is left and nobody is there', async () => {
    const { measures, left } = await simulate(drillOf(RUNBOOK, {}, {}))
    expect(measures.reasons.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.runbook).toMatchObject({
      outcome: 'needs-person',
      detail: 'step 1 (Choose): nobody was there to decide: Which way?',
    })
    expect(left).toEqual([])
  })

  test('is inconclusive where something is to be done by hand and nobody is there', async () => {
    const { measures } = await simulate(drillOf(`${RUNBOOK}## Tell\nBy hand: ring the bell\n`))
    expect(measures.reasons.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(measures.verdict).toBe('inconclusive')
    expect(outcomes(measures.runbook?.steps).at(-1)).toBe('Tell: needs-person')
  })

  test('ends a command that is still running when the deadline passes', async () => {
    const command = () => ({ output: '', code: 0, tookMs: 60_000 })
    const { measures, left } = await simulate(drillOf(RUNBOOK, { command }))
    expect(measures.verdict).toBe('failed')
    expect(measures.runbook?.detail).toBe('it was stopped: the deadline passed')
    expect(left).toEqual([])
  })
})

test('a restore beside the store is judged there, and the store is not touched', async () => {
  const command: SimulatedDrill['command'] = (_text, { stores, whole }) => {
    const rows = [...whole.values()][0] ?? []
    stores.fill({ ...store, collection: 'articles.blackstart_isolated' }, rows)
    return { output: 'restored\n', code: 0, tookMs: 400 }
  }
  const drill = drillOf(RUNBOOK, { command, reaction: { fallback: true, detectMs: 0 } })
  const scratch: Fault = { ...gone, kind: 'store.scratch' } as Fault
  const { measures, left } = await simulate({ ...drill, scenario: { ...drill.scenario, faults: [scratch] } })
  expect(measures.reasons.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
  expect(measures.restore).toMatchObject([{ into: 'scratch', restores: 1, rows: 20 }])
  expect(left).toEqual([])
})
