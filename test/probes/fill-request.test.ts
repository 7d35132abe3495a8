import { describe, expect, test } from 'vitest'
import { fillRequest, requestForm, withParam } from '../../src/probes/fill-request.ts'

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

test('what is filled in again and again is filled in each time anew, names next to each other too', () => {
  const form = requestForm(request({ url: `http://h/\${a}\${b}`, headers: { k: `\${a}-\${a}` }, body: `\${b}` }))
  expect(form({ a: '1', b: '2' })).toEqual(request({ url: 'http://h/12', headers: { k: '1-1' }, body: '2' }))
  expect(form({ a: '3' })).toEqual(request({ url: `http://h/3\${b}`, headers: { k: '3-3' }, body: `\${b}` }))
})

test('a parameter is set beside the others, and only once', () => {
  expect(withParam('http://h/r?limit=5', 'after', 'x y')).toBe('http://h/r?limit=5&after=x+y')
  expect(withParam('http://h/r?after=1', 'after', '2')).toBe('http://h/r?after=2')
})
