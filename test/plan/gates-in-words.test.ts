import { expect, test } from 'vitest'
import type { Check } from '../../src/model/journey.ts'
import type { Spec } from '../../src/model/spec.ts'
import { gatesInWords } from '../../src/plan/gates-in-words.ts'
import { resolveScorer } from '../../src/platform/resolve/resolve-golden.ts'
import { setWith } from '../gates/golden/ground.ts'
import { checkWith, platformWith, scenarioWith } from '../support/drill.ts'

test('every smoke gate says what it asks and what is good; journeys are told where they are watched', () => {
  const checks: readonly Check[] = [
    checkWith({ id: 'order', captures: [{ name: 'order', at: '$.id' }] }),
    {
      ...{ id: 'script', tenant: undefined, captures: [], kind: 'command', run: './look.sh', cwd: '.' },
      good: { withinMs: 5000, exit: 0, output: 'fresh' },
    },
  ]
  const frame = { withinMs: 120_000, environment: {} }
  const pages = { kind: 'playwright', config: undefined, project: undefined, baseUrl: 'http://127.0.0.1:4002' } as const
  const specs: readonly Spec[] = [
    { ...frame, id: 'smoke', kind: 'command', command: './smoke.sh' },
    { ...frame, ...pages, id: 'chat', files: ['chat.spec.ts'], retries: 2 },
    { ...frame, ...pages, id: 'pages', files: [], retries: 0 },
  ]
  const gates = { smoke: ['order', 'script', 'ask', 'smoke', 'chat', 'pages'], integrity: ['store'], golden: undefined }
  expect(gatesInWords(scenarioWith({ gates }), platformWith({ checks, specs }))).toEqual([
    'order: GET http://127.0.0.1:9/; good is status 200, within 250 ms; hands on order from $.id',
    'script: runs ./look.sh; good is exit code 0, its output contains "fresh", within 5 s',
    'smoke: runs ./smoke.sh; good is exit code 0, within 2 min',
    'chat: runs the Playwright specs chat.spec.ts against http://127.0.0.1:4002; good is all pass, within 2 min; each is tried again up to 2 times',
    'pages: runs all its Playwright specs against http://127.0.0.1:4002; good is all pass, within 2 min; none is tried again',
    'integrity of store: what it holds against what it held before',
  ])
})

test('a golden set says what it asks, how hard, when, by whom it is scored and how much worse is too much', () => {
  const judge = { url: 'http://127.0.0.1:9/judge', model: 'strict', key: 'secret-key', component: undefined }
  const set = setWith({
    ...{ perSecond: 5, repeats: 3, baselineFile: 'golden/baseline.json' },
    scorers: [resolveScorer({ kind: 'contains' }), resolveScorer({ kind: 'judge', criteria: 'is right' })],
    judge: { ...judge, attempts: 3, timeoutMs: 1000 },
  })
  const golden = {
    ...{ set: 'support', marginRatio: 0.05, baseline: 'stored' as const },
    during: { set: 'support', marginRatio: 0.15, notBeforeMs: 4000 },
    sampling: { cases: 8, everyMs: 200 },
  }
  const gates = { smoke: [], integrity: [], golden }
  expect(gatesInWords(scenarioWith({ gates }), platformWith({ golden: [set] }))).toEqual([
    'golden set support: the questions of support.jsonl by POST http://127.0.0.1:9/ask, 4 at once at most, 5 a second, each 3 times; scored by contains and judge',
    'It is compared with the baseline in golden/baseline.json, and asked after the recovery and in the end: at most 5 % worse.',
    'It is also asked while something is broken, not before 4 s after t0: at most 15 % worse.',
    '8 of its questions are asked in turn all along, one every 200 ms.',
    'Answers are sent to the model strict at http://127.0.0.1:9/judge, which judges them.',
  ])
})
