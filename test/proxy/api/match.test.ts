import { expect, test } from 'vitest'
import { matcher } from '../../../src/proxy/api/match.ts'
import { NO_CONTENT } from '../../../src/proxy/api/route.ts'

const find = matcher([
  { path: '/proxies', methods: { GET: () => NO_CONTENT } },
  { path: '/proxies/*', methods: { GET: () => NO_CONTENT } },
  { path: '/proxies/*/toxics/*', methods: { GET: () => NO_CONTENT, DELETE: () => NO_CONTENT } },
])

test('finds the endpoint, and decodes what varies', () => {
  const params = (url: string) => {
    const match = find('GET', url)
    return match.kind === 'found' ? match.params : match.kind
  }
  expect(params('/proxies')).toEqual([])
  expect(params('/proxies/a')).toEqual(['a'])
  expect(params('/proxies/a%2Fb%20c')).toEqual(['a/b c'])
  expect(params('/proxies/50%')).toEqual(['50%'])
  expect(params('/proxies/a/toxics/t?x=1')).toEqual(['a', 't'])
  expect(params('http://127.0.0.1:8474/proxies/a')).toEqual(['a'])
})

test('anything else is no path, a redirect, or no method', () => {
  const kind = (method: string, url: string) => {
    const match = find(method, url)
    return match.kind === 'redirect' ? match.to : match.kind
  }
  expect(kind('GET', '/')).toBe('no-path')
  expect(kind('GET', '/proxies/')).toBe('no-path')
  expect(kind('GET', '/Proxies')).toBe('no-path')
  expect(kind('GET', '*')).toBe('no-path')
  expect(kind('GET', '//proxies//a?x=1')).toBe('/proxies/a?x=1')
  expect(kind('GET', '/x/../proxies/./a/')).toBe('/proxies/a/')
  expect(kind('GET', '/../..')).toBe('/')
  expect(kind('PUT', '/proxies')).toBe('no-method')
  expect(kind('constructor', '/proxies')).toBe('no-method')
  expect(kind('HEAD', '/proxies')).toBe('no-method')
})
