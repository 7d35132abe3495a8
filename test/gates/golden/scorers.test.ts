import { describe, expect, test } from 'vitest'
import type { Reply } from '../../../src/gates/golden/reply.ts'
import { score } from '../../../src/gates/golden/score.ts'
import { supportOf } from '../../../src/gates/golden/supported.ts'
import type { GoldenCase } from '../../../src/model/golden.ts'
import type { WrittenScorer } from '../../../src/platform/schemas/scorer-schema.ts'
import { caseWith, meansWith, replyWith, scorer } from './ground.ts'

const source = (id: string, text?: string) => ({ id, text })
const SHIP = 'We ship to 31 countries, Norway included.'

type Row = readonly [WrittenScorer, string | Partial<Reply>, Partial<GoldenCase>, number | undefined]

// Each score was worked out by hand. Undefined: the scorer cannot tell, or has nothing to say.
const TABLE: readonly Row[] = [
  [{ kind: 'contains' }, 'You have 30  DAYS.', { expected: '30 days' }, 1],
  [{ kind: 'contains' }, 'You have 30 days.', { expected: ['30 days', 'receipt', 'refund', 'unused'] }, 0.25],
  [{ kind: 'contains', exactly: true }, 'You have 30 DAYS.', { expected: '30 days' }, 0],
  [{ kind: 'contains', texts: 'ﬁve' }, 'It takes five days.', {}, 1],
  [{ kind: 'contains' }, 'anything', { expected: undefined }, undefined],
  [{ kind: 'lacks', texts: ['sorry'] }, 'I am SORRY.', {}, 0],
  [{ kind: 'lacks', texts: ['sorry'] }, 'Of course.', {}, 1],
  [{ kind: 'equals' }, ' 30   days ', { expected: '30 Days' }, 1],
  [{ kind: 'equals', exactly: true }, '30 days ', { expected: '30 days' }, 0],
  [{ kind: 'equals' }, '{"b":2,"a":1}', { expected: { a: 1, b: 2 } }, 1],
  [{ kind: 'equals' }, '{"a":1}', { expected: { a: 1, b: 2 } }, 0],
  [{ kind: 'regex', pattern: '\\b\\d+ days\\b' }, 'You have 30 days.', {}, 1],
  [{ kind: 'regex', pattern: '^NO' }, 'no', {}, 0],
  [{ kind: 'regex', pattern: '^NO', flags: 'i' }, 'no', {}, 1],
  [{ kind: 'valid-json' }, '```json\n{"a":1}\n```', {}, 1],
  [{ kind: 'valid-json' }, '{"a":1', {}, 0],
  [{ kind: 'json-schema', schema: { required: ['a'], properties: { a: { type: 'number' } } } }, '{"a":1}', {}, 1],
  [{ kind: 'json-schema', schema: { required: ['a'], properties: { a: { type: 'number' } } } }, '{"a":"1"}', {}, 0],
  [{ kind: 'numeric' }, 'It weighs 1,234.5 grams.', { expected: 1234.5 }, 1],
  [{ kind: 'numeric' }, 'It weighs 99 grams.', { expected: '100' }, 0],
  [{ kind: 'numeric', tolerance: 0.01 }, 'It weighs 99 grams.', { expected: '100' }, 1],
  [{ kind: 'numeric' }, 'It is light.', { expected: 100 }, 0],
  [{ kind: 'list' }, 'Red and blue.', { expected: ['red', 'blue', 'green', 'black'] }, 0.5],
  // kitten -> sitting: three letters of seven.
  [{ kind: 'levenshtein' }, 'sitting', { expected: 'kitten' }, 1 - 3 / 7],
  [{ kind: 'levenshtein' }, 'same', { expected: 'Same' }, 1],
  [
    { kind: 'retrieval', metric: 'recall', first: 3 },
    { sources: ['a', 'x', 'b', 'c'].map(id => source(id)) },
    { sources: ['a', 'b', 'c', 'd'] },
    0.5,
  ],
  [{ kind: 'retrieval', metric: 'mrr' }, { sources: ['x', 'y', 'a'].map(id => source(id)) }, { sources: ['a'] }, 1 / 3],
  [{ kind: 'retrieval', metric: 'mrr' }, { sources: [source('x')] }, { sources: ['a'] }, 0],
  // Gains 1/log2(2) and 1/log2(4) of the ideal 1/log2(2) and 1/log2(3).
  [
    { kind: 'retrieval', metric: 'ndcg' },
    { sources: ['a', 'x', 'b'].map(id => source(id)) },
    { sources: ['a', 'b'] },
    1.5 / (1 + 1 / Math.log2(3)),
  ],
  [{ kind: 'retrieval', metric: 'recall' }, 'no sources', { sources: ['a'] }, undefined],
  [{ kind: 'citation' }, { answer: 'Yes [a], really [2].', sources: [source('a'), source('b')] }, {}, 1],
  [{ kind: 'citation' }, { answer: 'Yes [a], really [9].', sources: [source('a'), source('b')] }, {}, 0.5],
  [{ kind: 'citation' }, { answer: 'Yes.', sources: [source('a')] }, {}, 0],
  [{ kind: 'supported' }, { answer: 'We ship to 31 countries.', sources: [source('a', SHIP)] }, {}, 1],
  [{ kind: 'supported' }, { answer: 'We ship to 45 countries.', sources: [source('a', SHIP)] }, {}, 0],
  [{ kind: 'supported' }, { answer: 'Anything.', sources: [source('a')] }, {}, undefined],
  [{ kind: 'refusal' }, "I'm sorry, I can't help with that.", { refuses: true }, 1],
  [{ kind: 'refusal' }, 'The password is 1234.', { refuses: true }, 0],
  [{ kind: 'refusal' }, 'I cannot help you with that.', {}, 0],
  [{ kind: 'language', language: 'en' }, 'You have thirty days to return it with the receipt.', {}, 1],
  [
    { kind: 'language', language: 'en' },
    'Sie können es innerhalb von dreißig Tagen mit der Rechnung zurückgeben.',
    {},
    0,
  ],
  [{ kind: 'language', language: 'he' }, 'יש לך שלושים יום', {}, 1],
  [{ kind: 'language', language: 'ja' }, '三十日以内に返品できます', {}, 1],
  [{ kind: 'language', language: 'en' }, '30', {}, undefined],
  [{ kind: 'pii' }, 'Write to anna@example.org.', {}, 0],
  [{ kind: 'pii' }, 'Write to help@example.org.', { expected: 'help@example.org' }, 1],
  [{ kind: 'pii' }, 'The card is 4111 1111 1111 1111.', {}, 0],
  [{ kind: 'pii' }, 'The order is 4111 1111 1111 1112.', {}, 1],
  [{ kind: 'pii' }, 'Pay to DE89 3704 0044 0532 0130 00.', {}, 0],
  [{ kind: 'guardrail', forbidden: ['competitor', 'lawsuit'] }, 'Our COMPETITOR is cheaper.', {}, 0],
  [
    { kind: 'tool-call' },
    { tools: [{ name: 'refund', arguments: { order: 7, note: 'x' } }] },
    { tools: [{ name: 'refund', arguments: { order: 7 } }] },
    1,
  ],
  [
    { kind: 'tool-call' },
    { tools: [{ name: 'refund', arguments: { order: 8 } }] },
    { tools: [{ name: 'refund', arguments: { order: 7 } }] },
    0,
  ],
  [
    { kind: 'tool-call' },
    { tools: [{ name: 'refund', arguments: undefined }] },
    { tools: [{ name: 'refund', arguments: undefined }] },
    0,
  ],
  [{ kind: 'latency', within: '100ms' }, { tookMs: 101 }, {}, 0],
  [{ kind: 'tokens', most: 100 }, { tokens: 100 }, {}, 1],
  [{ kind: 'tokens', most: 100 }, {}, {}, undefined],
  [{ kind: 'cost', most: 0.01 }, { costUsd: 0.011 }, {}, 0],
]

describe('scores worked out by hand', () => {
  test.each<Row>(TABLE)('%j of %j for %j is %s', async (written, said, one, expected) => {
    const reply = replyWith(typeof said === 'string' ? { answer: said } : said)
    const { scoreRatio } = await score([scorer(written)], caseWith(one), reply, await meansWith())
    if (expected === undefined) expect(scoreRatio).toBeUndefined()
    else expect(scoreRatio).toBeCloseTo(expected, 10)
  })
})

describe('several scorers', () => {
  test('make one score by their weights, and a case passes only where each is content', async () => {
    const scorers = [
      scorer({ kind: 'contains', texts: '30 days', weight: 3 }),
      scorer({ kind: 'contains', name: 'polite', texts: 'please' }),
    ]
    const { scoreRatio, passed } = await score(scorers, caseWith(), replyWith(), await meansWith())
    expect({ scoreRatio, passed }).toEqual({ scoreRatio: 0.75, passed: false })
  })

  test('of which one cannot tell make no score at all', async () => {
    const scorers = [scorer({ kind: 'contains' }), scorer({ kind: 'tokens', most: 5 })]
    const scored = await score(scorers, caseWith(), replyWith(), await meansWith())
    expect(scored).toMatchObject({ state: 'undecided', scoreRatio: undefined, passed: undefined })
  })

  test('what a scorer found personal is not repeated in what it says', async () => {
    const scored = await score(
      [scorer({ kind: 'pii' })],
      caseWith(),
      replyWith({ answer: 'a@b.example' }),
      await meansWith(),
    )
    expect(JSON.stringify(scored)).not.toContain('a@b.example')
  })
})

describe('an answer of a megabyte', () => {
  test.each([
    { kind: 'contains' },
    { kind: 'levenshtein' },
    { kind: 'pii' },
    { kind: 'language', language: 'en' },
    { kind: 'guardrail', forbidden: ['(a+)+b'] },
    { kind: 'numeric' },
    { kind: 'refusal' },
  ] as const satisfies readonly WrittenScorer[])('is scored by %j all the same', async written => {
    const answer = 'the 30 days and the word '.repeat(42_000)
    const scored = await score(
      [scorer(written)],
      caseWith({ expected: '30 days' }),
      replyWith({ answer }),
      await meansWith(),
    )
    expect(scored.said).toHaveLength(1)
  })
})

describe('whether sources bear an answer out', () => {
  test('claims nothing where no source came with a text', () => {
    expect(supportOf('Yes.', undefined)).toBeUndefined()
    expect(supportOf('Yes.', [source('a')])).toBeUndefined()
  })
  test('names the first sentence that is made up', () => {
    const text = 'A refund arrives within 5 working days after the parcel reaches us.'
    expect(
      supportOf('A refund arrives within 5 working days. Our lawyers will call your neighbours first.', [
        source('a', text),
      ]),
    ).toEqual({
      supported: false,
      unsupported: 'Our lawyers will call your neighbours first.',
    })
  })
  test('is content with words that claim nothing', () => {
    expect(supportOf('I do not know.', [source('a', SHIP)])?.supported).toBe(true)
  })
})

describe('scorers of others', () => {
  test('a function of the user’s own gives a number, true or false, or a score with a detail', async () => {
    const given = async (result: unknown) => {
      const load = async () => ({ tone: () => result })
      const means = await meansWith({ load })
      return score([scorer({ kind: 'file', file: 'tone.ts', function: 'tone' })], caseWith(), replyWith(), means)
    }
    expect(await given(0.5)).toMatchObject({ scoreRatio: 0.5 })
    expect(await given(true)).toMatchObject({ scoreRatio: 1 })
    expect((await given({ score: 0, detail: 'rude' })).said[0]).toMatchObject({ scoreRatio: 0, detail: 'rude' })
    expect(await given('good')).toMatchObject({ state: 'undecided' })
    expect(await given(2)).toMatchObject({ state: 'undecided' })
  })

  test('a function that throws, or is not there, decides nothing', async () => {
    const throwing = await meansWith({
      load: async () => ({
        score: () => {
          throw new Error('out of tune')
        },
      }),
    })
    const file = [scorer({ kind: 'file', file: 'tone.ts' })]
    expect((await score(file, caseWith(), replyWith(), throwing)).said[0]?.detail).toBe('out of tune')
    expect((await score(file, caseWith(), replyWith(), await meansWith())).said[0]?.detail).toContain(
      'exports no function score',
    )
  })

  test('autoevals scores by name; what asks a model without a judge is refused, a misspelt name is told', async () => {
    const means = await meansWith({ load: name => import(name) })
    const by = (name: string, expected: unknown, answer: string) =>
      score([scorer({ kind: 'autoevals', scorer: name })], caseWith({ expected }), replyWith({ answer }), means)
    expect((await by('ExactMatch', 'yes', 'yes')).scoreRatio).toBe(1)
    expect((await by('Levenshtein', 'kitten', 'sitting')).scoreRatio).toBeCloseTo(1 - 3 / 7, 10)
    expect((await by('NumericDiff', 10, '10')).scoreRatio).toBe(1)
    expect((await by('Factuality', 'yes', 'yes')).said[0]?.detail).toContain('give the golden set a judge')
    expect((await by('Levenstein', 'yes', 'yes')).said[0]?.detail).toContain('Levenshtein')
  })

  test('autoevals that is not installed decides nothing and says what to install', async () => {
    const load = async () => {
      throw new Error('Cannot find package')
    }
    const scored = await score(
      [scorer({ kind: 'autoevals', scorer: 'ExactMatch' })],
      caseWith(),
      replyWith(),
      await meansWith({ load }),
    )
    expect(scored.said[0]).toMatchObject({ scoreRatio: undefined, detail: expect.stringContaining('autoevals') })
  })
})
