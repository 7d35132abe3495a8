import { describe, expect, test } from 'vitest'
import { readCases } from '../../../src/gates/golden/cases/read-cases.ts'
import { formatProblem } from '../../../src/yaml/format-problem.ts'
import { caseWith } from './ground.ts'

function problems(file: string, text: string): readonly string[] {
  const read = readCases(file, text)
  return read.ok ? [] : read.problems.map(problem => formatProblem(problem))
}

function cases(file: string, text: string) {
  const read = readCases(file, text)
  if (!read.ok) throw new Error(read.problems.map(formatProblem).join('\n'))
  return read.value
}

const RETURNS = caseWith({ tenant: 'acme', sources: ['acme-returns'], tags: ['rules', 'returns'], weight: 2 })

describe('the same case', () => {
  test('from JSONL', () => {
    const line = { id: 'returns', tenant: 'acme', input: RETURNS.turns[0], expected: '30 days', source: 'acme-returns' }
    const text = `\uFEFF${JSON.stringify({ ...line, tags: ['rules', 'returns'], weight: 2 })}\n\n`
    expect(cases('a.jsonl', text)).toEqual([RETURNS])
  })
  test('from CSV, with quotes and line ends inside a cell', () => {
    const text = `id,tenant,input,expected,sources,tags,weight\r\nreturns,acme,"How long do I have to return an item?",30 days,acme-returns,rules; returns,2\r\nlong,,"two\nlines, ""quoted""",x,,,\r\n`
    const [first, second] = cases('a.csv', text)
    expect(first).toEqual(RETURNS)
    expect(second).toEqual(caseWith({ id: 'long', turns: ['two\nlines, "quoted"'], expected: 'x' }))
  })
  test('from YAML', () => {
    const text = `cases:
  - id: returns
    tenant: acme
    input: How long do I have to return an item?
    expected: 30 days
    source: acme-returns
    tags: [rules, returns]
    weight: 2
`
    expect(cases('a.yaml', text)).toEqual([RETURNS])
  })
  test('from a promptfoo test file, its assertions as scorers', () => {
    const text = `
tests:
  - description: returns
    vars: { question: "How long do I have to return an item?" }
    metadata: { tenant: acme, tags: [rules, returns], weight: 2 }
    assert:
      - { type: icontains, value: 30 days }
      - { type: contains-any, value: [days, weeks] }
      - { type: llm-rubric, value: is polite, threshold: 0.8 }
`
    const [one] = cases('promptfoo.yaml', text)
    expect(one).toMatchObject({ id: 'returns', tenant: 'acme', tags: ['rules', 'returns'], weight: 2 })
    expect(one?.scorers).toEqual([
      { name: 'icontains 1', weight: 1, passRatio: 1, kind: 'contains', texts: ['30 days'], exactly: false },
      { name: 'contains-any 2', weight: 1, passRatio: 1, kind: 'regex', pattern: 'days|weeks', flags: '' },
      { name: 'llm-rubric 3', weight: 1, passRatio: 0.8, kind: 'judge', criteria: 'is polite' },
    ])
  })
  test('from a promptfoo CSV file', () => {
    const [one] = cases(
      'tests.csv',
      `__description,question,__expected,__expected2\nreturns,How long?,"contains: 30, days",is-json\n`,
    )
    expect(one).toMatchObject({ id: 'returns', turns: ['How long?'] })
    expect(one?.scorers).toMatchObject([{ kind: 'contains', texts: ['30, days'] }, { kind: 'valid-json' }])
  })
})

describe('what a case may leave unsaid, or say in several turns', () => {
  test('ids count from 1, a list is several turns', () => {
    const [one, two] = cases('a.jsonl', '{"input":"Hello"}\n{"input":["Hello","And then?"],"tools":["refund"]}\n')
    expect(one).toEqual(caseWith({ id: 'case-1', turns: ['Hello'], expected: undefined }))
    expect(two).toMatchObject({
      id: 'case-2',
      turns: ['Hello', 'And then?'],
      tools: [{ name: 'refund', arguments: undefined }],
    })
  })
})

describe('every problem, with its place', () => {
  test('of a JSONL file', () => {
    const text = [
      '{"id":"a","input":"x","expeced":"y"}',
      '{"id":"a","input":3}',
      '{"id":"b",',
      '{"id":"c","input":"x","weight":-1}',
      '{"id":"c","input":"x"}',
      '{"id":"c","input":"y"}',
    ].join('\n')
    expect(problems('a.jsonl', text).map(line => line.split('; ')[0])).toEqual([
      'a.jsonl:1:23  UNKNOWN_KEY  "expeced" is not a key of the case',
      expect.stringMatching(/^a\.jsonl:2:19 {2}/),
      expect.stringMatching(/^a\.jsonl:3:\d+ {2}YAML_SYNTAX {2}this line is no JSON/),
      expect.stringMatching(/^a\.jsonl:4:32 {2}OUT_OF_RANGE/),
      'a.jsonl:6:7  DUPLICATE_NAME  two cases are called "c"',
    ])
  })
  test('of a CSV file', () => {
    expect(problems('a.csv', 'id,imput\n1,x\n')).toEqual([
      'a.csv:1:2  UNKNOWN_KEY  "imput" is not a column of a file of cases; nothing reads it, so it would change nothing; did you mean "input"?',
    ])
    expect(problems('a.csv', 'id,input,weight\n1,x,heavy\n2,,\n').map(line => line.split('  ')[0])).toEqual([
      'a.csv:2:3',
      'a.csv:3:1',
    ])
    expect(problems('a.csv', 'id,input\n1,"x\n')[0]).toContain('YAML_SYNTAX')
  })
  test('of a YAML file', () => {
    expect(problems('a.yaml', '- input: x\n  weight: many\n')[0]).toMatch(/^a\.yaml:2:11 {2}WRONG_TYPE/)
    expect(problems('a.yaml', 'tests: soon\n')[0]).toContain('without "cases" or "tests"')
    expect(problems('a.yaml', '- input: [\n')[0]).toContain('YAML_SYNTAX')
  })
  test('of a promptfoo file whose assertion we cannot make', () => {
    expect(problems('a.yaml', '- vars: { q: x }\n  assert:\n    - { type: javascript, value: "1" }\n')).toEqual([
      'a.yaml:3:15  NOT_AVAILABLE  the assertion "javascript" of promptfoo has no scorer here; leaving it out would make the case easier than it is; write it as a function of your own, with a scorer of kind "file"',
    ])
  })
  test('a file without cases is a problem, too', () => {
    for (const file of ['a.jsonl', 'a.csv', 'a.yaml'])
      expect(problems(file, file === 'a.yaml' ? '[]' : '')).toHaveLength(1)
  })
  test('ten thousand lines are read in one breath, and their problems are bounded', () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => `{"id":"${n}","input":"x","wrong":1}`)
    expect(problems('a.jsonl', lines.slice(0, 400).join('\n'))).toHaveLength(200)
    expect(cases('a.jsonl', lines.join('\n').replaceAll(',"wrong":1', ''))).toHaveLength(10_000)
  })
})
