import { describe, expect, test } from 'vitest'
import { findingViews } from '../../src/report/view/finding-view.ts'
import { bookDrill, passedDrill, stillDownDrill, told } from './drills.ts'

describe('findings', () => {
  test('a passed drill has none', () => {
    expect(told(passedDrill()).view.findings).toEqual([])
  })

  test('each says how bad, what shows it, what to do and who', () => {
    expect(told(stillDownDrill()).view.findings[0]).toMatchObject({
      severity: 'high',
      what: 'The platform had not come back when the drill gave up, 9 s after the fault.',
      owner: 'model-platform',
    })
  })

  test('the text for a ticket needs nothing else to be understood', () => {
    expect(told(stillDownDrill()).view.findings[0]?.ticket).toMatchInlineSnapshot(`
      "[high] harbor: The platform had not come back when the drill gave up, 9 s after the fault.

      Found by: drill 2026-03-02T14-05-11-provider-outage, The primary provider refuses every connection and the fallback is switched off (local)
      Evidence: line 136 of the journal of drill 2026-03-02T14-05-11-provider-outage
      To do: Give the platform something to go on with while openai is away, then drill again. The platform file promises: "the gateway goes to anthropic".
      Owner: model-platform
      Proven when this passes: blackstart run scenarios/provider-outage.yaml --seed 42"
    `)
  })

  test('rot in the runbook is one, even if the platform came back', () => {
    const { measures, picture } = told(bookDrill())
    const step = { outcome: 'late', durationMs: 9, boxMs: 5, detail: '', decisions: [] } as const
    const steps = [{ ...step, title: 'Restore', owner: 'data-platform' }]
    const runbook = {
      file: 'r.md',
      title: 'R',
      outcome: 'done',
      detail: '',
      startedMs: 0,
      durationMs: 9,
      steps,
    } as const
    expect(findingViews({ ...measures, runbook }, picture).map(each => [each.severity, each.what, each.owner])).toEqual(
      [['low', 'Step 1 of runbook r.md, “Restore”: late.', 'data-platform']],
    )
  })

  test('what was broken and has no owner is one', () => {
    const { measures, picture } = told(passedDrill())
    const started = picture.started
    if (started === undefined) throw new Error('the drill has a first line')
    const components = started.platform.components.map(component => ({ ...component, owner: undefined }))
    const unowned = { ...picture, started: { ...started, platform: { ...started.platform, components } } }
    expect(findingViews(measures, unowned).map(each => each.what)).toEqual(['Nobody owns openai.'])
  })
})
