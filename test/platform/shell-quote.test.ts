import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shellQuote } from '../../src/platform/shell-quote.ts'

describe('a value is one word of a command', () => {
  test.each([
    ['a plain value stays as it is', '/tmp/a-b_c.d', '', '/tmp/a-b_c.d'],
    ['an address stays as it is', 'http://127.0.0.1:80', '--url ', 'http://127.0.0.1:80'],
    ['a folder with spaces is quoted', '/my files', '--dir ', "'/my files'"],
    ['nothing at all is still a word', '', '--dir ', "''"],
    ['a single quote ends and reopens the quotes', "it's", '', "'it'\\''s'"],
    [
      'inside double quotes only some marks are escaped',
      'a "b" $c `d` \\ e',
      'echo "',
      'a \\"b\\" \\$c \\`d\\` \\\\ e',
    ],
    ['inside single quotes only a quote is', "it's $HOME", "echo '", "it'\\''s $HOME"],
    ['a closed quote is closed', 'a b', 'echo "x" ', "'a b'"],
    ['an escaped quote opens nothing', 'a b', 'echo \\" ', "'a b'"],
    ['a backslash inside single quotes escapes nothing', 'a b', "echo '\\' ", "'a b'"],
    ['a quote inside other quotes opens nothing', 'a "b"', `echo "it's `, 'a \\"b\\"'],
  ])('%s', (_, value, before, quoted) => {
    expect(shellQuote(value, before)).toBe(quoted)
  })

  test('a real shell reads back exactly what was put in, wherever it stands', () => {
    const value = fc.string({ unit: fc.constantFrom(...` '"\\$\`;&|<>()*?!#~{}[]=%\n\tab1é`), maxLength: 12 })
    const place = fc.constantFrom(['', ''], ['"', '"'], ["'", "'"], ['"a\'', '"'], ['\'a"', "'"])
    fc.assert(
      fc.property(value, place, (text, [before = '', after = '']) => {
        const command = `printf %s ${before}${shellQuote(text, `printf %s ${before}`)}${after}`
        const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
        expect(stdout).toBe(before.slice(1) + text)
      }),
      { numRuns: 150 },
    )
  })
})
