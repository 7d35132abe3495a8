import { expect, test } from 'vitest'
import { formatAddress, parseAddress, resolveAddress, sameAddress } from '../../../src/proxy/engine/address.ts'
import { servicePort } from '../../../src/proxy/engine/service-port.ts'

test('splits host and port', () => {
  expect(parseAddress('127.0.0.1:80')).toEqual({ host: '127.0.0.1', port: 80 })
  expect(parseAddress('api.openai.com:443')).toEqual({ host: 'api.openai.com', port: 443 })
  expect(parseAddress('[::1]:80')).toEqual({ host: '::1', port: 80 })
  expect(parseAddress(':80')).toEqual({ host: '', port: 80 })
  expect(parseAddress('localhost:')).toEqual({ host: 'localhost', port: 0 })
  expect(parseAddress('127.0.0.1:http')).toEqual({ host: '127.0.0.1', port: 80 })
})

test('says what is wrong in the words of the original', () => {
  const said = (text: string) => {
    try {
      return parseAddress(text)
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(said('garbage')).toBe('listen tcp: address garbage: missing port in address')
  expect(said('')).toBe('listen tcp: address : missing port in address')
  expect(said('::1')).toBe('listen tcp: address ::1: too many colons in address')
  expect(said('[::1]')).toBe('listen tcp: address [::1]: missing port in address')
  expect(said('x:70000')).toBe('listen tcp: address 70000: invalid port')
  expect(said('x:-1')).toBe('listen tcp: address -1: invalid port')
  expect(said('x:no-such-service')).toBe('listen tcp: address no-such-service: invalid port')
})

test('resolves names, loopback for nothing at all, everywhere for a port alone', async () => {
  expect(await resolveAddress('localhost:80')).toEqual({ host: '127.0.0.1', port: 80, text: '127.0.0.1:80' })
  expect(await resolveAddress('')).toEqual({ host: '127.0.0.1', port: 0, text: '127.0.0.1:0' })
  expect(await resolveAddress(':80')).toEqual({ host: '::', port: 80, text: '[::]:80' })
  await expect(resolveAddress('nohost.invalid:80')).rejects.toThrow('listen tcp: lookup nohost.invalid: no such host')
})

test('every way to say everywhere is the same place', async () => {
  const same = async (one: string, other: string) => sameAddress(await resolveAddress(one), await resolveAddress(other))
  expect(await same(':80', '0.0.0.0:80')).toBe(true)
  expect(await same('[::]:80', '[0:0:0:0:0:0:0:0]:80')).toBe(true)
  expect(await same('localhost:80', '127.0.0.1:80')).toBe(true)
  expect(await same('127.0.0.1:80', '127.0.0.1:81')).toBe(false)
  expect(await same('127.0.0.1:80', ':80')).toBe(false)
  expect(await same('127.0.0.1:80', '[::1]:80')).toBe(false)
})

test('addresses are written with brackets where they need them', () => {
  expect([formatAddress('127.0.0.1', 1), formatAddress('::1', 1)]).toEqual(['127.0.0.1:1', '[::1]:1'])
})

test('well-known services have their ports', () => {
  expect([servicePort('https'), servicePort('no-such-service'), servicePort('')]).toEqual([443, undefined, undefined])
})
