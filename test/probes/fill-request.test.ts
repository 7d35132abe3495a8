import { describe, expect, test } from 'vitest'
import { fillRequest, withParam } from '../../src/probes/fill-request.ts'

const values = { 'entry.id': 'a b/"c"\n', 'entry.sum': '1' }
const request = (change: object) => ({ method: 'POST', url: 'http://h/', headers: {}, body: undefined, ...change })

describe('a request is filled in so that it says what is meant', () => {
  test.each([
    [
      'encoded in an address',
      { url: `http://h/\${entry.id}?s=\${entry.sum}` },
      { url: 'http://h/a%20b%2F%22c%22%0A?s=1' },
    ],
    ['on one line in a header', { headers: { k: `\${entry.id}` } }, { headers: { k: 'a b/"c" ' } }],
    ['as it is in a text', { body: `<\${entry.id}>` }, { body: '<a b/"c"\n>' }],
    [
      'quoted in JSON',
      { headers: { 'Content-Type': 'application/json' }, body: `{"id":"\${entry.id}"}` },
      { headers: { 'Content-Type': 'application/json' }, body: '{"id":"a b/\\"c\\"\\n"}' },
    ],
    ['left alone where nothing is known', { url: `http://h/\${page.next}` }, { url: `http://h/\${page.next}` }],
    ['and nothing that every object inherits', { body: `\${toString}` }, { body: `\${toString}` }],
  ])('%s', (_, written, filled) => {
    expect(fillRequest(request(written), values)).toEqual(request(filled))
  })
})

test('a parameter is set beside the others, and only once', () => {
  expect(withParam('http://h/r?limit=5', 'after', 'x y')).toBe('http://h/r?limit=5&after=x+y')
  expect(withParam('http://h/r?after=1', 'after', '2')).toBe('http://h/r?after=2')
})
