import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { refusal } from '../../src/proxy/api/guard.ts'
import { startProxyServer } from '../../src/proxy/server.ts'
import { request } from '../contract/http-client.ts'

const status = async (url: string, headers: Record<string, string>, method = 'GET') =>
  (
    await request(url, method, '/proxies', {
      headers,
      ...(method === 'POST' ? { body: { name: 'a', upstream: 'x:1' } } : {}),
    })
  ).status

test('refuses names that a web page could have pointed here', async () => {
  await using server = await startProxyServer({ port: 0 })
  const { port } = new URL(server.url)
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    '192.168.1.7',
    '10.0.0.1:80',
    '[::2]',
  ]) {
    expect([host, await status(server.url, { host })]).toEqual([host, 403])
  }
  for (const host of [
    `localhost:${port}`,
    'localhost',
    `127.0.0.1:${port}`,
    '127.8.8.8',
    '[::1]:80',
    'proxy.localhost',
  ]) {
    expect([host, await status(server.url, { host })]).toEqual([host, 200])
  }
})

test('refuses other origins, and says so', async () => {
  await using server = await startProxyServer({ port: 0 })
  const { host } = new URL(server.url)
  for (const origin of [
    'http://evil.example',
    'null',
    'https://localhost',
    `https://${host}`,
    `http://${host}.evil.example`,
  ]) {
    const answer = await request(server.url, 'POST', '/proxies', {
      headers: { origin },
      body: { name: 'a', upstream: 'x:1' },
    })
    expect(answer).toMatchObject({ status: 403, json: { error: `origin not allowed: ${origin}`, status: 403 } })
  }
  expect(await status(server.url, {}, 'GET')).toBe(200)
  expect(await status(server.url, { origin: `http://${host}` })).toBe(200)
  expect((await request(server.url, 'GET', '/proxies')).json).toEqual({})
})

test('the name it was told to listen by is as good as localhost', () => {
  const asked = (host: string) => refusal({ headers: { host } } as IncomingMessage, 'proxy.internal')?.status
  expect([asked('proxy.internal:8474'), asked('proxy.internal'), asked('other.internal')]).toEqual([
    undefined,
    undefined,
    403,
  ])
})

test('a server told to listen everywhere is reached by any name, but not by other origins', async () => {
  await using server = await startProxyServer({ host: '0.0.0.0', port: 0 })
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  expect(await status(url, { host: 'toxiproxy:8474' })).toBe(200)
  expect(await status(url, { host: 'toxiproxy:8474', origin: 'http://evil.example' })).toBe(403)
})
