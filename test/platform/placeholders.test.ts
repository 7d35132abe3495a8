import { describe, expect, test } from 'vitest'
import { parsePlatform } from '../../src/platform/parse-platform.ts'
import { placeholdersIn, portsOf, textsIn } from '../../src/platform/placeholders.ts'

describe('placeholders in a text', () => {
  test.each([
    [`\${env.KEY}`, { kind: 'env', name: 'KEY' }],
    [`\${port.agent-origin}`, { kind: 'port', name: 'agent-origin' }],
    [`\${option.fallback}`, { kind: 'option', name: 'fallback' }],
    [`\${gateway}`, { kind: 'component', name: 'gateway' }],
    [`\${stage.dir}`, { kind: 'stage.dir' }],
    [`\${platform.dir}`, { kind: 'platform.dir' }],
    [`$\${`, { kind: 'literal' }],
    [`\${}`, { kind: 'malformed' }],
    [`\${env.}`, { kind: 'malformed' }],
    [`\${env.1A}`, { kind: 'malformed' }],
    [`\${prot.x}`, { kind: 'malformed' }],
    [`\${ gateway }`, { kind: 'malformed' }],
    [`\${stage}`, { kind: 'component', name: 'stage' }],
    [`\${open`, { kind: 'malformed' }],
  ])('%s', (source, meaning) => {
    expect(placeholdersIn(`a ${source} b`)).toEqual([{ source, index: 2, ...meaning }])
  })

  test('several, in order', () => {
    expect(placeholdersIn(`\${a}:\${b} \${c \${d}`).map(({ source, index }) => [source, index])).toEqual([
      [`\${a}`, 0],
      [`\${b}`, 5],
      [`\${c`, 10],
      [`\${d}`, 14],
    ])
  })

  test('dollars and braces of other kinds mean nothing', () => {
    expect(placeholdersIn('$5 {a} $(b) $c')).toEqual([])
  })
})

test('texts are found however deep, with their paths', () => {
  expect([...textsIn({ a: 'x', b: [1, { c: 'y' }], d: null })]).toEqual([
    { text: 'x', path: ['a'] },
    { text: 'y', path: ['b', 1, 'c'] },
  ])
})

test('a platform names the ports it needs, each once', () => {
  const parsed = parsePlatform(
    'p.yaml',
    `platform: p
environment: local
components:
  a:
    kind: service
    route: { listen: "127.0.0.1:\${port.a}", upstream: "\${env.HOST}:\${port.origin}" }
journeys:
  ask:
    request: { url: "\${a}/\${env.PATH_PART}/\${env.HOST}", json: { port: "\${port.a}" } }
    good: { status: 200, within: 1s }
`,
  )
  if (!parsed.ok) throw new Error('broken test text')
  expect(portsOf(parsed.value)).toEqual(['a', 'origin'])
})
