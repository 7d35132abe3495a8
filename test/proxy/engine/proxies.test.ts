import { expect, test } from 'vitest'
import { Proxies } from '../../../src/proxy/engine/proxies.ts'
import type { ProxySettings } from '../../../src/proxy/engine/settings.ts'
import { freePort, tryConnect } from '../../support/sockets.ts'

const SETTINGS: ProxySettings = {
  name: 'a',
  listen: '127.0.0.1:0',
  upstream: '127.0.0.1:9',
  enabled: true,
  toxics: [],
  ttlMs: undefined,
}

test('a server that closes while a proxy is being made leaves no port open', async () => {
  const proxies = new Proxies(1, 0, () => {})
  const place = `127.0.0.1:${await freePort()}`
  const making = proxies.create({ ...SETTINGS, listen: place })
  // It has begun to listen by now.
  await Promise.resolve()
  proxies.close()
  await expect(making).rejects.toThrow('the server is closing')
  expect(await tryConnect(place)).toBe('ECONNREFUSED')
  expect(proxies.all()).toEqual([])
})

test('a healing that comes late finds that somebody has decided otherwise', async () => {
  const proxies = new Proxies(1, 0, () => {})
  const proxy = await proxies.create(SETTINGS)
  await proxies.update('a', { enabled: false })
  proxies.heal(proxy)
  await proxies.update('a', {})
  expect(proxy.enabled).toBe(false)
  proxies.close()
})

test('a server that closes while a proxy moves leaves no port open', async () => {
  const proxies = new Proxies(1, 0, () => {})
  await proxies.create(SETTINGS)
  const place = `127.0.0.1:${await freePort()}`
  const moving = proxies.update('a', { listen: place })
  await new Promise(resolve => process.nextTick(resolve))
  proxies.close()
  await expect(moving).rejects.toThrow('the server is closing')
  expect(await tryConnect(place)).toBe('ECONNREFUSED')
})
