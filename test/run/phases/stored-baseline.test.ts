import { describe, expect, test } from 'vitest'
import { checkBaselines, readGolden, setsOf } from '../../../src/cli/load-golden.ts'
import type { GoldenSet, LoadedGolden } from '../../../src/model/golden.ts'
import type { Platform } from '../../../src/model/platform.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { parsePlatform } from '../../../src/platform/parse-platform.ts'
import { resolveScorer } from '../../../src/platform/resolve/resolve-golden.ts'
import { readBaseline } from '../../../src/run/phases/stored-baseline.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { setWith } from '../../gates/golden/ground.ts'
import { platformWith } from '../../support/drill.ts'
import { shippedScenario } from '../../support/shipped.ts'

const CASES = '{"id":"a","input":"How long?","expected":"30 days"}\n'

describe('what makes two askings comparable', () => {
  const hashOf = async (change: Partial<GoldenSet> = {}, cases = CASES): Promise<string | undefined> => {
    const tree = parsePlatform('platform.yaml', 'platform: toy').tree
    if (tree === undefined) throw new Error('no tree')
    const platform = platformWith({ dir: '/p', golden: [setWith(change)] })
    const { golden } = await readGolden(fakeFiles({ '/p/support.jsonl': cases }), platform, tree, ['support'])
    return golden.get('support')?.hash
  }
  test.each<readonly [string, Partial<GoldenSet>, string]>([
    ['another question', {}, CASES.replace('long', 'soon')],
    ['another right answer', {}, CASES.replace('30', '31')],
    ['another scorer', { scorers: [resolveScorer({ kind: 'equals' })] }, CASES],
    ['a scorer that is content with less', { scorers: [resolveScorer({ kind: 'contains', pass: 0.5 })] }, CASES],
    ['another version of the platform', { version: '2.0' }, CASES],
    ['more repeats', { repeats: 2 }, CASES],
  ])('%s makes them incomparable', async (_, change, cases) => {
    expect(await hashOf(change, cases)).not.toBe(await hashOf())
  })

  test('another port, another pace and blanks between the cases do not', async () => {
    const { ask } = setWith()
    const elsewhere = { ask: { ...ask, request: { ...ask.request, url: 'http://127.0.0.1:10/ask' } }, concurrency: 9 }
    expect(await hashOf(elsewhere, `\n${CASES}\n`)).toBe(await hashOf())
  })
})

describe('a stored baseline', () => {
  const set = setWith({ baselineFile: 'golden/baseline.json' })
  const loaded: LoadedGolden = { set: 'support', cases: [], hash: 'new' }
  const kept = (change: object) =>
    JSON.stringify({ schema: 1, set: 'support', hash: 'new', drill: 'd7', answers: [], ...change })
  const read = (text: string | undefined, of: GoldenSet = set) =>
    readBaseline(fakeFiles(text === undefined ? {} : { '/p/golden/baseline.json': text }), '/p', of, loaded)

  test('of the same cases, scorers and version is taken', async () => {
    expect(await read(kept({}))).toMatchObject({ drill: 'd7' })
  })
  test.each([
    [
      'that is stale',
      kept({ hash: 'old' }),
      'FILE_INVALID',
      /is stale: it was made by d7 of other cases, scorers or another version/,
    ],
    ['of another set', kept({ set: 'sales' }), 'FILE_INVALID', /is stale/],
    ['cut in half', kept({}).slice(0, 40), 'FILE_INVALID', /is no stored baseline/],
    ['that is something else', '{"schema": 2}', 'FILE_INVALID', /is no stored baseline/],
    ['that is not there', undefined, 'FILE_NOT_FOUND', /There is no stored baseline at \/p\/golden\/baseline\.json/],
  ] as const)('%s is refused, and says what to do', async (_, text, code, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringContaining('drill once with "baseline: asked"'),
    })
  })
  test('that no file is named for is refused', async () => {
    await expect(read(undefined, setWith())).rejects.toMatchObject({ hint: expect.stringContaining('add "baseline:"') })
  })

  test('is looked at before anything is touched, and only where it is asked for', async () => {
    const platform: Platform = platformWith({ dir: '/p', golden: [set] })
    const scenario = (baseline: 'asked' | 'stored'): Pick<Scenario, 'gates'> => ({
      gates: {
        ...{ smoke: [], integrity: [] },
        golden: { set: 'support', marginRatio: 0.05, during: undefined, sampling: undefined, baseline },
      },
    })
    const golden = new Map([['support', loaded]])
    expect(setsOf(scenario('stored'))).toEqual(['support'])
    await expect(checkBaselines(fakeFiles(), scenario('stored'), platform, golden)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    })
    await checkBaselines(fakeFiles(), scenario('asked'), platform, golden)
  })
})

test('the baseline of one drill is kept, and the next one asks nothing before it breaks something', async () => {
  const { scenario, platform, golden } = shippedScenario('contract-changed')
  const kept = { ...platform, golden: platform.golden.map(set => ({ ...set, baselineFile: '/kept/baseline.json' })) }
  const first = await simulate({ scenario, platform: kept, golden })
  const text = first.world.files.contents.get('/kept/baseline.json') ?? ''
  expect(JSON.parse(text)).toMatchObject({ schema: 1, set: 'support', hash: 'the same', drill: 'simulated' })

  const gate = scenario.gates.golden
  if (gate === undefined) throw new Error('no golden gate')
  const stored: Scenario = { ...scenario, gates: { ...scenario.gates, golden: { ...gate, baseline: 'stored' } } }
  const second = await simulate({
    ...{ scenario: stored, platform: kept, golden },
    onEvent: (event, { world }) => {
      if (event.type === 'drill.started') world.files.contents.set('/kept/baseline.json', text)
    },
  })
  expect(second.measures.verdict).toBe('passed')
  expect(second.measures.quality?.baseline).toMatchObject({
    stored: true,
    asked: golden[0]?.cases.length,
  })
  const begun = second.events.filter(event => event.type === 'golden.started' && event.during === 'baseline')
  expect(begun.map(event => event.type === 'golden.started' && event.stored)).not.toContain(false)
})
